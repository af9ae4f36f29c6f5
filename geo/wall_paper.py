"""Sheets of paper: their sizes, their rooms, and the way from the ground onto them.

On a sheet everything is in millimetres from its lower left corner. Type and margins
grow more slowly than the paper, because a larger sheet hangs further away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.placement import Geometries

Bounds = tuple[float, float, float, float]

PAPERS_MM: Mapping[str, tuple[int, int]] = {
    "A0": (841, 1189),
    "A1": (594, 841),
    "A2": (420, 594),
    "A3": (297, 420),
    "A4": (210, 297),
}
"""ISO 216, width and height when upright."""

GROWTH = 0.81
"""A0 type is three times that of A4, not four times."""
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
class Rooms:
    """A sheet divided up.

    Attributes:
        sheet: The whole paper.
        unit: Factor of type and margins; 1 on A0.
        head: Title and dates.
        map: The map's own frame.
        legend: Stages with their figures.
        insets: Frames of enlargements; the first is used first.
        key: Signs, scale bar and north arrow.
        foot: What the sheet was made from.
    """

    sheet: Box
    unit: float
    head: Box
    map: Box
    legend: Box
    insets: Sequence[Box]
    key: Box
    foot: Box


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


def rooms_of(paper: str, *, landscape: bool) -> Rooms:
    """Divide a sheet up.

    Args:
        paper: One of ``PAPERS_MM``.
        landscape: Whether the long side lies at the bottom.
    """
    short, long = PAPERS_MM[paper]
    width, height = (long, short) if landscape else (short, long)
    sheet = Box(left=0, bottom=0, width=width, height=height)
    unit = (short / PAPERS_MM["A0"][0]) ** GROWTH
    return (_landscape if landscape else _upright)(sheet, unit)


MARGIN, HEAD, FOOT, TICKS, GAP = 20, 66, 15, 9, 11
COLUMN, LEGEND, KEY = 262, 196, 122
INSET_SHAPE = 0.66
"""An inset's height by its width."""
LEAST_INSET = 110


def _landscape(sheet: Box, unit: float) -> Rooms:
    head, body, foot = _bands(sheet, unit)
    left = body.right - COLUMN * unit
    column = {"left": left, "width": COLUMN * unit}
    key = Box(bottom=body.bottom, height=KEY * unit, **column)
    legend = Box(bottom=body.top - LEGEND * unit, height=LEGEND * unit, **column)
    free = Box(
        bottom=key.top + GAP * unit,
        height=legend.bottom - key.top - 2 * GAP * unit,
        **column,
    )
    count = max(1, round(free.height / (column["width"] * INSET_SHAPE)))
    frame = Box(
        left=body.left,
        bottom=body.bottom,
        width=left - GAP * unit - body.left,
        height=body.height,
    )
    return Rooms(
        sheet=sheet,
        unit=unit,
        head=head,
        map=_within(frame, TICKS * unit),
        legend=legend,
        insets=[b for b in _rows(free, count, GAP * unit) if _is_fit(b, unit)],
        key=key,
        foot=foot,
    )


def _upright(sheet: Box, unit: float) -> Rooms:
    head, body, foot = _bands(sheet, unit)
    band = {"bottom": body.bottom, "height": LEGEND * unit}
    legend = Box(left=body.left, width=COLUMN * unit, **band)
    key = Box(left=body.right - KEY * unit, width=KEY * unit, **band)
    free = Box(
        left=legend.right + GAP * unit,
        width=key.left - legend.right - 2 * GAP * unit,
        **band,
    )
    count = max(1, round(free.width / (band["height"] / INSET_SHAPE)))
    frame = Box(
        left=body.left,
        bottom=legend.top + GAP * unit,
        width=body.width,
        height=body.top - legend.top - GAP * unit,
    )
    return Rooms(
        sheet=sheet,
        unit=unit,
        head=head,
        map=_within(frame, TICKS * unit),
        legend=legend,
        insets=[b for b in _columns(free, count, GAP * unit) if _is_fit(b, unit)],
        key=key,
        foot=foot,
    )


def _bands(sheet: Box, unit: float) -> tuple[Box, Box, Box]:
    """Cut a sheet into head, body and foot."""
    margin = MARGIN * unit
    wide = {"left": margin, "width": sheet.width - 2 * margin}
    head = Box(bottom=sheet.top - margin - HEAD * unit, height=HEAD * unit, **wide)
    foot = Box(bottom=margin, height=FOOT * unit, **wide)
    bottom = foot.top + GAP * unit / 2
    body = Box(bottom=bottom, height=head.bottom - GAP * unit / 2 - bottom, **wide)
    return head, body, foot


def _within(box: Box, by: float) -> Box:
    return Box(
        left=box.left + by,
        bottom=box.bottom + by,
        width=box.width - 2 * by,
        height=box.height - 2 * by,
    )


def _rows(box: Box, count: int, gap: float) -> list[Box]:
    height = (box.height - (count - 1) * gap) / count
    return [
        Box(
            left=box.left,
            width=box.width,
            height=height,
            bottom=box.top - height - number * (height + gap),
        )
        for number in range(count)
    ]


def _columns(box: Box, count: int, gap: float) -> list[Box]:
    width = (box.width - (count - 1) * gap) / count
    return [
        Box(
            left=box.left + number * (width + gap),
            width=width,
            bottom=box.bottom,
            height=box.height,
        )
        for number in range(count)
    ]


def _is_fit(box: Box, unit: float) -> bool:
    return min(box.width, box.height) >= LEAST_INSET * unit
