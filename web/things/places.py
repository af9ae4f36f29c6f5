"""Where a thing is, as one position on the globe, to fly to or to mark."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from geo.record.crs import WGS84
from geo.record.placement import transformed

DECIMALS_DEG = 6
"""About a decimetre on the ground."""


def centres_deg(
    wkts: Sequence[str | None], *, crs: str
) -> list[tuple[float, float] | None]:
    """Find a position inside each shape.

    Args:
        wkts: n shapes of record in ``crs``; None where a thing has none.
        crs: Code of the district's CRS.

    Returns:
        n pairs, latitude before longitude, WGS 84; None where there is no shape.
    """
    shapes = shapely.from_wkt(np.array(wkts, dtype=object))
    inside = transformed(shapely.point_on_surface(shapes), source=crs, target=WGS84)
    lats_deg = shapely.get_y(inside).round(DECIMALS_DEG).tolist()
    lons_deg = shapely.get_x(inside).round(DECIMALS_DEG).tolist()
    return [
        None if wkt is None else (lat_deg, lon_deg)
        for wkt, lat_deg, lon_deg in zip(wkts, lats_deg, lons_deg, strict=True)
    ]
