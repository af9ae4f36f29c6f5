"""Tiles: one (V, K) of the city cut by us and by PostGIS, in turns."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from functools import partial

import mapbox_vector_tile
import numpy as np
import shapely

from geo.record.crs import WEB_MERCATOR
from geo.record.placement import transformed
from geo.tiles.grid import HALF_WORLD_M
from geo.tiles.layer import TileLayer
from projections.lists.plots import plots_at
from tests.bench.figures import Figure, at_most, longer_by, plain
from tests.bench.map_postgis import LACKING, PostGisTiles, Row, postgis, programs
from tests.bench.run import Run
from tests.bench.timing import in_turns, milliseconds, seconds
from web.atlas.at_date import MapStates
from web.atlas.over_time.time_maps import TimeMaps
from web.district.dates import Dates, resolve
from web.district.grounds import PlotGrounds
from web.district.opening import District
from web.district.reading import snapshot_at
from web.memory.cache import MemoryBudget
from web.words.values import NONE

AS_OF, AS_KNOWN = "2023-03-31", "2024-03-31"
SEED = 20_260_702
TILES = 100
"""Of each zoom, or all that there are."""
COMPARED = 10
"""Of these: plot by plot, before anything is timed."""
AT_THE_EDGE = 60
"""Plots a metre outside, which PostGIS finds as well: its boxes are that coarse."""
RATIOS = {14: 0.6}
TARGETS_MS = {14: 10, 15: 4}
ZOOMS = (13, 14, 15, 16)

Place = tuple[int, int, int]


def map_tiles(run: Run) -> Iterator[Figure]:
    """Cut tiles of four zooms; PostGIS has a table of nothing but this (V, K)."""
    with run.decades.opened(run.size.city) as district:
        dates = resolve(district, as_of=AS_OF, as_known=AS_KNOWN)
        grounds = PlotGrounds(district.about.crs)
        with snapshot_at(district, dates) as now:
            grounds.refreshed(now)
            district.columns.refreshed(now)
        spent = seconds(lambda: MapStates(district, grounds, MemoryBudget()).at(dates))
        yield plain("plots of a new (V, K) made ready for tiles", 1000 * spent, "ms")
        ours = MapStates(district, grounds, MemoryBudget()).at(dates).layer
        plots = _rows(district, dates)
        found = programs()
        with postgis(found, plots) if found else nullcontext() as theirs:
            for zoom in ZOOMS:
                yield from _cut(_places(plots, zoom), ours, theirs)
        times = TimeMaps(district, grounds, MemoryBudget()).at(dates)
        for zoom in ZOOMS:
            works = [partial(_ours, times.layer, at) for at in _places(plots, zoom)]
            spent_ms = statistics.median(milliseconds(works))
            yield plain(f"tile z{zoom} with its plots' whole histories", spent_ms, "ms")


def _cut(
    places: Sequence[Place], layer: TileLayer, theirs: PostGisTiles | None
) -> Iterator[Figure]:
    zoom = places[0][0]
    features = statistics.median(len(_ids(_ours(layer, at))) for at in _few(places))
    name = f"tile z{zoom}, {features:,.0f} plots"
    if theirs is None:
        ours_ms = milliseconds(partial(_ours, layer, at) for at in places)
    else:
        ours_ms, theirs_ms = _turns(places, layer, theirs)
        yield longer_by(
            name, ours_ms, theirs_ms, against="PostGIS", target=RATIOS.get(zoom)
        )
    value = statistics.median(ours_ms)
    if target := TARGETS_MS.get(zoom):
        yield at_most(f"{name}, by itself", value, "ms", target)
    if theirs is None:
        yield Figure(name=name, value=value, unit="ms", against=LACKING)


def _turns(
    places: Sequence[Place], layer: TileLayer, theirs: PostGisTiles
) -> tuple[list[float], list[float]]:
    """Cut every tile by both, once to warm, and then in turns."""
    for at in places:
        _ours(layer, at), theirs.tile(*at)
    for at in _few(places):
        ours, other = _ids(_ours(layer, at)), _ids(theirs.tile(*at))
        assert ours.items() <= other.items(), at
        assert len(other) - len(ours) <= AT_THE_EDGE, at
    sides = [
        lambda turn: _ours(layer, places[turn]),
        lambda turn: theirs.tile(*places[turn]),
    ]
    ours_s, theirs_s = in_turns(len(places), sides)
    return [1000 * each for each in ours_s], [1000 * each for each in theirs_s]


def _few(places: Sequence[Place]) -> Sequence[Place]:
    return places[:COMPARED]


def _ours(layer: TileLayer, at: Place) -> bytes:
    z, x, y = at
    return layer.encode(z=z, x=x, y=y)


def _ids(tile: bytes) -> dict[int, str]:
    """Read which plots a tile shows, and in which stage."""
    read = mapbox_vector_tile.decode(tile)
    features = read["plots"]["features"] if read else ()
    return {each["id"]: each["properties"]["stage"] for each in features}


def _rows(district: District, dates: Dates) -> list[Row]:
    """Return every plot at (V, K) that has a boundary, or else a point."""
    with snapshot_at(district, dates) as now:
        rows = plots_at(now, at=dates.at)
    texts = np.array([row.boundary or row.point for row in rows], dtype=object)
    shapes = shapely.from_wkt(texts)
    shapes = transformed(shapes, source=district.about.crs, target=WEB_MERCATOR)
    written = shapely.to_wkb(
        shapely.set_srid(shapes, 3857), hex=True, include_srid=True
    )
    told = zip(rows, written.tolist(), strict=True)
    return [(row.number, row.stage or NONE, shape) for row, shape in told if shape]


def _places(plots: Sequence[Row], zoom: int) -> list[Place]:
    """Draw tiles: those that random plots begin on, each once."""
    rng = np.random.default_rng(SEED)
    drawn = rng.choice(len(plots), min(len(plots), 50 * TILES), replace=False)
    shapes = shapely.from_wkb([plots[each][2] for each in drawn.tolist()])
    west_m, _, _, north_m = shapely.bounds(shapes).T
    side_m = 2 * HALF_WORLD_M / 2**zoom
    across = (west_m + HALF_WORLD_M) // side_m
    down = (HALF_WORLD_M - north_m) // side_m
    found = dict.fromkeys((int(x), int(y)) for x, y in zip(across, down, strict=True))
    return [(zoom, x, y) for x, y in list(found)[:TILES]]
