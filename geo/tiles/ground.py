"""The ground of tile layers: shapes of record, prepared once for all dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.record.crs import WEB_MERCATOR
from geo.record.land import twice_areas_of
from geo.record.placement import Geometries, transformed
from geo.tiles.shapes import FlatShapes

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
    rows: NDArray[np.int32]
    """Shape (d,), the row of each shape that can be drawn."""
    shapes: FlatShapes
    """Those d shapes."""
    middles_m: NDArray[np.float64]
    """Shape (n, 2), a point within each shape, in ``crs``; NaN where there is none."""
    twice_areas_mm2: NDArray[np.int64]
    """Shape (n,), the exact areas of shapes of record; see ``geo.record.land``."""

    @classmethod
    def of(cls, shapes: Sequence[str | None], *, crs: str) -> TileGround:
        """Prepare shapes.

        Args:
            shapes: n shapes of record, WKT points, lines and polygons in ``crs``;
                those that are None or empty are on no tile.
            crs: Code of the district's CRS.

        Raises:
            UnknownCrsError, BallparkTransformError: See ``geo.record.crs``.
        """
        return cls.of_shapes(
            np.asarray(shapely.from_wkt(np.array(shapes, dtype=object))), crs=crs
        )

    @classmethod
    def of_shapes(cls, geometries: Geometries, *, crs: str) -> TileGround:
        """Prepare shapes that are read already; see ``of``."""
        there = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
        flat = FlatShapes.of(
            transformed(geometries[there], source=crs, target=WEB_MERCATOR)
        )
        return cls(
            crs,
            shapely.area(geometries),
            np.flatnonzero(there).astype(np.int32),
            flat,
            _middles(geometries),
            twice_areas_of(geometries),
        )

    def __len__(self) -> int:
        return len(self.areas_m2)

    def grown(self, shapes: Sequence[str | None]) -> TileGround:
        """Return this ground with more shapes behind those it has."""
        return self.joined(TileGround.of(shapes, crs=self.crs))

    def joined(self, *others: TileGround) -> TileGround:
        """Return this ground with others behind it, row after row."""
        every = (self, *others)
        first = np.cumsum([0, *(len(each) for each in every)]).tolist()
        rows = [each.rows + at for each, at in zip(every, first[:-1], strict=True)]
        return TileGround(
            self.crs,
            np.concatenate([each.areas_m2 for each in every]),
            np.concatenate(rows).astype(np.int32),
            self.shapes.joined(*(each.shapes for each in others)),
            np.concatenate([each.middles_m for each in every]),
            np.concatenate([each.twice_areas_mm2 for each in every]),
        )

    def places(self, rows: NDArray[np.integer]) -> NDArray[np.int32]:
        """Say where features lie.

        Args:
            rows: Shape (f,), the row of each feature's shape, each row once.

        Returns:
            Shape (d,), for each shape that can be drawn its feature, or ``NOWHERE``.
        """
        feature = np.full(len(self), NOWHERE, np.int32)
        feature[rows] = np.arange(len(rows))
        return feature[self.rows]


def _middles(geometries: Geometries) -> NDArray[np.float64]:
    middles = shapely.point_on_surface(geometries)
    return np.stack((shapely.get_x(middles), shapely.get_y(middles)), axis=1)
