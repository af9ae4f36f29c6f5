"""Rings on the grid of one tile: what rounding does to them, and how it is mended."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

POINT, LINE, POLYGON = 1, 2, 3
"""Geometry types of the vector tile specification."""

PIXEL = 16
"""Units to a pixel where a tile of 4096 units is drawn 256 pixels wide."""

_SQUARE = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * PIXEL // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRings:
    """The rings of some shapes on a tile; a point is a ring of one vertex.

    A line is a ring that is never closed.

    Attributes:
        vertices: Shape (v, 2), tile units, x right and y down, all rings one after
            the other, not closed.
        counts: Shape (r,), vertices of each ring.
        owners: Shape (r,), to which of the s shapes each ring belongs, ascending.
        kinds: Shape (s,), ``POINT``, ``LINE`` or ``POLYGON``.
    """

    vertices: Ints
    counts: Ints
    owners: Ints
    kinds: Ints

    def only(self, kept: Flags) -> GridRings:
        """Keep the rings that are marked in ``kept``, of shape (r,)."""
        return replace(
            self,
            vertices=self.vertices[np.repeat(kept, self.counts)],
            counts=self.counts[kept],
            owners=self.owners[kept],
        )


def starts(counts: NDArray[np.integer]) -> Ints:
    """Say where each run begins when runs of ``counts`` items follow one another."""
    return np.cumsum(counts, dtype=np.int64) - counts


def spread(first: NDArray[np.integer], counts: NDArray[np.integer]) -> Ints:
    """List ``first[i]``, ``first[i] + 1``, … ``counts[i]`` times, for every i.

    Args:
        first: Shape (n,).
        counts: Shape (n,), 0 or more.

    Returns:
        Shape (``counts.sum()``,).
    """
    found: Ints = np.repeat(first - starts(counts), counts) + np.arange(counts.sum())
    return found


def tidy(rings: GridRings, *, exteriors: Ints) -> GridRings:
    """Take out what rounding has made meaningless.

    Args:
        rings: As rounded; exterior rings clockwise as drawn, holes the other way.
        exteriors: Shape (r,), the index of the exterior ring of the same polygon.

    Returns:
        The rings without repeated vertices, less those that enclose nothing any
        more or have turned over, less the holes of polygons that are gone.
    """
    distinct = _without_repeats(rings)
    areas = _doubled_areas(distinct)
    is_exterior = exteriors == np.arange(len(exteriors))
    alive = np.where(is_exterior, areas > 0, areas < 0)
    kinds = rings.kinds[rings.owners]
    alive |= (kinds == POINT) | ((kinds == LINE) & (distinct.counts > 1))
    return distinct.only(alive & alive[exteriors])


def with_marks(rings: GridRings, *, marked: Flags, centres: Ints) -> GridRings:
    """Draw some shapes as squares of one pixel.

    Args:
        rings: The rings of s shapes.
        marked: Shape (s,), which shapes to replace; all without a ring are too.
        centres: Shape (s, 2), middle of each shape, tile units.

    Returns:
        The rings of s shapes, each with at least one ring.
    """
    marked = marked | (np.bincount(rings.owners, minlength=len(marked)) == 0)
    if not marked.any():
        return rings
    kept, chosen = rings.only(~marked[rings.owners]), np.flatnonzero(marked)
    squares = (centres[chosen, None, :] + _SQUARE).reshape(-1, 2)
    counts = np.append(kept.counts, np.full(len(chosen), len(_SQUARE)))
    owners = np.append(kept.owners, chosen)
    order = np.argsort(owners, kind="stable")
    vertices = np.concatenate((kept.vertices, squares))
    return GridRings(
        vertices=vertices[spread(starts(counts)[order], counts[order])],
        counts=counts[order],
        owners=owners[order],
        kinds=rings.kinds,
    )


def _without_repeats(rings: GridRings) -> GridRings:
    x, y = rings.vertices.T
    before = _before(rings.counts)
    kept = (x != x[before]) | (y != y[before])
    # The first vertex of a point or a line has none before it.
    kept |= np.repeat(rings.kinds[rings.owners] != POLYGON, rings.counts) & _first(
        rings
    )
    ring = np.repeat(np.arange(len(rings.counts)), rings.counts)
    counts = np.bincount(ring[kept], minlength=len(rings.counts))
    return replace(rings, vertices=rings.vertices[kept], counts=counts)


def _first(rings: GridRings) -> Flags:
    first = np.zeros(len(rings.vertices), dtype=bool)
    first[starts(rings.counts)[rings.counts > 0]] = True
    return first


def _before(counts: Ints) -> Ints:
    before = np.arange(-1, counts.sum() - 1)
    there = counts > 0
    before[starts(counts)[there]] = np.cumsum(counts)[there] - 1
    return before


def _doubled_areas(rings: GridRings) -> NDArray[np.float64]:
    # Surveyor's formula; positive means clockwise as drawn, because y points down.
    x, y = rings.vertices.T
    before = _before(rings.counts)
    ring = np.repeat(np.arange(len(rings.counts)), rings.counts)
    cross = x[before] * y - x * y[before]
    sums = np.bincount(ring, weights=cross, minlength=len(rings.counts))
    return sums.astype(np.float64, copy=False)
