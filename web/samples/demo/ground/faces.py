"""Faces: the cells between ways and water, noded once, that tile the district."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from web.samples.demo.ground.curves import Floats, Ints, Shapes, centres
from web.samples.demo.ground.cutting import GRID_M, opened, parts
from web.samples.demo.ground.ground import HALF_WIDTH_M, Ground

LEAST_BLOCK_M2 = 320.0
CORNER_M = 3.0
STRAIGHT_M = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """The cells of a district: n polygons that share their edges to the millimetre."""

    shapes: Shapes
    kind: Shapes
    """``water``, ``green``, ``old``, ``new``, ``works`` or ``rural``."""
    east: Shapes
    """Whether a cell lies on the east bank."""
    neighbours: Ints
    """Shape (m, 2), cells that share an edge."""
    borders: Floats
    """Shape (m,), how long that edge is, in metres."""


def drawn_faces(ground: Ground) -> Faces:
    """Divide the ground along every line there is."""
    lines = [way.line for way in ground.ways] + [ground.water.middle]
    edges = shapely.boundary([ground.outline, *_wet(ground)])
    net = shapely.union_all([*lines, *edges], grid_size=GRID_M)
    shapes = shapely.get_parts(shapely.polygonize([net]))
    inside = shapely.contains(
        ground.outline.buffer(0.01), shapely.point_on_surface(shapes)
    )
    shapes = shapes[inside]
    pairs, borders = _meeting(shapes)
    return Faces(
        shapes=shapes,
        kind=_kinds(ground, shapes),
        east=_east(ground, shapes),
        neighbours=pairs,
        borders=borders,
    )


def _wet(ground: Ground) -> list[shapely.Polygon]:
    water = ground.water
    return [
        *shapely.get_parts(shapely.union_all([water.river, water.stream])),
        water.lake,
    ]


def _kinds(ground: Ground, shapes: Shapes) -> Shapes:
    inside = shapely.points(*centres(shapes))
    kind = np.full(len(shapes), "rural", dtype=object)
    ring, works = ground.ring, shapely.union_all(ground.works)
    for name, where in (
        ("works", works),
        ("new", ring),
        ("old", ring.intersection(ground.old_town)),
        ("green", ring.intersection(ground.water.banks)),
        ("green", ground.water.islands),
        ("water", ground.water.all),
    ):
        kind[shapely.contains(where, inside)] = name
    return kind


def _east(ground: Ground, shapes: Shapes) -> Shapes:
    course = np.asarray(ground.water.middle.coords)
    x, y = centres(shapes)
    order = np.argsort(course[:, 1])
    return np.asarray(x > np.interp(y, course[order, 1], course[order, 0]))


def _meeting(shapes: Shapes) -> tuple[Ints, Floats]:
    """Find cells that share an edge: an edge between two nodes occurs in both."""
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    same = owner[1:] == owner[:-1]
    ends = np.round(np.c_[points[:-1], points[1:]][same] / GRID_M).astype(np.int64)
    swap = (ends[:, 0] > ends[:, 2]) | (
        (ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3])
    )
    ends[swap] = ends[swap][:, [2, 3, 0, 1]]
    order = np.lexsort(ends.T)
    ends, cell = ends[order], owner[:-1][same][order]
    twin = np.flatnonzero((ends[1:] == ends[:-1]).all(axis=1))
    length = np.hypot(*(ends[twin, 2:] - ends[twin, :2]).T) * GRID_M
    pairs = np.sort(np.c_[cell[twin], cell[twin + 1]], axis=1)
    return _summed(pairs, length)


def _summed(pairs: Ints, length: Floats) -> tuple[Ints, Floats]:
    found, index = np.unique(pairs, axis=0, return_inverse=True)
    return found, np.bincount(index.ravel(), weights=length).astype(np.float64)


def macro_blocks(ground: Ground, faces: Faces) -> tuple[Shapes, Ints]:
    """Take the ways out of the dry cells; return what is left, and of which cell."""
    dry = np.flatnonzero(faces.kind != "water")
    land = faces.shapes[dry]
    taken = _taken(ground)
    cell, way = shapely.STRtree(taken).query(land, "intersects")
    starts = np.flatnonzero(np.diff(cell, prepend=-1))
    cuts = [shapely.union_all(taken[each]) for each in np.split(way, starts[1:])]
    left = land.copy()
    left[cell[starts]] = shapely.difference(land[cell[starts]], np.array(cuts))
    pieces, index = parts(left, np.arange(len(land)), LEAST_BLOCK_M2)
    pieces = shapely.simplify(pieces, STRAIGHT_M)
    whole, piece = opened(pieces, CORNER_M, LEAST_BLOCK_M2)
    return whole, dry[index[piece]]


def _taken(ground: Ground) -> Shapes:
    """Draw the land that ways, banks and the outline take, in handy pieces."""
    lines = [(way.kind, way.line) for way in ground.ways]
    lines += [("bank", each.exterior) for each in _wet(ground)]
    lines += [("bank", hole) for each in _wet(ground) for hole in each.interiors]
    lines += [("outline", ground.outline.exterior)]
    bands = [
        line.buffer(HALF_WIDTH_M[kind], quad_segs=3)
        for kind, whole in lines
        for line in _handy(whole)
    ]
    return np.array(bands, dtype=object)


def _handy(line: shapely.LineString, points: int = 24) -> list[shapely.LineString]:
    coords = np.asarray(line.coords)
    cuts = range(0, len(coords) - 1, points)
    return [shapely.LineString(coords[at : at + points + 1]) for at in cuts]
