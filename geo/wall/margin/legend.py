"""The legend of a wall map: stages with their figures, and one bar of their shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo.stage_ramp import LINE_LIGHT, STAGES
from geo.wall.content import Legend, LegendLine
from geo.wall.ink.columns import (
    BOLD,
    FIGURE,
    HEADING,
    INDENT,
    NAME,
    REGULAR,
    columns_of,
)
from geo.wall.ink.ink import Sheet
from geo.wall.paper import Box
from geo.wall.view.plots import PATTERNS

HEAD, BAR, ROW, NOTE = 27.0, 9.0, 13.2, 8.6
SWATCH = 9.0
RULE = "#c9c3b5"


def draw_legend(sheet: Sheet, box: Box, legend: Legend, *, patterns: bool) -> None:
    """Draw the legend from the top of a room downwards."""
    unit = sheet.unit
    sheet.write(box.left, box.top - 9 * unit, legend.title, size=1.25, weight=BOLD)
    _bar(sheet, _strip(box, box.top - HEAD * unit, BAR * unit), legend.lines)
    top = box.top - (HEAD + 11) * unit
    bottom = _table(sheet, box, top, legend, patterns=patterns)
    for number, note in enumerate(legend.notes, 1):
        y = bottom - number * NOTE * unit - 1.5 * unit
        sheet.write(box.left, y, note, size=0.7, color=sheet.colour("ink-2"))


def _table(
    sheet: Sheet, box: Box, top: float, legend: Legend, *, patterns: bool
) -> float:
    """Draw headings, lines and total below a height; return where they end."""
    unit, ink = sheet.unit, sheet.colour("ink-2")
    columns = columns_of(sheet, legend, box.width)
    edges = [box.left + right for right in columns.rights]
    size = HEADING * columns.shrunk
    for edge, name in zip(edges, legend.columns, strict=True):
        sheet.write(edge, top, name, size=size, ha="right", color=ink)
    strong = {"edgecolor": sheet.colour("ink"), "linewidth": 1.3 * unit}
    fine = {"edgecolor": RULE, "linewidth": 0.5 * unit}
    table = _Table(sheet=sheet, box=box, edges=edges, shrunk=columns.shrunk)
    top -= 4 * unit
    table.rule(top, **strong)
    for line in legend.lines:
        top -= ROW * unit
        table.line(top, line)
        table.swatch(top, line.code, patterns=patterns)
        table.rule(top, **fine)
    top -= ROW * unit
    table.line(top, legend.total, weight=BOLD)
    table.rule(top, **strong)
    return top


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """What all lines of the table share."""

    sheet: Sheet
    box: Box
    edges: Sequence[float]
    shrunk: float

    def line(self, bottom: float, line: LegendLine, *, weight: int = REGULAR) -> None:
        """Write the name of a line and its figures."""
        sheet, base = self.sheet, bottom + 3.6 * self.sheet.unit
        is_stage = any(stage.code == line.code for stage in STAGES)
        left = self.box.left + (INDENT * sheet.unit if is_stage else 0.0)
        sheet.write(left, base, line.label, size=NAME * self.shrunk, weight=weight)
        look: dict[str, Any] = {
            "size": FIGURE * self.shrunk,
            "weight": weight,
            "ha": "right",
        }
        for edge, figure in zip(self.edges, line.figures, strict=True):
            sheet.write(edge, base, figure, **look)

    def swatch(self, bottom: float, code: str, *, patterns: bool) -> None:
        """Paint a stage as the map does."""
        number = next(n for n, stage in enumerate(STAGES) if stage.code == code)
        stage, unit = STAGES[number], self.sheet.unit
        low = bottom + 2.1 * unit
        width, height = 12.5 * unit, SWATCH * unit
        self.sheet.box(
            Box(left=self.box.left, bottom=low, width=width, height=height),
            facecolor=stage.light,
            edgecolor=LINE_LIGHT,
            linewidth=0.7 * unit,
            hatch=(PATTERNS[number] if patterns else "") or None,
            hatchcolor=stage.on_light,
        )

    def rule(self, y: float, **look: object) -> None:
        """Draw a line across."""
        self.sheet.line((self.box.left, self.box.right), (y, y), **look)


def _strip(box: Box, bottom: float, height: float) -> Box:
    return Box(left=box.left, bottom=bottom, width=box.width, height=height)


def _bar(sheet: Sheet, box: Box, lines: Sequence[LegendLine]) -> None:
    """Draw the shares of all stages as one bar, furthest along at the left."""
    light = {stage.code: stage.light for stage in STAGES}
    left = box.left
    for line in reversed(lines):
        width = line.share * box.width
        part = Box(left=left, bottom=box.bottom, width=width, height=box.height)
        sheet.box(part, facecolor=light[line.code], edgecolor="none")
        left += width
    sheet.box(box, facecolor="none", edgecolor=LINE_LIGHT, linewidth=0.6 * sheet.unit)
