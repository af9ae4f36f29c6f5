"""Which facts stand at K, as slow and obvious as possible: R2, R5, R6 and R7.

``naive``, ``naive_land`` and ``naive_questions`` are docs/rules.md written once more,
to compare with. Nothing in them is shared with ``domain.kernel`` but its types.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, get_type_hints

import msgspec
from msgspec import structs

from domain.kernel.facts import FactCorrected, FactWithdrawn, WorldFact
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry


class Live(NamedTuple):
    """A fact that takes part in answers at some K, as corrected by then."""

    position: int
    thing: str
    fact: WorldFact


def known(entries: Sequence[Entry], k: Instant) -> list[Entry]:
    """Return the facts that R2 lets an answer for K use."""
    return [entry for entry in entries if entry.recorded <= k]


def withdrawn(entries: Sequence[Entry], position: int) -> bool:
    """Tell whether a withdrawal of ``position`` stands: not withdrawn itself (R6)."""
    return any(
        isinstance(entry.fact, FactWithdrawn)
        and entry.fact.target == position
        and not withdrawn(entries, entry.position)
        for entry in entries
    )


def corrected_in_the_end(entries: Sequence[Entry], position: int) -> int:
    """Follow a chain of corrections down to the fact it is about."""
    for entry in entries:
        if entry.position == position and isinstance(entry.fact, FactCorrected):
            return corrected_in_the_end(entries, entry.fact.target)
    return position


def as_corrected(entries: Sequence[Entry], position: int, fact: WorldFact) -> WorldFact:
    """Replace members by the live corrections, one by one in journal order (R7)."""
    types = get_type_hints(type(fact))
    for entry in sorted(entries, key=lambda each: each.position):
        if (
            isinstance(entry.fact, FactCorrected)
            and corrected_in_the_end(entries, entry.position) == position
            and not withdrawn(entries, entry.position)
        ):
            for name, value in entry.fact.changes.items():
                member = msgspec.convert(value, types[name])
                fact = structs.replace(fact, **{name: member})
    return fact


def live(entries: Sequence[Entry], k: Instant) -> list[Live]:
    """Return what is left of the facts known at K after R6 and R7, ordered by R5."""
    then = known(entries, k)
    facts = [
        Live(e.position, e.thing, as_corrected(then, e.position, e.fact))
        for e in then
        if isinstance(e.fact, WorldFact) and not withdrawn(then, e.position)
    ]
    return sorted(facts, key=lambda each: (each.fact.effective, each.position))
