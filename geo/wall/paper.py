"""Sheets of paper: their sizes, and the way from the ground onto them.

On a sheet everything is in millimetres from its lower left corner.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.record.placement import Geometries

Bounds = tuple[float, float, float, float]

PAPERS_MM: Mapping[str, tuple[int, int]] = {
    "A0": (841, 1189),
    "A1": (594, 841),
    "A2": (420, 594),
    "A3": (297, 420),
    "A4": (210, 297),
}
"""ISO 216, width and height when upright."""

MM_A_POINT = 25.4 / 72
POINTS_DECIMALS = 2
"""Geometry is rounded to a hundredth of a point: no eye sees it, and files halve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A room on a sheet, in mm."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.bottom + self.height

    @property
    def bounds(self) -> Bounds:
        """Left, bottom, right, top."""
        return (self.left, self.bottom, self.right, self.top)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A window of the ground in a frame, true to scale.

    Attributes:
        frame: Where it is on the sheet.
        west_m: East coordinate at the left edge, in the district's CRS.
        south_m: North coordinate at the lower edge.
        denominator: 5000 for 1:5000.
    """

    frame: Box
    west_m: float
    south_m: float
    denominator: float

    @property
    def bounds_m(self) -> Bounds:
        """West, south, east, north of what is seen."""
        metres = self.denominator / 1000
        east = self.west_m + self.frame.width * metres
        north = self.south_m + self.frame.height * metres
        return (self.west_m, self.south_m, east, north)

    def mm(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Bring positions onto the sheet, (n, 2) in metres to (n, 2) in mm."""
        corner = np.array([self.west_m, self.south_m])
        room = np.array([self.frame.left, self.frame.bottom])
        return np.asarray((metres - corner) * (1000 / self.denominator) + room)

    def points(self, shapes: Geometries) -> Geometries:
        """Bring shapes onto the sheet, in points of 1/72 inch."""
        return np.asarray(
            shapely.transform(
                shapes,
                lambda xy: np.round(self.mm(xy) / MM_A_POINT, POINTS_DECIMALS),
            ),
            dtype=object,
        )


def centred(bounds_m: Bounds, frame: Box, denominator: float) -> View:
    """Look at the middle of some bounds."""
    west, south, east, north = bounds_m
    metres = denominator / 1000
    return View(
        frame=frame,
        west_m=(west + east - frame.width * metres) / 2,
        south_m=(south + north - frame.height * metres) / 2,
        denominator=denominator,
    )
