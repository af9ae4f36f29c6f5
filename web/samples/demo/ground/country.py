"""The country: where villages lie, and the lanes that grew between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, MultiPoint
from shapely.geometry.base import BaseGeometry

from web.samples.demo.ground.curves import Flags, Floats, Rng, Shapes, wandering
from web.samples.demo.ground.sizes import Size
from web.samples.demo.ground.water import Water

DARTS = 9_000
MARGIN = 1.18
"""Lanes run on beyond the outline, so that fields are closed by it."""
INNER_VILLAGES = 0.16
"""Villages that the town has grown around, as a share of all places."""


@dataclass(frozen=True, slots=True)
class Country:
    """What lies around the villages."""

    size: Size
    built: BaseGeometry
    water: Water
    roads: BaseGeometry


def drawn_villages(rng: Rng, country: Country) -> Floats:
    """Throw villages, none too near another, the town or the water; shape (n, 2)."""
    size = country.size
    half = np.array([size.half_width_m, size.half_height_m]) * MARGIN
    darts = rng.uniform(-half, half, (DARTS, 2))
    points = shapely.points(darts)
    clear = shapely.distance(country.built, points) > size.village_radius_m * 1.35
    clear |= _swallowed(rng, country, points)
    dry = shapely.distance(country.water.all, points) > size.village_radius_m * 0.8
    return _apart(darts[clear & dry], size.village_gap_m)


def _swallowed(rng: Rng, country: Country, points: Shapes) -> Flags:
    inside = shapely.distance(country.built.boundary, points)
    deep = inside < country.size.village_radius_m * 3.4
    within = shapely.contains(country.built, points)
    chosen = rng.random(len(points)) < INNER_VILLAGES
    return np.asarray(within & deep & chosen)


def _apart(places: Floats, gap_m: float) -> Floats:
    chosen = places[:1]
    for place in places[1:]:
        if np.hypot(*(chosen - place).T).min() > gap_m:
            chosen = np.r_[chosen, [place]]
    return chosen


def country_lanes(rng: Rng, country: Country, villages: Floats) -> Iterator[LineString]:
    """Draw lanes from village to village, to roads and to the edge of the town."""
    step = country.size.village_gap_m
    fixed = np.r_[
        _points_on(country.built.boundary, step), _points_on(country.roads, step)
    ]
    places = np.r_[villages, fixed]
    wet = shapely.union_all([country.water.river, country.water.lake]).buffer(14)
    closed = shapely.union_all([country.built, wet])
    for a, b in _neighbours(places, len(villages)):
        line = wandering(rng, places[a], places[b], 0.055).difference(closed)
        for piece in shapely.get_parts(line):
            if piece.length > step / 8:
                yield piece


def _points_on(lines: BaseGeometry, step_m: float) -> Floats:
    points = [
        shapely.get_coordinates(line.interpolate(at))[0]
        for line in shapely.get_parts(lines)
        for at in np.arange(step_m / 2, line.length, step_m)
    ]
    return np.array(points).reshape(-1, 2)


def _neighbours(places: Floats, villages: int) -> list[tuple[int, int]]:
    """Join two places when no third lies in the circle between them (Gabriel, 1969)."""
    triangles = shapely.delaunay_triangles(MultiPoint(places), only_edges=True)
    ends = shapely.get_coordinates(shapely.get_parts(triangles)).reshape(-1, 2, 2)
    middle, radius = ends.mean(axis=1), np.hypot(*(ends[:, 0] - ends[:, 1]).T) / 2
    tree = shapely.STRtree(shapely.points(places))
    found, _ = tree.query(shapely.points(middle), "dwithin", distance=radius * 0.98)
    free = np.bincount(found, minlength=len(middle)) == 0
    index = {(x, y): n for n, (x, y) in enumerate(places.tolist())}
    pairs = [(index[tuple(a)], index[tuple(b)]) for a, b in ends[free].tolist()]
    return [(a, b) for a, b in pairs if min(a, b) < villages]
