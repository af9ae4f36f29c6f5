"""Buildings: the houses of yards, slabs of estates, halls of factories."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from web.samples.demo.ground.curves import Floats, Ints, Rng, Shapes
from web.samples.demo.ground.cutting import banded, boxes, extent, long_side
from web.samples.demo.land.land import Land

QUARTER = np.pi / 2
WING = 0.3
WITH_WING = 0.62
DOORSTEP_M = 1.0
LEAST_M2 = 18.0


@dataclass(frozen=True, slots=True)
class Slabs:
    """How buildings stand on large plots: metres, across the rows and along them."""

    pitch: tuple[float, float]
    size: tuple[float, float]
    inset: float


SLABS = {
    "flats": Slabs((32.0, 58.0), (13.0, 46.0), 6.0),
    "shop": Slabs((44.0, 56.0), (24.0, 40.0), 5.0),
    "school": Slabs((48.0, 66.0), (16.0, 50.0), 9.0),
    "clinic": Slabs((46.0, 64.0), (20.0, 48.0), 9.0),
    "office": Slabs((44.0, 60.0), (17.0, 44.0), 8.0),
    "works": Slabs((54.0, 96.0), (38.0, 82.0), 9.0),
    "store": Slabs((62.0, 120.0), (46.0, 104.0), 11.0),
}


def drawn_buildings(rng: Rng, land: Land) -> tuple[Shapes, Ints]:
    """Draw the buildings of all plots; return footprints and the plot of each."""
    yards = np.flatnonzero(np.isin(land.use, ("yard", "home")))
    drawn = [_houses(rng, land.shapes[yards], yards)]
    for use, slabs in SLABS.items():
        plots = np.flatnonzero(land.use == use)
        drawn.append(_slabs(rng, land.shapes[plots], plots, slabs))
    shapes = np.concatenate([each for each, _ in drawn])
    plot = np.concatenate([each for _, each in drawn])
    order = np.argsort(plot, kind="stable")
    return shapely.set_precision(shapes[order], 0.001), plot[order]


def _houses(rng: Rng, yards: Shapes, plots: Ints) -> tuple[Shapes, Ints]:
    """Draw a house along the north side of each yard, often with a wing."""
    angle = long_side(yards)
    angle = np.where(np.abs(np.cos(angle)) < np.sqrt(0.5), angle + QUARTER, angle)
    angle = np.where(np.cos(angle) < 0, angle + np.pi, angle)
    u0, u1, v0, v1 = extent(yards, angle)
    deep = rng.uniform(0.4, 0.52, len(yards)) * (v1 - v0)
    main = boxes(angle, (u0, u1), (v1 - deep, v1))
    wing = boxes(angle, *_wing(rng, (u0, u1), (v0, v1)))
    has_wing = rng.random(len(yards)) < WITH_WING
    outline = np.where(has_wing, shapely.union(main, wing), main)
    inner = shapely.buffer(yards, -DOORSTEP_M, join_style="mitre")
    return _largest(shapely.intersection(inner, outline), plots)


def _wing(
    rng: Rng, u: tuple[Floats, Floats], v: tuple[Floats, Floats]
) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    width = WING * (u[1] - u[0])
    west = rng.random(len(width)) < 0.5  # noqa: PLR2004  (a coin)
    left = np.where(west, u[0], u[1] - width)
    return (left, left + width), (v[0] + 0.12 * (v[1] - v[0]), v[1])


def _largest(shapes: Shapes, plots: Ints) -> tuple[Shapes, Ints]:
    pieces, index = shapely.get_parts(shapes, return_index=True)
    area = shapely.area(pieces)
    order = np.lexsort((-area, index))
    first = order[np.flatnonzero(np.diff(index[order], prepend=-1))]
    large = first[area[first] >= LEAST_M2]
    return pieces[large], plots[index[large]]


def _slabs(rng: Rng, shapes: Shapes, plots: Ints, slabs: Slabs) -> tuple[Shapes, Ints]:
    """Draw rows of long buildings with room between them."""
    inner = shapely.buffer(shapes, -slabs.inset, join_style="mitre")
    inner, index = shapely.get_parts(inner, return_index=True)
    # Of a plot that is too narrow for its inset, an empty polygon is left.
    wide = ~shapely.is_empty(inner)
    inner, index = inner[wide], index[wide]
    if not len(inner):
        return inner, plots[index]
    angle = long_side(inner)
    rows, row = _cells(rng, inner, angle + QUARTER, slabs.pitch[0])
    cells, cell = _cells(rng, rows, angle[row], slabs.pitch[1])
    owner = row[cell]
    feet = _footprints(cells, angle[owner], slabs)
    whole = shapely.area(feet) > 0.45 * slabs.size[0] * slabs.size[1]
    return feet[whole], plots[index[owner[whole]]]


def _cells(
    rng: Rng, shapes: Shapes, angle: Floats, pitch_m: float
) -> tuple[Shapes, Ints]:
    low, high, _, _ = extent(shapes, angle)
    count = np.maximum(1, np.round((high - low) / pitch_m)).astype(int)
    return banded(rng, shapes, angle=angle, count=count, jitter=0.02, least_m2=60)


def _footprints(cells: Shapes, angle: Floats, slabs: Slabs) -> Shapes:
    """Stand a building in the middle of each cell, no larger than the cell."""
    u0, u1, v0, v1 = extent(cells, angle)
    u, v = (u0 + u1) / 2, (v0 + v1) / 2
    half_u = np.minimum(slabs.size[1], (u1 - u0) * 0.86) / 2
    half_v = np.minimum(slabs.size[0], (v1 - v0) * 0.7) / 2
    feet = boxes(angle, (u - half_u, u + half_u), (v - half_v, v + half_v))
    return np.asarray(shapely.intersection(feet, cells))
