"""Plots on paper: a path for many of one stage, with or without patterns."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.record.placement import Geometries
from geo.stage_ramp import LINE_LIGHT, STAGES
from geo.wall.content import Plots
from geo.wall.ink.ink import Sheet
from geo.wall.paper import MM_A_POINT, View

OUTLINED = 50_000
"""Above so many plots outlines would be all that is seen."""
HAIRLINE_PT, FINEST_PT = 0.5, 0.08
LINE_SHARE = 0.022
"""Width of an outline by the side of a plot."""
LEAST_DETAIL_MM = 0.04
"""What is smaller on paper is no detail of a crowded sheet."""
QUIET_LINE = "#c9bda2"
"""Outline of what is only registered: most of the land, and the least of the news."""
SMALLEST_MARK_MM, MARK_MM = 0.6, 1.6
PATTERNS = ("", "...", "----", "////", "\\\\\\\\", "...", "////", "")
"""One for each stage: dark on light grounds, light on dark ones, solid at the end."""
AREA = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotInk:
    """How the plots of a view are drawn."""

    outline_pt: float
    patterns: bool


def ink_of(plots: Plots, view: View, *, patterns: bool) -> PlotInk:
    """Choose the outline for the size that plots have on paper."""
    if len(plots.shapes) > OUTLINED:
        return PlotInk(outline_pt=0.0, patterns=patterns)
    side_pt = typical_side_mm(plots, view) / MM_A_POINT
    width = min(HAIRLINE_PT, max(FINEST_PT, side_pt * LINE_SHARE))
    return PlotInk(outline_pt=width, patterns=patterns)


def typical_side_mm(plots: Plots, view: View) -> float:
    """Return the side of the square that is as large as the median plot on paper."""
    areas = shapely.area(plots.shapes)
    known = areas[areas > 0]
    side_m = math.sqrt(float(np.median(known))) if len(known) else 0.0
    return side_m * 1000 / view.denominator


def seen_plots(plots: Plots, view: View) -> Plots:
    """Take the plots that a view shows."""
    seen = shapely.intersects(
        shapely.box(*shapely.bounds(plots.shapes).T), shapely.box(*view.bounds_m)
    )
    return Plots(shapes=plots.shapes[seen], stages=plots.stages[seen])


def generalised(plots: Plots, view: View) -> Plots:
    """Take out detail that paper cannot show; neighbours keep their common edges."""
    if len(plots.shapes) <= OUTLINED:
        return plots
    tolerance_m = LEAST_DETAIL_MM * view.denominator / 1000
    areas = shapely.get_dimensions(plots.shapes) == AREA
    shapes = plots.shapes.copy()
    simple = shapely.coverage_simplify(shapes[areas], tolerance_m)
    shapes[areas] = np.where(shapely.is_empty(simple), shapes[areas], simple)
    return Plots(shapes=shapes, stages=plots.stages)


def draw_plots(sheet: Sheet, view: View, plots: Plots, ink: PlotInk) -> None:
    """Draw plots by stage, the furthest last; points lie above polygons."""
    on_paper = view.points(shapely.orient_polygons(plots.shapes))
    are_areas = shapely.get_dimensions(on_paper) == AREA
    for number in range(len(STAGES)):
        inside = plots.stages == number
        _draw_areas(sheet, view, on_paper[inside & are_areas], number, ink)
    for number in range(len(STAGES)):
        inside = plots.stages == number
        _draw_points(sheet, view, on_paper[inside & ~are_areas], number)


def _draw_areas(
    sheet: Sheet, view: View, shapes: Geometries, number: int, ink: PlotInk
) -> None:
    stage = STAGES[number]
    pattern = PATTERNS[number] if ink.patterns else ""
    line = QUIET_LINE if number == 0 else LINE_LIGHT
    edge = {"edgecolor": line, "linewidth": ink.outline_pt}
    if not ink.outline_pt:
        edge = {"edgecolor": "none", "linewidth": 0.0}
    sheet.shapes(
        shapes,
        within=view.frame,
        facecolor=stage.light,
        hatch=pattern or None,
        hatchcolor=stage.on_light,
        zorder=4.0 + number / 100,
        joinstyle="round",
        **edge,
    )


def _draw_points(sheet: Sheet, view: View, shapes: Geometries, number: int) -> None:
    if not len(shapes):
        return
    radius = MARK_MM * sheet.unit / MM_A_POINT
    discs = shapely.buffer(shapes, max(radius, SMALLEST_MARK_MM / MM_A_POINT))
    sheet.shapes(
        np.asarray(discs),
        within=view.frame,
        facecolor=STAGES[number].light,
        edgecolor=LINE_LIGHT,
        linewidth=FINEST_PT * 2,
        zorder=5.0 + number / 100,
    )


def centres(plots: Plots) -> NDArray[np.float64]:
    """Return the middle of each plot's bounds, shape (n, 2), in metres."""
    west, south, east, north = shapely.bounds(plots.shapes).T
    return np.column_stack(((west + east) / 2, (south + north) / 2))
