"""The map over all time as known at K: what every plot has been, and where it lay."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from domain.kernel.instants import Instant
from domain.kernel.money import print_money
from geo.tiles.layer import TileLayer
from geo.tiles.mvt import Series
from projections.memory.narrow import Whole, narrowed
from projections.memory.overlay import Periods
from projections.over_time.curves import Course, StageChanges, StageCurve, stage_changes
from projections.over_time.days import civil_days
from projections.over_time.histories import Histories
from projections.over_time.masks import outside, refined
from projections.over_time.steps import (
    STAGES,
    WIDE,
    Amounts,
    Ints,
    StageSteps,
    steps_of,
)
from web.atlas.at_date import LAYER
from web.atlas.filter import PlotFilter
from web.atlas.over_time.tile_changes import TileChanges
from web.district.dates import Dates
from web.district.grounds import PlotGround
from web.district.reading import about_all_days

DECIMALS_M2 = 4

Key = tuple[int, PlotFilter]
"""What tells one map from others."""


@dataclass(frozen=True, slots=True)
class Grounded:
    """Steps of plots shape by shape; f shapes that ever show a plot."""

    number: Whole
    """Shape (f,), the plot of each shape."""
    row: Whole
    """Shape (f,), the row of the ground that the shape is."""
    steps: StageSteps
    """By place of the shape, 0 to f - 1, and then by day."""

    def narrowed(self) -> Grounded:
        """Return the same in less room, to be kept."""
        number, row = (narrowed(each, least=WIDE) for each in (self.number, self.row))
        return Grounded(number, row, self.steps.narrowed())

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        return self.number.nbytes + self.row.nbytes + self.steps.nbytes


@dataclass(frozen=True)
class TimeMap:
    """Every plot with all its stages, as known at one position."""

    ground: PlotGround
    steps: StageSteps
    spent: Amounts
    placed: Grounded
    moved: int
    """The position at which a plot last took another step."""
    tiles: TileChanges

    @cached_property
    def layer(self) -> TileLayer:
        """The tiles that carry histories."""
        steps = self.placed.steps
        first = np.searchsorted(steps.number, _places(len(self.placed.row) + 1, steps))
        return TileLayer(
            LAYER,
            ground=self.ground.ground,
            rows=self.placed.row,
            numbers=self.placed.number,
            properties={},
            histories=Series(first=narrowed(first), days=steps.day, values=steps.stage),
        )

    @cached_property
    def changes(self) -> StageChanges:
        """What each day changes in the figures of all plots."""
        return stage_changes(self.course(None))

    @cached_property
    def curve(self) -> StageCurve:
        """The figures of all plots."""
        return self.changes.curve()

    @property
    def nbytes(self) -> int:
        """How much memory it takes, beside the ground that all maps share."""
        changes = self.changes.nbytes if "changes" in vars(self) else 0
        return self.steps.nbytes + self.spent.nbytes + self.placed.nbytes + changes

    def course(self, plots: Ints | None) -> Course:
        """Return what some plots have been, or all of them.

        Args:
            plots: Their numbers; None for all.
        """
        twice_mm2 = self.ground.ground.twice_areas_mm2[self.placed.row]
        land = self.placed.steps
        if plots is None:
            return Course(self.steps, self.spent, land, twice_mm2[land.number])
        plots = plots.astype(self.steps.number.dtype)
        mine = np.isin(self.steps.number, plots)
        paid = np.isin(self.spent.number, plots)
        land = land.where(np.isin(self.placed.number, plots)[land.number])
        spent = Amounts(*(each[paid] for each in _columns(self.spent)))
        return Course(self.steps.where(mine), spent, land, twice_mm2[land.number])


def time_map(  # noqa: PLR0913  (what a map is made from)
    columns: Histories,
    ground: PlotGround,
    as_known: Instant,
    key: Key,
    *,
    like: TimeMap | None = None,
    plots: Ints | None = None,
) -> TimeMap:
    """Follow all plots that are wanted, of those that there are histories of, at K.

    Args:
        columns: The histories.
        ground: Where plots lay.
        as_known: K.
        key: The last position up to K that could change a plot, and which are wanted.
        like: The map of all plots as known at the same K, if there is one: what each
            has been, and what was spent, need not be found again.
        plots: Their numbers, where there are histories of some only.
    """
    moved, wanted = key
    every = _steps(columns, as_known) if like is None else like.steps
    steps = wanted.applied(every, columns, as_known)
    spent = _spent(columns, as_known) if like is None else like.spent
    shapes = ground.shapes.both(as_known=as_known, things=plots)
    placed = _placed(steps, *shapes).narrowed()
    return TimeMap(ground, steps.narrowed(), spent, placed, moved, TileChanges(key))


def _steps(columns: Histories, as_known: Instant) -> StageSteps:
    exists, stated = (
        columns.pieces(name, as_known=as_known) for name in ("exists", "stage")
    )
    return steps_of(exists, stated)


def _spent(columns: Histories, as_known: Instant) -> Amounts:
    paid = columns.spent(as_known=as_known)
    spent = Amounts(paid.thing, civil_days(paid.effective), paid.quantity)
    return spent.narrowed()


def _places(count: int, steps: StageSteps) -> Whole:
    # Of another type than the numbers, they would have those copied as a whole.
    return np.arange(count, dtype=steps.number.dtype)


def _placed(steps: StageSteps, *shapes: Periods) -> Grounded:
    """Divide the steps of plots among their boundaries, and points where none holds."""
    plots = np.unique(steps.number)
    boundaries, points = (each.where(np.isin(each.thing, plots)) for each in shapes)
    pointed = steps.where(np.isin(steps.number, points.thing))
    bare = outside(pointed, boundaries.where(np.isin(boundaries.thing, points.thing)))
    return _joined(
        (boundaries, refined(steps, boundaries)), (points, refined(bare, points))
    )


def _joined(*parts: tuple[Periods, StageSteps]) -> Grounded:
    """Number the shapes that show a plot on some day, those of all parts in a row."""
    numbers, rows, places, days, stages = [], [], [], [], []
    first = 0
    for pieces, steps in parts:
        used, place = np.unique(steps.number, return_inverse=True)
        numbers.append(pieces.thing[used])
        rows.append(pieces.code[used])
        places.append(place + first)
        days.append(steps.day)
        stages.append(steps.stage)
        first += len(used)
    joined = StageSteps(*(np.concatenate(each) for each in (places, days, stages)))
    return Grounded(np.concatenate(numbers), np.concatenate(rows), joined)


def _columns(spent: Amounts) -> tuple[Whole, Whole, Whole]:
    return spent.number, spent.day, spent.amount


def curve_answer(curve: StageCurve, dates: Dates) -> dict[str, object]:
    """Answer the curve: figures for each stage that hold from each day on."""
    return {**about_all_days(dates), "stages": list(STAGES), **figures(curve)}


def figures(curve: StageCurve) -> dict[str, object]:
    """Write the figures of a curve."""
    return {
        "days": curve.days.tolist(),
        "plots": curve.plots.tolist(),
        "amount": [list(map(print_money, row)) for row in curve.amount.tolist()],
        "area_m2": curve.area_m2.round(DECIMALS_M2).tolist(),
    }
