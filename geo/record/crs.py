"""Coordinate reference systems: which may be a district's, and the way between two."""

from __future__ import annotations

from functools import lru_cache

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from geo.record.errors import (
    BallparkTransformError,
    DistortingCrsError,
    NotMetricCrsError,
    UnknownCrsError,
)

WGS84 = "EPSG:4326"
WEB_MERCATOR = "EPSG:3857"

# EPSG holds no operation between these two, so PROJ calls the null shift a guess.
# Both realise the ITRS; they differ by centimetres, less than a boundary's accuracy.
_SAME_FRAME = frozenset(
    {
        "China 2000",
        "World Geodetic System 1984",
        "World Geodetic System 1984 ensemble",
    }
)


def known_crs(code: str) -> CRS:
    """Read the name of a coordinate reference system.

    Args:
        code: Anything pyproj reads, best an EPSG code such as ``EPSG:4526``.

    Returns:
        The CRS, with the axis order of its definition.

    Raises:
        UnknownCrsError: The code names no CRS.
    """
    try:
        return CRS.from_user_input(code)
    except CRSError as error:
        raise UnknownCrsError(crs=code) from error


@lru_cache(maxsize=32)
def district_crs(code: str) -> CRS:
    """Check that a CRS may hold the geometry of record of a district.

    Args:
        code: As for ``known_crs``.

    Returns:
        A projected CRS in metres with an exact way from and to WGS 84.

    Raises:
        UnknownCrsError: The code names no CRS.
        NotMetricCrsError: It is not projected, or not in metres.
        DistortingCrsError: It is a Mercator projection (49 % too much area at 35° N).
        BallparkTransformError: WGS 84 is reached by a guess only, as from Xian 1980.
    """
    crs = known_crs(code)
    if not crs.is_projected or _horizontal_units(crs) != {"metre"}:
        raise NotMetricCrsError(crs=code)
    if _is_mercator(crs):
        raise DistortingCrsError(crs=code)
    transformer(source=code, target=WGS84)
    return crs


@lru_cache(maxsize=128)
def transformer(*, source: str, target: str) -> Transformer:
    """Find the exact transformation between two CRSs.

    Args:
        source: As for ``known_crs``.
        target: As for ``known_crs``.

    Returns:
        A thread-safe transformer, x = longitude or east, y = latitude or north,
        whatever order the definitions have.

    Raises:
        UnknownCrsError: One of the codes names no CRS.
        BallparkTransformError: PROJ would shift nothing where a shift is due,
            as from Xian 1980 or Beijing 1954 to CGCS2000.
    """
    crs_in, crs_out = known_crs(source), known_crs(target)
    try:
        return Transformer.from_crs(
            crs_in, crs_out, always_xy=True, allow_ballpark=_same_frame(crs_in, crs_out)
        )
    except ProjError as error:
        raise BallparkTransformError(source=source, target=target) from error


def _horizontal_units(crs: CRS) -> set[str]:
    return {axis.unit_name for axis in crs.axis_info[:2]}


def _is_mercator(crs: CRS) -> bool:
    method = crs.coordinate_operation.method_name if crs.coordinate_operation else ""
    return method.startswith(("Mercator", "Popular Visualisation"))


def _same_frame(one: CRS, other: CRS) -> bool:
    frames = {crs.datum.name for crs in (one, other) if crs.datum}
    return len(frames) > 0 and frames <= _SAME_FRAME
