"""The time maps asked for lately: by K's position, and by which plots they show."""

from __future__ import annotations

import threading
from collections import OrderedDict

from geo.tiles import TileLayer
from projections.column_cache import touched
from projections.some_histories import SomeHistories
from web.answers import reached
from web.dates import Dates
from web.overview import Overview, overview
from web.plot_filter import PlotFilter
from web.plot_ground import PlotGrounds
from web.time_map import TimeMap, time_map
from web.time_patches import WORTH_A_NEW_MAP, replaced
from web.wiring import District

KEPT = 8
EVERYTHING = PlotFilter()

Key = tuple[int, PlotFilter]


class TimeMaps:
    """Maps over all time; safe to share between threads."""

    def __init__(self, district: District, grounds: PlotGrounds) -> None:
        self._district, self._grounds = district, grounds
        self._overview: Overview | None = None
        self._kept: OrderedDict[Key, TimeMap] = OrderedDict()
        self._afar: OrderedDict[Key, TileLayer] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, dates: Dates, wanted: PlotFilter = EVERYTHING) -> TimeMap:
        """Return the map as known at K, by the position that K resolves to."""
        key = (dates.position, wanted)
        with self._lock:
            if (found := self._kept.get(key)) is None:
                found = self._kept[key] = self._made(dates, wanted)
            _trimmed(self._kept, key)
        return found

    def layer(self, dates: Dates, wanted: PlotFilter, *, zoom: int) -> TileLayer:
        """Return what tiles of a zoom are cut from: plots, or zones from afar."""
        shown = self.at(dates, wanted)
        afar = self._overview
        if afar is None or zoom > afar.highest_zoom:
            return shown.layer
        key = (dates.position, wanted)
        with self._lock:
            if (found := self._afar.get(key)) is None:
                found = self._afar[key] = afar.layer(shown.steps)
            _trimmed(self._afar, key)
        return found

    def look_from_afar(self, dates: Dates) -> None:
        """Merge the plots of a large district to zones: a minute of work, once."""
        with reached(self._district, dates) as now:
            columns = self._district.columns.refreshed(now)
            ground = self._grounds.refreshed(now)
            self._overview = overview(now, columns, ground, dates.as_known)

    def _made(self, dates: Dates, wanted: PlotFilter) -> TimeMap:
        with reached(self._district, dates) as now:
            columns = self._district.columns.refreshed(now)
            ground = self._grounds.refreshed(now)
            older = self._older(dates, wanted)
            if older is None:
                return time_map(columns, ground, wanted, dates.as_known)
            position, old = older
            plots = touched(now, position)
            if len(plots) > WORTH_A_NEW_MAP:
                return time_map(columns, ground, wanted, dates.as_known)
            some = SomeHistories(now, plots, columns.words)
            return replaced(old, time_map(some, ground, wanted, dates.as_known), plots)

    def _older(self, dates: Dates, wanted: PlotFilter) -> tuple[int, TimeMap] | None:
        """Return the newest map at hand of the same plots, as known before K."""
        found = [
            (position, each)
            for (position, shown), each in self._kept.items()
            if shown == wanted and position < dates.position
        ]
        return max(found, key=lambda pair: pair[0], default=None)


def _trimmed(
    kept: OrderedDict[Key, TimeMap] | OrderedDict[Key, TileLayer], key: Key
) -> None:
    """Forget what was not asked for longest."""
    kept.move_to_end(key)
    while len(kept) > KEPT:
        kept.popitem(last=False)
