"""Which names a map carries, in which order, and the spots where they may stand."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.wall.content import Ground, Sites
from geo.wall.ink.ink import Sheet
from geo.wall.paper import View
from geo.wall.view.labels import Label, Placed, Spot, placed, size_mm, upright


@dataclass(frozen=True, slots=True)
class Look:
    """How names of a kind are set: type size by the body's, colour, weight."""

    size: float
    ink: str
    weight: int = 400


LOOKS: Mapping[str, Look] = {
    "town": Look(1.35, "map-label", 700),
    "site": Look(0.8, "ink", 700),
    "water": Look(1.0, "map-water-ink"),
    "road": Look(0.72, "map-label"),
    "zone": Look(0.78, "map-label-2"),
    "rail": Look(0.72, "map-label"),
    "park": Look(0.72, "map-label"),
}
RANKS: Sequence[str] = ("town", "water", "road", "rail", "zone", "park")
"""After the sites of projects, the most important first."""
AROUND_SITES = frozenset({"town", "zone", "park"})
"""What is named beside the sites of projects; towns only where there is room."""
UPRIGHT_FROM_DEG = 56.0
SHARES = (0.5, 0.3, 0.7, 0.15, 0.85)
"""Where along a line, or across a shape, a name may stand."""
ROAD_APART_MM = 170.0
LEAST_TYPE_PT = 4.5
"""A name that would be smaller is left out."""


def draw_names(
    sheet: Sheet,
    view: View,
    *,
    grounds: Sequence[Ground],
    sites: Sites,
    taken: Sequence[shapely.Geometry] = (),
) -> list[Placed]:
    """Write names above the map; one that would collide is left out.

    Args:
        sheet: Where to.
        view: The map.
        grounds: Base layers with their labels.
        sites: Sites of projects; no other name covers a project's name.
        taken: What names must not cover, in mm.
    """
    asked = [
        *_site_labels(sheet, view, sites),
        *_ground_labels(sheet, view, grounds, sites),
    ]
    found = placed(asked, room=view.frame.bounds, taken=taken)
    for each in found:
        _write(sheet, each)
    return found


def _write(sheet: Sheet, each: Placed) -> None:
    look = LOOKS[each.label.kind]
    text = sheet.write(
        each.spot.x,
        each.spot.y,
        each.label.text,
        size=look.size,
        color=sheet.colour(look.ink),
        weight=look.weight,
        ha="center",
        va="center",
        rotation=each.spot.angle_deg,
        rotation_mode="anchor",
        linespacing=1.05,
        zorder=8.0,
    )
    width = sheet.points(look.size) * 0.22
    sheet.halo(text, colour=sheet.colour("map-halo"), width=width)


def _site_labels(sheet: Sheet, view: View, sites: Sites) -> Iterator[Label]:
    """Ask for a place above or below each site, the largest sites first."""
    type_mm = sheet.type_mm(LOOKS["site"].size)
    on_paper = shapely.transform(sites.shapes, view.mm)
    for number in np.argsort(-shapely.area(on_paper), kind="stable").tolist():
        if text := sites.names[number]:
            corners = np.array(on_paper[number].bounds).reshape(2, 2)
            yield Label(
                text=text,
                kind="site",
                size_mm=type_mm,
                spots=_around(text, corners, type_mm),
                clear_of=np.delete(on_paper, number).tolist(),
            )


def _around(text: str, corners: NDArray[np.float64], type_mm: float) -> list[Spot]:
    (left, bottom), (right, top) = corners.tolist()
    x, y = (left + right) / 2, (bottom + top) / 2
    width, height = size_mm(text, type_mm)
    up, aside = height / 2 + type_mm * 0.25, width / 2 + type_mm * 0.4
    beside = [Spot(right + aside, y), Spot(left - aside, y)]
    tilted = [
        Spot(x + shift * width, level)
        for level in (top + up, bottom - up)
        for shift in (0.0, 0.25, -0.25, 0.45, -0.45)
    ]
    over = [Spot(x, y)] if right - left > 1.2 * width else []
    return [*tilted, *beside, *over]


def _ground_labels(
    sheet: Sheet, view: View, grounds: Sequence[Ground], sites: Sites
) -> Iterator[Label]:
    """Ask for the names of base layers; small ones stay off the sites of projects."""
    on_paper = shapely.transform(sites.shapes, view.mm).tolist()
    by_kind = {ground.kind: ground for ground in grounds}
    for kind in RANKS:
        look = LOOKS[kind]
        if kind in by_kind and sheet.points(look.size) >= LEAST_TYPE_PT:
            clear_of = on_paper if kind in AROUND_SITES else []
            for label in _labels(by_kind[kind], view, sheet.type_mm(look.size)):
                yield replace(label, clear_of=clear_of)
                if kind == "town":
                    yield replace(label, apart_mm=math.inf)


def _labels(ground: Ground, view: View, type_mm: float) -> Iterator[Label]:
    named = np.array([bool(label) for label in ground.labels], dtype=bool)
    frame = shapely.box(*view.bounds_m)
    seen = np.flatnonzero(named & shapely.intersects(ground.shapes, frame))
    shapes = shapely.intersection(ground.shapes[seen], frame)
    sizes = np.maximum(shapely.area(shapes), shapely.length(shapes))
    for place in np.argsort(-sizes, kind="stable").tolist():
        text = ground.labels[int(seen[place])]
        yield from _one(text, ground.kind, shapes[place], view, type_mm)


def _one(
    text: str, kind: str, shape: shapely.Geometry, view: View, type_mm: float
) -> Iterator[Label]:
    """Ask for spots along a line that is long enough, or inside a shape."""
    is_line = shapely.get_dimensions(shape) == 1
    for part in shapely.get_parts(shape) if is_line else (shape,):
        spots = _along(text, part, view, type_mm) if is_line else _inside(part, view)
        turned = _set_upright(text, spots) if kind in {"road", "rail"} else None
        yield Label(
            text=turned or text,
            kind=kind,
            size_mm=type_mm,
            spots=[Spot(spot.x, spot.y) for spot in spots] if turned else spots,
            apart_mm=ROAD_APART_MM if is_line else 0.0,
        )


def _along(
    text: str, line: shapely.LineString, view: View, type_mm: float
) -> list[Spot]:
    metres = view.denominator / 1000
    needed_m = size_mm(text, type_mm)[0] * metres
    if line.length < needed_m:
        return []
    spots = []
    for share in SHARES:
        middle = line.length * share
        ends = shapely.line_interpolate_point(
            line, [middle - needed_m / 2, middle + needed_m / 2]
        )
        (x0, y0), (x1, y1) = view.mm(shapely.get_coordinates(ends)).tolist()
        angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
        turned = (angle + 90) % 180 - 90
        spots.append(Spot((x0 + x1) / 2, (y0 + y1) / 2, turned))
    return spots


def _set_upright(text: str, spots: Sequence[Spot]) -> str | None:
    """Set north–south names in Chinese one character below another."""
    steep = bool(spots) and abs(spots[0].angle_deg) > UPRIGHT_FROM_DEG
    is_han = all(unicodedata.east_asian_width(sign) == "W" for sign in text)
    return upright(text) if steep and is_han else None


def _inside(shape: shapely.Geometry, view: View) -> list[Spot]:
    best = shapely.point_on_surface(shape)
    west, south, east, north = shape.bounds
    grid = [
        shapely.Point(west + (east - west) * x, south + (north - south) * y)
        for x in SHARES
        for y in SHARES
    ]
    inside = [best, *(point for point in grid if shape.contains(point))]
    return [Spot(x, y) for x, y in view.mm(shapely.get_coordinates(inside)).tolist()]


def sites_seen(sites: Sites, view: View) -> Sites:
    """Take the sites that a view shows."""
    return _chosen(sites, shapely.intersects(sites.shapes, _window(view)))


def sites_outside(sites: Sites, views: Sequence[View]) -> Sites:
    """Take the sites that none of some views shows whole."""
    shown = np.zeros(len(sites.shapes), dtype=bool)
    for view in views:
        shown |= shapely.contains(_window(view), sites.shapes)
    return _chosen(sites, ~shown)


def _window(view: View) -> shapely.Polygon:
    return shapely.box(*view.bounds_m)


def _chosen(sites: Sites, mask: NDArray[np.bool_]) -> Sites:
    names = [sites.names[place] for place in np.flatnonzero(mask).tolist()]
    return Sites(shapes=sites.shapes[mask], names=names)
