"""The demo district as a whole: drawn from a seed, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Transformer

from geo.record.shapes import boundaries_of_record
from web.samples.demo.ground.curves import Floats, Shapes
from web.samples.demo.ground.faces import Faces, drawn_faces
from web.samples.demo.ground.ground import Ground, drawn_ground
from web.samples.demo.ground.naming import road_names, town_names, zone_names
from web.samples.demo.ground.sizes import SIZES
from web.samples.demo.ground.towns import Towns, drawn_towns
from web.samples.demo.land.blocks import parcelled
from web.samples.demo.land.land import Land
from web.samples.demo.land.projects import Places, Project, planned
from web.samples.demo.land.sites import drawn_sites

CRS = "EPSG:4548"
MIDDLE_DEG = (118.3, 35.05)
"""Longitude and latitude of the middle of the district, which is invented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDistrict:
    """Everything that is there, in metres from the district's middle."""

    ground: Ground
    faces: Faces
    towns: Towns
    land: Land
    places: Places
    ids: list[str]
    """Of the plots, like ``LA-02-0017``: town, zone, number."""
    projects: list[Project]


def drawn_district(rng: np.random.Generator, size: str) -> DemoDistrict:
    """Draw a district of one of the sizes."""
    ground = drawn_ground(rng, SIZES[size])
    faces = drawn_faces(ground)
    towns = drawn_towns(rng, ground.size, faces)
    land = parcelled(rng, ground, faces)
    places = Places(
        towns=town_names(rng, towns.urban.tolist()),
        zones=zone_names(rng, towns.town_of_zone.tolist()),
        roads=dict(road_names(rng, ground.ways)),
        town_of_plot=towns.of_face[land.face],
        zone_of_plot=towns.zone_of_face[land.face],
    )
    sites = drawn_sites(rng, ground, land)
    return DemoDistrict(
        ground=ground,
        faces=faces,
        towns=towns,
        land=land,
        places=places,
        ids=_ids(land, towns, places),
        projects=planned(rng, sites, land, places),
    )


def _ids(land: Land, towns: Towns, places: Places) -> list[str]:
    """Number the plots of each zone from north to south, row by row."""
    zone = places.zone_of_plot
    order = np.lexsort((np.arange(len(land)), land.row, land.block, zone))
    digits = max(4, len(str(int(np.bincount(zone).max()))))
    ids = [""] * len(land)
    last, number = -1, 0
    for plot in order.tolist():
        number = number + 1 if zone[plot] == last else 1
        last = int(zone[plot])
        town = places.towns[towns.town_of_zone[last]].code
        ids[plot] = f"{town}-{places.zones[last].code}-{number:0{digits}d}"
    return ids


def middle_m() -> Floats:
    """Return the middle of the district in its CRS, on whole tens of metres."""
    way = Transformer.from_crs("EPSG:4490", CRS, always_xy=True)
    return np.asarray(np.round(way.transform(*MIDDLE_DEG), -1))


def placed(shapes: Shapes) -> Shapes:
    """Move shapes from the middle of the district to where they lie in its CRS."""
    return np.asarray(
        shapely.transform(shapes, lambda metres: np.round(metres, 3) + middle_m())
    )


def of_record(shapes: Shapes) -> list[str]:
    """Write shapes as texts of record.

    Raises:
        GeoError: One of them is no boundary; the drawing is wrong then.
    """
    texts = shapely.to_wkt(placed(shapes), rounding_precision=3).tolist()
    column = boundaries_of_record(texts, source_crs=CRS, district_crs=CRS)
    for problem in column.problems.values():
        raise problem
    return [text for text in column.wkt if text is not None]
