"""Steps of plots cut to the periods in which something else holds of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from domain.kernel.instants import FOREVER
from projections.memory.arrays import ABSENT
from projections.memory.narrow import Whole
from projections.memory.overlay import Periods
from projections.over_time.days import civil_days
from projections.over_time.steps import Ints, StageSteps

FIRST_DAY = -(2**18)
"""Before every day that a fact can name."""


def within(steps: StageSteps, pieces: Periods) -> StageSteps:
    """Keep the steps of plots where a piece covers them; elsewhere they are absent.

    So a filter, or the time for which one boundary holds, becomes part of what a plot
    has been: every figure and every tile is right on any day without asking again.

    Args:
        steps: Of plots, by plot and then by day.
        pieces: Disjoint, by plot and then by time; their codes do not matter.

    Returns:
        By plot and then by day; plots that are never covered are left out.
    """
    return _cut(steps, _covered(pieces))


def _cut(steps: StageSteps, covered: StageSteps) -> StageSteps:
    """Keep the steps where the others are not absent."""
    own, others = len(steps.day), len(covered.day)
    number = np.concatenate((steps.number, covered.number))
    day = np.concatenate((steps.day, covered.day))
    order = np.lexsort((day, number))
    is_own = np.r_[np.ones(own, dtype=bool), np.zeros(others, dtype=bool)][order]
    value = np.concatenate((steps.stage, covered.stage))[order]
    number, day = number[order], day[order]
    stage = _carried(value, is_own, number)
    is_covered = _carried(value, ~is_own, number) != ABSENT
    met = StageSteps(number, day, np.where(is_covered, stage, ABSENT))
    return _changing(_last_of_days(met))


def outside(steps: StageSteps, pieces: Periods) -> StageSteps:
    """Keep the steps of plots where no piece covers them; elsewhere they are absent."""
    covered = _covered(pieces)
    opposite = StageSteps(covered.number, covered.day, ABSENT - covered.stage)
    plots = np.unique(steps.number)
    begins = StageSteps(plots, np.full(len(plots), FIRST_DAY), np.zeros_like(plots))
    return _cut(steps, _sorted(begins, opposite))


def refined(steps: StageSteps, pieces: Periods) -> StageSteps:
    """Divide the steps of each plot among its pieces: one series for each piece.

    Args:
        steps: Of plots, by plot and then by day.
        pieces: Disjoint, by plot and then by time.

    Returns:
        By the place of the piece, which stands for the plot's number, and then by day;
        pieces of plots without steps, or that cover none, have none.
    """
    first = np.searchsorted(steps.number, pieces.thing)
    counts = np.searchsorted(steps.number, pieces.thing, side="right") - first
    row = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(
        counts.sum()
    )
    place = np.repeat(np.arange(len(pieces.thing)), counts)
    every = StageSteps(place, steps.day[row], steps.stage[row])
    parts = Periods(np.arange(len(pieces.thing)), pieces.start, pieces.end, pieces.code)
    alone = _is_whole(every, parts, counts)
    cut = within(_of(every, ~alone[place]), parts.where(~alone))
    return _sorted(_of(every, alone[place]), cut)


def _is_whole(every: StageSteps, parts: Periods, counts: Ints) -> NDArray[np.bool_]:
    """Tell of each piece whether it covers every day of its plot: the usual case."""
    there = counts > 0
    last_row = np.cumsum(counts) - 1
    first_day, last_day, last_stage = (
        np.zeros(len(counts), np.int64) for _ in range(3)
    )
    first_day[there] = every.day[(last_row - counts + 1)[there]]
    last_day[there], last_stage[there] = (
        each[last_row[there]] for each in (every.day, every.stage)
    )
    begins = civil_days(parts.start) <= first_day
    has_end = parts.end < FOREVER
    end_day = civil_days(np.where(has_end, parts.end, 0))
    ends = ~has_end | ((last_stage == ABSENT) & (end_day >= last_day))
    whole: NDArray[np.bool_] = begins & ends
    return whole


def _of(steps: StageSteps, chosen: NDArray[np.bool_]) -> StageSteps:
    return StageSteps(steps.number[chosen], steps.day[chosen], steps.stage[chosen])


def _sorted(one: StageSteps, other: StageSteps) -> StageSteps:
    """Put two lists of steps together, by number and then by day."""
    number = np.concatenate((one.number, other.number))
    day = np.concatenate((one.day, other.day))
    order = np.lexsort((day, number))
    stage = np.concatenate((one.stage, other.stage))[order]
    return StageSteps(number[order], day[order], stage)


def _covered(pieces: Periods) -> StageSteps:
    """Turn pieces into steps: 0 from the first day on that ends within one."""
    ended = pieces.end < FOREVER
    number = np.concatenate((pieces.thing[ended], pieces.thing))
    instant = np.concatenate((pieces.end[ended], pieces.start))
    stage = np.r_[np.full(ended.sum(), ABSENT), np.zeros(len(pieces.thing), np.int64)]
    # A piece that begins where another ends comes after it, and wins the day.
    order = np.lexsort((instant, number))
    found = StageSteps(number[order], civil_days(instant[order]), stage[order])
    return _last_of_days(found)


def _carried(value: Whole, is_known: NDArray[np.bool_], number: Whole) -> Whole:
    """Carry each known value on to later rows of its plot; absent before the first."""
    rows = np.arange(len(value))
    latest = np.maximum.accumulate(np.where(is_known, rows, -1))
    is_same = (latest >= 0) & (number[latest] == number)
    return np.where(is_same, value[latest], ABSENT)


def _last_of_days(steps: StageSteps) -> StageSteps:
    number, day = steps.number, steps.day
    last = np.ones(len(day), dtype=bool)
    last[:-1] = (number[1:] != number[:-1]) | (day[1:] != day[:-1])
    return StageSteps(number[last], day[last], steps.stage[last])


def _changing(steps: StageSteps) -> StageSteps:
    """Leave out steps that change nothing, and what is absent from the first."""
    number, stage = steps.number, steps.stage
    before = np.full(len(stage), ABSENT)
    same = number[1:] == number[:-1]
    before[1:][same] = stage[:-1][same]
    changing = stage != before
    return StageSteps(number[changing], steps.day[changing], stage[changing])
