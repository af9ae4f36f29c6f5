"""The shapes of a tile layer, taken apart once into flat arrays.

Shapes are not clipped to the tile: a plot is far smaller than the tiles it is looked
at on, readers clip anyway, and an outline that is not cut needs no seam hidden.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.placement import Geometries
from geo.tile_grid import EXTENT, Tile
from geo.tile_rings import (
    LINE,
    PIXEL,
    POINT,
    POLYGON,
    GridRings,
    Ints,
    spread,
    starts,
    tidy,
    with_marks,
)

BUFFER = 64
"""Units around a tile within which polygons belong to it: room for an outline."""

KINDS: Ints = np.array([POINT, LINE, POLYGON])
"""Geometry type by dimension."""

LINEAR_RING = 2
"""Shapely's type id of a closed ring."""

POINT_BUFFER = 256
"""The same for points: a disc may reach sixteen pixels beyond its centre."""


class FlatShapes:
    """Points, lines and polygons in EPSG:3857, ready to be put on tiles."""

    def __init__(self, shapes: Geometries) -> None:
        """Take shapes apart; ``shapes`` has shape (n,), none missing, none empty."""
        self.kinds: Ints = KINDS[shapely.get_dimensions(shapes)]
        self.bounds_m: NDArray[np.float64] = shapely.bounds(shapes)
        self._tree = shapely.STRtree(shapely.box(*self.bounds_m.T))
        rings, exteriors, owners = _rings(shapes)
        coordinates, ring = shapely.get_coordinates(rings, return_index=True)
        # A closed ring repeats its first vertex; points and lines must lose none.
        last = np.append(ring[1:] != ring[:-1], np.ones(len(ring[:1]), dtype=bool))
        open_ends = ~last | (shapely.get_type_id(rings) != LINEAR_RING)[ring]
        self._east_m, self._north_m = coordinates[open_ends].T.copy()
        self._vertices = np.bincount(ring[open_ends], minlength=len(rings))
        self._first_vertex = starts(self._vertices)
        self._rings = np.bincount(owners, minlength=len(shapes))
        self._first_ring = starts(self._rings)
        self._exteriors = exteriors

    def around(self, tile: Tile) -> Ints:
        """Find the shapes whose bounding box meets a tile or its buffer, ascending."""
        near = self._tree.query(shapely.box(*tile.bounds_m(buffer=POINT_BUFFER)))
        west, south, east, north = tile.bounds_m(buffer=BUFFER)
        bounds = self.bounds_m[near]
        meets = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
        meets &= (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
        return np.sort(near[meets | (self.kinds[near] == POINT)])

    def on_grid(self, tile: Tile, chosen: Ints) -> GridRings:
        """Round shapes to the units of a tile.

        Args:
            tile: Where to.
            chosen: Shape (s,), indices of shapes, ascending.

        Returns:
            The rings of s shapes, at least one each; exterior rings clockwise as
            drawn, holes the other way, as the specification wants. A polygon that
            is smaller than a pixel, or that rounding has emptied, becomes a square
            of one pixel: the smallest mark a screen shows. No plot leaves the map.
        """
        ring = spread(self._first_ring[chosen], self._rings[chosen])
        vertex = spread(self._first_vertex[ring], self._vertices[ring])
        rounded = GridRings(
            vertices=tile.units(
                east_m=self._east_m[vertex], north_m=self._north_m[vertex]
            ),
            counts=self._vertices[ring],
            owners=np.repeat(np.arange(len(chosen)), self._rings[chosen]),
            kinds=self.kinds[chosen],
        )
        exteriors = np.arange(len(ring)) - (ring - self._exteriors[ring])
        return self._marked(tidy(rounded, exteriors=exteriors), tile, chosen)

    def _marked(self, rings: GridRings, tile: Tile, chosen: Ints) -> GridRings:
        west, south, east, north = self.bounds_m[chosen].T
        pixel_m = tile.side_m * PIXEL / EXTENT
        small = np.maximum(east - west, north - south) < pixel_m
        centres = tile.units(east_m=(west + east) / 2, north_m=(south + north) / 2)
        return with_marks(
            rings, marked=small & (rings.kinds == POLYGON), centres=centres
        )


def _rings(shapes: Geometries) -> tuple[Geometries, Ints, Ints]:
    """List all rings, the first ring of the polygon of each, and its shape."""
    oriented = shapely.orient_polygons(shapes, exterior_cw=True)
    parts, owners = shapely.get_parts(oriented, return_index=True)
    flat = shapely.get_dimensions(parts) < 2  # noqa: PLR2004  (points and lines)
    rings, polygon = shapely.get_rings(parts[~flat], return_index=True)
    part = np.append(np.flatnonzero(flat), np.flatnonzero(~flat)[polygon])
    order = np.argsort(part, kind="stable")
    part = part[order]
    every = np.append(parts[flat], rings)[order]
    return every, np.searchsorted(part, part), owners[part]
