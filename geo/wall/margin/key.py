"""The key of a wall map: scale, scale bar, north arrow, signs, reference system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.patches import Polygon

from geo.record.crs import known_crs
from geo.wall.content import WallContent
from geo.wall.ink.ink import Z_PANEL, Sheet
from geo.wall.paper import Box, View
from geo.wall.scale import bar_m

BAR_PARTS = 4
KILOMETRE = 1000
WIDE = 180.0
"""From this width on, signs stand in two columns."""


def draw_key(
    sheet: Sheet, box: Box, content: WallContent, view: View, *, has_insets: bool
) -> None:
    """Draw the key from the top of a room downwards; it names what the map shows."""
    unit = sheet.unit
    absent = {"inset"} if not has_insets else set()
    absent |= {"town", "zone"} - {ground.kind for ground in content.grounds}
    absent |= set() if len(content.sites.shapes) else {"site"}
    words = {n: word for n, word in content.words.items() if n not in absent}
    arrow = 26 * unit
    _north(sheet, box.right - arrow / 2, box.top, arrow, content.words["north"])
    scale = f"1:{view.denominator:,.0f}"
    sheet.write(box.left, box.top - 18 * unit, scale, size=1.9, weight=700)
    room = box.width - arrow - 34 * unit
    _scale_bar(sheet, box.left, box.top - 36 * unit, view.denominator, room)
    _signs(sheet, box, box.top - 62 * unit, words)
    lines = [known_crs(content.crs).name, content.crs, content.words["grid"]]
    for number, line in enumerate(lines):
        y = box.bottom + (len(lines) - 1 - number) * 9.5 * unit
        sheet.write(box.left, y, line, size=0.72, color=sheet.colour("ink-2"))


def _scale_bar(
    sheet: Sheet, left: float, bottom: float, denominator: float, room: float
) -> None:
    length_m = bar_m(denominator, room_mm=room)
    step = length_m * 1000 / denominator / BAR_PARTS
    ink, unit = sheet.colour("ink"), sheet.unit
    for part in range(BAR_PARTS):
        box = Box(left=left + part * step, bottom=bottom, width=step, height=3.4 * unit)
        fill = ink if part % 2 == 0 else "#ffffff"
        sheet.box(box, facecolor=fill, edgecolor=ink, linewidth=0.8 * unit)
    for part in (0, BAR_PARTS // 2, BAR_PARTS):
        text = _length(length_m * part / BAR_PARTS, length_m)
        last = part == BAR_PARTS
        y = bottom - 8.5 * unit
        sheet.write(left + part * step, y, text, size=0.74, ha=_anchor(part))
        if last:
            name = " km" if length_m >= KILOMETRE else " m"
            x = left + part * step + 4 * unit
            sheet.write(x, bottom, name, size=0.74)


def _anchor(part: int) -> str:
    return "left" if part == 0 else "center"


def _length(metres: float, in_all: float) -> str:
    return f"{metres / KILOMETRE if in_all >= KILOMETRE else metres:g}"


def _north(sheet: Sheet, x: float, top: float, height: float, word: str) -> None:
    """Draw grid north: an arrow, one half dark, its letter above."""
    ink, half = sheet.colour("ink"), height * 0.26
    tip, foot = top - height * 0.34, top - height * 1.34
    notch = foot + height * 0.24
    look: dict[str, Any] = {"edgecolor": ink, "linewidth": 0.9 * sheet.unit}
    look |= {"transform": sheet.in_mm, "zorder": Z_PANEL, "joinstyle": "miter"}
    left = [(x, tip), (x - half, foot), (x, notch)]
    right = [(x, tip), (x + half, foot), (x, notch)]
    sheet.add(Polygon(left, facecolor=ink, **look))
    sheet.add(Polygon(right, facecolor="#ffffff", **look))
    sheet.write(x, top - height * 0.24, word, size=1.05, weight=700, ha="center")


def _signs(sheet: Sheet, box: Box, top: float, words: Mapping[str, str]) -> None:
    """Name the lines of the map, two in a row where there is room."""
    unit, ink, border = sheet.unit, sheet.colour("ink"), sheet.colour("map-border")
    signs: list[tuple[str, dict[str, Any]]] = [
        (
            "site",
            {
                "edgecolor": ink,
                "linewidth": 1.1 * unit,
                "linestyle": (0.0, (7.0, 2.0, 1.5, 2.0)),
            },
        ),
        ("inset", {"edgecolor": sheet.colour("accent"), "linewidth": 1.5 * unit}),
        (
            "town",
            {
                "edgecolor": border,
                "linewidth": 2.4 * unit,
                "linestyle": (0.0, (6.0, 2.0, 1.5, 2.0)),
            },
        ),
        (
            "zone",
            {
                "edgecolor": border,
                "linewidth": 1.1 * unit,
                "linestyle": (0.0, (1.5, 2.5)),
            },
        ),
    ]
    columns = 2 if box.width > WIDE * unit else 1
    column = box.width / columns
    for number, (name, look) in enumerate(each for each in signs if each[0] in words):
        left = box.left + (number % columns) * column
        y = top - (number // columns) * 12.5 * unit
        middle = y + 2.4 * unit
        sheet.line((left, left + 20 * unit), (middle, middle), **look)
        sheet.write(left + 25 * unit, y, words[name], size=0.78)
