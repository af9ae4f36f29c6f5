"""The questions of docs/rules.md's table, by name, as slow and obvious as possible.

They are asked as those of the kernel are, so that one test can ask either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from domain.kernel.facts import ABSENT, Answer, Quantity, Value
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.live_facts import Entry
from tests.property.naive_counts import (
    active,
    both,
    count,
    days,
    joined,
    moments,
    steps,
)
from tests.property.naive_land import (
    World,
    answer,
    forebears,
    stranded,
    world,
)

__all__ = [
    "active",
    "ancestors",
    "beliefs",
    "both",
    "conflicts",
    "count",
    "days",
    "diff",
    "first_known",
    "history",
    "rectangles",
    "state",
    "steps",
    "total",
]


def worlds_of(entries: Sequence[Entry]) -> dict[Instant, World]:
    """Return what was held to be true from every recorded instant on, in order."""
    return {k: world(entries, k) for k in sorted({e.recorded for e in entries})}


def state(
    entries: Sequence[Entry],
    thing: str,
    attribute: str,
    *,
    as_of: Instant,
    as_known: Instant,
) -> Answer:
    """Answer absent, none or the value (R3)."""
    return answer(world(entries, as_known), thing, attribute, as_of)


def history_in(
    now: World, thing: str, attribute: str
) -> list[tuple[Instant, Instant, Value]]:
    """Ask at every moment, and leave out where there is no value (R11)."""
    periods = joined(moments(now), FOREVER, lambda v: answer(now, thing, attribute, v))
    return [
        (start, end, value)
        for start, end, value in periods
        if value is not None and value is not ABSENT
    ]


def history(
    entries: Sequence[Entry], thing: str, attribute: str, *, as_known: Instant
) -> list[tuple[Instant, Instant, Value]]:
    """List from, to and value of every period."""
    return history_in(world(entries, as_known), thing, attribute)


def believed(
    worlds: Mapping[Instant, World], thing: str, attribute: str, v: Instant
) -> list[tuple[Instant, Instant, Answer]]:
    """Ask at every knowledge date; what came before the first value is left out."""
    found = joined(
        list(worlds), FOREVER, lambda k: answer(worlds[k], thing, attribute, v)
    )
    while found and (found[0][2] is None or found[0][2] is ABSENT):
        found = found[1:]
    return found


def beliefs(
    entries: Sequence[Entry], thing: str, attribute: str, *, as_of: Instant
) -> list[tuple[Instant, Instant, Answer]]:
    """List what was believed about V."""
    return believed(worlds_of(entries), thing, attribute, as_of)


def first_known(
    entries: Sequence[Entry],
    thing: str,
    attribute: str,
    value: Answer,
    *,
    as_of: Instant,
) -> Instant | None:
    """Try one recorded instant after the other, the earliest first."""
    for k, now in worlds_of(entries).items():
        if answer(now, thing, attribute, as_of) == value:
            return k
    return None


def rectangles(
    entries: Sequence[Entry], thing: str, attribute: str
) -> list[tuple[Instant, Instant, Instant, Instant, Value]]:
    """Follow each period over the knowledge dates at which it is in the history."""
    worlds = worlds_of(entries)
    dates = list(worlds)
    at = {k: history_in(now, thing, attribute) for k, now in worlds.items()}
    every = {period for periods in at.values() for period in periods}
    rows = []
    for period in every:
        there = [period in at[k] for k in dates]
        spans = joined(dates, FOREVER, dict(zip(dates, there, strict=True)).__getitem__)
        rows += [(start, end, *period) for start, end, is_there in spans if is_there]
    return sorted(rows, key=lambda row: (row[0], row[2]))


def total_in(now: World, thing: str, measure: str, v: Instant) -> Quantity:
    """Add what every fact effective up to V says, stranded or not (R15, R16)."""
    return sum(
        quantity
        for each in now.facts
        if each.thing == thing and each.fact.effective <= v
        for name, quantity in each.fact.quantities()
        if name == measure
    )


def total(
    entries: Sequence[Entry],
    thing: str,
    measure: str,
    *,
    as_of: Instant,
    as_known: Instant,
) -> Quantity:
    """Sum a measure; 0 when empty."""
    return total_in(world(entries, as_known), thing, measure, as_of)


def conflicts(entries: Sequence[Entry], *, as_known: Instant) -> list[int]:
    """List the positions of stranded facts (R15)."""
    now = world(entries, as_known)
    return sorted(each.position for each in now.facts if stranded(now, each))


def ancestors(entries: Sequence[Entry], thing: str, *, as_known: Instant) -> list[str]:
    """List all former things of one (R14)."""
    return sorted(forebears(world(entries, as_known), thing))


def diff(
    entries: Sequence[Entry],
    things: Iterable[str],
    attribute: str,
    *,
    as_of: Instant,
    known: tuple[Instant, Instant],
) -> dict[str, tuple[Answer, Answer]]:
    """Ask each thing twice, and keep those that answer differently."""
    before, after = [world(entries, k) for k in known]
    pairs = {
        thing: (
            answer(before, thing, attribute, as_of),
            answer(after, thing, attribute, as_of),
        )
        for thing in things
    }
    return {thing: pair for thing, pair in pairs.items() if pair[0] != pair[1]}
