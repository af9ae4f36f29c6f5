"""The view of a map: which plots have their middle inside."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from geo.tiles.grid import metres
from projections.over_time.steps import Ints
from web.atlas.over_time.time_map import TimeMap
from web.words.refusals import UnreadableViewError

CORNERS = 4
STEEPEST_DEG = 85.0


@dataclass(frozen=True, slots=True)
class View:
    """A rectangle on the Web Mercator plane, metres."""

    west_m: float
    south_m: float
    east_m: float
    north_m: float

    @classmethod
    def of(cls, text: str) -> View | None:
        """Read ``west,south,east,north`` in degrees; blank is no view.

        Raises:
            UnreadableViewError: It is not such a rectangle.
        """
        if not text:
            return None
        west, south, east, north = _corners(text)
        left, bottom = metres(lon_deg=west, lat_deg=max(south, -STEEPEST_DEG))
        right, top = metres(lon_deg=east, lat_deg=min(north, STEEPEST_DEG))
        return cls(left, bottom, right, top)


def _corners(text: str) -> list[float]:
    try:
        found = [float(each) for each in text.split(",")]
    except ValueError:
        raise UnreadableViewError(text=text) from None
    is_view = len(found) == CORNERS and all(map(math.isfinite, found))
    if not is_view or found[0] > found[2] or found[1] > found[3]:
        raise UnreadableViewError(text=text)
    return found


def plots_in(shown: TimeMap, view: View) -> Ints:
    """Return the plots of which a boundary has its middle in the view, or a point."""
    ground = shown.ground.ground
    place = np.searchsorted(ground.rows, shown.placed.row)
    west, south, east, north = ground.shapes.bounds_m[place].T
    across, up = (west + east) / 2, (south + north) / 2
    inside = (across >= view.west_m) & (across <= view.east_m)
    inside &= (up >= view.south_m) & (up <= view.north_m)
    return np.unique(shown.placed.number[inside])
