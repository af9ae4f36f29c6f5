"""The ground: outline, water, arterials that bend with the river, country roads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from web.samples.demo.ground.country import Country, country_lanes, drawn_villages
from web.samples.demo.ground.curves import Floats, Rng, noise, ragged, wandering
from web.samples.demo.ground.frame import Frame
from web.samples.demo.ground.sizes import Size
from web.samples.demo.ground.water import Water, drawn_water, riverside_m

HALF_WIDTH_M = {
    "arterial": 14.0,
    "street": 8.0,
    "county": 6.0,
    "lane": 2.6,
    "railway": 10.0,
    "bank": 3.5,
    "outline": 1.5,
}
"""Half of what a way of each class takes from the land on both of its sides."""

STREETS_KEPT = 0.82
SHORTEST_M = 40.0


@dataclass(frozen=True, slots=True)
class Way:
    """A road or the railway: its class and its middle line, in metres."""

    kind: str
    line: LineString
    road: str = ""
    """Which road it is a piece of: ``ew`` or ``ns`` and a number, or its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Everything that is there before the land is divided."""

    size: Size
    outline: Polygon
    water: Water
    ways: list[Way]
    ring: Polygon
    """The built-up core."""
    old_town: Polygon
    works: list[Polygon]
    """Industrial parks."""
    villages: Floats
    """Shape (n, 2), their centres."""


def drawn_ground(rng: Rng, size: Size) -> Ground:
    """Draw the ground of a district of some size."""
    frame = Frame.drawn(rng, size)
    water = drawn_water(rng, frame)
    radii = (size.core * size.half_width_m, size.core * size.half_height_m)
    ring = frame.rounded((0.0, 0.0), radii)
    outline = _outline(rng, size)
    works = list(_works(rng, size))
    railway = _railway(rng, size)
    loop = Way("arterial", LineString(ring.exterior.coords), "ring")
    core = [loop, *_core(rng, frame, radii)]
    built = shapely.union_all([ring, *works])
    core = [*_within(core, ring), *_country_roads(core, built)]
    country = Country(size, built, water, shapely.union_all([w.line for w in core]))
    villages = drawn_villages(rng, country)
    lanes = [Way("lane", line) for line in country_lanes(rng, country, villages)]
    streets = [way for park in works for way in _works_streets(rng, park)]
    inside = shapely.contains_xy(outline.buffer(-60), villages[:, 0], villages[:, 1])
    return Ground(
        size=size,
        outline=outline,
        water=water,
        ways=[*core, *streets, *lanes, Way("railway", railway)],
        ring=ring,
        old_town=_old_town(frame, radii),
        works=works,
        villages=villages[inside],
    )


def _outline(rng: Rng, size: Size) -> Polygon:
    radii = np.array([size.half_width_m, size.half_height_m]) * 0.96
    smooth = ragged(rng, np.zeros(2), radii, roughness=0.05, power=4.2).segmentize(40)
    points = np.asarray(smooth.exterior.coords)[:-1]
    dents = noise(rng, 420 * size.scale**0.5)(*points.T)
    reach = 1 + 0.012 * size.scale**-0.5 * dents
    return Polygon(points * reach[:, None]).buffer(0)


def _old_town(frame: Frame, radii: tuple[float, float]) -> Polygon:
    """Draw the old town: on the west bank, from the river half-way to the ring."""
    half = 0.29 * radii[0]
    return frame.rounded(
        (-riverside_m(frame) - half, 0.04 * radii[1]), (half, 0.54 * radii[1])
    )


def _works(rng: Rng, size: Size) -> Iterator[Polygon]:
    """Draw two industrial parks: turned boxes outside the core."""
    wide, high = size.half_width_m, size.half_height_m
    for east, north, width, height in (
        (0.72, 0.5, 0.2, 0.21),
        (-0.74, 0.5, 0.17, 0.17),
    ):
        turn = np.sign(east) * rng.uniform(0.1, 0.22)
        box = shapely.box(-width * wide, -height * high, width * wide, height * high)
        turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        centre = np.array([east * wide, north * high])
        yield shapely.transform(box, lambda c, t=turned, m=centre: c @ t + m)


def _works_streets(rng: Rng, park: Polygon) -> Iterator[Way]:
    """Cross an industrial park with streets that join its sides."""
    yield Way("street", LineString(park.exterior.coords))
    a, b, c, d = np.asarray(park.exterior.coords)[:4]
    for (p, q), (r, s) in (((a, b), (d, c)), ((b, c), (a, d))):
        count = max(1, round(float(np.hypot(*(q - p))) / 420))
        for t in (np.arange(count) + 0.5 + rng.uniform(-0.15, 0.15, count)) / count:
            yield Way("street", LineString([p + t * (q - p), r + t * (s - r)]))


def _railway(rng: Rng, size: Size) -> LineString:
    wide, high = size.half_width_m, size.half_height_m
    start = np.array([-1.1 * wide, 0.80 * high])
    return wandering(rng, start, np.array([1.1 * wide, 0.86 * high]), 0.012)


def _core(rng: Rng, frame: Frame, radii: tuple[float, float]) -> Iterator[Way]:
    """Draw the streets of the core: some cross the river, some end at it."""
    side = riverside_m(frame)
    rows = _spaced(rng, -radii[1] * 0.98, radii[1] * 0.98, 330)
    east = np.r_[side, side + _spaced(rng, 0.0, radii[0] - side, 430)]
    west = -np.r_[side, side + _spaced(rng, 0.0, radii[0] - side, 400)]
    far_u, far_v = 1.25 * frame.size.half_width_m, 1.25 * frame.size.half_height_m
    for turn, v in enumerate(rows):
        if turn % 2 == 0:
            yield Way("arterial", frame.along(v, -far_u, far_u), f"ew{turn}")
            continue
        for columns in (east, west):
            for start, end in _stretches(rng, columns):
                yield Way("street", frame.along(v, start, end), f"ew{turn}")
    for bank, columns in (("e", east), ("w", west)):
        for turn, u in enumerate(columns):
            if turn % 2 == 0:
                yield Way("arterial", frame.across(u, -far_v, far_v), f"ns{bank}{turn}")
                continue
            for start, end in _stretches(rng, rows):
                yield Way("street", frame.across(u, start, end), f"ns{bank}{turn}")


def _spaced(rng: Rng, low: float, high: float, step: float) -> Floats:
    """Place streets between two ends, at uneven distances of about a step."""
    count = max(1, round((high - low) / step))
    even = (np.arange(count) + 0.5) / count
    uneven = even + rng.uniform(-0.22, 0.22, count) / count
    return np.asarray(low + uneven * (high - low))


def _stretches(rng: Rng, crossings: Floats) -> Iterator[tuple[float, float]]:
    """Walk a street from crossing to crossing, and leave some stretches out."""
    for start, end in pairwise(crossings.tolist()):
        if rng.random() < STREETS_KEPT:
            yield start, end


def _within(ways: list[Way], ring: Polygon) -> Iterator[Way]:
    for way in ways:
        yield from _pieces(way.kind, way.line.intersection(ring), way.road)


def _country_roads(ways: list[Way], built: BaseGeometry) -> Iterator[Way]:
    """Let every other arterial run on into the country."""
    arterials = [way for way in ways if way.kind == "arterial"][1:]
    for way in arterials:
        outside = way.line.difference(built)
        yield from _pieces("county", outside, f"county-{way.road}")


def _pieces(kind: str, shape: BaseGeometry, road: str) -> Iterator[Way]:
    for line in shapely.get_parts(shape):
        if line.geom_type == "LineString" and line.length > SHORTEST_M:
            yield Way(kind, line, road)
