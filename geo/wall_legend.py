"""The legend of a wall map: stages with their figures, and one bar of their shares."""

from __future__ import annotations

from collections.abc import Sequence

from geo.stage_ramp import LINE_LIGHT, STAGES
from geo.wall_content import Legend, LegendLine
from geo.wall_ink import Sheet
from geo.wall_paper import Box
from geo.wall_plots import PATTERNS

HEAD, BAR, ROW, NOTE = 27.0, 9.0, 13.2, 8.6
SWATCH = 9.0
LABEL_SHARE = 0.29
"""Part of the width that belongs to swatch and name; the rest to the figures."""
WEIGHTS: Sequence[float] = (0.62, 1.12, 0.92, 1.12, 0.74)
"""Widths of the columns of figures: plots, m², mu, money, share."""


def draw_legend(sheet: Sheet, box: Box, legend: Legend, *, patterns: bool) -> None:
    """Draw the legend from the top of a room downwards."""
    unit = sheet.unit
    top = box.top
    sheet.write(
        box.left, top - 9 * unit, legend.title, size=1.25, weight=700, va="baseline"
    )
    _bar(sheet, _strip(box, top - HEAD * unit, BAR * unit), legend.lines)
    top -= (HEAD + 11) * unit
    edges = _right_edges(box, len(legend.columns))
    for edge, name in zip(edges, legend.columns, strict=True):
        sheet.write(edge, top, name, size=0.72, ha="right", color=sheet.colour("ink-2"))
    rule = {"edgecolor": sheet.colour("ink"), "linewidth": 1.3 * unit}
    top -= 4 * unit
    _rule(sheet, box, top, **rule)
    for line in legend.lines:
        top -= ROW * unit
        _line(sheet, box, top, line, edges, patterns=patterns)
        _rule(sheet, box, top, edgecolor="#c9c3b5", linewidth=0.5 * unit)
    top -= ROW * unit
    _line(sheet, box, top, legend.total, edges, patterns=False, weight=700)
    _rule(sheet, box, top, **rule)
    for number, note in enumerate(legend.notes, 1):
        y = top - number * NOTE * unit - 1.5 * unit
        sheet.write(box.left, y, note, size=0.7, color=sheet.colour("ink-2"))


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


def _right_edges(box: Box, columns: int) -> list[float]:
    weights = WEIGHTS if columns == len(WEIGHTS) else (*WEIGHTS[:3], WEIGHTS[4])
    edge = box.left + LABEL_SHARE * box.width
    step = (1 - LABEL_SHARE) * box.width / sum(weights)
    edges = []
    for weight in weights:
        edge += weight * step
        edges.append(edge)
    return edges


def _line(  # noqa: PLR0913  (a line of a table)
    sheet: Sheet,
    box: Box,
    bottom: float,
    line: LegendLine,
    edges: Sequence[float],
    *,
    patterns: bool,
    weight: int = 400,
) -> None:
    unit, base = sheet.unit, bottom + 3.6 * sheet.unit
    indent = 0.0
    for number, stage in enumerate(STAGES):
        if stage.code == line.code:
            indent = 17.0
            _swatch(sheet, box.left, bottom + 2.1 * unit, number, patterns=patterns)
    sheet.write(box.left + indent * unit, base, line.label, size=0.9, weight=weight)
    for edge, figure in zip(edges, line.figures, strict=True):
        sheet.write(edge, base, figure, size=0.84, weight=weight, ha="right")


def _swatch(
    sheet: Sheet, left: float, bottom: float, number: int, *, patterns: bool
) -> None:
    stage, unit = STAGES[number], sheet.unit
    box = Box(left=left, bottom=bottom, width=12.5 * unit, height=SWATCH * unit)
    sheet.box(
        box,
        facecolor=stage.light,
        edgecolor=LINE_LIGHT,
        linewidth=0.7 * unit,
        hatch=(PATTERNS[number] if patterns else "") or None,
        hatchcolor=stage.on_light,
    )


def _rule(sheet: Sheet, box: Box, y: float, **look: object) -> None:
    sheet.line((box.left, box.right), (y, y), **look)
