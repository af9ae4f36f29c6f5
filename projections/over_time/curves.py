"""How many plots, how much land and money stood in each stage, day by day, at one K."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from projections.memory.arrays import ABSENT
from projections.over_time.steps import STAGES, Amounts, Ints, StageSteps

Floats = NDArray[np.float64]
DAYS = 2**20
"""More than there are days from 1900 to 2200, so that plot and day make one number."""
MIDDLE_DAY = DAYS // 2
MOST_IN_64_BITS = 2**61
"""Differences of two sums are to fit too."""
TWICE_MM2_A_M2 = 2_000_000
"""Areas of record are halves of whole mm², and are added as whole numbers: the sum of
floats would depend on the order in which plots were looked at."""


@dataclass(frozen=True, slots=True)
class StageCurve:
    """Figures that hold from each day on, until the next; d days, s stages."""

    days: Ints
    """Shape (d,), civil days since 1970-01-01, growing."""
    plots: Ints
    """Shape (d, s)."""
    amount: Ints
    """Shape (d, s), money up to the day on the plots in the stage; of Python's own
    integers where 64 bits could not hold it."""
    area_m2: Floats
    """Shape (d, s), as measured; plots without boundary count as nothing."""


@dataclass(frozen=True, slots=True)
class StageChanges:
    """By how much the figures change on each of d days: what a curve adds up."""

    days: Ints
    """Shape (d,), civil days since 1970-01-01, growing."""
    plots: Ints
    """Shape (d, s)."""
    amount: Ints
    """Shape (d, s)."""
    twice_area_mm2: Ints
    """Shape (d, s)."""

    def plus(self, other: StageChanges, sign: int) -> StageChanges:
        """Add the changes of other plots, or take them out."""
        days = np.union1d(self.days, other.days)
        mine, theirs = (np.searchsorted(days, each.days) for each in (self, other))
        found = []
        for name in ("plots", "amount", "twice_area_mm2"):
            own, others = getattr(self, name), getattr(other, name)
            room = np.result_type(own, others)
            whole = np.zeros((len(days), len(STAGES)), room)
            whole[mine] += own
            whole[theirs] += sign * others
            found.append(whole)
        plots, amount, twice_area_mm2 = found
        return StageChanges(days, plots, _roomy(amount), twice_area_mm2)

    def curve(self) -> StageCurve:
        """Add up, day after day; days on which nothing changes are left out.

        There are such where changes were taken out again: without them a curve is the
        same whichever way it was found.
        """
        figures = (self.plots, self.amount, self.twice_area_mm2)
        moves = np.any([(each != 0).any(axis=1) for each in figures], axis=0)
        plots, amount, twice_mm2 = (each[moves].cumsum(axis=0) for each in figures)
        days = self.days[moves]
        return StageCurve(days, plots, amount, twice_mm2 / TWICE_MM2_A_M2)

    @property
    def nbytes(self) -> int:
        """How much memory they take."""
        figures = (self.plots, self.amount, self.twice_area_mm2)
        return self.days.nbytes + sum(each.nbytes for each in figures)


@dataclass(frozen=True, slots=True)
class Course:
    """What some plots have been, and what lay under them and was spent on them."""

    steps: StageSteps
    """Of the plots, by plot and then by day."""
    spent: Amounts
    """On these plots."""
    land: StageSteps
    """The same steps boundary by boundary: absent where another boundary holds."""
    twice_area_mm2: Ints
    """Shape (n,), twice the area of each row of ``land``; see ``geo.record.land``."""


def stage_changes(course: Course) -> StageChanges:
    """Find what each step of each plot changes.

    A step takes the plot, its land and its money out of the stage that it was in and
    puts them into the stage it is in; money that is spent later goes where the plot is
    by then.
    """
    steps, spent, land = course.steps, _summable(course.spent), course.land
    days, row = np.unique(
        np.concatenate((steps.day, spent.day, land.day)), return_inverse=True
    )
    step, paid, ground = np.split(row, np.cumsum((len(steps.day), len(spent.day))))
    moved, stage_then = _money(steps, spent)
    shape = (len(days), len(STAGES))
    plots, amount = np.zeros(shape, np.int64), np.zeros(shape, moved.dtype)
    twice_area = np.zeros(shape, np.int64)
    _move(plots, step, steps, np.ones(len(step), np.int64))
    _move(amount, step, steps, moved)
    _move(twice_area, ground, land, course.twice_area_mm2)
    there = stage_then != ABSENT
    np.add.at(amount, (paid[there], stage_then[there]), spent.amount[there])
    return StageChanges(days, plots, amount, twice_area)


def _summable(spent: Amounts) -> Amounts:
    """Give amounts the room that sums of them need; most have plenty in 64 bits."""
    amount = spent.amount.astype(np.int64)
    is_vast = np.abs(amount.astype(float)).sum() > MOST_IN_64_BITS
    return replace(spent, amount=amount.astype(object) if is_vast else amount)


def _roomy(amount: Ints) -> Ints:
    """Give changes the room that their sums need; see ``_summable``."""
    sums = np.abs(amount.astype(float).cumsum(axis=0))
    return amount.astype(object) if sums.max(initial=0) > MOST_IN_64_BITS else amount


def _move(
    figures: NDArray[np.generic], row: Ints, steps: StageSteps, what: Ints
) -> None:
    """Take what each step moves out of the stage before it, and put it where it is."""
    before = np.full(len(steps.stage), ABSENT)
    same = steps.number[1:] == steps.number[:-1]
    before[1:][same] = steps.stage[:-1][same]
    for sign, stage in ((-1, before), (1, steps.stage)):
        there = stage != ABSENT
        np.add.at(figures, (row[there], stage[there]), sign * what[there])


def _money(steps: StageSteps, spent: Amounts) -> tuple[Ints, Ints]:
    """Say what was spent on each step's plot before its day, and where amounts go.

    Returns:
        For each step the money that it moves; for each amount the stage of its plot
        at the end of its day.
    """
    # Kept in 32 bits, numbers have no room for a day beside them.
    number, payee = (each.number.astype(np.int64) for each in (steps, spent))
    step_key = number * DAYS + steps.day + MIDDLE_DAY
    key = payee * DAYS + spent.day + MIDDLE_DAY
    order = np.argsort(key, kind="stable")
    sums = np.cumsum(spent.amount[order])
    running, in_order = np.concatenate((np.zeros(1, sums.dtype), sums)), key[order]
    so_far = running[np.searchsorted(in_order, step_key)]
    moved = so_far - running[np.searchsorted(in_order, number * DAYS)]
    stage = np.full(len(key), ABSENT)
    at = np.searchsorted(step_key, key, side="right") - 1
    known = np.flatnonzero(at >= 0)
    known = known[steps.number[at[known]] == spent.number[known]]
    stage[known] = steps.stage[at[known]]
    return moved, stage
