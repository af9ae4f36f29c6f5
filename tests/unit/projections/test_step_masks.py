"""Steps cut to periods: a plot is there only while something else holds of it."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np

from domain.kernel.instants import FOREVER
from projections.memory.arrays import ABSENT
from projections.memory.overlay import Periods
from projections.over_time.masks import outside, refined, within
from projections.over_time.steps import StageSteps

DAY_US = 86_400_000_000
SHANGHAI_US = 8 * 3_600_000_000


def instant(day: int) -> int:
    """Return the first instant of a day in Shanghai, which keeps UTC+8 since 1992."""
    return day * DAY_US - SHANGHAI_US


def stage_on(day: int, days: list[int], stages: list[int]) -> int:
    past = [stage for at, stage in zip(days, stages, strict=True) if at <= day]
    return past[-1] if past else ABSENT


Spans = list[tuple[int, int | None]]
FIRST = 9_000
PLOTS = range(30)


class Drawn(NamedTuple):
    """Random steps and pieces, as arrays and as what they were made of."""

    steps: StageSteps
    pieces: Periods
    told: dict[int, tuple[list[int], list[int]]]
    covered: dict[int, Spans]


def drawn() -> Drawn:
    rng = np.random.default_rng(11)
    told, covered = {}, {}
    for plot in PLOTS:
        days = sorted(rng.choice(60, 6, replace=False).tolist())
        told[plot] = (days, rng.integers(0, 8, 6).tolist())
        cuts = sorted(rng.choice(61, 2 * (plot % 3), replace=False).tolist())
        covered[plot] = list(zip(cuts[::2], cuts[1::2], strict=True))
        if plot % 5 == 3:
            covered[plot] = [(10, 20), (20, None)]
        if plot % 5 == 4:
            covered[plot] = [(days[0], None)]
    steps = StageSteps(
        np.repeat(np.array(PLOTS), 6),
        np.array([FIRST + day for days, _ in told.values() for day in days]),
        np.array([stage for _, stages in told.values() for stage in stages]),
    )
    return Drawn(steps, pieces_of(covered), told, covered)


def pieces_of(covered: dict[int, Spans]) -> Periods:
    rows = [(plot, *period) for plot in PLOTS for period in covered[plot]]
    ends = [FOREVER if end is None else instant(FIRST + end) for _, _, end in rows]
    return Periods(
        np.array([plot for plot, _, _ in rows]),
        np.array([instant(FIRST + start) for _, start, _ in rows]),
        np.array(ends),
        np.zeros(len(rows), np.int32),
    )


def course(steps: StageSteps, number: int) -> list[int]:
    """Return the stage of one number on every day."""
    mine = steps.number == number
    days, stages = steps.day[mine].tolist(), steps.stage[mine].tolist()
    assert not any(one == other for one, other in itertools.pairwise(stages))
    return [stage_on(FIRST + day, days, stages) for day in range(65)]


def is_in(day: int, period: tuple[int, int | None]) -> bool:
    start, end = period
    return start <= day and (end is None or day < end)


def without_repeats(steps: StageSteps) -> StageSteps:
    """Leave out steps that change nothing, as the stages of plots have none."""
    same = np.r_[
        False,
        (steps.number[1:] == steps.number[:-1]) & (steps.stage[1:] == steps.stage[:-1]),
    ]
    return StageSteps(steps.number[~same], steps.day[~same], steps.stage[~same])


def test_within_pieces_a_plot_has_its_stage_and_outside_none() -> None:
    steps, pieces, told, covered = drawn()

    inside, beyond = within(steps, pieces), outside(steps, pieces)

    for plot in PLOTS:
        whole = [stage_on(day, *told[plot]) for day in range(65)]
        is_covered = [any(is_in(d, p) for p in covered[plot]) for d in range(65)]
        pairs = list(zip(whole, is_covered, strict=True))
        assert course(inside, plot) == [s if c else ABSENT for s, c in pairs]
        assert course(beyond, plot) == [ABSENT if c else s for s, c in pairs]


def test_each_piece_of_a_plot_has_its_own_part_of_the_steps() -> None:
    steps, pieces, told, covered = drawn()

    parts = refined(without_repeats(steps), pieces)

    place = 0
    for plot in PLOTS:
        whole = [stage_on(day, *told[plot]) for day in range(65)]
        for period in covered[plot]:
            expected = [s if is_in(d, period) else ABSENT for d, s in enumerate(whole)]
            assert course(parts, place) == expected, (plot, period)
            place += 1
    assert list(parts.number) == sorted(parts.number)
