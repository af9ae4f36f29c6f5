"""The head of a wall map: whose map it is, and both of its dates; and its foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.patches import Circle, FancyBboxPatch, Polygon

from geo.wall.content import Clock, Heading
from geo.wall.ink.ink import Z_PANEL, Sheet
from geo.wall.paper import Box
from geo.wall.view.labels import width_em

SEAL = 46.0
TITLE, SUBTITLE, READING, SMALL = 3.1, 1.15, 2.05, 0.86
CLOCK_GAP = 26.0
SENTENCE = 0.88
"""Width of a line of prose by that of its capitals and figures."""


def draw_head(sheet: Sheet, box: Box, heading: Heading) -> None:
    """Draw seal, title, marks and both clocks, and the rule below them."""
    unit = sheet.unit
    ink = sheet.colour("ink")
    sheet.line(
        (box.left, box.right),
        (box.bottom, box.bottom),
        edgecolor=ink,
        linewidth=2.6 * unit,
    )
    base = box.bottom + 15 * unit
    _seal(sheet, box.left, base - 2 * unit, heading.seal)
    left = box.left + (SEAL + 14) * unit
    room = _clocks(sheet, box, heading) - CLOCK_GAP * unit / 2 - left
    size = _fitting(sheet, heading.title, TITLE, room)
    sheet.write(left, base + 20 * unit, heading.title, size=size, weight=700)
    subtitle = "  ·  ".join((heading.subtitle, *heading.marks))
    size = _fitting(sheet, subtitle, SUBTITLE, room)
    sheet.write(left, base, subtitle, size=size, color=sheet.colour("ink-2"))


def _fitting(sheet: Sheet, text: str, size: float, room: float) -> float:
    """Shrink a line before it would run into the dates."""
    return min(size, room / max(SENTENCE * width_em(text) * sheet.type_mm(1.0), 1e-9))


def draw_foot(sheet: Sheet, box: Box, lines: Sequence[str]) -> None:
    """Say at the foot what the sheet was made from, left and right."""
    ink = sheet.colour("ink-2")
    if lines:
        sheet.write(box.left, box.bottom, lines[0], size=0.74, color=ink)
    if len(lines) > 1:
        text = "   ·   ".join(lines[1:])
        sheet.write(box.right, box.bottom, text, size=0.74, color=ink, ha="right")


def _seal(sheet: Sheet, left: float, bottom: float, text: str) -> None:
    side = SEAL * sheet.unit
    sheet.add(
        FancyBboxPatch(
            (left, bottom),
            side,
            side,
            boxstyle=f"round,pad=0,rounding_size={side * 0.1}",
            facecolor=sheet.colour("seal"),
            edgecolor="none",
            transform=sheet.in_mm,
            zorder=Z_PANEL,
        )
    )
    size = 0.78 * side / (width_em(text) * sheet.type_mm(1.0))
    sheet.write(
        left + side / 2,
        bottom + side / 2,
        text,
        size=size,
        weight=700,
        color=sheet.colour("on-seal"),
        ha="center",
        va="center_baseline",
    )


def _clocks(sheet: Sheet, box: Box, heading: Heading) -> float:
    """Draw both clocks and the standing from the right; return how far they reach."""
    unit = sheet.unit
    right = box.right - _standing(sheet, box, heading) - CLOCK_GAP * unit
    for clock, is_known in ((heading.as_known, True), (heading.as_of, False)):
        wide = _clock_width(sheet, clock)
        _clock(sheet, right - wide, box.bottom + 15 * unit, clock, is_known=is_known)
        right -= wide + CLOCK_GAP * unit
        rule = right + CLOCK_GAP * unit / 2
        sheet.line(
            (rule, rule),
            (box.bottom + 12 * unit, box.top - 4 * unit),
            edgecolor=sheet.colour("edge"),
            linewidth=0.7 * unit,
        )
    return right


def _clock_width(sheet: Sheet, clock: Clock) -> float:
    small = width_em(clock.name) * sheet.type_mm(SMALL) + 13 * sheet.unit
    detail = width_em(clock.detail) * sheet.type_mm(SMALL)
    return max(small, detail, _digits(clock.reading) * sheet.type_mm(READING))


def _digits(text: str) -> float:
    """Return the width of a date, whose figures are narrower than capitals."""
    return width_em(text) * 0.94


def _clock(
    sheet: Sheet, left: float, bottom: float, clock: Clock, *, is_known: bool
) -> None:
    unit, accent = sheet.unit, sheet.colour("accent")
    ink = sheet.colour("ink") if is_known else accent
    top = bottom + 33 * unit
    middle = (left + 4 * unit, top + 2.4 * unit)
    look: dict[str, Any] = {
        "facecolor": ink,
        "transform": sheet.in_mm,
        "zorder": Z_PANEL,
    }
    if is_known:
        (x, y), r = middle, 4.2 * unit
        sheet.add(Polygon([(x - r, y), (x, y + r), (x + r, y), (x, y - r)], **look))
    else:
        sheet.add(Circle(middle, 3.4 * unit, **look))
    name: dict[str, Any] = {"size": SMALL, "color": sheet.colour("ink-2")}
    sheet.write(left + 12 * unit, top, clock.name, **name)
    sheet.write(
        left, bottom + 12 * unit, clock.reading, size=READING, weight=700, color=ink
    )
    sheet.write(left, bottom, clock.detail, **name)


def _standing(sheet: Sheet, box: Box, heading: Heading) -> float:
    """Draw the mark of what may still change, dashed; return its width."""
    unit, ink = sheet.unit, sheet.colour("ink")
    width = width_em(heading.standing) * sheet.type_mm(1.05) + 20 * unit
    height = 17 * unit
    left, bottom = box.right - width, box.bottom + (15 + 16) * unit
    sheet.add(
        FancyBboxPatch(
            (left, bottom),
            width,
            height,
            boxstyle=f"round,pad=0,rounding_size={2.5 * unit}",
            facecolor="none",
            edgecolor=ink,
            linewidth=1.3 * unit,
            linestyle=(0.0, (4.0, 2.6)) if heading.is_provisional else "solid",
            transform=sheet.in_mm,
            zorder=Z_PANEL,
        )
    )
    sheet.write(
        left + width / 2,
        bottom + height / 2,
        heading.standing,
        size=1.05,
        weight=700,
        ha="center",
        va="center_baseline",
    )
    return width
