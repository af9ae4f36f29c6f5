"""WKT as people send it: only kinds that GEOS reads safely ever reach it.

GEOS reads a collection within a collection by calling itself: 100,000 of them end the
whole process. Kinds with curves it reads, and shapely then refuses the whole column.
"""

from __future__ import annotations

import re

import numpy as np
import shapely

from geo.record.errors import (
    CurvedShapeError,
    GeoError,
    UnreadableShapeError,
    WrongShapeError,
)
from geo.record.placement import Geometries

FLAT = frozenset(
    {
        "POINT",
        "LINESTRING",
        "LINEARRING",
        "POLYGON",
        "MULTIPOINT",
        "MULTILINESTRING",
        "MULTIPOLYGON",
    }
)
"""Their texts are nested as deep as their kind says, never deeper."""
CURVED: dict[str, str] = {
    "CIRCULARSTRING": "CircularString",
    "COMPOUNDCURVE": "CompoundCurve",
    "CURVE": "Curve",
    "CURVEPOLYGON": "CurvePolygon",
    "MULTICURVE": "MultiCurve",
    "MULTISURFACE": "MultiSurface",
    "SURFACE": "Surface",
}
OTHERS: dict[str, str] = {
    "GEOMETRYCOLLECTION": "GeometryCollection",
    "POLYHEDRALSURFACE": "PolyhedralSurface",
    "TIN": "TIN",
    "TRIANGLE": "Triangle",
}
QUOTED_CHARACTERS = 60

_BEGINNING = re.compile(
    r"\s*(?P<kind>[A-Z]+?)(?:\s*(?:ZM|Z|M))?\s*(?:\(|EMPTY\b)", re.IGNORECASE
)


def read_wkt(
    texts: Geometries, *, wanted: frozenset[str]
) -> tuple[Geometries, dict[int, GeoError]]:
    """Read a column of WKT.

    Args:
        texts: Shape (n,), texts without blanks around them; None where there is none.
        wanted: Kinds of geometry that are asked for, such as ``{"Point"}``.

    Returns:
        Shape (n,), None where there is no text or it cannot be read, and why it
        cannot, by row.
    """
    problems = {
        row: problem
        for row, text in enumerate(texts.tolist())
        if text is not None and (problem := _refused(text, wanted)) is not None
    }
    readable = texts.copy()
    readable[list(problems)] = None
    with np.errstate(invalid="ignore", over="ignore"):  # told further down
        shapes = np.asarray(shapely.from_wkt(readable, on_invalid="ignore"))
    lost = shapely.is_missing(shapes) & readable.astype(bool)
    problems |= {int(row): _unreadable(texts[row]) for row in np.flatnonzero(lost)}
    return shapes, problems


def _refused(text: str, wanted: frozenset[str]) -> GeoError | None:
    """Say why a text must not be read; None where it may."""
    if not text.isascii() or "\0" in text:  # C would end the text at a NUL
        return _unreadable(text)
    match = _BEGINNING.match(text)
    kind = match["kind"].upper() if match else ""
    if kind in FLAT:
        return None
    kinds = kinds_wanted(wanted)
    if kind in CURVED:
        return CurvedShapeError(wanted=kinds, found=CURVED[kind])
    if kind in OTHERS:
        return WrongShapeError(wanted=kinds, found=OTHERS[kind])
    return _unreadable(text)


def kinds_wanted(wanted: frozenset[str]) -> str:
    """Say which kinds are wanted, in the words of a refusal."""
    return " or ".join(sorted(wanted, reverse=True))


def _unreadable(text: str) -> UnreadableShapeError:
    quoted = text[:QUOTED_CHARACTERS].encode("utf-8", "replace").decode()
    return UnreadableShapeError(text=quoted)
