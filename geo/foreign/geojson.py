"""GeoJSON, read as JSON: GDAL would fetch a ``crs`` that links to the network."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from geo.foreign.limits import Wanted
from geo.foreign.raw import RawLayer
from geo.foreign.refusals import (
    BadFeatureError,
    HalfCharacterError,
    LinkedCrsError,
    UnknownFormatError,
)
from geo.record.crs import WGS84
from geo.record.errors import UndeclaredCrsError, UnknownColumnError
from geo.record.placement import Geometries

NAMED = re.compile(
    r"(?:urn:ogc:def:crs:)?EPSG:[\d.]*:?(?P<code>\d{4,6})", re.IGNORECASE
)
WGS84_NAMES = re.compile(r"(?:urn:ogc:def:crs:)?OGC:[\d.]*:?CRS84h?", re.IGNORECASE)
GEOMETRIES = frozenset(
    {
        "Point",
        "LineString",
        "Polygon",
        "MultiPoint",
        "MultiLineString",
        "MultiPolygon",
        "GeometryCollection",
    }
)

Feature = Mapping[str, Any]


def read_geojson(content: bytes, wanted: Wanted) -> RawLayer:
    """Read the features of GeoJSON.

    Raises:
        UnknownFormatError: It is no GeoJSON with features.
        BadFeatureError: A shape cannot be read; one that is null is none (RFC 7946).
        HalfCharacterError: A text cannot be written.
        UndeclaredCrsError, LinkedCrsError: Its CRS of 2008 is null, or a link.
        UnknownColumnError: A column is on no feature.
    """
    try:
        read = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
        features = _features(read)
    except (ValueError, RecursionError):
        raise UnknownFormatError(file=wanted.file) from None
    crs = _declared(read, wanted.file)
    properties = [feature.get("properties") or {} for feature in features]
    _require_columns(properties, wanted)
    texts = {
        name: _texts([each.get(name) for each in properties], name, wanted.file)
        for name in wanted.columns()
    }
    return RawLayer("GeoJSON", crs, _shapes(features, wanted.file), texts)


def _refuse(text: str) -> None:
    raise ValueError(text)


def _features(read: object) -> Sequence[Feature]:
    """Take the features out; one alone, or a bare geometry, is a file too (RFC 7946).

    Raises:
        ValueError: There are none.
    """
    if not isinstance(read, dict):
        raise ValueError  # noqa: TRY004  (one reason for all of them)
    features = read.get("features")
    if read.get("type") == "Feature":
        features = [read]
    elif read.get("type") in GEOMETRIES:
        features = [{"geometry": read}]
    if not isinstance(features, list):
        raise ValueError  # noqa: TRY004
    for feature in features:
        if not isinstance(feature, dict) or "geometry" not in feature:
            raise ValueError
        if not isinstance(feature.get("properties") or {}, dict):
            raise ValueError  # noqa: TRY004
    return features


def _shapes(features: Sequence[Feature], file: str) -> Geometries:
    texts = [
        None if feature["geometry"] is None else json.dumps(feature["geometry"])
        for feature in features
    ]
    column = np.array(texts, dtype=object)
    with np.errstate(invalid="ignore", over="ignore"):  # told by their place
        shapes = np.asarray(shapely.from_geojson(column, on_invalid="ignore"))
    for row in np.flatnonzero(shapely.is_missing(shapes) & column.astype(bool)):
        raise BadFeatureError(file=file, number=int(row) + 1)
    return shapes


def _declared(read: Mapping[str, Any], file: str) -> str:
    """Return the CRS: WGS 84, unless the member of 2008 names another."""
    if "crs" not in read:
        return WGS84
    crs = read["crs"]
    if crs is None:
        raise UndeclaredCrsError(file=file)
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str) and WGS84_NAMES.fullmatch(name):
        return WGS84
    if isinstance(name, str) and (match := NAMED.fullmatch(name)):
        return f"EPSG:{match['code']}"
    raise LinkedCrsError(file=file, said=json.dumps(crs)[:60])


def _require_columns(properties: Sequence[Feature], wanted: Wanted) -> None:
    known = list(dict.fromkeys(name for each in properties for name in each))
    for column in wanted.columns():
        if column not in known:
            names = ", ".join(known).encode("utf-8", "replace").decode()
            raise UnknownColumnError(file=wanted.file, column=column, columns=names)


def _texts(values: Sequence[object], column: str, file: str) -> list[str]:
    texts = [_text(value) for value in values]
    for number, text in enumerate(texts, 1):
        if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
            raise HalfCharacterError(file=file, number=number, column=column)
    return texts


def _text(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)
