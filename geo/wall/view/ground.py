"""Base layers on paper: pale and quiet, because only plots carry colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from geo.record.placement import Geometries
from geo.wall.content import Ground, Sites
from geo.wall.ink.ink import Sheet
from geo.wall.paper import MM_A_POINT, View

ROADS_M: Mapping[str, float] = {"arterial": 28, "street": 16, "county": 12, "lane": 5}
"""Width on the ground by class, as on the screen."""
OTHER_ROAD_M = 10.0
LEAST_ROAD_PT, EDGE_PT = 0.35, 0.5
BUILDINGS_BELOW = 12_000
"""At smaller scales buildings are no more than grain."""
MOST_BUILDINGS = 60_000
LEAST_DETAIL_MM = 0.05
RAIL_PT = 1.6


def draw_grounds(sheet: Sheet, view: View, grounds: Sequence[Ground]) -> None:
    """Draw base layers in their order, under the plots."""
    sheet.box(view.frame, facecolor=sheet.colour("map-land"), zorder=0.0)
    for number, ground in enumerate(grounds):
        if ground.kind != "building" or _shows_buildings(ground, view):
            _draw(sheet, view, ground, zorder=1.0 + number / 10)


def draw_sites(sheet: Sheet, view: View, sites: Sites) -> None:
    """Draw the boundaries of projects above the plots, dash-dot with a halo."""
    shapes = visible(sites.shapes, view)[0]
    width = 1.1 * sheet.unit
    common: dict[str, Any] = {
        "within": view.frame,
        "facecolor": "none",
        "joinstyle": "round",
    }
    halo: dict[str, Any] = {"edgecolor": "#ffffff"}
    halo |= {"linewidth": 2.4 * width, "zorder": 6.0}
    dashes = (0.0, (7.0, 2.0, 1.5, 2.0))
    line: dict[str, Any] = {"edgecolor": sheet.colour("ink")}
    line |= {"linewidth": width, "zorder": 6.1}
    sheet.shapes(shapes, **common, **halo)
    sheet.shapes(shapes, **common, **line, linestyle=dashes)


def visible(shapes: Geometries, view: View) -> tuple[Geometries, Sequence[int]]:
    """Bring what a view shows onto the sheet, in points, with the places it had."""
    seen = np.flatnonzero(shapely.intersects(shapes, shapely.box(*view.bounds_m)))
    detail_m = LEAST_DETAIL_MM * view.denominator / 1000
    simple = shapely.simplify(shapes[seen], detail_m)
    filled = shapely.orient_polygons(
        np.where(shapely.is_empty(simple), shapes[seen], simple)
    )
    return view.points(np.asarray(filled)), seen.tolist()


def _shows_buildings(ground: Ground, view: View) -> bool:
    few = len(ground.shapes) <= MOST_BUILDINGS
    return view.denominator <= BUILDINGS_BELOW and few


def _draw(sheet: Sheet, view: View, ground: Ground, *, zorder: float) -> None:
    shapes, places = visible(ground.shapes, view)
    if ground.kind == "road":
        classes = np.array(ground.classes)[places]
        _draw_roads(sheet, view, shapes, classes.tolist(), zorder)
        return
    lines = shapely.get_dimensions(shapes) == 1
    for chosen, looks in ((~lines, _areas(sheet)), (lines, _lines(sheet, view))):
        for step, look in enumerate(looks.get(ground.kind, looks["other"])):
            place = {"within": view.frame, "zorder": zorder + step / 100}
            sheet.shapes(shapes[chosen], **{**place, **look})


def _areas(sheet: Sheet) -> Mapping[str, list[dict[str, Any]]]:
    def filled(name: str) -> list[dict[str, Any]]:
        return [{"facecolor": sheet.colour(name), "edgecolor": "none"}]

    border = {"facecolor": "none", "edgecolor": sheet.colour("map-border")}
    dots, dashes = (0.0, (1.5, 2.5)), (0.0, (9.0, 3.0, 2.0, 3.0))
    return {
        "field": filled("map-field"),
        "park": filled("map-park"),
        "water": filled("map-water"),
        "building": filled("map-building"),
        "zone": [
            {**border, "linewidth": 0.9 * sheet.unit, "linestyle": dots, "zorder": 5.5}
        ],
        "town": [
            {
                **border,
                "linewidth": 2.4 * sheet.unit,
                "linestyle": dashes,
                "zorder": 5.6,
            }
        ],
        "other": [{**border, "linewidth": 0.7 * sheet.unit}],
    }


def _lines(sheet: Sheet, view: View) -> Mapping[str, list[dict[str, Any]]]:
    rail = RAIL_PT * max(sheet.unit, 0.5)
    hollow = {"facecolor": "none"}
    water_pt = max(0.6, 8 * 1000 / view.denominator / MM_A_POINT)
    return {
        "rail": [
            {**hollow, "edgecolor": sheet.colour("map-rail"), "linewidth": rail * 1.8},
            {
                **hollow,
                "edgecolor": sheet.colour("map-land"),
                "linewidth": rail,
                "linestyle": (0.0, (4.0, 4.0)),
            },
        ],
        "water": [
            {**hollow, "edgecolor": sheet.colour("map-water"), "linewidth": water_pt}
        ],
        "other": [
            {
                **hollow,
                "edgecolor": sheet.colour("map-border"),
                "linewidth": 0.7 * sheet.unit,
            }
        ],
    }


def _draw_roads(
    sheet: Sheet, view: View, shapes: Geometries, classes: list[str], zorder: float
) -> None:
    """Draw the edges of all roads before their surfaces, so that crossings are open."""
    widths = np.array([ROADS_M.get(each, OTHER_ROAD_M) for each in classes])
    in_points = np.maximum(widths * 1000 / view.denominator / MM_A_POINT, LEAST_ROAD_PT)
    looks = (("map-road-line", 2 * EDGE_PT * sheet.unit), ("map-road", 0.0))
    for step, (name, more) in enumerate(looks):
        for width in np.unique(in_points):
            sheet.shapes(
                shapes[in_points == width],
                within=view.frame,
                facecolor="none",
                edgecolor=sheet.colour(name),
                linewidth=width + more,
                capstyle="round",
                joinstyle="round",
                zorder=zorder + step / 100,
            )
