"""The columns of a wall map's legend: as wide as what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.wall.content import Legend, LegendLine
from geo.wall.ink.ink import Sheet

NAME, FIGURE, HEADING = 0.9, 0.84, 0.72
"""Type sizes by that of the body."""
INDENT = 17.0
"""Room of a swatch."""
LEAST_GAP = 6.0
"""Between two columns, however full the legend is."""
REGULAR, BOLD = 400, 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where figures end, and how small they are written.

    Attributes:
        rights: Right edge of each column, in mm from the legend's left edge.
        shrunk: Factor of all type in the table, 1 where everything fits.
    """

    rights: Sequence[float]
    shrunk: float


def columns_of(sheet: Sheet, legend: Legend, width: float) -> Columns:
    """Give every column its own width, and all gaps between them the same.

    Args:
        sheet: What is written on.
        legend: The names and figures of all lines.
        width: Room there is, in mm.
    """
    wide = [_names(sheet, legend), *_figures(sheet, legend)]
    indent, gaps = INDENT * sheet.unit, len(wide) - 1
    room = width - indent - gaps * LEAST_GAP * sheet.unit
    shrunk = min(1.0, room / sum(wide))
    gap = (width - indent - shrunk * sum(wide)) / gaps
    rights, right = [], indent + shrunk * wide[0]
    for column in wide[1:]:
        right += gap + shrunk * column
        rights.append(right)
    return Columns(rights=rights, shrunk=shrunk)


def _names(sheet: Sheet, legend: Legend) -> float:
    return max(
        sheet.width(line.label, size=NAME, weight=weight)
        for line, weight in _weighted(legend)
    )


def _figures(sheet: Sheet, legend: Legend) -> list[float]:
    wide = [sheet.width(name, size=HEADING) for name in legend.columns]
    for line, weight in _weighted(legend):
        for number, text in enumerate(line.figures):
            figure = sheet.width(text, size=FIGURE, weight=weight)
            wide[number] = max(wide[number], figure)
    return wide


def _weighted(legend: Legend) -> list[tuple[LegendLine, int]]:
    return [*((line, REGULAR) for line in legend.lines), (legend.total, BOLD)]
