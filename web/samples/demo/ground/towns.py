"""Towns and zones: cells gathered around seats, bounded by river and main roads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from web.samples.demo.ground.curves import Floats, Ints, Rng, Shapes, centres
from web.samples.demo.ground.faces import Faces
from web.samples.demo.ground.sizes import Size

SEATS = (
    (-0.34, 0.20),
    (0.33, 0.26),
    (0.62, -0.42),
    (-0.72, 0.42),
    (-0.30, -0.27),
    (0.35, -0.22),
    (-0.66, -0.55),
    (0.74, 0.48),
    (-0.26, 0.76),
    (0.36, 0.80),
    (-0.84, -0.08),
    (0.34, -0.78),
)
"""Where towns are governed from, as shares of the half extents; tiny takes four."""

SUBDISTRICT_WITHIN = 0.5
"""Seats nearer to the middle than this are 街道, the others 镇."""
REPAIRS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Towns:
    """Which town and which zone each cell belongs to."""

    of_face: Ints
    zone_of_face: Ints
    town_of_zone: Ints
    urban: Shapes
    """Whether a town is a 街道: shape (towns,)."""


def drawn_towns(rng: Rng, size: Size, faces: Faces) -> Towns:
    """Give every cell to a town, and within it to a zone; each hangs together."""
    half = np.array([size.half_width_m, size.half_height_m])
    seats = np.array(SEATS[: size.towns])
    x, y = centres(faces.shapes)
    town = _nearest(np.c_[x, y] / half, seats, faces.east)
    town = _mended(town, faces, faces.neighbours, faces.borders)
    zone, town_of_zone = _zones(rng, size, np.c_[x, y], town)
    within = town[faces.neighbours[:, 0]] == town[faces.neighbours[:, 1]]
    zone = _mended(zone, faces, faces.neighbours[within], faces.borders[within])
    left, zone = np.unique(zone, return_inverse=True)
    return Towns(
        of_face=town,
        zone_of_face=zone,
        town_of_zone=town_of_zone[left],
        urban=np.hypot(*seats.T) < SUBDISTRICT_WITHIN,
    )


def _nearest(places: Floats, seats: Floats, east: Shapes) -> Ints:
    """Find the nearest seat on the same bank; towns in the middle are smaller."""
    away = _away(places, seats) * np.where(
        np.hypot(*seats.T) < SUBDISTRICT_WITHIN, 1.15, 0.9
    )
    other_bank = east[:, None] != (seats[:, 0] > 0)
    return np.asarray((away + 9.0 * other_bank).argmin(axis=1))


def _zones(rng: Rng, size: Size, places: Floats, town: Ints) -> tuple[Ints, Ints]:
    """Gather the cells of each town around centres far from each other."""
    zone = np.zeros(len(town), dtype=np.int64)
    owners: list[int] = []
    for each in range(int(town.max()) + 1):
        cells = np.flatnonzero(town == each)
        count = int(np.clip(len(cells) // 4, 2, 3 + 2 * round(size.scale)))
        own = _scattered(rng, places[cells], count)
        zone[cells] = own + len(owners)
        owners += [each] * count
    return zone, np.array(owners)


def _scattered(rng: Rng, places: Floats, count: int) -> Ints:
    away = np.hypot(*(places - places[rng.integers(len(places))]).T)
    centre = [int(away.argmax())]
    for _ in range(count - 1):
        centre.append(int(_away(places, places[centre]).min(axis=1).argmax()))
    return np.asarray(_away(places, places[centre]).argmin(axis=1))


def _away(places: Floats, others: Floats) -> Floats:
    return np.asarray(np.hypot(*(places[:, None, :] - others).transpose(2, 0, 1)))


def _mended(label: Ints, faces: Faces, pairs: Ints, borders: Floats) -> Ints:
    """Hand what lies apart from its label to the neighbour it joins most."""
    area, label = shapely.area(faces.shapes), label.copy()
    for _ in range(REPAIRS):
        same = label[pairs[:, 0]] == label[pairs[:, 1]]
        part = _components(len(label), pairs[same])
        size = np.bincount(part, weights=area, minlength=len(label))[part]
        largest = np.zeros(int(label.max()) + 1)
        np.maximum.at(largest, label, size)
        stray = size < largest[label] - 1e-6
        if not stray.any():
            break
        for each in np.unique(part[stray]):
            label[part == each] = _joined_most(part == each, label, pairs, borders)
    return label


def _components(count: int, pairs: Ints) -> Ints:
    part = np.arange(count)
    while True:
        before = part.copy()
        np.minimum.at(part, pairs[:, 0], part[pairs[:, 1]])
        np.minimum.at(part, pairs[:, 1], part[pairs[:, 0]])
        part = part[part]
        if (part == before).all():
            return part


def _joined_most(inside: Shapes, label: Ints, pairs: Ints, borders: Floats) -> int:
    a, b = pairs.T
    out = inside[a] != inside[b]
    other = label[np.where(inside[a], b, a)[out]]
    if not len(other):
        return int(label[inside][0])
    return int(np.bincount(other, weights=borders[out]).argmax())


def gathered(shapes: Shapes, label: Ints, count: int) -> Shapes:
    """Unite the cells of each label; they share their edges, so nothing moves."""
    united = [shapely.coverage_union_all(shapes[label == n]) for n in range(count)]
    return np.array([_alone(each) for each in united], dtype=object)


def _alone(shape: shapely.Geometry) -> shapely.Geometry:
    pieces = shapely.get_parts(shape)
    return pieces[0] if len(pieces) == 1 else shape


def open_ways(dry: Shapes, plots: Shapes) -> Shapes:
    """Return what plots leave of dry cells: streets, lanes and paths, as polygons.

    Args:
        dry: Shape (n,), the dry cells of a town.
        plots: Shape (m,), the plots that lie in them.

    Returns:
        Polygons that share every vertex with the plots and with the cells' outline.
    """
    land, taken = shapely.coverage_union_all(dry), shapely.coverage_union_all(plots)
    rings = shapely.get_parts(shapely.boundary([land, taken]))
    areas = shapely.get_parts(shapely.polygonize(shapely.get_parts(rings)))
    inside = shapely.point_on_surface(areas)
    tree = shapely.STRtree(plots)
    on_plot = np.zeros(len(areas), dtype=bool)
    on_plot[tree.query(inside, "intersects")[0]] = True
    on_land = shapely.contains(land, inside)
    return np.asarray(areas[on_land & ~on_plot])
