"""What the map shows at (V, K): its tile layer and its legend, computed once a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.stage_ramp import STAGES
from geo.tiles.layer import TileLayer
from projections.memory.narrow import narrowed
from projections.memory.state import CachedColumns
from projections.over_time.steps import Ints
from web.district.dates import Dates
from web.district.grounds import PlotGround, PlotGrounds
from web.district.moving import PLOTS, last_moved
from web.district.opening import District
from web.district.reading import snapshot_at
from web.memory.cache import Cache, MemoryBudget
from web.words.figures import LegendFigures
from web.words.values import NONE, printed_stage

LAYER = "plots"

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class MapState:
    """The map at one (V, position)."""

    layer: TileLayer
    legend: Sequence[LegendFigures]


class MapStates:
    """The maps asked for lately; safe to share between threads."""

    def __init__(
        self, district: District, grounds: PlotGrounds, budget: MemoryBudget
    ) -> None:
        self._district, self._grounds = district, grounds
        self._cache: Cache[Key, MapState] = Cache(
            budget, "maps", lambda state: state.layer.nbytes
        )

    def at(self, dates: Dates) -> MapState:
        """Return the map at (V, K)."""
        return self.known(dates)[1]

    def known(self, dates: Dates) -> tuple[Key, MapState]:
        """Return what tells one state of the map from another, and the map.

        K counts by the last position that could change a plot.
        """
        key = dates.as_of, last_moved(self._district, dates, PLOTS)
        return key, self._cache.get(key, lambda: self._made(dates))

    def _made(self, dates: Dates) -> MapState:
        with snapshot_at(self._district, dates) as now:
            columns = self._district.columns.refreshed(now)
            ground = self._grounds.refreshed(now)
        return _state(columns, ground, dates)


def _state(columns: CachedColumns, ground: PlotGround, dates: Dates) -> MapState:
    numbers, codes, words = columns.column("stage", at=dates.at)
    stage = codes.astype(np.int64)
    plots, rows = ground.shown(at=dates.at)
    placed = np.isin(plots, numbers)
    plots, rows = plots[placed], rows[placed]
    names = np.array([word or NONE for word in words], dtype=str)
    layer = TileLayer(
        LAYER,
        ground=ground.ground,
        rows=rows,
        numbers=narrowed(plots),
        properties={"stage": names[stage[np.searchsorted(numbers, plots)]]},
    )
    areas = np.full(len(numbers), np.nan)
    areas[np.searchsorted(numbers, plots)] = ground.measured_m2(rows)
    spent = {
        printed_stage(row.stage): row.amount for row in columns.stages(at=dates.at)
    }
    return MapState(layer, _legend(stage, areas, spent))


def _legend(
    stages: Ints, land_m2: NDArray[np.float64], spent: Mapping[str, int]
) -> list[LegendFigures]:
    """Total the plots of each stage.

    Args:
        stages: Shape (n,), the place of each plot's stage among all stages.
        land_m2: Shape (n,), not a number where no boundary is known.
        spent: The money on the plots of each stage.
    """
    return [
        LegendFigures(
            code=stage.code,
            plots=int(inside.sum()),
            area_m2=_sum_m2(land_m2[inside]),
            amount=spent.get(stage.code, 0),
        )
        for place, stage in enumerate(STAGES)
        for inside in (stages == place,)
    ]


def _sum_m2(areas: NDArray[np.float64]) -> float | None:
    """Sum the areas that are known; none known is no area, not zero."""
    known = areas[~np.isnan(areas)]
    return float(known.sum()) if len(known) else None
