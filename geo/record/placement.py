"""Move shapes from one CRS to another, and name those that cannot lie there."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.record.crs import WGS84, known_crs, transformer
from geo.record.errors import GeoError, OutOfCrsError

Geometries = NDArray[np.object_]
Rows = NDArray[np.bool_]

AREA_OF_USE_MARGIN_DEG = 1.0
"""How far a district may reach beyond its zone: half a degree happens, two do not."""


def transformed(shapes: Geometries, *, source: str, target: str) -> Geometries:
    """Transform shapes to another CRS.

    Args:
        shapes: Shape (n,), in ``source``, x before y; None is kept. Heights go.
        source: Code of the CRS the shapes are in.
        target: Code of the CRS wanted.

    Returns:
        Shape (n,), in ``target``; coordinates without an image become infinite.

    Raises:
        UnknownCrsError, BallparkTransformError: See ``geo.record.crs.transformer``.
    """
    way = transformer(source=source, target=target)
    return np.asarray(
        shapely.transform(shapes, way.transform, interleaved=False), dtype=object
    )


def misplaced(
    shapes: Geometries, placed: Geometries, *, source: str, target: str
) -> dict[int, GeoError]:
    """Find the shapes whose coordinates cannot be in the CRS they claim.

    Args:
        shapes: Shape (n,), as they came, in ``source``.
        placed: Shape (n,), the same after ``moved``, in ``target``.
        source: Code of the CRS the shapes came in.
        target: Code of the district's CRS.

    Returns:
        Why, by row: beyond ±180° or ±90°, without an image in ``target``, or more
        than ``AREA_OF_USE_MARGIN_DEG`` outside the area where ``target`` is used.
    """
    off_globe = _off_globe(shapes, source)
    lost = off_globe | _not_finite(shapes) | _not_finite(placed)
    lost[~lost] |= _out_of_use(placed[~lost], target)
    return {
        int(row): OutOfCrsError(
            coordinates=_first_position(shapes[row]),
            crs=source if off_globe[row] else target,
        )
        for row in np.flatnonzero(lost)
    }


def _off_globe(shapes: Geometries, crs: str) -> Rows:
    if not known_crs(crs).is_geographic:
        return np.zeros(len(shapes), dtype=bool)
    west, south, east, north = shapely.bounds(shapes).T
    return np.asarray((west < -180) | (east > 180) | (south < -90) | (north > 90))  # noqa: PLR2004  (degrees)


def _not_finite(shapes: Geometries) -> Rows:
    coordinates, rows = shapely.get_coordinates(shapes, return_index=True)
    lost = np.zeros(len(shapes), dtype=bool)
    lost[rows[~np.isfinite(coordinates).all(axis=1)]] = True
    return lost


def _out_of_use(placed: Geometries, crs: str) -> Rows:
    area = known_crs(crs).area_of_use
    if area is None:
        return np.zeros(len(placed), dtype=bool)
    lons_deg, lats_deg = _corners_deg(placed, crs)
    margin = AREA_OF_USE_MARGIN_DEG
    inside = (lons_deg > area.west - margin) & (lons_deg < area.east + margin)
    inside &= (lats_deg > area.south - margin) & (lats_deg < area.north + margin)
    return np.asarray(~(inside.all(axis=1) | shapely.is_missing(placed)))


def _corners_deg(
    placed: Geometries, crs: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    bounds_m = shapely.bounds(placed)
    to_degrees = transformer(source=crs, target=WGS84)
    return to_degrees.transform(bounds_m[:, 0::2], bounds_m[:, 1::2])


def _first_position(shape: shapely.Geometry) -> str:
    x, y = shapely.get_coordinates(shape)[0]
    return f"{x:.12g} {y:.12g}"
