"""The rooms of a sheet: head, map, legend, insets, key and foot.

Type and margins grow more slowly than the paper: a larger sheet hangs further away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.wall.paper import PAPERS_MM, Box

GROWTH = 0.81
"""A0 type is three times that of A4, not four times."""


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
