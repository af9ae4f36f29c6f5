"""Base layers: files of any declared CRS, brought into the district's.

GeoPandas and its readers take 70 MB: a server loads them once there is a layer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.record.crs import WGS84, district_crs, known_crs
from geo.record.errors import LayerFileError, UndeclaredCrsError, UnknownColumnError
from geo.record.placement import Geometries, misplaced, moved

if TYPE_CHECKING:
    import geopandas as gpd
    import pyproj

GEOPACKAGE_MAGIC = b"SQLite format 3\x00"
DECIMALS_M = 3
CLASS, LABEL = "class", "label"


def read_layer(
    path: Path, *, crs: str, class_column: str | None, label_column: str | None
) -> gpd.GeoDataFrame:
    """Read a base layer.

    Args:
        path: GeoPackage with one layer, or GeoJSON; told apart by their content.
        crs: Code of the district's CRS.
        class_column: Column of what a feature is, such as a class of road.
        label_column: Column of what is written beside it.

    Returns:
        Features in ``crs``, to the millimetre, with the columns ``class`` and
        ``label`` (text, blank where unknown) and ``geometry``; empty ones are left out.

    Raises:
        LayerFileError: It is neither, cannot be read, or has several layers.
        UndeclaredCrsError: It does not say which CRS it is in.
        UnknownColumnError: A column is not there.
        OutOfCrsError: Coordinates that cannot lie in the CRS declared.
    """
    district_crs(crs)
    frame = _geopackage(path) if _is_geopackage(path) else _geojson(path)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    source = frame.crs.to_string()
    shapes = frame.geometry.to_numpy()
    placed = moved(shapes, source=source, target=crs)
    for problem in misplaced(shapes, placed, source=source, target=crs).values():
        raise problem
    columns = {
        CLASS: _texts(path, frame, class_column),
        LABEL: _texts(path, frame, label_column),
    }
    rounded = shapely.transform(placed, lambda xy: np.round(xy, DECIMALS_M))
    return _frame(columns, rounded, known_crs(crs))


def _frame(
    columns: Mapping[str, object] | Sequence[Mapping[str, object]],
    shapes: Geometries,
    crs: pyproj.CRS,
) -> gpd.GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415

    return gpd.GeoDataFrame(columns, geometry=shapes, crs=crs)


def _is_geopackage(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(GEOPACKAGE_MAGIC)) == GEOPACKAGE_MAGIC


def _geopackage(path: Path) -> gpd.GeoDataFrame:
    """Read the one layer of a GeoPackage, by its own driver and no other."""
    import pyogrio  # noqa: PLC0415

    names = [name for name, kind in pyogrio.list_layers(path) if kind is not None]
    if len(names) != 1:
        why = f"it has {len(names)} layers with geometry, where one is needed"
        raise LayerFileError(file=path.name, why=why)
    frame = pyogrio.read_dataframe(path, layer=names[0])
    if frame.crs is None:
        raise UndeclaredCrsError(file=path.name)
    return frame


def _geojson(path: Path) -> gpd.GeoDataFrame:
    """Read GeoJSON as JSON: GDAL would fetch a ``crs`` that links to the network."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        features = read["features"]
        geometries = [json.dumps(feature["geometry"]) for feature in features]
        shapes = shapely.from_geojson(np.array(geometries, dtype=object))
        properties = [feature.get("properties") or {} for feature in features]
    except (ValueError, KeyError, TypeError, shapely.errors.GEOSException) as error:
        raise LayerFileError(
            file=path.name, why=f"no GeoJSON features: {error}"
        ) from None
    crs = _declared(read)
    return _frame(properties, shapes, known_crs(crs))


def _declared(read: dict[str, object]) -> str:
    """Return the CRS of GeoJSON: WGS 84, unless the member of 2008 names another."""
    crs = read.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return str(name) if name else WGS84


def _texts(path: Path, frame: gpd.GeoDataFrame, column: str | None) -> list[str]:
    if column is None:
        return [""] * len(frame)
    if column not in frame.columns:
        known = ", ".join(map(str, frame.columns.drop(frame.geometry.name)))
        raise UnknownColumnError(file=path.name, column=column, columns=known)
    return ["" if text is None else str(text) for text in frame[column].tolist()]
