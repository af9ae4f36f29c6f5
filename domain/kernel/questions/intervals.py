"""Questions over an interval of time: steps, both, days (R11)."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.kernel.facts import Answer
from domain.kernel.instants import Instant, last_instant
from domain.kernel.periods import Answered, same


@dataclass(frozen=True, slots=True)
class Step:
    """So many things had the value throughout [start, end)."""

    start: Instant
    end: Instant
    count: int


@dataclass(frozen=True, slots=True)
class Interval:
    """Something held throughout [start, end)."""

    start: Instant
    end: Instant


def steps_of(
    things: Iterable[Sequence[Answered]], value: Answer, start: Instant, end: Instant
) -> list[Step]:
    """Count the things that have a value as a step function over [start, end).

    Args:
        things: For each thing, its answers for all V.
        value: What is counted.
        start: The first instant inside.
        end: The first instant outside, later than ``start``.

    Returns:
        Steps that follow one another without a gap, zeros kept, neighbours unequal.
    """
    changes: defaultdict[Instant, int] = defaultdict(int, {start: 0})
    for pieces in things:
        for held in intervals_of(pieces, value):
            if held.start < end and held.end > start:
                changes[max(held.start, start)] += 1
                if held.end < end:
                    changes[held.end] -= 1
    return list(_steps(changes, end))


def _steps(changes: dict[Instant, int], end: Instant) -> Iterator[Step]:
    since, *later = sorted(changes)
    count = changes[since]
    for instant in later:
        if changes[instant]:
            yield Step(since, instant, count)
            since, count = instant, count + changes[instant]
    yield Step(since, end, count)


def intervals_of(pieces: Iterable[Answered], value: Answer) -> list[Interval]:
    """List the maximal intervals over which the answer is a value, in order."""
    return [Interval(p.start, p.end) for p in pieces if same(p.answer, value)]


def both_of(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """List the maximal intervals that lie within both lists."""
    common = (
        Interval(max(a.start, b.start), min(a.end, b.end)) for a in one for b in other
    )
    return sorted(
        (interval for interval in common if interval.start < interval.end),
        key=lambda each: each.start,
    )


def days_of(
    pieces: Sequence[Answered], value: Answer, first: date, end: date
) -> list[date]:
    """List the civil days in [first, end) at whose last microsecond the value holds."""
    starts = [piece.start for piece in pieces]
    days = (first + timedelta(days=nth) for nth in range((end - first).days))
    return [
        day
        for day in days
        if same(pieces[bisect_right(starts, last_instant(day)) - 1].answer, value)
    ]
