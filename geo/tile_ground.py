"""The ground of tile layers: shapes of record, prepared once for all dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import WEB_MERCATOR
from geo.placement import moved
from geo.tile_rings import Ints
from geo.tile_shapes import FlatShapes

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class TileGround:
    """Shapes that layers of tiles refer to by their row.

    Immutable, so that layers of many dates and threads share it.
    """

    crs: str
    """Code of the CRS that the shapes came in."""
    areas_m2: NDArray[np.float64]
    """Shape (n,), planar, in that CRS; NaN where there is no shape."""
    rows: Ints
    """Shape (d,), the row of each shape that can be drawn."""
    shapes: FlatShapes
    """Those d shapes."""

    @classmethod
    def of(cls, shapes: Sequence[str | None], *, crs: str) -> TileGround:
        """Prepare shapes.

        Args:
            shapes: n shapes of record, WKT points, lines and polygons in ``crs``;
                those that are None or empty are on no tile.
            crs: Code of the district's CRS.

        Raises:
            UnknownCrsError, BallparkTransformError: See ``geo.crs``.
        """
        geometries = np.asarray(shapely.from_wkt(np.array(shapes, dtype=object)))
        there = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
        flat = FlatShapes.of(moved(geometries[there], source=crs, target=WEB_MERCATOR))
        return cls(crs, shapely.area(geometries), np.flatnonzero(there), flat)

    def __len__(self) -> int:
        return len(self.areas_m2)

    def grown(self, shapes: Sequence[str | None]) -> TileGround:
        """Return this ground with more shapes behind those it has."""
        fresh = TileGround.of(shapes, crs=self.crs)
        return TileGround(
            self.crs,
            np.append(self.areas_m2, fresh.areas_m2),
            np.append(self.rows, fresh.rows + len(self)),
            self.shapes.joined(fresh.shapes),
        )

    def places(self, rows: Ints) -> Ints:
        """Say where features lie.

        Args:
            rows: Shape (f,), the row of each feature's shape, each row once.

        Returns:
            Shape (d,), for each shape that can be drawn its feature, or ``NOWHERE``.
        """
        feature = np.full(len(self), NOWHERE)
        feature[rows] = np.arange(len(rows))
        found: Ints = feature[self.rows]
        return found
