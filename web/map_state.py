"""What the map shows at (V, K): its tile layer and its legend, computed once a date."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.shapes import areas_m2
from geo.stage_ramp import STAGES
from geo.tiles import TileLayer
from projections.plots import plots_at
from projections.rows import PlotRow
from web.answers import NONE, reached
from web.dates import Dates
from web.wiring import District

KEPT = 16
LAYER = "plots"

Key = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendFigures:
    """The plots in one stage: how many, how large as measured, and their money."""

    code: str
    plots: int
    area_m2: float | None
    """None where none of the plots has a boundary."""
    amount: int


@dataclass(frozen=True, slots=True)
class MapState:
    """The map at one (V, position)."""

    layer: TileLayer
    legend: Sequence[LegendFigures]


class MapStates:
    """The maps asked for lately; safe to share between threads."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._kept: OrderedDict[Key, MapState] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, dates: Dates) -> MapState:
        """Return the map at (V, K); K counts by the position it resolves to."""
        key = (dates.as_of, dates.position)
        with self._lock:
            if (state := self._kept.get(key)) is None:
                state = self._kept[key] = _state(self._district, dates)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return state


def _state(district: District, dates: Dates) -> MapState:
    with reached(district, dates) as now:
        rows = plots_at(now, as_of=dates.as_of, as_known=dates.as_known)
    layer = TileLayer(
        LAYER,
        shapes=[row.boundary or row.point for row in rows],
        crs=district.about.crs,
        numbers=np.array([row.number for row in rows], dtype=np.int64),
        properties={"stage": np.array([row.stage or NONE for row in rows], dtype=str)},
    )
    return MapState(layer, _legend(rows))


def _legend(rows: Sequence[PlotRow]) -> list[LegendFigures]:
    stages = np.array([row.stage or NONE for row in rows], dtype=str)
    areas = areas_m2([row.boundary for row in rows])
    figures = []
    for stage in STAGES:
        inside = np.flatnonzero(stages == stage.code).tolist()
        figures.append(
            LegendFigures(
                code=stage.code,
                plots=len(inside),
                area_m2=_sum_m2(areas[inside]),
                amount=sum(rows[index].amount for index in inside),
            )
        )
    return figures


def _sum_m2(areas: NDArray[np.float64]) -> float | None:
    """Sum the areas that are known; none known is no area, not zero."""
    known = areas[~np.isnan(areas)]
    return float(known.sum()) if len(known) else None
