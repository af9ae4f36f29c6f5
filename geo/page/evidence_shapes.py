"""Shapes packed into text that a page can carry: four columns of varints in base64."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

import numpy as np
import shapely

from geo.record.crs import WEB_MERCATOR
from geo.record.placement import Geometries, transformed
from geo.tiles import varint
from geo.tiles.rings import Ints

AREA = 2
KIND_OF_DIMENSION = np.array([1, 2, 3])
"""Points, lines and areas, numbered as in vector tiles."""


def packed(shapes: Geometries, *, crs: str, unit_m: float) -> Mapping[str, object]:
    """Pack shapes for a page.

    Args:
        shapes: Shape (n,), in ``crs``, none missing, none empty.
        crs: Code of the district's CRS.
        unit_m: What coordinates are rounded to, in metres of EPSG:3857.

    Returns:
        ``count``, ``unit``, ``origin`` (x and y in EPSG:3857), and as varints in
        base64 ``kinds`` (n), ``rings`` (n), ``corners`` of each ring, and ``steps``
        from corner to corner, x and y in turn, zigzag. Rings are not closed.
    """
    placed = transformed(shapely.force_2d(shapes), source=crs, target=WEB_MERCATOR)
    rings, owners = _rings(placed)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    origin = np.floor(coordinates.min(axis=0)) if len(coordinates) else np.zeros(2)
    units = np.round((coordinates - origin) / unit_m).astype(np.int64)
    steps = np.diff(units, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return {
        "count": len(shapes),
        "unit": unit_m,
        "origin": origin.tolist(),
        "kinds": _text(KIND_OF_DIMENSION[shapely.get_dimensions(placed)]),
        "rings": _text(np.bincount(owners, minlength=len(placed))),
        "corners": _text(np.bincount(ring, minlength=len(rings))),
        "steps": b64encode(varint.encode(varint.zigzag(steps.ravel()))).decode(),
    }


def _rings(shapes: Geometries) -> tuple[Geometries, Ints]:
    """List all rings, open, with the place of their shape."""
    parts, owners = shapely.get_parts(shapes, return_index=True)
    areas = shapely.get_dimensions(parts) == AREA
    rings, polygon = shapely.get_rings(parts[areas], return_index=True)
    every = np.concatenate((_opened(rings), parts[~areas]))
    owner = np.concatenate((owners[areas][polygon], owners[~areas]))
    order = np.argsort(owner, kind="stable")
    return every[order], owner[order]


def _opened(rings: Geometries) -> Geometries:
    """Take the last corner of each ring, which repeats its first."""
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    kept = np.append(ring[1:] == ring[:-1], np.zeros(len(ring[:1]), dtype=bool))
    lines = shapely.linestrings(coordinates[kept], indices=ring[kept])
    return np.atleast_1d(np.asarray(lines, dtype=object))


def _text(numbers: Ints) -> str:
    return b64encode(varint.encode(numbers.astype(np.uint64))).decode()
