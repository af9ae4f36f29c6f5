"""The time maps asked for lately: by K's position, and by which plots they show."""

from __future__ import annotations

from collections.abc import Hashable

from geo.tiles.grid import Tile
from geo.tiles.layer import TileLayer
from projections.memory.cache import touched
from projections.over_time.histories import Histories, SomeHistories
from projections.over_time.steps import Ints
from web.atlas.columns import PlacedColumns, PlacedHistories
from web.atlas.filter import PlotFilter
from web.atlas.over_time.patches import WORTH_A_NEW_MAP, replaced
from web.atlas.over_time.time_map import Key, TimeMap, time_map
from web.atlas.plot_towns import PlotTownsKept
from web.atlas.towns import Towns
from web.atlas.zone_overview import ZonesAfar
from web.district.dates import Dates
from web.district.grounds import PlotGround, PlotGrounds
from web.district.moving import LAYERS, PLOTS, last_moved
from web.district.opening import District
from web.district.reading import snapshot_at
from web.memory.cache import Budget, Kept

EVERYTHING = PlotFilter()

AfarKey = tuple[int, PlotFilter, int]


class TimeMaps:
    """Maps over all time; safe to share between threads."""

    def __init__(
        self, district: District, grounds: PlotGrounds, budget: Budget
    ) -> None:
        self._district, self._grounds = district, grounds
        self._towns = PlotTownsKept(Towns(district), budget)
        self.afar = ZonesAfar(district, grounds)
        self._kept: Kept[Key, TimeMap] = Kept(
            budget, "time maps", lambda each: each.nbytes
        )
        self._afar: Kept[AfarKey, TileLayer] = Kept(
            budget, "zones afar", lambda each: each.nbytes
        )

    def at(self, dates: Dates, wanted: PlotFilter = EVERYTHING) -> TimeMap:
        """Return the map as known at K."""
        key = self._key(dates, wanted)
        return self._kept.get(key, lambda: self._made(dates, wanted))

    def _key(self, dates: Dates, wanted: PlotFilter) -> Key:
        """Name a map by the last position that could change it."""
        moving = (PLOTS, LAYERS) if wanted.is_by_town else (PLOTS,)
        return last_moved(self._district, dates, *moving), wanted

    def layer(
        self, dates: Dates, wanted: PlotFilter, tile: Tile, *, version: int = 0
    ) -> tuple[Hashable, TileLayer, bool]:
        """Return what a tile is cut from: plots, or zones from afar.

        Args:
            dates: V and K.
            wanted: Which plots.
            tile: Where it lies.
            version: Of the zones that are asked for.

        Returns:
            What tells what it shows from whatever else it has shown, the layer, and
            whether it will stay what it is under this version.
        """
        known = self._key(dates, wanted)
        shown = self._kept.get(known, lambda: self._made(dates, wanted))
        is_final = self.afar.is_final(zoom=tile.z, version=version)
        afar = self.afar.kept
        if afar is None or tile.z > afar.highest_zoom:
            return shown.tiles.name(tile), shown.layer, is_final
        key = shown.moved, wanted, afar.version
        found = self._afar.get(key, lambda: afar.layer(shown.steps))
        return key, found, is_final and version == afar.version

    def columns(self, dates: Dates) -> PlacedColumns:
        """Return the columns of all plots, with the towns that are known at K."""
        with snapshot_at(self._district, dates) as now:
            columns = self._district.columns.refreshed(now)
            ground = self._grounds.refreshed(now)
        return PlacedColumns(columns, self._towns.of(ground, dates.position))

    def _made(self, dates: Dates, wanted: PlotFilter) -> TimeMap:
        with snapshot_at(self._district, dates) as now:
            ground, older = self._grounds.refreshed(now), self._older(dates, wanted)
            key = self._key(dates, wanted)
            if older is not None:
                position, old = older
                plots = touched(now, position)
                if len(plots) <= WORTH_A_NEW_MAP:
                    # Columns can wait: the rows of a few plots are read by themselves.
                    some = SomeHistories(now, plots, self._district.columns.words)
                    these = self._placed(some, ground, dates, wanted, plots)
                    part = time_map(these, ground, dates.as_known, key)
                    return replaced(old, part, plots)
            columns = self._district.columns.refreshed(now)
            every = self._placed(columns, ground, dates, wanted)
            like = self._kept.find(self._key(dates, EVERYTHING))
            return time_map(every, ground, dates.as_known, key, like=like)

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
            for (position, shown), each in self._kept.all()
            if shown == wanted
            and position < dates.position
            and (
                not wanted.is_by_town or self._towns.are_same(position, dates.position)
            )
        ]
        return max(found, key=lambda pair: pair[0], default=None)
