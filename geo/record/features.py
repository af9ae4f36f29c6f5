"""Shapes with their attributes as GeoJSON for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.record.crs import WGS84
from geo.record.placement import transformed

_DECIMALS_DEG = 7
"""About a centimetre on the ground."""


def feature_collection(
    *,
    ids: Sequence[int | str],
    wkts: Sequence[str | None],
    properties: Mapping[str, Sequence[object]],
    crs: str,
    members: Mapping[str, object],
) -> str:
    """Write a GeoJSON feature collection.

    Args:
        ids: n feature ids.
        wkts: n shapes of record in ``crs``; None where a thing has none.
        properties: Columns of n values that JSON can hold, by name.
        crs: Code of the district's CRS.
        members: Further members of the collection: its dates, its position.

    Returns:
        GeoJSON by RFC 7946: WGS 84, longitude first, seven decimals, exterior rings
        anticlockwise, null where there is no shape. Rounding may make slivers under
        a centimetre invalid; the record itself keeps millimetres.

    Raises:
        UnknownCrsError, BallparkTransformError: See ``geo.record.crs``.
        ValueError: The columns differ in length.
    """
    columns = zip(*properties.values(), strict=True) if properties else ((),) * len(ids)
    features = [
        {
            "type": "Feature",
            "id": number,
            "geometry": shape and msgspec.Raw(shape.encode()),
            "properties": dict(zip(properties, row, strict=True)),
        }
        for number, shape, row in zip(ids, _geojson(wkts, crs), columns, strict=True)
    ]
    collection = {**members, "type": "FeatureCollection", "features": features}
    return msgspec.json.encode(collection).decode()


def _geojson(wkts: Sequence[str | None], crs: str) -> list[str | None]:
    shapes = np.asarray(shapely.from_wkt(np.array(wkts, dtype=object)))
    placed = transformed(shapes, source=crs, target=WGS84)
    rounded = shapely.orient_polygons(shapely.transform(placed, _rounded))
    texts: list[str | None] = shapely.to_geojson(rounded).tolist()
    return texts


def _rounded(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(degrees, _DECIMALS_DEG)
