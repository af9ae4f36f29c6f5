"""From what a file holds to a base layer: its place, its rounding, its limits."""

from __future__ import annotations

import numpy as np
import shapely

from geo.foreign.base_layer import BaseLayer
from geo.foreign.limits import Limits, Wanted
from geo.foreign.raw import RawLayer
from geo.foreign.refusals import TooManyFeaturesError, TooManyVerticesError
from geo.record.crs import district_crs
from geo.record.errors import GeoError
from geo.record.placement import Geometries, misplaced, transformed

DECIMALS_M = 3
COLLECTION = shapely.GeometryType.GEOMETRYCOLLECTION
SINGLE = shapely.GeometryType.POLYGON
"""The last type id of what has no parts."""
MULTI = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)
"""What holds several shapes, by their dimension."""
READING = 1
"""Version of all that leads from a file to a layer; another may read it otherwise."""


def laid(raw: RawLayer, wanted: Wanted, limits: Limits) -> BaseLayer:
    """Bring features into the district's CRS, to the millimetre.

    Those without a shape are left out.

    Raises:
        TooManyFeaturesError, TooManyVerticesError: It is more than a map can draw.
        OutOfCrsError: Coordinates that cannot lie in the CRS declared.
        UnknownCrsError, BallparkTransformError: See ``geo.record.crs``.
    """
    district_crs(wanted.crs)
    there = ~(shapely.is_missing(raw.shapes) | shapely.is_empty(raw.shapes))
    rows = np.flatnonzero(there).tolist()
    shapes = shapely.force_2d(_of_one_kind(raw.shapes[rows]))
    _require_few(shapes, wanted.file, limits)
    try:
        placed = _placed(shapes, raw.crs, wanted.crs)
    except GeoError as problem:
        raise _named(problem) from None
    rounded = shapely.transform(placed, lambda xy: np.round(xy, DECIMALS_M) + 0.0)
    return BaseLayer(
        wanted.crs,
        np.asarray(rounded, dtype=object),
        _column(raw, wanted.class_column, rows),
        _column(raw, wanted.label_column, rows),
    )


def _require_few(shapes: Geometries, file: str, limits: Limits) -> None:
    if (found := len(shapes)) > (most := limits.features):
        raise TooManyFeaturesError(file=file, found=found, most=most)
    found = int(shapely.get_num_coordinates(shapes).sum())
    if found > (most := limits.vertices):
        raise TooManyVerticesError(file=file, found=found, most=most)


def _of_one_kind(shapes: Geometries) -> Geometries:
    """Leave of a collection only what has the most dimensions: areas before lines."""
    found = shapes.copy()
    for row in np.flatnonzero(shapely.get_type_id(shapes) == COLLECTION).tolist():
        parts = _parts(shapes[row])
        dimensions = shapely.get_dimensions(parts)
        largest = parts[dimensions == dimensions.max()]
        found[row] = MULTI[int(dimensions.max())](largest)
    return found


def _parts(shape: shapely.Geometry) -> Geometries:
    """Take a collection apart, down to what is none and has coordinates."""
    parts = np.array([shape], dtype=object)
    while (shapely.get_type_id(parts) > SINGLE).any():
        parts = shapely.get_parts(parts)
    found: Geometries = parts[~shapely.is_empty(parts)]
    return found


def _placed(shapes: Geometries, source: str, target: str) -> Geometries:
    placed = transformed(shapes, source=source, target=target)
    for problem in misplaced(shapes, placed, source=source, target=target).values():
        raise problem
    return placed


def _named(problem: GeoError) -> GeoError:
    """Say a CRS by its name only: a definition of its own fills a page."""
    fields = {
        name: str(value).split('"')[1] if '["' in str(value) else value
        for name, value in problem.fields.items()
    }
    return type(problem)(**fields)


def _column(raw: RawLayer, name: str, rows: list[int]) -> list[str]:
    texts = raw.texts[name] if name else [""] * len(raw.shapes)
    return [texts[row] for row in rows]
