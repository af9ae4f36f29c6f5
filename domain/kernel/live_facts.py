"""Which facts stand at K, and in what order: R5, R6 and R7."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn, WorldFact, corrected
from domain.kernel.instants import FOREVER, Instant


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A fact as the journal holds it: millions are made, so they are made quickly."""

    position: int
    recorded: Instant
    thing: str
    """The stream it is kept in."""
    fact: Fact


class LiveFact(NamedTuple):
    """A fact of the world that stands, with its live corrections merged in."""

    fact: WorldFact
    position: int
    corrections: tuple[int, ...]
    thing: str

    @property
    def order(self) -> tuple[Instant, int]:
        """R5: by effective instant, then by position of the fact itself."""
        return self.fact.effective, self.position


class FactVersion(NamedTuple):
    """A standing fact, with the knowledge dates between which it stands so."""

    live: LiveFact
    known_from: Instant
    known_to: Instant


@dataclass(frozen=True, slots=True)
class Merged:
    """The live corrections of one entry, merged member by member."""

    changes: Mapping[str, Any]
    positions: tuple[int, ...]


NOTHING = Merged(changes={}, positions=())
REVISIONS = (FactCorrected, FactWithdrawn)


def live_facts(entries: Sequence[Entry], as_known: Instant) -> list[LiveFact]:
    """List the facts that stand at K, in R5's order.

    Args:
        entries: All entries of one thing, of its family or of the journal, by position.
        as_known: K; an entry recorded at K itself is known.
    """
    known = [entry for entry in entries if entry.recorded <= as_known]
    return sorted(_live(known), key=_order)


def _order(live: LiveFact) -> tuple[Instant, int]:
    return live.fact.effective, live.position


def _live(known: Sequence[Entry]) -> Iterator[LiveFact]:
    """Yield the facts among known entries that are not withdrawn, as corrected."""
    withdrawn = withdrawn_by(known)
    merged = _merged(known, withdrawn)
    for entry in known:
        fact, position = entry.fact, entry.position
        if not isinstance(fact, WorldFact) or position in withdrawn:
            continue
        if (revision := merged.get(position)) is not None:
            fact = corrected(fact, revision.changes)
            yield LiveFact(fact, position, revision.positions, entry.thing)
        else:
            yield LiveFact(fact, position, (), entry.thing)


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


def fact_versions(entries: Sequence[Entry]) -> list[FactVersion]:
    """List, for all K at once, every fact with the knowledge dates of its versions.

    What becomes of a fact depends on its own revisions alone, so each fact is followed
    by itself; what was never revised stands from its recorded time on.
    """
    chains = _chains(entries)
    found: list[FactVersion] = []
    for entry in entries:
        if not isinstance(entry.fact, WorldFact):
            continue
        if chain := chains.get(entry.position):
            found += _versions([entry, *chain])
        else:
            live = LiveFact(entry.fact, entry.position, (), entry.thing)
            found.append(FactVersion(live, entry.recorded, FOREVER))
    return found


def _chains(entries: Sequence[Entry]) -> dict[int, list[Entry]]:
    """Map the position of each revised fact to all revisions that lead to it."""
    roots: dict[int, int] = {}
    chains: dict[int, list[Entry]] = {}
    for entry in entries:
        if isinstance(entry.fact, REVISIONS):
            target = entry.fact.target
            roots[entry.position] = root = roots.get(target, target)
            chains.setdefault(root, []).append(entry)
    return chains


def _versions(chain: Sequence[Entry]) -> Iterator[FactVersion]:
    """Follow one fact and its revisions over their recorded times."""
    dates = sorted({entry.recorded for entry in chain})
    before: LiveFact | None = None
    since = FOREVER
    for known in dates:
        now = next(_live([e for e in chain if e.recorded <= known]), None)
        if now != before:
            if before is not None:
                yield FactVersion(before, since, known)
            before, since = now, known
    if before is not None:
        yield FactVersion(before, since, FOREVER)
