"""The frame of a map on paper: its neat line and the grid of its reference system."""

from __future__ import annotations

from geo.wall.ink.ink import Sheet
from geo.wall.paper import Box, View
from geo.wall.scale import grid_lines, grid_m

APART_MM = 120.0
CROSS_MM = 3.0
TICK = 3.2
SMALL = 0.58
NUMBER = 24.0
"""Room that a coordinate needs behind its tick."""


def draw_frame(sheet: Sheet, view: View, *, ticks: float) -> None:
    """Draw the neat line, ticks with coordinates, and crosses where lines meet.

    Args:
        sheet: Where to.
        view: The map.
        ticks: Width of the band around the map that holds the coordinates, in mm.
    """
    unit, frame, ink = sheet.unit, view.frame, sheet.colour("ink")
    sheet.box(frame, facecolor="none", edgecolor=ink, linewidth=1.0 * unit, zorder=9.0)
    outer = Box(
        left=frame.left - ticks,
        bottom=frame.bottom - ticks,
        width=frame.width + 2 * ticks,
        height=frame.height + 2 * ticks,
    )
    sheet.box(outer, facecolor="none", edgecolor=ink, linewidth=2.2 * unit, zorder=9.0)
    west, south, east, north = view.bounds_m
    step = grid_m(view.denominator, apart_mm=APART_MM * unit)
    free_m = NUMBER * unit * view.denominator / 1000
    xs = grid_lines(west, east - free_m, step)
    ys = grid_lines(south, north - free_m, step)
    for x in xs:
        _east_tick(sheet, view, x, ticks)
    for y in ys:
        _north_tick(sheet, view, y, ticks)
    _crosses(sheet, view, list(xs), list(ys))


def _east_tick(sheet: Sheet, view: View, east_m: float, ticks: float) -> None:
    frame, unit = view.frame, sheet.unit
    x = frame.left + (east_m - view.west_m) * 1000 / view.denominator
    look = {"edgecolor": sheet.colour("ink"), "linewidth": 0.8 * unit}
    sheet.line((x, x), (frame.top, frame.top + TICK * unit), **look)
    sheet.line((x, x), (frame.bottom, frame.bottom - TICK * unit), **look)
    for y in (frame.top + ticks / 2, frame.bottom - ticks / 2):
        _coordinate(sheet, x + 1.5 * unit, y, east_m, ha="left")


def _north_tick(sheet: Sheet, view: View, north_m: float, ticks: float) -> None:
    frame, unit = view.frame, sheet.unit
    y = frame.bottom + (north_m - view.south_m) * 1000 / view.denominator
    look = {"edgecolor": sheet.colour("ink"), "linewidth": 0.8 * unit}
    sheet.line((frame.left - TICK * unit, frame.left), (y, y), **look)
    sheet.line((frame.right, frame.right + TICK * unit), (y, y), **look)
    for x in (frame.left - ticks / 2, frame.right + ticks / 2):
        _coordinate(
            sheet, x, y + 1.5 * unit, north_m, rotation=90, va="bottom", ha="center"
        )


def _coordinate(
    sheet: Sheet, x: float, y: float, metres: float, **look: object
) -> None:
    text = f"{metres:,.0f}".replace(",", "\u2009")
    kept = {"va": "center", "color": sheet.colour("ink-2"), "rotation_mode": "default"}
    sheet.write(x, y, text, size=SMALL, **{**kept, **look})


def _crosses(sheet: Sheet, view: View, xs: list[float], ys: list[float]) -> None:
    half = CROSS_MM * sheet.unit
    look = {
        "edgecolor": sheet.colour("ink-3"),
        "linewidth": 0.5 * sheet.unit,
        "zorder": 6.5,
    }
    scale, frame = 1000 / view.denominator, view.frame
    for east_m in xs:
        x = frame.left + (east_m - view.west_m) * scale
        for north_m in ys:
            y = frame.bottom + (north_m - view.south_m) * scale
            sheet.line((x - half, x + half), (y, y), **look)
            sheet.line((x, x), (y - half, y + half), **look)
