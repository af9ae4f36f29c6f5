"""GeoPackages, read by GDAL with its driver for them and no other."""

from __future__ import annotations

import math
import sqlite3
import sys
import warnings
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.foreign.limits import Limits, Wanted
from geo.foreign.raw import RawLayer
from geo.foreign.refusals import (
    BadFeatureError,
    DamagedFileError,
    NoSuchLayerError,
    SeveralLayersError,
    TooManyFeaturesError,
)
from geo.record.errors import UndeclaredCrsError, UnknownColumnError
from geo.record.placement import Geometries

DRIVER, QUOTE = "GPKG", '"'
NEEDLESS = ("geopandas", "pandas", "pyarrow")
"""The reader would load these where they are installed: 70 MB and half a second."""
UNDECLARED = ("Undefined Cartesian SRS", "Undefined geographic SRS")
"""What the standard calls the two entries that say nothing."""


def read_geopackage(path: Path, wanted: Wanted, limits: Limits) -> RawLayer:
    """Read one layer of a GeoPackage; curves become straight.

    Raises:
        SeveralLayersError, NoSuchLayerError: Which layer is not clear.
        UndeclaredCrsError: It does not say which CRS it is in.
        UnknownColumnError: A column is not there.
        TooManyFeaturesError: It says that it has more features than a layer may.
        BadFeatureError: A shape cannot be read.
        Exception: Whatever the library makes of a damaged file.
    """
    for name in NEEDLESS:
        sys.modules[name] = None  # type: ignore[assignment]
    warnings.simplefilter("ignore")  # what matters is refused, not warned of
    import pyogrio  # noqa: PLC0415  (only this process may load GDAL)
    from pyogrio import raw  # noqa: PLC0415

    source = f"{DRIVER}:{path}"  # the prefix that only this driver opens
    layer = _chosen(pyogrio.list_layers(source).tolist(), wanted)
    about = pyogrio.read_info(source, layer=layer, force_feature_count=True)
    if (found := about["features"]) > limits.features:
        raise TooManyFeaturesError(file=wanted.file, found=found, most=limits.features)
    crs = _declared(about["crs"], wanted.file)
    columns = _columns(list(about["fields"]), wanted)
    meta, _, shapes, fields = raw.read(
        source, layer=layer, columns=columns, force_2d=True, datetime_as_string=True
    )
    _require_shapes(path, wanted.file, (layer, about["geometry_name"]), shapes)
    kinds = dict(zip(meta["fields"], meta["ogr_types"], strict=True))
    values = dict(zip(meta["fields"], fields, strict=True))
    texts = {name: _texts(values[name].tolist(), kinds[name]) for name in columns}
    blank = [""] * len(shapes)
    texts |= {name: blank for name in wanted.columns() if name not in texts}
    return RawLayer(DRIVER, crs, _shapes(shapes, wanted.file), texts)


def _require_shapes(
    path: Path, file: str, column: tuple[str, str], shapes: Sequence[object]
) -> None:
    """Refuse a file where GDAL takes shapes that it cannot read for none."""
    table, name = (f'"{each.replace(QUOTE, 2 * QUOTE)}"' for each in column)
    count = f"SELECT COUNT(*) FROM {table} WHERE {name} IS NOT NULL"  # noqa: S608  (names)
    with closing(sqlite3.connect(path)) as database:
        [(written,)] = database.execute(count)
    lost = written - sum(shape is not None for shape in shapes)
    if lost > 0:
        raise DamagedFileError(file=file, said=f"{lost} of {written} shapes")


def _chosen(found: Sequence[Sequence[Any]], wanted: Wanted) -> str:
    names = [str(name) for name, kind in found if kind is not None]
    listed = ", ".join(names)
    if wanted.source_layer:
        if wanted.source_layer not in names:
            raise NoSuchLayerError(
                file=wanted.file, layer=wanted.source_layer, names=listed
            )
        return wanted.source_layer
    if len(names) != 1:
        raise SeveralLayersError(file=wanted.file, count=len(names), names=listed)
    return names[0]


def _declared(crs: str | None, file: str) -> str:
    if crs is None or any(name in crs for name in UNDECLARED):
        raise UndeclaredCrsError(file=file)
    return crs


def _columns(known: Sequence[str], wanted: Wanted) -> list[str]:
    missing = [name for name in wanted.columns() if name not in known]
    if missing and not wanted.is_kept_form:
        raise UnknownColumnError(
            file=wanted.file, column=missing[0], columns=", ".join(known)
        )
    return [name for name in dict.fromkeys(wanted.columns()) if name in known]


def _shapes(column: Any, file: str) -> Geometries:  # noqa: ANN401  (bytes or None)
    shapes = np.asarray(shapely.from_wkb(column, on_invalid="ignore"), dtype=object)
    there = np.array([content is not None for content in column], dtype=bool)
    for row in np.flatnonzero(shapely.is_missing(shapes) & there):
        raise BadFeatureError(file=file, number=int(row) + 1)
    return shapes


def _texts(values: Sequence[object], kind: str) -> list[str]:
    is_whole = kind.startswith("OFTInteger")
    return [_text(value, is_whole=is_whole) for value in values]


def _text(value: object, *, is_whole: bool) -> str:
    """Write a value; whole numbers with gaps come as floats, gaps as NaN."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return f"{value:.0f}" if is_whole and isinstance(value, float) else str(value)
