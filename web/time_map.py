"""The map over all time as known at K: what every plot has been, and where it lay."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from domain.kernel.instants import Instant
from geo.mvt import Series
from geo.tiles import TileLayer
from projections.curves import Course, StageChanges, StageCurve, stage_changes
from projections.painting import Pieces
from projections.some_histories import Histories
from projections.stage_steps import (
    STAGES,
    Amounts,
    Ints,
    StageSteps,
    civil_days,
    steps_of,
)
from projections.step_masks import outside, refined
from web.answers import about
from web.dates import Dates
from web.map_state import LAYER
from web.plot_filter import PlotFilter
from web.plot_ground import PlotGround

DECIMALS_M2 = 4


@dataclass(frozen=True, slots=True)
class Grounded:
    """Steps of plots shape by shape; f shapes that ever show a plot."""

    number: Ints
    """Shape (f,), the plot of each shape."""
    row: Ints
    """Shape (f,), the row of the ground that the shape is."""
    steps: StageSteps
    """By place of the shape, 0 to f - 1, and then by day."""


@dataclass(frozen=True)
class TimeMap:
    """Every plot with all its stages, as known at one position."""

    ground: PlotGround
    steps: StageSteps
    spent: Amounts
    placed: Grounded

    @cached_property
    def layer(self) -> TileLayer:
        """The tiles that carry histories."""
        counts = np.bincount(self.placed.steps.number, minlength=len(self.placed.row))
        steps = np.stack((self.placed.steps.day, self.placed.steps.stage), axis=1)
        return TileLayer(
            LAYER,
            ground=self.ground.ground,
            rows=self.placed.row,
            numbers=self.placed.number,
            properties={},
            histories=Series(counts=counts, steps=steps),
        )

    @cached_property
    def changes(self) -> StageChanges:
        """What each day changes in the figures of all plots."""
        return stage_changes(self.course(None))

    @cached_property
    def curve(self) -> StageCurve:
        """The figures of all plots."""
        return self.changes.curve()

    def course(self, plots: Ints | None) -> Course:
        """Return what some plots have been, or all of them.

        Args:
            plots: Their numbers; None for all.
        """
        area_m2 = np.nan_to_num(self.ground.ground.areas_m2[self.placed.row])
        land = self.placed.steps
        if plots is None:
            return Course(self.steps, self.spent, land, area_m2[land.number])
        mine = np.isin(self.steps.number, plots)
        paid = np.isin(self.spent.number, plots)
        under = np.isin(self.placed.number[land.number], plots)
        land = _of(land, under)
        spent = Amounts(*(each[paid] for each in _columns(self.spent)))
        return Course(_of(self.steps, mine), spent, land, area_m2[land.number])


def time_map(
    columns: Histories, ground: PlotGround, wanted: PlotFilter, as_known: Instant
) -> TimeMap:
    """Follow all plots that are wanted, of those that there are histories of, at K."""
    exists, stated = (
        columns.pieces(name, as_known=as_known) for name in ("exists", "stage")
    )
    steps = wanted.applied(steps_of(exists, stated), columns, as_known)
    paid = columns.spent(as_known=as_known)
    thing = paid.thing.astype(np.int64)
    spent = Amounts(thing, civil_days(paid.effective), paid.quantity)
    return TimeMap(ground, steps, spent, _placed(steps, ground, as_known))


def _placed(steps: StageSteps, ground: PlotGround, as_known: Instant) -> Grounded:
    """Divide the steps of plots among their boundaries, and points where none holds."""
    plots = np.unique(steps.number)
    boundaries, points = (
        each.where(np.isin(each.thing, plots))
        for each in ground.shapes.both(as_known=as_known)
    )
    pointed = _of(steps, np.isin(steps.number, points.thing))
    bare = outside(pointed, boundaries.where(np.isin(boundaries.thing, points.thing)))
    return _joined(
        (boundaries, refined(steps, boundaries)), (points, refined(bare, points))
    )


def _joined(*parts: tuple[Pieces, StageSteps]) -> Grounded:
    """Number the shapes that show a plot on some day, those of all parts in a row."""
    numbers, rows, places, days, stages = [], [], [], [], []
    first = 0
    for pieces, steps in parts:
        used, place = np.unique(steps.number, return_inverse=True)
        numbers.append(pieces.thing[used])
        rows.append(pieces.code[used].astype(np.int64))
        places.append(place + first)
        days.append(steps.day)
        stages.append(steps.stage)
        first += len(used)
    joined = StageSteps(*(np.concatenate(each) for each in (places, days, stages)))
    return Grounded(np.concatenate(numbers), np.concatenate(rows), joined)


def _of(steps: StageSteps, chosen: NDArray[np.bool_]) -> StageSteps:
    return StageSteps(steps.number[chosen], steps.day[chosen], steps.stage[chosen])


def _columns(spent: Amounts) -> tuple[Ints, Ints, Ints]:
    return spent.number, spent.day, spent.amount


def curve_answer(curve: StageCurve, dates: Dates) -> dict[str, object]:
    """Answer the curve: figures for each stage that hold from each day on."""
    return {**about(dates), "stages": list(STAGES), **figures(curve)}


def figures(curve: StageCurve) -> dict[str, object]:
    """Write the figures of a curve."""
    return {
        "days": curve.days.tolist(),
        "plots": curve.plots.tolist(),
        "amount": curve.amount.tolist(),
        "area_m2": curve.area_m2.round(DECIMALS_M2).tolist(),
    }
