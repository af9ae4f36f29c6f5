"""Round numbers of a map: its scale, its scale bar, its grid."""

from __future__ import annotations

import math
from collections.abc import Sequence

from geo.wall.paper import Bounds, Box

SCALES = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 7.5, 8.0)
STEPS = (1.0, 2.0, 5.0)
FINEST = 100
"""1:100 is as near as a map of plots ever comes."""


def fitting_scale(bounds_m: Bounds, frame: Box, *, air: float = 0.02) -> int:
    """Find the largest round scale at which some ground fits a frame.

    Args:
        bounds_m: West, south, east, north.
        frame: The room there is.
        air: Share of the frame that stays free on all sides together.

    Returns:
        The denominator, such as 5000.
    """
    west, south, east, north = bounds_m
    room = 1 - air
    return round_scale(
        1000
        * max(
            (east - west) / (frame.width * room),
            (north - south) / (frame.height * room),
        )
    )


def round_scale(least: float) -> int:
    """Return the smallest round denominator that is no smaller than ``least``."""
    return round(_next(SCALES, max(least, FINEST)))


def bar_m(denominator: float, *, room_mm: float) -> float:
    """Return the longest round length whose bar fits into a room, in metres."""
    return _last(STEPS, denominator * room_mm / 1000)


def grid_m(denominator: float, *, apart_mm: float) -> float:
    """Return the distance between grid lines, round, and no closer than asked for."""
    return _next(STEPS, denominator * apart_mm / 1000)


def grid_lines(start_m: float, end_m: float, step_m: float) -> Sequence[float]:
    """List the multiples of a step strictly between two coordinates."""
    first = math.floor(start_m / step_m) + 1
    last = math.ceil(end_m / step_m) - 1
    return [number * step_m for number in range(first, last + 1)]


def _next(leading: Sequence[float], least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    tolerance = least * (1 - 1e-9)
    each = (power * digit for digit in (*leading, 10.0 * leading[0]))
    return next(value for value in each if value >= tolerance)


def _last(leading: Sequence[float], most: float) -> float:
    power = 10.0 ** math.floor(math.log10(most))
    return max(power * digit for digit in leading if power * digit <= most * (1 + 1e-9))
