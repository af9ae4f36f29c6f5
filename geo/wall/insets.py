"""Enlargements of what is crowded: which windows, at which scale, which letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.wall.content import Plots, Sites
from geo.wall.paper import Box, View, centred
from geo.wall.scale import fitting_scale, round_scale
from geo.wall.view.plots import centres, typical_side_mm

LEGIBLE_MM = 7.0
"""Plots as large as this on paper, times the unit, need no enlargement."""
LEAST_GAIN, MOST_GAIN = 2.0, 8.0
"""How many times larger than the map an enlargement is."""
AIR = 0.15
LEAST_PLOTS = 12
LETTERS = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Inset:
    """An enlargement: its letter, its name, and what it shows."""

    letter: str
    name: str
    view: View


def choose_insets(
    plots: Plots, sites: Sites, main: View, frames: Sequence[Box], *, unit: float
) -> list[Inset]:
    """Choose the project areas with the most plots, if they are crowded on the map.

    Args:
        plots: All plots of the map.
        sites: The sites of projects.
        main: The map itself.
        frames: Where enlargements may stand, all of one size.
        unit: Factor of type on this sheet.

    Returns:
        At most one a frame, in no two of which the same ground is seen; lettered
        from north to south.
    """
    gain = _gain(plots, main, unit)
    if gain <= 1 or not len(sites.shapes) or not frames:
        return []
    views = [_around(site, frames[0], main, gain) for site in sites.shapes]
    moving = centres(plots)[plots.stages > 0]
    inside = [_counted(moving, view) for view in views]
    chosen: list[int] = []
    for number in np.argsort(-np.array(inside), kind="stable").tolist():
        is_apart = all(not _meet(views[number], views[other]) for other in chosen)
        if is_apart and inside[number] >= LEAST_PLOTS and len(chosen) < len(frames):
            chosen.append(number)
    chosen.sort(key=lambda number: -views[number].south_m)
    return [
        Inset(letter, sites.names[number], replace(views[number], frame=frame))
        for letter, number, frame in zip(LETTERS, chosen, frames, strict=False)
    ]


def _gain(plots: Plots, main: View, unit: float) -> float:
    """Return how much larger the plots under way must be drawn to be legible."""
    moving = plots.stages > 0
    under_way = Plots(shapes=plots.shapes[moving], stages=plots.stages[moving])
    return LEGIBLE_MM * unit / max(typical_side_mm(under_way, main), 1e-9)


def _around(site: shapely.Geometry, frame: Box, main: View, gain: float) -> View:
    """Show a site whole if that is an enlargement, and its plots legibly at most."""
    legible = main.denominator / min(MOST_GAIN, gain)
    whole = fitting_scale(site.bounds, frame, air=AIR)
    widest = main.denominator / LEAST_GAIN
    denominator = round_scale(min(max(legible, whole), widest))
    return centred(site.bounds, frame, denominator)


def _counted(middles_m: NDArray[np.float64], view: View) -> int:
    """Count the plots in a window, of those that have left the first stage."""
    west, south, east, north = view.bounds_m
    x, y = middles_m.T
    return int(((x > west) & (x < east) & (y > south) & (y < north)).sum())


def _meet(one: View, other: View) -> bool:
    return bool(shapely.box(*one.bounds_m).intersects(shapely.box(*other.bounds_m)))
