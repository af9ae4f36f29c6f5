"""From what came in to the geometry of record: WKT in the district's CRS, to the mm."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.record.crs import WGS84
from geo.record.errors import GeoError, UnreadableShapeError
from geo.record.record import record
from geo.record.sent_wkt import QUOTED_CHARACTERS, read_wkt

POINT = frozenset({"Point"})
BOUNDARY = frozenset({"Polygon", "MultiPolygon"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeColumn:
    """A column of shapes as they go on record.

    Attributes:
        wkt: One text a row in the district's CRS, metres to the millimetre, x east
            and y north; None where the row had no shape or its shape is a problem.
        problems: Why a row's shape cannot go on record, by row index.
    """

    wkt: list[str | None]
    problems: dict[int, GeoError] = field(default_factory=dict)


def points_of_record(
    xs: NDArray[np.float64],
    ys: NDArray[np.float64],
    *,
    source_crs: str,
    district_crs: str,
) -> ShapeColumn:
    """Bring a column of positions into the district's CRS.

    Args:
        xs: Shape (n,), longitude in degrees or metres east, in ``source_crs``;
            NaN where a row has no position.
        ys: Shape (n,), latitude in degrees or metres north; NaN likewise.
        source_crs: Code of the CRS the positions are in.
        district_crs: Code of the district's CRS.

    Returns:
        n rows, ``POINT (x y)``. A row with only one of the two is a problem.

    Raises:
        UnknownCrsError, NotMetricCrsError, BallparkTransformError: See
            ``geo.record.crs``.
    """
    there = ~(np.isnan(xs) & np.isnan(ys))
    shapes = np.full(len(xs), None, dtype=object)
    shapes[there] = shapely.points(xs[there], ys[there])
    wkt, problems = record(
        shapes, wanted=POINT, source_crs=source_crs, target_crs=district_crs
    )
    return ShapeColumn(wkt=wkt, problems=problems)


def boundaries_of_record(
    texts: Sequence[str | None], *, source_crs: str, district_crs: str
) -> ShapeColumn:
    """Bring a column of boundaries into the district's CRS.

    Args:
        texts: n WKT texts of polygons or multipolygons in ``source_crs``, x before
            y; heights are dropped; None or blank where a row has no boundary.
        source_crs: Code of the CRS the boundaries are in.
        district_crs: Code of the district's CRS.

    Returns:
        n rows, ``POLYGON`` or ``MULTIPOLYGON``, exterior rings anticlockwise. What
        is checked for validity is the rounded text itself.

    Raises:
        UnknownCrsError, NotMetricCrsError, BallparkTransformError: See
            ``geo.record.crs``.
    """
    return _of_record(
        texts, wanted=BOUNDARY, source_crs=source_crs, district_crs=district_crs
    )


def positions_of_record(
    texts: Sequence[str | None], *, source_crs: str, district_crs: str
) -> ShapeColumn:
    """Bring a column of positions written as WKT into the district's CRS.

    Args:
        texts: n WKT texts of points in ``source_crs``, x before y; None or blank
            where a row has no position.
        source_crs: Code of the CRS the positions are in.
        district_crs: Code of the district's CRS.

    Returns:
        n rows, ``POINT (x y)``.

    Raises:
        UnknownCrsError, NotMetricCrsError, BallparkTransformError: See
            ``geo.record.crs``.
    """
    return _of_record(
        texts, wanted=POINT, source_crs=source_crs, district_crs=district_crs
    )


def boundary_from_geojson(geometry: Mapping[str, object], *, district_crs: str) -> str:
    """Bring one GeoJSON boundary (WGS 84) into the district's CRS.

    Args:
        geometry: A Polygon or MultiPolygon by RFC 7946.
        district_crs: Code of the district's CRS.

    Returns:
        WKT of record, as in ``boundaries_of_record``.

    Raises:
        GeoError: Any of this package that says why the shape cannot go on record.
    """
    return _one_of_record(geometry, wanted=BOUNDARY, target_crs=district_crs)


def point_from_geojson(geometry: Mapping[str, object], *, district_crs: str) -> str:
    """Bring one GeoJSON Point (WGS 84) into the district's CRS.

    Args:
        geometry: A Point by RFC 7946.
        district_crs: Code of the district's CRS.

    Returns:
        WKT of record, ``POINT (x y)``.

    Raises:
        GeoError: Any of this package that says why the point cannot go on record.
    """
    return _one_of_record(geometry, wanted=POINT, target_crs=district_crs)


def areas_m2(wkts: Sequence[str | None]) -> NDArray[np.float64]:
    """Measure the planar area of each shape in the CRS of its district.

    Args:
        wkts: n shapes of record; None where a thing has none.

    Returns:
        Shape (n,), m², holes taken out; NaN where None, 0 for points.
    """
    shapes = shapely.from_wkt(np.array(wkts, dtype=object))
    return np.asarray(shapely.area(shapes), dtype=np.float64)


def corners(wkts: Sequence[str]) -> NDArray[np.int64]:
    """Count the corners of each boundary; those of holes count too.

    Args:
        wkts: n boundaries of record.

    Returns:
        Shape (n,); the point that closes a ring is its first, and counts once.
    """
    shapes = shapely.from_wkt(np.array(wkts, dtype=object))
    parts, places = shapely.get_parts(shapes, return_index=True)
    rings = 1 + shapely.get_num_interior_rings(parts)
    closing = np.bincount(places, weights=rings, minlength=len(shapes))
    return np.asarray(shapely.get_num_coordinates(shapes) - closing, dtype=np.int64)


def _one_of_record(
    geometry: Mapping[str, object], *, wanted: frozenset[str], target_crs: str
) -> str:
    text = json.dumps(dict(geometry))
    with np.errstate(invalid="ignore", over="ignore"):  # told further down
        shape = shapely.from_geojson(text, on_invalid="ignore")
    if shape is None:
        raise UnreadableShapeError(text=text[:QUOTED_CHARACTERS])
    (wkt,), problems = record(
        np.array([shape], dtype=object),
        wanted=wanted,
        source_crs=WGS84,
        target_crs=target_crs,
    )
    if wkt is None:
        raise problems[0]
    return wkt


def _of_record(
    texts: Sequence[str | None],
    *,
    wanted: frozenset[str],
    source_crs: str,
    district_crs: str,
) -> ShapeColumn:
    stripped = np.array([(text or "").strip() or None for text in texts], dtype=object)
    shapes, unreadable = read_wkt(stripped, wanted=wanted)
    wkt, problems = record(
        shapes, wanted=wanted, source_crs=source_crs, target_crs=district_crs
    )
    return ShapeColumn(wkt=wkt, problems=unreadable | problems)
