"""Counts, steps, joins and days, as slow and obvious as possible: R11, R12."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from domain.kernel.facts import ABSENT, EXISTS, PeriodFact, Value
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions.over_time import Holding
from tests.property.naive_land import World, answer, until, world

Found = TypeVar("Found")
Span = tuple[Instant, Instant]


def moments(now: World) -> list[Instant]:
    """Return every instant at which something can begin or end."""
    starts = {each.fact.effective for each in now.facts}
    ends = {until(e.fact) for e in now.facts if isinstance(e.fact, PeriodFact)}
    return sorted((starts | ends) - {FOREVER})


def joined(
    points: Sequence[Instant], end: Instant, ask: Callable[[Instant], Found]
) -> list[tuple[Instant, Instant, Found]]:
    """Ask at each point, and join neighbours that answer the same (R11)."""
    found: list[tuple[Instant, Instant, Found]] = []
    for start, following in zip(points, [*points, end][1:], strict=True):
        told = ask(start)
        if found and found[-1][2] == told:
            found[-1] = (found[-1][0], following, told)
        else:
            found.append((start, following, told))
    return found


def things_in(now: World, kind: str) -> list[str]:
    """List everything that ever exists."""
    return sorted(thing for thing in now.lives if thing.startswith(f"{kind}:"))


def count_in(now: World, kind: str, attribute: str, value: Value, v: Instant) -> int:
    """Count one by one; none is counted where the thing exists only."""
    answers = [answer(now, thing, attribute, v) for thing in things_in(now, kind)]
    return sum(told is not ABSENT and told == value for told in answers)


def count(  # noqa: PLR0913  (the question has as many parts)
    entries: Sequence[Entry],
    kind: str,
    attribute: str,
    value: Value,
    *,
    as_of: Instant,
    as_known: Instant,
) -> int:
    """Count the things that exist and have the value."""
    return count_in(world(entries, as_known), kind, attribute, value, as_of)


def steps(  # noqa: PLR0913  (the question has as many parts)
    entries: Sequence[Entry],
    kind: str,
    attribute: str,
    value: Value,
    *,
    start: Instant,
    end: Instant,
    as_known: Instant,
) -> list[tuple[Instant, Instant, int]]:
    """Count at every moment from ``start`` on, and before ``end``; zeros are kept."""
    now = world(entries, as_known)
    inside = [moment for moment in moments(now) if start < moment < end]
    return joined(
        [start, *inside], end, lambda v: count_in(now, kind, attribute, value, v)
    )


def holds(now: World, holding: Holding, v: Instant) -> bool:
    """Tell whether the thing exists at V and its attribute has the value."""
    told = answer(now, holding.thing, holding.attribute, v)
    return told is not ABSENT and told == holding.value


def both(
    entries: Sequence[Entry], one: Holding, other: Holding, *, as_known: Instant
) -> list[Span]:
    """Ask at every moment whether both hold, and join those where they do."""
    now = world(entries, as_known)
    spans = joined(
        moments(now), FOREVER, lambda v: holds(now, one, v) and holds(now, other, v)
    )
    return [(start, end) for start, end, there in spans if there]


@cache
def first_of_day(day: date) -> Instant:
    """Look for the first minute in which the clocks of Shanghai show the day (R12)."""
    epoch, shanghai = datetime(1970, 1, 1, tzinfo=UTC), ZoneInfo("Asia/Shanghai")
    minute = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=12)
    while minute.astimezone(shanghai).date() < day:
        minute += timedelta(minutes=1)
    return Instant((minute - epoch) // timedelta(microseconds=1))


def days(
    entries: Sequence[Entry],
    holding: Holding,
    *,
    first: date,
    end: date,
    as_known: Instant,
) -> list[date]:
    """List the days before ``end`` at whose last microsecond the value holds."""
    now = world(entries, as_known)
    every = [first + timedelta(days=n) for n in range((end - first).days)]
    return [
        day
        for day in every
        if holds(now, holding, Instant(first_of_day(day + timedelta(days=1)) - 1))
    ]


def active_in(now: World, kind: str, v: Instant) -> list[str]:
    """List the things that exist at V."""
    return [e for e in things_in(now, kind) if answer(now, e, EXISTS, v) is True]


def active(
    entries: Sequence[Entry], kind: str, *, as_of: Instant, as_known: Instant
) -> list[str]:
    """List the things that exist at (V, K)."""
    return active_in(world(entries, as_known), kind, as_of)
