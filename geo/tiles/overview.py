"""The ground seen from afar: shapes merged group by group, with lanes closed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.record.placement import Geometries
from geo.tiles.rings import Ints

LANE_M = 16.0
"""Lanes up to this width disappear: at zoom 12 they are less than half a pixel."""
TOLERANCE_M = 4.0
"""How far a simplified outline may lie from the true one."""


def merged(
    shapes: Sequence[str | None], groups: Ints, *, count: int
) -> list[str | None]:
    """Merge the polygons of each group to one shape.

    Polygons grow by half a lane, are united, and shrink again, so that blocks on both
    sides of a lane become one area. ``shapely.coverage_union`` would be quicker, but
    fails where neighbours do not meet corner to corner.

    Args:
        shapes: n shapes of record, WKT in the district's CRS, metres; points and None
            belong to no area.
        groups: Shape (n,), the group of each, 0 to ``count`` - 1.
        count: How many groups there are.

    Returns:
        One WKT for each group, None where it has no polygon.
    """
    geometries = np.asarray(shapely.from_wkt(np.array(shapes, dtype=object)))
    has_area = shapely.get_dimensions(geometries) == 2  # noqa: PLR2004  (polygons)
    grown = _moved_out(geometries[has_area], LANE_M / 2)
    united = [
        shapely.union_all(each) for each in _by_group(grown, groups[has_area], count)
    ]
    outlines = shapely.simplify(
        _moved_out(np.array(united, dtype=object), -LANE_M / 2), TOLERANCE_M
    )
    texts = shapely.to_wkt(outlines, rounding_precision=1)
    return [
        None if empty else str(text)
        for text, empty in zip(texts, shapely.is_empty(outlines), strict=True)
    ]


def _moved_out(shapes: Geometries, distance_m: float) -> NDArray[np.object_]:
    found = shapely.buffer(shapes, distance_m, quad_segs=1, join_style="mitre")
    return np.asarray(found, dtype=object)


def _by_group(shapes: Geometries, groups: Ints, count: int) -> list[Geometries]:
    order = np.argsort(groups, kind="stable")
    ends = np.cumsum(np.bincount(groups, minlength=count))
    return np.split(shapes[order], ends[:-1])
