"""The way of a shape onto the record: its kind, place, rounding and validity."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.record.crs import district_crs
from geo.record.errors import (
    EmptyShapeError,
    GeoError,
    InvalidBoundaryError,
    WrongShapeError,
)
from geo.record.placement import Geometries, misplaced, transformed
from geo.record.sent_wkt import kinds_wanted

_DECIMALS_M = 3
_REASON = re.compile(r"(?P<reason>.*?)\[(?P<where>.*)\]", re.DOTALL)


def record(
    shapes: Geometries, *, wanted: frozenset[str], source_crs: str, target_crs: str
) -> tuple[list[str | None], dict[int, GeoError]]:
    """Turn shapes into texts of record.

    Args:
        shapes: Shape (n,), in ``source_crs``, x before y; None where there is none.
        wanted: Kinds of geometry allowed, such as ``{"Point"}``.
        source_crs: Code of the CRS the shapes are in.
        target_crs: Code of the district's CRS.

    Returns:
        n texts in ``target_crs``, rounded to the millimetre, and what is wrong with
        the rows whose text is None though they had a shape, by row.

    Raises:
        UnknownCrsError, NotMetricCrsError, BallparkTransformError: See
            ``geo.record.crs``.
    """
    district_crs(target_crs)
    problems = _wrong(shapes, wanted)
    # A measure would go on record as NaN: no transformation has a place for it.
    fit = shapely.force_2d(_without(shapes, problems))
    placed = transformed(fit, source=source_crs, target=target_crs)
    problems |= misplaced(fit, placed, source=source_crs, target=target_crs)
    texts = _texts(_without(placed, problems))
    problems |= _invalid(texts)
    return _without(texts, problems).tolist(), problems


def _wrong(shapes: Geometries, wanted: frozenset[str]) -> dict[int, GeoError]:
    ids = [shapely.GeometryType[kind.upper()] for kind in sorted(wanted)]
    misfits = ~np.isin(
        shapely.get_type_id(shapes), [*ids, shapely.GeometryType.MISSING]
    )
    problems: dict[int, GeoError] = {
        int(row): EmptyShapeError() for row in np.flatnonzero(shapely.is_empty(shapes))
    }
    kinds = kinds_wanted(wanted)
    return problems | {
        int(row): WrongShapeError(wanted=kinds, found=shapes[row].geom_type)
        for row in np.flatnonzero(misfits)
    }


def _without(column: Geometries, rows: Iterable[int]) -> Geometries:
    rest = column.copy()
    rest[list(rows)] = None
    return rest


def _texts(placed: Geometries) -> Geometries:
    rounded = shapely.transform(placed, _to_the_millimetre)
    oriented = shapely.orient_polygons(rounded)
    # GEOS counts significant digits below 1 m: rounding must come before the text.
    return np.asarray(shapely.to_wkt(oriented, rounding_precision=_DECIMALS_M))


def _to_the_millimetre(metres: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(metres, _DECIMALS_M) + 0.0  # -0.0 would be written as -0


def _invalid(texts: Geometries) -> dict[int, GeoError]:
    shapes = shapely.from_wkt(texts)
    bad = np.flatnonzero(~(shapely.is_valid(shapes) | shapely.is_missing(shapes)))
    reasons = shapely.is_valid_reason(shapes[bad])
    return {
        int(row): InvalidBoundaryError(**_reason_fields(reason))
        for row, reason in zip(bad, reasons, strict=True)
    }


def _reason_fields(reason: str) -> dict[str, object]:
    match = _REASON.fullmatch(reason)
    if match is None:
        return {"reason": reason, "where": "?"}
    where = " ".join(f"{float(metres):.3f}" for metres in match["where"].split())
    return {"reason": match["reason"], "where": where}
