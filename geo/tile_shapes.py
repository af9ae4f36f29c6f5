"""The shapes of a tile layer, taken apart once into flat arrays.

Shapes are not clipped to the tile: a plot is far smaller than the tiles it is looked
at on, readers clip anyway, and an outline that is not cut needs no seam hidden.
"""

from __future__ import annotations

from dataclasses import dataclass

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

MOST_TREES = 8
"""So many trees are searched for a tile before one is made of them all."""

POINT_BUFFER = 256
"""The same for points: a disc may reach sixteen pixels beyond its centre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatShapes:
    """Points, lines and polygons in EPSG:3857, ready to be put on tiles.

    Attributes:
        kinds: Shape (n,), ``POINT``, ``LINE`` or ``POLYGON``.
        bounds_m: Shape (n, 4), west, south, east, north.
        east_m: Shape (v,), every vertex of every ring; rings are not closed.
        north_m: Shape (v,).
        vertices: Shape (r,), how many each ring has.
        first_vertex: Shape (r,), where those of each ring begin.
        rings: Shape (n,), how many each shape has.
        first_ring: Shape (n,), where those of each shape begin.
        exteriors: Shape (r,), the exterior ring of each ring's polygon.
        trees: Boxes of the shapes, tree after tree.
    """

    kinds: Ints
    bounds_m: NDArray[np.float64]
    east_m: NDArray[np.float64]
    north_m: NDArray[np.float64]
    vertices: Ints
    first_vertex: Ints
    rings: Ints
    first_ring: Ints
    exteriors: Ints
    trees: tuple[shapely.STRtree, ...]

    @classmethod
    def of(cls, shapes: Geometries) -> FlatShapes:
        """Take shapes apart; ``shapes`` has shape (n,), none missing, none empty."""
        rings, exteriors, owners = _rings(shapes)
        coordinates, ring = shapely.get_coordinates(rings, return_index=True)
        # A closed ring repeats its first vertex; points and lines must lose none.
        last = np.append(ring[1:] != ring[:-1], np.ones(len(ring[:1]), dtype=bool))
        open_ends = ~last | (shapely.get_type_id(rings) != LINEAR_RING)[ring]
        east_m, north_m = coordinates[open_ends].T.copy()
        vertices = np.bincount(ring[open_ends], minlength=len(rings))
        ring_counts = np.bincount(owners, minlength=len(shapes))
        bounds_m: NDArray[np.float64] = shapely.bounds(shapes)
        return cls(
            kinds=KINDS[shapely.get_dimensions(shapes)],
            bounds_m=bounds_m,
            east_m=east_m,
            north_m=north_m,
            vertices=vertices,
            first_vertex=starts(vertices),
            rings=ring_counts,
            first_ring=starts(ring_counts),
            exteriors=exteriors,
            trees=(_tree(bounds_m),),
        )

    def joined(self, other: FlatShapes) -> FlatShapes:
        """Return these shapes with some more behind them.

        The few new ones are searched by a tree of their own, so that shapes that come
        in one by one do not cost a tree of all each time.
        """
        vertices = np.append(self.vertices, other.vertices)
        rings = np.append(self.rings, other.rings)
        bounds_m = np.concatenate((self.bounds_m, other.bounds_m))
        trees = (*self.trees, *other.trees)
        return FlatShapes(
            kinds=np.append(self.kinds, other.kinds),
            bounds_m=bounds_m,
            east_m=np.append(self.east_m, other.east_m),
            north_m=np.append(self.north_m, other.north_m),
            vertices=vertices,
            first_vertex=starts(vertices),
            rings=rings,
            first_ring=starts(rings),
            exteriors=np.append(self.exteriors, other.exteriors + len(self.vertices)),
            trees=trees if len(trees) <= MOST_TREES else (_tree(bounds_m),),
        )

    def around(self, tile: Tile) -> Ints:
        """Find the shapes whose bounding box meets a tile or its buffer, ascending."""
        near = self._near(tile)
        west, south, east, north = tile.bounds_m(buffer=BUFFER)
        bounds = self.bounds_m[near]
        meets = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
        meets &= (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
        return np.sort(near[meets | (self.kinds[near] == POINT)])

    def _near(self, tile: Tile) -> Ints:
        window = shapely.box(*tile.bounds_m(buffer=POINT_BUFFER))
        first, found = 0, []
        for tree in self.trees:
            found.append(tree.query(window) + first)
            first += len(tree)
        return np.concatenate(found)

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
        ring = spread(self.first_ring[chosen], self.rings[chosen])
        vertex = spread(self.first_vertex[ring], self.vertices[ring])
        rounded = GridRings(
            vertices=tile.units(
                east_m=self.east_m[vertex], north_m=self.north_m[vertex]
            ),
            counts=self.vertices[ring],
            owners=np.repeat(np.arange(len(chosen)), self.rings[chosen]),
            kinds=self.kinds[chosen],
        )
        exteriors = np.arange(len(ring)) - (ring - self.exteriors[ring])
        return self._marked(tidy(rounded, exteriors=exteriors), tile, chosen)

    def _marked(self, rings: GridRings, tile: Tile, chosen: Ints) -> GridRings:
        west, south, east, north = self.bounds_m[chosen].T
        pixel_m = tile.side_m * PIXEL / EXTENT
        small = np.maximum(east - west, north - south) < pixel_m
        centres = tile.units(east_m=(west + east) / 2, north_m=(south + north) / 2)
        return with_marks(
            rings, marked=small & (rings.kinds == POLYGON), centres=centres
        )


def _tree(bounds_m: NDArray[np.float64]) -> shapely.STRtree:
    return shapely.STRtree(shapely.box(*bounds_m.T))


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
