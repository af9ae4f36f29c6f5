"""Vector tiles of a district: points and polygons with a few properties each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np
from numpy.typing import NDArray

from geo.record.crs import known_crs
from geo.tiles import mvt
from geo.tiles.grid import EXTENT, Tile, degrees
from geo.tiles.ground import NOWHERE, TileGround
from geo.tiles.rings import Ints

Column = NDArray[np.integer] | NDArray[np.str_]
Bounds = tuple[float, float, float, float]


class TileLayer:
    """One layer, prepared once, from which any tile can be cut.

    Immutable after construction, so that threads may share it.
    """

    def __init__(  # noqa: PLR0913  (what a layer consists of)
        self,
        name: str,
        *,
        ground: TileGround,
        numbers: NDArray[np.integer],
        properties: Mapping[str, Column],
        rows: NDArray[np.integer] | None = None,
        histories: mvt.Series | None = None,
    ) -> None:
        """Prepare a layer.

        Args:
            name: Name of the layer in the tiles.
            ground: The shapes.
            numbers: Shape (n,), feature ids, 0 or more.
            properties: Columns of shape (n,), integers or strings, by name. No
                names of people and no money: tiles are cached and copied.
            rows: Shape (n,), the row of each feature's shape, each row once; left
                out, the features are all shapes of the ground.
            histories: What each of the n shapes has been, day by day. Its tiles then
                have a second layer, ``NAME_history``, of as many features with the
                same ids in the same order: multipoints, x the day and y the value.
        """
        self._name, self._ground = name, ground
        self._feature = ground.places(np.arange(len(ground)) if rows is None else rows)
        self._numbers = numbers
        self._histories = histories
        self._keys = list(properties)
        self._values = [_coded(column) for column in properties.values()]

    @property
    def nbytes(self) -> int:
        """How much memory it takes, beside the ground and what it was prepared from."""
        codes = sum(each.nbytes for _, each in self._values)
        return self._feature.nbytes + self._numbers.nbytes + codes

    def encode(self, *, z: int, x: int, y: int) -> bytes:
        """Cut a tile.

        Args:
            z: Zoom, 0 to 22.
            x: Column from the west, 0 to 2**z - 1.
            y: Row from the north, 0 to 2**z - 1.

        Returns:
            A Mapbox Vector Tile 2.1 with this layer, features in the order of their
            numbers, those of one number in that of their shapes, extent 4096; nothing
            at all where nothing lies.

        Raises:
            TileOutOfRangeError: There is no such tile.
        """
        tile, shapes = Tile(z, x, y), self._ground.shapes
        near = shapes.around(tile)
        near = near[self._feature[near] != NOWHERE]
        if not len(near):
            return b""
        # A ground that has grown holds the same shapes in another order of rows.
        near = near[np.argsort(self._numbers[self._feature[near]], kind="stable")]
        chosen = self._feature[near]
        tags, pool = self._tags(chosen)
        features = mvt.features(
            shapes.on_grid(tile, near), numbers=self._ids(chosen), tags=tags
        )
        drawn = mvt.layer(
            name=self._name,
            extent=EXTENT,
            features=features,
            keys=self._keys,
            values=pool,
        )
        return drawn + self._history(chosen)

    def _ids(self, chosen: Ints) -> NDArray[np.uint64]:
        return self._numbers[chosen].astype(np.uint64)

    def _history(self, chosen: Ints) -> bytes:
        if self._histories is None:
            return b""
        counts, steps = self._histories.of(chosen)
        return mvt.layer(
            name=f"{self._name}_history",
            extent=EXTENT,
            features=mvt.series(counts, steps, numbers=self._ids(chosen)),
            keys=(),
            values=(),
        )

    def bounds_deg(self) -> Bounds:
        """Say where the layer lies.

        Returns:
            West, south, east, north, EPSG:4326; the area of use of the district's
            CRS where the layer is empty.
        """
        bounds_m = self._ground.shapes.bounds_m[self._feature != NOWHERE]
        if not len(bounds_m):
            return _area_of_use_deg(self._ground.crs)
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


def _coded(column: Column) -> tuple[Column, NDArray[np.integer]]:
    """Return the values of a column, and the place of each row's among them."""
    values, codes = np.unique(column, return_inverse=True)
    small: NDArray[np.integer] = codes.astype(np.min_scalar_type(len(values)))
    return cast("Column", values), small


def _area_of_use_deg(crs: str) -> Bounds:
    area = known_crs(crs).area_of_use
    if area is None:
        return (-180.0, -85.0, 180.0, 85.0)
    return (area.west, area.south, area.east, area.north)
