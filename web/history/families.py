"""The entries that matter for a thing: those of its family, and which name it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.journal.interface import JournalReader
from domain.journal.lines import Line
from domain.kernel.facts import Concerned, FactCorrected, FactWithdrawn, Redrawing
from domain.kernel.live_facts import Entry
from domain.misplaced import placed
from domain.things.families import leads_to


@dataclass(frozen=True, slots=True)
class Family:
    """Everything known of some things and of all that redrawings tie them to."""

    lines: Sequence[Line]
    """By position."""
    entries: Sequence[Entry]
    """The same, decoded."""

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
    found: dict[str, list[tuple[Line, Entry]]] = {}
    missing = set(streams)
    while missing:
        found.update((stream, []) for stream in missing)
        for line in journal.lines_of(missing, up_to=up_to):
            found[line.stream].append((line, line.entry()))
        read = (entry for stream in missing for _, entry in found[stream])
        missing = set(leads_to(read)) - found.keys()
    pairs = sorted(
        (pair for each in found.values() for pair in each),
        key=lambda pair: pair[0].position,
    )
    entries = placed([entry for _, entry in pairs])
    return Family([line for line, _ in pairs], entries)
