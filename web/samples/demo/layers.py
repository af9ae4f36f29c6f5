"""Base layers: what lies under the plots, each a GeoPackage in the district's CRS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from web.samples.demo.calendar import END, iso
from web.samples.demo.district import CRS, DemoDistrict, placed
from web.samples.demo.ground.curves import Rng, Shapes
from web.samples.demo.ground.ground import Way
from web.samples.demo.ground.naming import LAKE, RAILWAY, RIVER, STREAM
from web.samples.demo.ground.towns import gathered
from web.samples.demo.land.buildings import drawn_buildings

Frame: TypeAlias = gpd.GeoDataFrame


def write_layers(rng: Rng, demo: DemoDistrict, folder: Path) -> None:
    """Write each layer as ``NAME.gpkg``; the same district gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{iso(END)}T00:00:00.000Z"})
    for name, frame in layers_of(rng, demo):
        frame.to_file(folder / f"{name}.gpkg", layer=name, engine="pyogrio")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def layers_of(rng: Rng, demo: DemoDistrict) -> Iterator[tuple[str, Frame]]:
    """Yield the base layers by name, in the district's CRS."""
    yield "towns", _towns(demo)
    yield "zones", _zones(demo)
    yield "roads", _roads(demo)
    yield "railway", _railway(demo)
    yield "water", _water(demo)
    yield "parks", _parks(demo)
    yield "buildings", _buildings(rng, demo)


def _frame(shapes: Shapes, **columns: list[str]) -> Frame:
    return Frame(columns, geometry=placed(shapes), crs=CRS)


def _towns(demo: DemoDistrict) -> Frame:
    towns = demo.places.towns
    return _frame(
        gathered(demo.faces.shapes, demo.towns.of_face, len(towns)),
        code=[town.code for town in towns],
        name=[town.chinese for town in towns],
        name_en=[town.english for town in towns],
    )


def _zones(demo: DemoDistrict) -> Frame:
    zones, towns = demo.places.zones, demo.places.towns
    town = [towns[number] for number in demo.towns.town_of_zone]
    return _frame(
        gathered(demo.faces.shapes, demo.towns.zone_of_face, len(zones)),
        name=[zone.chinese for zone in zones],
        name_en=[zone.english for zone in zones],
        town=[each.chinese for each in town],
    )


def _roads(demo: DemoDistrict) -> Frame:
    roads = [way for way in demo.ground.ways if way.kind != "railway"]
    names = [demo.places.roads.get(way.road, ("", "")) for way in roads]
    frame = _frame(
        _clipped(demo, roads),
        name=[chinese for chinese, _ in names],
        name_en=[english for _, english in names],
        kind=[way.kind for way in roads],
    )
    return frame[~frame.geometry.is_empty]


def _railway(demo: DemoDistrict) -> Frame:
    tracks = [way for way in demo.ground.ways if way.kind == "railway"]
    return _frame(_clipped(demo, tracks), name=[RAILWAY] * len(tracks))


def _clipped(demo: DemoDistrict, ways: list[Way]) -> Shapes:
    lines = np.array([way.line for way in ways], dtype=object)
    return np.asarray(shapely.intersection(lines, demo.ground.outline))


def _water(demo: DemoDistrict) -> Frame:
    """Take the water from the cells, so that it meets the towns exactly."""
    wet = demo.faces.shapes[demo.faces.kind == "water"]
    inside = shapely.point_on_surface(wet)
    water = demo.ground.water
    kinds = ((RIVER, water.river), (STREAM, water.stream), (LAKE, water.lake))
    cells = [wet[shapely.contains(shape, inside)] for _, shape in kinds]
    present = [n for n, each in enumerate(cells) if len(each)]
    shapes = [shapely.coverage_union_all(cells[n]) for n in present]
    return _frame(
        np.array(shapes, dtype=object),
        name=[kinds[n][0] for n in present],
        kind=[("river", "stream", "lake")[n] for n in present],
    )


def _parks(demo: DemoDistrict) -> Frame:
    parks = demo.land.only(demo.land.use == "park")
    return _frame(parks.shapes, kind=["park"] * len(parks))


def _buildings(rng: Rng, demo: DemoDistrict) -> Frame:
    shapes, plot = drawn_buildings(rng, demo.land)
    return _frame(shapes, plot=[demo.ids[each] for each in plot.tolist()])
