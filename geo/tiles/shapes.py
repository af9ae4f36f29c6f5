"""The shapes of a tile layer, taken apart once into flat arrays.

Shapes are not clipped to the tile: a plot is far smaller than the tiles it is looked
at on, readers clip anyway, and an outline that is not cut needs no seam hidden.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.record.placement import Geometries
from geo.tiles.boxes import BoxBlocks, meets
from geo.tiles.grid import EXTENT, Tile
from geo.tiles.rings import (
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

Small = NDArray[np.integer]
"""Kept in few bytes, and widened for the shapes of one tile."""


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
        exteriors: Shape (r,), how far before each ring its polygon's exterior ring is.
        blocks: Where the shapes lie.
    """

    kinds: Small
    bounds_m: NDArray[np.float64]
    east_m: NDArray[np.float64]
    north_m: NDArray[np.float64]
    vertices: Small
    first_vertex: Small
    rings: Small
    first_ring: Small
    exteriors: Small
    blocks: BoxBlocks

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
            kinds=KINDS[shapely.get_dimensions(shapes)].astype(np.int8),
            bounds_m=bounds_m,
            east_m=east_m,
            north_m=north_m,
            vertices=vertices.astype(np.int32),
            first_vertex=starts(vertices).astype(np.int32),
            rings=ring_counts.astype(np.int32),
            first_ring=starts(ring_counts).astype(np.int32),
            exteriors=(np.arange(len(rings)) - exteriors).astype(np.int32),
            blocks=BoxBlocks.of(bounds_m),
        )

    def joined(self, *others: FlatShapes) -> FlatShapes:
        """Return these shapes with more behind them."""
        every = (self, *others)
        vertices = np.concatenate([each.vertices for each in every])
        rings = np.concatenate([each.rings for each in every])
        bounds_m = np.concatenate([each.bounds_m for each in every])
        return FlatShapes(
            kinds=np.concatenate([each.kinds for each in every]),
            bounds_m=bounds_m,
            east_m=np.concatenate([each.east_m for each in every]),
            north_m=np.concatenate([each.north_m for each in every]),
            vertices=vertices,
            first_vertex=starts(vertices).astype(np.int32),
            rings=rings,
            first_ring=starts(rings).astype(np.int32),
            exteriors=np.concatenate([each.exteriors for each in every]),
            blocks=self.blocks.followed(bounds_m),
        )

    def around(self, tile: Tile) -> Ints:
        """Find the shapes whose bounding box meets a tile or its buffer, ascending."""
        wide = tile.bounds_m(buffer=POINT_BUFFER)
        near = self.blocks.meeting(wide, self.bounds_m)
        close = meets(self.bounds_m[near], tile.bounds_m(buffer=BUFFER))
        return np.sort(near[close | (self.kinds[near] == POINT)])

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
            counts=self.vertices[ring].astype(np.int64),
            owners=np.repeat(np.arange(len(chosen)), self.rings[chosen]),
            kinds=self.kinds[chosen].astype(np.int64),
        )
        exteriors = np.arange(len(ring)) - self.exteriors[ring]
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
