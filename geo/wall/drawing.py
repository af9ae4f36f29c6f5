"""Drawing the maps on a sheet: the main one, and its enlargements, lettered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely

from geo.wall.content import WallContent
from geo.wall.ink.ink import Sheet
from geo.wall.insets import Inset
from geo.wall.paper import Box, View
from geo.wall.rooms import TICKS
from geo.wall.view.frame import draw_frame
from geo.wall.view.ground import draw_grounds, draw_sites
from geo.wall.view.names import draw_names, sites_outside, sites_seen
from geo.wall.view.plots import draw_plots, generalised, ink_of, seen_plots

HEADING = 11.0
"""Room above an enlargement for its letter, name and scale."""
LETTER = 10.0


def draw_main(
    sheet: Sheet,
    view: View,
    content: WallContent,
    insets: Sequence[Inset],
    *,
    patterns: bool,
) -> None:
    """Draw the map itself, with a lettered frame where an enlargement is."""
    ink = ink_of(content.plots, view, patterns=patterns)
    draw_grounds(sheet, view, content.grounds)
    draw_plots(sheet, view, generalised(content.plots, view), ink)
    draw_sites(sheet, view, content.sites)
    taken = [_reference(sheet, view, inset) for inset in insets]
    sites = sites_outside(content.sites, [inset.view for inset in insets])
    draw_names(sheet, view, grounds=content.grounds, sites=sites, taken=taken)
    draw_frame(sheet, view, ticks=TICKS * sheet.unit)


def draw_inset(
    sheet: Sheet, inset: Inset, content: WallContent, *, patterns: bool
) -> None:
    """Draw an enlargement under its own heading."""
    view = inset.view
    plots = seen_plots(content.plots, view)
    draw_grounds(sheet, view, content.grounds)
    draw_plots(sheet, view, plots, ink_of(plots, view, patterns=patterns))
    sites = sites_seen(content.sites, view)
    draw_sites(sheet, view, sites)
    draw_names(sheet, view, grounds=content.grounds, sites=sites)
    _edge(sheet, view.frame)
    _head(sheet, inset)


def below_heading(frame: Box, unit: float) -> Box:
    """Return the window of an enlargement: its frame less the room of its heading."""
    return replace(frame, height=frame.height - HEADING * unit)


def _head(sheet: Sheet, inset: Inset) -> None:
    frame, unit = inset.view.frame, sheet.unit
    top = frame.top + HEADING * unit
    _letter(sheet, frame.left, top, inset.letter)
    base = top - 7.4 * unit
    sheet.write(frame.left + 14 * unit, base, inset.name, size=0.92, weight=700)
    scale = f"1:{inset.view.denominator:,.0f}"
    ink = sheet.colour("ink-2")
    sheet.write(frame.right, base, scale, size=0.82, ha="right", color=ink)


def _reference(sheet: Sheet, main: View, inset: Inset) -> shapely.Geometry:
    """Frame on the map what is enlarged; return what the letter covers."""
    seen = inset.view
    scale = seen.denominator / main.denominator
    corner = shapely.get_coordinates(shapely.Point(seen.west_m, seen.south_m))
    left, bottom = main.mm(corner)[0].tolist()
    box = Box(
        left=left,
        bottom=bottom,
        width=seen.frame.width * scale,
        height=seen.frame.height * scale,
    )
    _edge(sheet, box, within=main.frame)
    return _letter(sheet, box.left, box.top, inset.letter)


def _edge(sheet: Sheet, box: Box, *, within: Box | None = None) -> None:
    looks = ((sheet.colour("map-halo"), 5.5, 7.0), (sheet.colour("accent"), 2.6, 7.1))
    for colour, width, zorder in looks:
        line = {"edgecolor": colour, "linewidth": width * sheet.unit}
        patch = sheet.box(box, facecolor="none", zorder=zorder, **line)
        if within is not None:
            patch.set_clip_path(sheet.room(within))


def _letter(sheet: Sheet, left: float, top: float, letter: str) -> shapely.Geometry:
    side = LETTER * sheet.unit
    box = Box(left=left, bottom=top - side, width=side, height=side)
    sheet.box(box, facecolor=sheet.colour("accent"), zorder=7.5)
    middle = {"ha": "center", "va": "center_baseline"}
    x, y = left + side / 2, top - side / 2
    sheet.write(x, y, letter, size=0.95, weight=700, color="#ffffff", **middle)
    return shapely.box(*box.bounds)
