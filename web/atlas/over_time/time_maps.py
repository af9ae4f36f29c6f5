"""The time maps asked for lately: by K's position, and by which plots they show."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from operator import itemgetter

from domain.kernel.facts import EXISTS
from geo.tiles.grid import Tile
from geo.tiles.layer import TileLayer
from projections.memory.cache import touched
from projections.over_time.histories import (
    Histories,
    KeptHistories,
    SomeHistories,
)
from projections.over_time.shapes import BOUNDARY, POINT
from projections.over_time.steps import Ints
from projections.tables.snapshot import Snapshot
from web.atlas.columns import PlacedColumns, PlacedHistories
from web.atlas.filter import FILTERS, PlotFilter
from web.atlas.over_time.patches import WORTH_A_NEW_MAP, replaced
from web.atlas.over_time.time_map import Key, TimeMap, time_map
from web.atlas.plot_towns import PlotTownsCache
from web.atlas.towns import Towns
from web.atlas.unseen import unseen
from web.atlas.zone_overview import LiveZoneOverview
from web.district.dates import Dates
from web.district.grounds import PlotGround, PlotGrounds
from web.district.moving import LAYERS, PLOTS, last_moved
from web.district.opening import District
from web.district.reading import snapshot_at
from web.memory.cache import Cache, MemoryBudget

EVERYTHING = PlotFilter()
UNSEEN = unseen({EXISTS, "stage", BOUNDARY, POINT, *FILTERS})
"""Facts that no tile shows: money, and periods that are on no map."""

WORTH_LOOKING_BACK = 0.1
"""So many facts a plot lie between two K at most, for one's map to be made from the
other's; from columns in memory a new one is made sooner."""

ZonesKey = tuple[int, PlotFilter, int]


class TimeMaps:
    """Maps over all time; safe to share between threads."""

    def __init__(
        self, district: District, grounds: PlotGrounds, budget: MemoryBudget
    ) -> None:
        self._district, self._grounds = district, grounds
        self._towns = PlotTownsCache(Towns(district), budget)
        self.zone_overview = LiveZoneOverview(district, grounds)
        self._cache: Cache[Key, TimeMap] = Cache(
            budget, "time maps", lambda each: each.nbytes
        )
        self._zones: Cache[ZonesKey, TileLayer] = Cache(
            budget, "zone overviews", lambda each: each.nbytes
        )
        self._presents: frozenset[Key] = frozenset()
        """Maps that were of the present when they were made."""

    def at(self, dates: Dates, wanted: PlotFilter = EVERYTHING) -> TimeMap:
        """Return the map as known at K."""
        key = self._key(dates, wanted)
        if (kept := self._cache.find(key)) is not None:
            return kept
        made = self._cache.get(key, lambda: self._made(key, dates))
        if dates.provisional:
            self._follow(key)
        return made

    def drawn(self, dates: Dates, wanted: PlotFilter = EVERYTHING) -> TimeMap:
        """Return a map whose steps and places are those known at K.

        Its money may be that of before: what is recorded of money alone, six times a
        second perhaps, changes no tile.
        """
        if dates.provisional:
            least, _ = self._key(dates, wanted, beside=UNSEEN)
            for key in self._presents:
                if key[1] == wanted and least <= key[0] <= dates.position:
                    kept = self._cache.find(key)
                    if kept is not None:
                        return kept
        return self.at(dates, wanted)

    def _key(
        self, dates: Dates, wanted: PlotFilter, beside: Collection[str] = ()
    ) -> Key:
        """Name a map by the last position that could change it."""
        moving = (PLOTS, LAYERS) if wanted.is_by_town else (PLOTS,)
        return last_moved(self._district, dates, *moving, beside=beside), wanted

    def _follow(self, newest: Key) -> None:
        """Keep a map of the present in place of those of presents that are past.

        Else there were as many as facts, and what people ask for made room for them.
        """
        position, wanted = newest
        kept = {key for key, _ in self._cache.all()} & self._presents
        past = {key for key in kept if key[1] == wanted and key[0] < position}
        self._presents = frozenset((kept - past) | {newest})
        for key in past:
            self._cache.drop(key)

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
        shown = self.drawn(dates, wanted)
        is_final = self.zone_overview.is_final(zoom=tile.z, version=version)
        zones = self.zone_overview.newest
        if zones is None or tile.z > zones.highest_zoom:
            return shown.tiles.name(tile), shown.layer, is_final
        key = shown.moved, wanted, zones.version
        found = self._zones.get(key, lambda: zones.layer(shown.steps))
        return key, found, is_final and version == zones.version

    def columns(self, dates: Dates) -> PlacedColumns:
        """Return the columns of all plots, with the towns that are known at K."""
        with snapshot_at(self._district, dates) as now:
            columns = self._district.columns.refreshed(now)
            ground = self._grounds.refreshed(now)
        return PlacedColumns(columns, self._towns.of(ground, dates.position))

    def _made(self, key: Key, dates: Dates) -> TimeMap:
        _, wanted = key
        with snapshot_at(self._district, dates) as now:
            ground, near = self._grounds.refreshed(now), self._near(now, key, dates)
            if near is not None:
                position, old, plots = near
                some = self._histories(now, plots, dates)
                these = self._placed(some, ground, dates, wanted, plots)
                part = time_map(these, ground, dates.as_known, key, plots=plots)
                return replaced(old, part, plots, is_back=key[0] < position)
            kept = self._district.columns.known_by(dates.position)
            columns = kept or self._district.columns.refreshed(now)
            every = self._placed(columns, ground, dates, wanted)
            like = self._cache.find(self._key(dates, EVERYTHING))
            return time_map(every, ground, dates.as_known, key, like=like)

    def _histories(self, now: Snapshot, plots: Ints, dates: Dates) -> Histories:
        """Return the histories of some plots, from memory where that knows K already.

        Else columns can wait: the rows of a few plots are read by themselves.
        """
        columns = self._district.columns
        if (kept := columns.known_by(dates.position)) is not None:
            return KeptHistories(kept, plots)
        return SomeHistories(now, plots, columns.words)

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

    def _near(
        self, now: Snapshot, key: Key, dates: Dates
    ) -> tuple[int, TimeMap, Ints] | None:
        """Return the map at hand that is nearest to K, and the plots that may differ.

        Other towns would change the filter of plots that no fact has touched.
        """
        place, wanted = key
        found = [
            (abs(position - place), position, each)
            for (position, shown), each in self._cache.all()
            if shown == wanted
            and position <= now.position
            and (not wanted.is_by_town or self._towns.are_same(position, place))
        ]
        if not found:
            return None
        distance, position, nearest = min(found, key=itemgetter(0))
        kept = self._district.columns.known_by(dates.position)
        if kept is not None and distance > len(kept.numbers) * WORTH_LOOKING_BACK:
            return None
        since, until = sorted((position, dates.position))
        plots = touched(now, since, up_to=until)
        is_few = len(plots) <= WORTH_A_NEW_MAP
        return (position, nearest, plots) if is_few else None
