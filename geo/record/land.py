"""Land of record, measured and searched exactly: its coordinates are whole millimetres.

A text of record has three decimals, so in millimetres every coordinate is a whole
number that a float holds exactly; areas are sums of products of whole numbers, and
whether a point lies on an edge is no question of rounding.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.record.placement import Geometries
from geo.record.shapes import points_of_record

MM_A_M = 1_000


def twice_areas_mm2(wkts: Sequence[str]) -> NDArray[np.int64]:
    """Measure shapes of record, exactly.

    Args:
        wkts: n polygons or multipolygons, metres to the millimetre.

    Returns:
        Shape (n,), twice the enclosed area in mm², holes taken out.

    Source:
        The shoelace formula, relative to a first corner. Where a partial sum
        overflows, it does so modulo 2**64, and the whole sum comes out right.
    """
    return twice_areas_of(shapely.from_wkt(np.array(wkts, dtype=object)))


def twice_areas_of(shapes: Geometries) -> NDArray[np.int64]:
    """Measure shapes that were read from texts of record; see ``twice_areas_mm2``.

    Args:
        shapes: Shape (n,), metres to the millimetre; what encloses nothing, or is
            missing, has an area of 0.
    """
    parts, owners = shapely.get_parts(shapes, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    areas = np.zeros(len(shapes), np.int64)
    if len(rings):
        is_first = np.diff(part_of, prepend=-1) > 0
        enclosed = np.where(is_first, 1, -1) * _twice_ring_areas_mm2(rings)
        np.add.at(areas, owners[part_of], enclosed)
    return areas


def _twice_ring_areas_mm2(rings: Geometries) -> NDArray[np.int64]:
    corners, ring_of = shapely.get_coordinates(rings, return_index=True)
    starts = np.flatnonzero(np.diff(ring_of, prepend=-1))
    whole = np.rint(corners * MM_A_M).astype(np.int64)
    x, y = (whole - whole[starts][ring_of]).T
    # Corners of a ring follow one another; the last is the first, so zero again.
    crossed = np.append(x[:-1] * y[1:] - x[1:] * y[:-1], 0)
    return np.abs(np.add.reduceat(crossed, starts))


def holding(wkts: Sequence[str], *, x_m: float, y_m: float) -> NDArray[np.bool_]:
    """Tell which shapes hold a point in their interior; an edge is not inside.

    Args:
        wkts: n polygons or multipolygons of record.
        x_m: Metres east, to the millimetre.
        y_m: Metres north, likewise.

    Returns:
        Shape (n,).
    """
    x_mm, y_mm = np.rint(np.array([x_m, y_m]) * MM_A_M)
    return np.asarray(shapely.contains_xy(_in_mm(wkts), x_mm, y_mm), dtype=bool)


def placed_point(
    x: float, y: float, *, source_crs: str, district_crs: str
) -> tuple[float, float]:
    """Bring a point into the district's CRS, to the millimetre.

    Args:
        x: Longitude in degrees, or metres east, in ``source_crs``.
        y: Latitude in degrees, or metres north.
        source_crs: Code of the CRS the point is in.
        district_crs: Code of the district's CRS.

    Raises:
        OutOfCrsError: It cannot lie there.
    """
    column = points_of_record(
        np.array([x]), np.array([y]), source_crs=source_crs, district_crs=district_crs
    )
    if column.problems:
        raise column.problems[0]
    point = shapely.from_wkt(column.wkt[0])
    return float(point.x), float(point.y)


def _in_mm(wkts: Sequence[str]) -> Geometries:
    shapes = shapely.from_wkt(np.array(wkts, dtype=object))
    scaled = shapely.transform(shapes, lambda metres: np.rint(metres * MM_A_M))
    return np.asarray(scaled, dtype=object)
