"""The time maps asked for lately: by K's position, and by which plots they show."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TypeVar

from geo.tiles.layer import TileLayer
from projections.column_cache import touched
from projections.some_histories import Histories, SomeHistories
from projections.stage_steps import Ints
from web.answers import reached
from web.dates import Dates
from web.placed_columns import PlacedColumns, PlacedHistories
from web.plot_filter import PlotFilter
from web.plot_ground import PlotGround, PlotGrounds
from web.plot_towns import PlotTownsKept
from web.time_map import TimeMap, time_map
from web.time_patches import WORTH_A_NEW_MAP, replaced
from web.towns import Towns
from web.wiring import District
from web.zones_afar import ZonesAfar

KEPT = 8
MOST_BYTES = 250_000_000
"""Fewer are kept where they take more together: one of a city takes 60 MB."""
EVERYTHING = PlotFilter()

Key = tuple[int, PlotFilter]


class TimeMaps:
    """Maps over all time; safe to share between threads."""

    def __init__(self, district: District, grounds: PlotGrounds) -> None:
        self._district, self._grounds = district, grounds
        self._towns = PlotTownsKept(Towns(district))
        self.afar = ZonesAfar(district, grounds)
        self._kept: OrderedDict[Key, TimeMap] = OrderedDict()
        self._afar: OrderedDict[tuple[int, PlotFilter, int], TileLayer] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, dates: Dates, wanted: PlotFilter = EVERYTHING) -> TimeMap:
        """Return the map as known at K, by the position that K resolves to."""
        key = (dates.position, wanted)
        with self._lock:
            if (found := self._kept.get(key)) is None:
                found = self._kept[key] = self._made(dates, wanted)
            _trimmed(self._kept, key)
            while sum(each.nbytes for each in self._kept.values()) > MOST_BYTES:
                if len(self._kept) == 1:
                    break
                self._kept.popitem(last=False)
        return found

    def layer(
        self, dates: Dates, wanted: PlotFilter, *, zoom: int, version: int = 0
    ) -> tuple[TileLayer, bool]:
        """Return what tiles of a zoom are cut from: plots, or zones from afar.

        Args:
            dates: V and K.
            wanted: Which plots.
            zoom: Of the tile.
            version: Of the zones that are asked for.

        Returns:
            The layer, and whether it will stay what it is under this version.
        """
        shown = self.at(dates, wanted)
        is_final = self.afar.is_final(zoom=zoom, version=version)
        afar = self.afar.kept
        if afar is None or zoom > afar.highest_zoom:
            return shown.layer, is_final
        key = (dates.position, wanted, afar.version)
        with self._lock:
            if (found := self._afar.get(key)) is None:
                found = self._afar[key] = afar.layer(shown.steps)
            _trimmed(self._afar, key)
        return found, is_final and version == afar.version

    def columns(self, dates: Dates) -> PlacedColumns:
        """Return the columns of all plots, with the towns that are known at K."""
        with reached(self._district, dates) as now:
            columns = self._district.columns.refreshed(now)
            ground = self._grounds.refreshed(now)
        return PlacedColumns(columns, self._towns.of(ground, dates.position))

    def _made(self, dates: Dates, wanted: PlotFilter) -> TimeMap:
        with reached(self._district, dates) as now:
            columns = self._district.columns.refreshed(now)
            ground = self._grounds.refreshed(now)
            older = self._older(dates, wanted)
            if older is None:
                every = self._placed(columns, ground, dates, wanted)
                like = self._kept.get((dates.position, EVERYTHING))
                return time_map(every, ground, wanted, dates.as_known, like=like)
            position, old = older
            plots = touched(now, position)
            if len(plots) > WORTH_A_NEW_MAP:
                every = self._placed(columns, ground, dates, wanted)
                return time_map(every, ground, wanted, dates.as_known)
            some = SomeHistories(now, plots, columns.words)
            these = self._placed(some, ground, dates, wanted, plots)
            return replaced(old, time_map(these, ground, wanted, dates.as_known), plots)

    def _placed(
        self,
        histories: Histories,
        ground: PlotGround,
        dates: Dates,
        wanted: PlotFilter,
        plots: Ints | None = None,
    ) -> Histories:
        """Put the towns of plots beside their histories where they are asked for."""
        if not wanted.is_by_town:
            return histories
        towns = self._towns.of(ground, dates.position)
        return PlacedHistories(histories, towns, plots)

    def _older(self, dates: Dates, wanted: PlotFilter) -> tuple[int, TimeMap] | None:
        """Return the newest map at hand of the same plots, as known before K.

        Other towns would change the filter of plots that no fact has touched.
        """
        found = [
            (position, each)
            for (position, shown), each in self._kept.items()
            if shown == wanted
            and position < dates.position
            and (
                not wanted.is_by_town or self._towns.are_same(position, dates.position)
            )
        ]
        return max(found, key=lambda pair: pair[0], default=None)


Cached = TypeVar("Cached")
Name = TypeVar("Name")


def _trimmed(kept: OrderedDict[Name, Cached], key: Name) -> None:
    """Forget what was not asked for longest."""
    kept.move_to_end(key)
    while len(kept) > KEPT:
        kept.popitem(last=False)
