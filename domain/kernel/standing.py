"""Which facts stand at K, and in what order: R5, R6 and R7."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn, WorldFact, corrected
from domain.kernel.instants import Instant


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact as the journal holds it."""

    position: int
    recorded: Instant
    thing: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Standing:
    """A fact of the world that stands, with its live corrections merged in."""

    fact: WorldFact
    position: int
    corrections: tuple[int, ...] = ()

    @property
    def order(self) -> tuple[Instant, int]:
        """R5: by effective instant, then by position of the fact itself."""
        return self.fact.effective, self.position


@dataclass(frozen=True, slots=True)
class Merged:
    """The live corrections of one entry, merged member by member."""

    changes: Mapping[str, Any]
    positions: tuple[int, ...]


NOTHING = Merged(changes={}, positions=())


def standing(entries: Sequence[Entry], as_known: Instant) -> list[Standing]:
    """List the facts of one thing that stand at K, in R5's order.

    Args:
        entries: All entries of one thing, by position.
        as_known: K; an entry recorded at K itself is known.
    """
    known = [entry for entry in entries if entry.recorded <= as_known]
    if all(isinstance(entry.fact, WorldFact) for entry in known):
        return _in_order(known, {}, {})
    withdrawn = withdrawn_by(known)
    return _in_order(known, withdrawn, _merged(known, withdrawn))


def withdrawn_by(known: Sequence[Entry]) -> dict[int, int]:
    """Map each withdrawn position to the live withdrawal that withdraws it (R6).

    A withdrawal comes after its target, so one pass from the newest entry back
    knows of each withdrawal whether it stands itself.
    """
    by: dict[int, int] = {}
    for entry in reversed(known):
        fact = entry.fact
        if isinstance(fact, FactWithdrawn) and entry.position not in by:
            by[fact.target] = entry.position
    return by


def _merged(known: Sequence[Entry], withdrawn: Mapping[int, int]) -> dict[int, Merged]:
    """Merge the live corrections of each fact, member by member, in journal order (R7).

    A correction of a correction belongs to the fact behind both, so that withdrawing
    one of a chain takes away that one's members only.
    """
    behind: dict[int, int] = {}
    merged: dict[int, Merged] = {}
    for entry in known:
        if isinstance(entry.fact, FactCorrected):
            target = behind.get(entry.fact.target, entry.fact.target)
            behind[entry.position] = target
            if entry.position not in withdrawn:
                merged[target] = _joined(merged.get(target, NOTHING), entry, entry.fact)
    return merged


def _joined(before: Merged, entry: Entry, correction: FactCorrected) -> Merged:
    return Merged(
        changes={**before.changes, **correction.changes},
        positions=(*before.positions, entry.position),
    )


def _in_order(
    known: Sequence[Entry], withdrawn: Mapping[int, int], merged: Mapping[int, Merged]
) -> list[Standing]:
    live = _live(known, withdrawn, merged)
    return sorted(live, key=lambda each: (each.fact.effective, each.position))


def _live(
    known: Sequence[Entry], withdrawn: Mapping[int, int], merged: Mapping[int, Merged]
) -> Iterator[Standing]:
    for entry in known:
        fact, position = entry.fact, entry.position
        if not isinstance(fact, WorldFact) or position in withdrawn:
            continue
        if (revision := merged.get(position)) is None:
            yield Standing(fact, position)
        else:
            yield Standing(
                corrected(fact, revision.changes), position, revision.positions
            )
