"""Areas and places, as slow and obvious as possible: each plot by itself."""

from __future__ import annotations

import shapely

from domain.kernel.instants import Instant
from tests.property.naive_counts import active_in
from tests.property.naive_land import World, answer


def shapes(now: World, v: Instant) -> dict[str, str]:
    """Return the boundary of every plot that exists at V and has one."""
    told = {
        plot: answer(now, plot, "boundary", v) for plot in active_in(now, "plot", v)
    }
    return {plot: str(wkt) for plot, wkt in told.items() if wkt is not None}


def plots_at(now: World, x: float, y: float, v: Instant) -> set[str]:
    """Return the plots whose interior holds a point; an edge belongs to nobody."""
    point = shapely.Point(x, y)
    return {
        plot
        for plot, wkt in shapes(now, v).items()
        if shapely.from_wkt(wkt).contains(point)
    }


def total_area_m2(now: World, v: Instant) -> float:
    """Sum the areas of all boundaries."""
    return sum(float(shapely.from_wkt(wkt).area) for wkt in shapes(now, v).values())
