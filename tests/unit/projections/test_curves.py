"""The curve of stages: every day's plots, land and money, plot by plot."""

from __future__ import annotations

import numpy as np

from projections.memory.arrays import ABSENT
from projections.over_time.curves import (
    TWICE_MM2_A_M2,
    Course,
    StageChanges,
    stage_changes,
)
from projections.over_time.steps import STAGES, Amounts, StageSteps

PLOTS, DAYS, STEPS = 25, 40, 5


def random_course(seed: int, plots: range) -> Course:
    rng = np.random.default_rng(seed)
    number = np.repeat(np.array(plots), STEPS)
    days = [np.sort(rng.choice(DAYS, STEPS, replace=False)) for _ in plots]
    stage = rng.integers(ABSENT, len(STAGES), (len(plots), STEPS))
    steps = StageSteps(number, np.concatenate(days), stage.ravel())
    paid = rng.integers(plots.start, plots.stop, 60)
    spent = Amounts(paid, rng.integers(-3, DAYS, 60), rng.integers(-50, 900, 60))
    return Course(steps, spent, steps, (10 + number) * TWICE_MM2_A_M2)


def stage_of(steps: StageSteps, plot: int, today: int) -> int:
    past = steps.stage[(steps.number == plot) & (steps.day <= today)]
    return int(past[-1]) if len(past) else ABSENT


def require(changes: StageChanges, course: Course, plots: range) -> None:
    curve = changes.curve()
    for today in range(DAYS):
        at = int(np.searchsorted(curve.days, today, side="right")) - 1
        if at < 0:
            assert all(stage_of(course.steps, plot, today) == ABSENT for plot in plots)
            continue
        there = [stage_of(course.steps, plot, today) for plot in plots]
        for stage in range(len(STAGES)):
            inside = [p for p, s in zip(plots, there, strict=True) if s == stage]
            paid = np.isin(course.spent.number, inside) & (course.spent.day <= today)
            assert curve.plots[at, stage] == len(inside)
            assert curve.area_m2[at, stage] == sum(10.0 + plot for plot in inside)
            assert curve.amount[at, stage] == course.spent.amount[paid].sum()


def test_every_day_has_the_plots_the_land_and_the_money_of_each_stage() -> None:
    course = random_course(5, range(PLOTS))

    require(stage_changes(course), course, range(PLOTS))


def test_changes_of_some_plots_are_taken_out_and_others_put_in() -> None:
    first, gone, new = range(10), range(10, 20), range(20, 25)
    courses = {plots: random_course(plots.start, plots) for plots in (first, gone, new)}
    changes = {plots: stage_changes(course) for plots, course in courses.items()}

    both = changes[first].plus(changes[gone], 1)

    require(both.plus(changes[gone], -1), courses[first], first)
    whole = changes[new].plus(changes[first], 1).plus(changes[gone], 1)
    assert whole.curve().plots[-1].sum() == sum(
        stage_of(course.steps, plot, DAYS) != ABSENT
        for plots, course in courses.items()
        for plot in plots
    )


def test_a_curve_is_the_same_whether_or_not_others_were_in_it_before() -> None:
    stay, gone = range(10), range(10, 20)
    courses = {plots: random_course(plots.start, plots) for plots in (stay, gone)}
    alone, others = (stage_changes(courses[plots]) for plots in (stay, gone))

    patched = others.plus(alone, 1).plus(others, -1).curve()

    curve = alone.curve()
    for name in ("days", "plots", "amount", "area_m2"):
        assert np.array_equal(getattr(patched, name), getattr(curve, name)), name


def test_figures_are_the_same_where_steps_are_kept_in_few_bytes() -> None:
    far = range(3_000_000, 3_000_000 + PLOTS)
    wide = random_course(5, far)

    narrow = Course(
        wide.steps.narrowed(),
        wide.spent.narrowed(),
        wide.land.narrowed(),
        wide.twice_area_mm2,
    )

    assert narrow.steps.nbytes < wide.steps.nbytes / 2
    require(stage_changes(narrow), wide, far)
