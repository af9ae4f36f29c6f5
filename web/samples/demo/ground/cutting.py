"""Cutting land: into halves, bands and plots that share their edges to the mm."""

from __future__ import annotations

import numpy as np
import shapely

from web.samples.demo.ground.curves import Floats, Ints, Rng, Shapes

GRID_M = 0.001
MAX_HALVINGS = 18
LARGEST_SHIFT = 0.38
SLACK_M = 1.0


def parts(shapes: Shapes, parent: Ints, least_m2: float) -> tuple[Shapes, Ints]:
    """Take shapes apart into polygons that are large enough; return their parents."""
    pieces, index = shapely.get_parts(shapes, return_index=True)
    large = shapely.area(pieces) >= least_m2
    return pieces[large], parent[index[large]]


def long_side(shapes: Shapes) -> Floats:
    """Return the direction of the longer side of each polygon, in radians."""
    boxes = shapely.oriented_envelope(shapes)
    corners = shapely.get_coordinates(boxes).reshape(len(shapes), 5, 2)
    sides = np.diff(corners[:, :3], axis=1)
    longer = np.hypot(sides[..., 0], sides[..., 1]).argmax(axis=1)
    side = sides[np.arange(len(shapes)), longer]
    return np.asarray(np.arctan2(side[:, 1], side[:, 0]))


def extent(shapes: Shapes, angle: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return least and greatest u and v of each polygon in a frame turned by angle."""
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    cos, sin = np.cos(angle)[owner], np.sin(angle)[owner]
    u = points[:, 0] * cos + points[:, 1] * sin
    v = points[:, 1] * cos - points[:, 0] * sin
    first = np.searchsorted(owner, np.arange(len(shapes)))
    low, high = np.minimum.reduceat, np.maximum.reduceat
    return low(u, first), high(u, first), low(v, first), high(v, first)


def boxes(angle: Floats, u: tuple[Floats, Floats], v: tuple[Floats, Floats]) -> Shapes:
    """Draw rectangles between two u and two v, in frames turned by angle."""
    cos, sin = np.cos(angle), np.sin(angle)
    corners = ((u[0], v[0]), (u[1], v[0]), (u[1], v[1]), (u[0], v[1]))
    rings = [np.c_[a * cos - b * sin, a * sin + b * cos] for a, b in corners]
    return np.asarray(shapely.polygons(np.stack(rings, axis=1)))


def banded(  # noqa: PLR0913  (a cut has that many sides)
    rng: Rng,
    shapes: Shapes,
    *,
    angle: Floats,
    count: Ints,
    gap_m: float = 0.0,
    jitter: float = 0.0,
    least_m2: float = 1.0,
) -> tuple[Shapes, Ints]:
    """Cut each polygon into bands, one behind the other.

    Args:
        rng: Where chance comes from.
        shapes: Shape (n,), polygons.
        angle: Shape (n,), radians: the direction in which the bands follow each other.
        count: Shape (n,), how many bands.
        gap_m: Width of the lane that is left between two bands.
        jitter: By how much cuts are displaced, as a share of a band.
        least_m2: Smaller bits are left out.

    Returns:
        The bands, and the index of the polygon each was cut from.
    """
    if not len(shapes):
        return shapes, np.zeros(0, dtype=np.int64)
    u0, u1, v0, v1 = extent(shapes, angle)
    count = np.maximum(count, 1)
    parent = np.repeat(np.arange(len(shapes)), count)
    turn = np.arange(len(parent)) - np.repeat(np.cumsum(count) - count, count)
    shift = rng.normal(0, jitter, len(parent)).clip(-LARGEST_SHIFT, LARGEST_SHIFT)
    width = ((u1 - u0) / count)[parent]
    start = u0[parent] + (turn + np.where(turn > 0, shift, 0)) * width
    last = turn == count[parent] - 1
    end = np.where(last, u1[parent] + SLACK_M, np.append(start[1:], 0) - gap_m / 2)
    start = np.where(turn > 0, start + gap_m / 2, start - SLACK_M)
    across = (v0[parent] - SLACK_M, v1[parent] + SLACK_M)
    bands = boxes(angle[parent], (start, end), across)
    return parts(shapely.intersection(shapes[parent], bands), parent, least_m2)


def halved(  # noqa: PLR0913  (a cut has that many sides)
    rng: Rng,
    shapes: Shapes,
    *,
    target_m2: Floats,
    gaps_m: tuple[float, ...] = (0.0,),
    jitter: float = 0.08,
    least_m2: float = 1.0,
) -> tuple[Shapes, Ints]:
    """Halve polygons across their longer side until they are about as large as wanted.

    Args:
        rng: Where chance comes from.
        shapes: Shape (n,), polygons.
        target_m2: Shape (n,), how large a piece should be; some stay 1.7 times larger.
        gaps_m: Width of the lane at the first cut, the second, and all further ones.
        jitter: By how much cuts stray from the middle.
        least_m2: Smaller bits are left out.

    Returns:
        The pieces, and the index of the polygon each was cut from.
    """
    source = np.arange(len(shapes))
    done: list[tuple[Shapes, Ints]] = []
    for level in range(MAX_HALVINGS):
        limit_m2 = target_m2[source] * rng.uniform(0.95, 1.7, len(shapes))
        large = shapely.area(shapes) > limit_m2
        done.append((shapes[~large], source[~large]))
        if not large.any():
            break
        gap_m = gaps_m[min(level, len(gaps_m) - 1)]
        shapes, parent = _across(rng, shapes[large], gap_m, jitter, least_m2)
        source = source[large][parent]
    else:
        done.append((shapes, source))
    return np.concatenate([d[0] for d in done]), np.concatenate([d[1] for d in done])


def _across(
    rng: Rng, shapes: Shapes, gap_m: float, jitter: float, least_m2: float
) -> tuple[Shapes, Ints]:
    """Cut each polygon in two across its longer side."""
    return banded(
        rng,
        shapes,
        angle=long_side(shapes),
        count=np.full(len(shapes), 2),
        gap_m=gap_m,
        jitter=jitter,
        least_m2=least_m2,
    )


def opened(shapes: Shapes, radius_m: float, least_m2: float) -> tuple[Shapes, Ints]:
    """Take off what is narrower than two radii, and round corners by one."""
    core = shapely.buffer(shapes, -radius_m, join_style="mitre")
    grown = shapely.buffer(core, radius_m, quad_segs=2)
    return parts(shapely.intersection(shapes, grown), np.arange(len(shapes)), least_m2)


def noded(pieces: Shapes, group: Ints, least_m2: float = 1.0) -> tuple[Shapes, Ints]:
    """Give pieces that touch exactly the same edges, on a grid of one millimetre.

    Args:
        pieces: Shape (n,), polygons; those of one group touch but do not overlap.
        group: Shape (n,), which pieces touch; groups lie apart.
        least_m2: Smaller pieces are joined to a neighbour.

    Returns:
        Polygons that tile what the pieces of each group covered, and their groups.
    """
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    groups = np.split(order, starts[1:])
    tiled = [_merged(_tiled(pieces[each]), least_m2) for each in groups]
    sizes = [len(each) for each in tiled]
    return np.concatenate(tiled), np.repeat(group[order[starts]], sizes)


def _tiled(pieces: Shapes) -> Shapes:
    edges = shapely.union_all(shapely.boundary(pieces), grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize([edges]))
    faces = faces[shapely.area(faces) >= 1.0]
    inside = shapely.point_on_surface(faces)
    covered = shapely.intersects(pieces[:, None], inside[None, :]).any(axis=0)
    return np.asarray(faces[covered])


def _merged(faces: Shapes, least_m2: float) -> Shapes:
    """Join each face that is too small to the one it shares its longest edge with."""
    while len(faces) > 1 and shapely.area(faces).min() < least_m2:
        small = int(shapely.area(faces).argmin())
        others = np.delete(faces, small)
        shared = shapely.length(shapely.intersection(faces[small], others))
        if shared.max() <= 0:
            break
        host = int(shared.argmax())
        others[host] = shapely.coverage_union(faces[small], others[host])
        faces = others
    return faces
