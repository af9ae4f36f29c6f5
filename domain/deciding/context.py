"""What decisions have read: whole families, at which versions, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.errors import GroupInsideError, MovedError
from domain.errors.moved import StaleStream
from domain.journal.interface import JournalReader
from domain.kernel.facts import Fact
from domain.kernel.instants import FOREVER
from domain.kernel.live_facts import Entry
from domain.misplaced import all_placed, placed
from domain.things.families import entries_of, followed, leads_to, streams_of
from domain.things.registration import require_registered, thing_of
from domain.unreadable import require_readable

UNDETERMINED = 2**62
"""Positions of facts that are decided and not appended: behind all others."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Facts that may be appended, while the streams that were read have not moved."""

    facts: Sequence[tuple[str, Fact]]
    """Stream and fact, in order."""
    written: Mapping[str, int]
    """The version at which each written stream was read."""
    read: Mapping[str, int] = field(default_factory=dict)
    """The version of each stream that was only read."""
    referred: Mapping[str, int] = field(default_factory=dict)
    """The version of each stream of which only matters that its thing has begun."""


class DecisionContext:
    """What decisions have read so far, and the facts they have come to."""

    def __init__(self, journal: JournalReader) -> None:
        self._journal = journal
        self._entries: dict[str, list[Entry]] = {}
        self._versions: dict[str, int] = {}
        self._facts: list[tuple[str, Fact]] = []
        self._read_whole: set[str] = set()
        """Streams of which every fact matters to what is decided."""

    def load(self, streams: Iterable[str]) -> None:
        """Read several streams at once, and then what they lead to, until nothing new.

        A stream that redrawings have never touched leads nowhere: one query.
        """
        followed(streams, self._read, self._entries)

    def _read(self, streams: set[str]) -> Iterator[str]:
        """Read some streams, and name what they lead to."""
        self._entries.update((stream, []) for stream in streams)
        for entry in self._journal.entries_of(streams):
            self._entries[entry.thing].append(entry)
        self._versions.update((name, len(self._entries[name])) for name in streams)
        return leads_to(entry for stream in streams for entry in self._entries[stream])

    def known(self) -> dict[str, Sequence[Entry]]:
        """Return the entries of every stream that was read, by position."""
        return all_placed(self._entries)

    def entries(
        self, streams: Sequence[str], *, withdrawing: int = 0
    ) -> Sequence[Entry]:
        """Return all that is known of some things and their families, by position.

        What was just decided is among it.

        Raises:
            DamagedFactError: Not all of it can be read.
            NewerFactError: A newer Guatu is needed to read it.
        """
        found = self._entries_of(streams)
        require_readable(found, withdrawing=withdrawing)
        self._read_whole.update(self._families_of(streams))
        return found

    def require_begun(self, stream: str) -> None:
        """Refuse to refer to what is not in the books; its other facts do not matter.

        Raises:
            UnknownThingError: Nothing that stands begins it.
            DamagedFactError, NewerFactError: See ``entries``.
        """
        found = self._entries_of([stream])
        require_readable(found)
        require_registered(found, *thing_of(stream))

    def _entries_of(self, streams: Sequence[str]) -> Sequence[Entry]:
        self.load(streams)
        if len(streams) == 1:
            return placed(entries_of(self._entries, streams[0]))
        family = self._families_of(streams)
        entries = [entry for each in family for entry in self._entries[each]]
        return placed(sorted(entries, key=lambda entry: entry.position))

    def _families_of(self, streams: Iterable[str]) -> dict[str, None]:
        """Return the streams of some families, which are loaded, each once."""
        return dict.fromkeys(
            each for stream in streams for each in streams_of(self._entries, stream)
        )

    def stream_at(self, position: int) -> str:
        """Return the stream of the entry at a position."""
        return self._journal.line(position).stream

    def require_unmoved(self, streams: Sequence[str], as_read_at: int | None) -> None:
        """Refuse when a family has gained facts since a client has read it.

        Raises:
            MovedError: It has, so the client decides again.
            UnknownPositionError: The journal has no such position.
            GroupInsideError: The position lies inside a command's group.
        """
        if as_read_at is None:
            return
        self._require_whole(as_read_at)
        self.load(streams)
        self._read_whole.update(self._families_of(streams))
        moved = [
            found
            for stream in self._families_of(streams)
            if (found := self._moved(stream, as_read_at)) is not None
        ]
        if moved:
            raise MovedError(moved)

    def _require_whole(self, position: int) -> None:
        if position > 0 and (group := self._journal.group(position)).last != position:
            raise GroupInsideError(
                position=position, first=group.first, last=group.last
            )

    def _moved(self, stream: str, position: int) -> StaleStream | None:
        now = self._versions[stream]
        since = [
            e.position for e in self._entries[stream][:now] if e.position > position
        ]
        return (
            StaleStream(stream, now - len(since), now, tuple(since)) if since else None
        )

    def take(self, stream: str, fact: Fact) -> None:
        """Take up a fact that was decided; it has no position before it is appended."""
        self._facts.append((stream, fact))
        undetermined = UNDETERMINED + len(self._facts)
        self._entries[stream].append(Entry(undetermined, FOREVER, stream, fact))

    def decided(self) -> Decision:
        """Return the facts, and the versions that they rely on."""
        written = {stream for stream, _ in self._facts}
        read = self._read_whole - written
        return Decision(
            facts=self._facts,
            written={s: v for s, v in self._versions.items() if s in written},
            read={s: v for s, v in self._versions.items() if s in read},
            referred={
                s: v for s, v in self._versions.items() if s not in written | read
            },
        )
