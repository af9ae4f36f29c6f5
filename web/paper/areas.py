"""The part of a district a map is asked for: a town, a zone, a project, a window."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.record.crs import WGS84
from geo.record.placement import Geometries, transformed
from projections.rows import PlotRow, ProjectRow
from web.paper.refusals import AmbiguousAreaError, UnknownAreaError, WindowError
from web.words.catalogue import Translate, marked

Bounds = tuple[float, float, float, float]
Mask = NDArray[np.bool_]

WINDOW = re.compile(r"(?:bbox:)?\s*(-?[\d.]+(?:\s*,\s*-?[\d.]+){3})\s*", re.ASCII)
KINDS = {
    "project": marked("project"),
    "zone": marked("zone"),
    "town": marked("town"),
}
LARGEST_DEG = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """What areas are found by: plots with their shapes, projects, and towns by name."""

    rows: Sequence[PlotRow]
    shapes: Geometries
    """The boundary or point of each plot, in the district's CRS; None where unknown."""
    projects: Sequence[ProjectRow]
    towns: Mapping[str, shapely.Geometry]
    crs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A part of the district: which plots belong to it, and the ground it covers."""

    kind: str
    """``project``, ``zone``, ``town``, ``window``; blank is the whole district."""
    name: str
    plots: Mask
    outline: shapely.Geometry | None = None

    def label(self, words: Translate) -> str:
        """Name the area for people."""
        if not self.kind:
            return words("Whole district")
        if self.kind == "window":
            return words("Window {window}").format(window=self.name)
        kind = words(KINDS[self.kind])
        return words("{kind} {name}").format(kind=kind, name=self.name)


def area_of(land: Land, asked: str) -> Area:
    """Find the area that was asked for.

    Args:
        land: What there is.
        asked: Blank is everything; ``project:``, ``zone:`` or ``town:`` and a name, or
            the name alone where only one of them has it; or four numbers: west,
            south, east, north, in metres of the district's CRS or in degrees.

    Raises:
        UnknownAreaError: Nothing has that name.
        AmbiguousAreaError: Several things have it.
        WindowError: Four numbers that enclose nothing.
    """
    asked = asked.strip()
    if not asked:
        return Area(kind="", name="", plots=np.ones(len(land.rows), dtype=bool))
    if window := WINDOW.fullmatch(asked):
        return _window(land, window[1])
    kind, _, name = asked.partition(":")
    if kind not in KINDS:
        kind, name = "", asked
    found = [
        area
        for each, find in FINDERS.items()
        if kind in ("", each) and (area := find(land, name)) is not None
    ]
    if not found:
        raise UnknownAreaError(area=asked)
    if len(found) > 1:
        kinds = ", ".join(f"{area.kind}:{name}" for area in found)
        raise AmbiguousAreaError(area=asked, kinds=kinds)
    return found[0]


def _project(land: Land, name: str) -> Area | None:
    them = [row for row in land.projects if name in (row.project, row.name)]
    if len(them) != 1:
        return None
    [row] = them
    plots = np.array([each.project == row.project for each in land.rows], dtype=bool)
    outline = None if row.boundary is None else shapely.from_wkt(row.boundary)
    label = f"{row.project} {row.name}" if row.name else row.project
    return Area(kind="project", name=label, plots=plots, outline=outline)


def _zone(land: Land, name: str) -> Area | None:
    plots = np.array([each.zone == name for each in land.rows], dtype=bool)
    return Area(kind="zone", name=name, plots=plots) if plots.any() else None


def _town(land: Land, name: str) -> Area | None:
    outline = land.towns.get(name)
    if outline is None:
        return None
    plots = _within(land.shapes, outline)
    return Area(kind="town", name=name, plots=plots, outline=outline)


FINDERS: Mapping[str, Callable[[Land, str], Area | None]] = {
    "project": _project,
    "zone": _zone,
    "town": _town,
}


def _window(land: Land, text: str) -> Area:
    try:
        west, south, east, north = (float(each) for each in text.split(","))
        if not (west < east and south < north):
            raise WindowError(window=text)
    except ValueError:
        raise WindowError(window=text) from None
    box = shapely.box(west, south, east, north)
    if max(map(abs, (west, south, east, north))) <= LARGEST_DEG:
        [box] = transformed(np.array([box]), source=WGS84, target=land.crs)
    plots = _within(land.shapes, box)
    return Area(kind="window", name=text, plots=plots, outline=box)


def _within(shapes: Geometries, outline: shapely.Geometry) -> Mask:
    """Tell whose middle lies inside: plots of areas side by side add up."""
    shapely.prepare(outline)
    inside = partial(shapely.contains_properly, outline)
    middles = shapely.point_on_surface(shapes)
    return np.asarray(inside(middles), dtype=bool)
