"""The map over all time as known at K: tiles that carry histories, and the curve."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.shapes import areas_m2
from geo.tiles import TileLayer
from projections.columns import shapes_known
from projections.curves import StageCurve, stage_curve
from projections.stage_steps import STAGES, StageSteps, amounts, stage_steps
from web.answers import about, reached
from web.dates import Dates
from web.map_state import LAYER
from web.wiring import District

KEPT = 6
DECIMALS_M2 = 4


@dataclass(frozen=True, slots=True)
class TimeMap:
    """Every plot with all its stages, as known at one position."""

    layer: TileLayer
    curve: StageCurve


class TimeMaps:
    """The knowledge dates asked for lately; safe to share between threads."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._kept: OrderedDict[int, TimeMap] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, dates: Dates) -> TimeMap:
        """Return the map as known at K, by the position that K resolves to."""
        with self._lock:
            if (found := self._kept.get(dates.position)) is None:
                found = self._kept[dates.position] = _time_map(self._district, dates)
            self._kept.move_to_end(dates.position)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


def _time_map(district: District, dates: Dates) -> TimeMap:
    with reached(district, dates) as now:
        steps = stage_steps(now, as_known=dates.as_known)
        spent = amounts(now, as_known=dates.as_known)
        boundaries = shapes_known(now, "plot.boundary", as_known=dates.as_known)
        points = shapes_known(now, "plot.point", as_known=dates.as_known)
    numbers, histories = _histories(steps)
    areas = dict(zip(boundaries, areas_m2(list(boundaries.values())), strict=True))
    layer = TileLayer(
        LAYER,
        shapes=[boundaries.get(n) or points.get(n) for n in numbers.tolist()],
        crs=district.about.crs,
        numbers=numbers,
        properties={"history": histories},
    )
    return TimeMap(layer, stage_curve(steps, spent, areas))


def _histories(steps: StageSteps) -> tuple[NDArray[np.int64], NDArray[np.str_]]:
    """Write each plot's steps as one text: ``day.stage day.stage …``."""
    words = np.char.add(
        np.char.add(steps.day.astype(str), "."), steps.stage.astype(str)
    )
    numbers, starts = np.unique(steps.number, return_index=True)
    texts = (
        [" ".join(each) for each in np.split(words, starts[1:])] if len(words) else []
    )
    return numbers, np.array(texts, dtype=str)


def curve_answer(time_map: TimeMap, dates: Dates) -> dict[str, object]:
    """Answer the curve: figures for each stage that hold from each day on."""
    curve = time_map.curve
    return {
        **about(dates),
        "stages": list(STAGES),
        "days": curve.days.tolist(),
        "plots": curve.plots.tolist(),
        "amount": curve.amount.tolist(),
        "area_m2": curve.area_m2.round(DECIMALS_M2).tolist(),
    }
