"""The entries that matter for a thing: those of its family, and which name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from domain.journal.interface import JournalReader
from domain.journal.lines import Line
from domain.kernel.assertions import Timeline, timeline
from domain.kernel.facts import Concerned, FactCorrected, FactWithdrawn, Redrawing
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.misplaced import placed
from domain.things.families import followed, leads_to


@dataclass(frozen=True, slots=True)
class Family:
    """Everything known of some things and of all that redrawings tie them to."""

    lines: Sequence[Line]
    """By position."""
    entries: Sequence[Entry]
    """The same, decoded."""
    _resolved: dict[Instant, Timeline] = field(
        default_factory=dict, repr=False, compare=False
    )

    def timeline(self, as_known: Instant) -> Timeline:
        """Resolve the family at K: once, however much is asked about it."""
        if (found := self._resolved.get(as_known)) is None:
            found = self._resolved[as_known] = timeline(self.entries, as_known)
        return found

    @property
    def streams(self) -> set[str]:
        """The streams that were read; a family grows only by facts in one of them."""
        return {each.stream for each in self.lines}

    def own(self, stream: str) -> list[int]:
        """List the positions in a thing's own stream."""
        return [each.position for each in self.entries if each.thing == stream]

    def naming(self, stream: str) -> list[int]:
        """List the positions of the facts of a thing, wherever they are kept.

        Its own, the redrawings of others that name it, and the revisions of those; a
        ``Concerned`` only leads to such a redrawing and is none of them.
        """
        found: set[int] = set()
        for entry in self.entries:
            if _is_of(entry, stream) or _target(entry) in found:
                found.add(entry.position)
        return sorted(found)

    def redrawing_behind(self, position: int) -> Entry | None:
        """Return the redrawing that a ``Concerned`` leads to."""
        marker = next(each for each in self.entries if each.position == position)
        if not isinstance(marker.fact, Concerned):
            return None
        behind = (
            each
            for each in self.entries
            if each.position > position and each.thing == marker.fact.by
        )
        return next((each for each in behind if _is_of(each, marker.thing)), None)


def _is_of(entry: Entry, stream: str) -> bool:
    fact = entry.fact
    if isinstance(fact, Redrawing) and stream in fact.redrawn(entry.thing).things:
        return True
    return entry.thing == stream and not isinstance(fact, Concerned)


def _target(entry: Entry) -> int | None:
    revises = isinstance(entry.fact, FactCorrected | FactWithdrawn)
    return entry.fact.target if revises else None  # type: ignore[attr-defined]


def family_of(journal: JournalReader, streams: Iterable[str], *, up_to: int) -> Family:
    """Load streams with their families, as known at a position.

    A stream that no redrawing has touched leads nowhere: one query.
    """
    found: list[tuple[Line, Entry]] = []

    def read(some: set[str]) -> Iterator[str]:
        lines = journal.lines_of(some, up_to=up_to)
        pairs = [(line, line.entry()) for line in lines]
        found.extend(pairs)
        return leads_to(entry for _, entry in pairs)

    followed(streams, read)
    found.sort(key=lambda pair: pair[0].position)
    entries = placed([entry for _, entry in found])
    return Family([line for line, _ in found], entries)
