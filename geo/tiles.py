"""Vector tiles of a district: points and polygons with a few properties each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import mvt
from geo.crs import WEB_MERCATOR, known_crs
from geo.placement import moved
from geo.tile_grid import EXTENT, Tile, degrees
from geo.tile_rings import Ints
from geo.tile_shapes import FlatShapes

Column = NDArray[np.integer] | NDArray[np.str_]
Bounds = tuple[float, float, float, float]


class TileLayer:
    """One layer, prepared once, from which any tile can be cut.

    Immutable after construction, so that threads may share it.
    """

    def __init__(
        self,
        name: str,
        *,
        shapes: Sequence[str | None],
        crs: str,
        numbers: NDArray[np.integer],
        properties: Mapping[str, Column],
    ) -> None:
        """Prepare a layer.

        Args:
            name: Name of the layer in the tiles.
            shapes: n shapes of record, WKT points and polygons in ``crs``; those
                that are None or empty are on no tile.
            crs: Code of the district's CRS.
            numbers: Shape (n,), feature ids, 0 or more.
            properties: Columns of shape (n,), integers or strings, by name. No
                names of people and no money: tiles are cached and copied.

        Raises:
            UnknownCrsError, BallparkTransformError: See ``geo.crs``.
        """
        there, geometries = _drawable(shapes)
        self._name, self._crs = name, crs
        self._shapes = FlatShapes(moved(geometries, source=crs, target=WEB_MERCATOR))
        self._numbers = numbers[there].astype(np.uint64)
        self._keys = list(properties)
        self._values = [
            np.unique(c[there], return_inverse=True) for c in properties.values()
        ]

    def encode(self, *, z: int, x: int, y: int) -> bytes:
        """Cut a tile.

        Args:
            z: Zoom, 0 to 22.
            x: Column from the west, 0 to 2**z - 1.
            y: Row from the north, 0 to 2**z - 1.

        Returns:
            A Mapbox Vector Tile 2.1 with this layer, features in the order given,
            extent 4096; nothing at all where nothing lies.

        Raises:
            TileOutOfRangeError: There is no such tile.
        """
        tile = Tile(z, x, y)
        chosen = self._shapes.around(tile)
        if not len(chosen):
            return b""
        tags, pool = self._tags(chosen)
        features = mvt.features(
            self._shapes.on_grid(tile, chosen),
            numbers=self._numbers[chosen],
            tags=tags,
        )
        return mvt.layer(
            name=self._name,
            extent=EXTENT,
            features=features,
            keys=self._keys,
            values=pool,
        )

    def bounds_deg(self) -> Bounds:
        """Say where the layer lies.

        Returns:
            West, south, east, north, EPSG:4326; the area of use of the district's
            CRS where the layer is empty.
        """
        bounds_m = self._shapes.bounds_m
        if not len(bounds_m):
            return _area_of_use_deg(self._crs)
        west, south = bounds_m[:, :2].min(axis=0)
        east, north = bounds_m[:, 2:].max(axis=0)
        return (
            *degrees(east_m=west, north_m=south),
            *degrees(east_m=east, north_m=north),
        )

    def _tags(self, chosen: Ints) -> tuple[NDArray[np.uint64], list[mvt.Value]]:
        pool: list[mvt.Value] = []
        tags = np.empty((len(chosen), 2 * len(self._keys)), dtype=np.uint64)
        for key, (values, codes) in enumerate(self._values):
            used, local = np.unique(codes[chosen], return_inverse=True)
            tags[:, 2 * key] = key
            tags[:, 2 * key + 1] = local + len(pool)
            pool.extend(cast("list[mvt.Value]", values[used].tolist()))
        return tags, pool


def _drawable(
    shapes: Sequence[str | None],
) -> tuple[NDArray[np.bool_], NDArray[np.object_]]:
    geometries = np.asarray(shapely.from_wkt(np.array(shapes, dtype=object)))
    there = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    return there, geometries[there]


def _area_of_use_deg(crs: str) -> Bounds:
    area = known_crs(crs).area_of_use
    if area is None:
        return (-180.0, -85.0, 180.0, 85.0)
    return (area.west, area.south, area.east, area.north)
