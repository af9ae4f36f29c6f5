"""The bodies of redrawings: children tile the parent, neighbours share a side."""

from __future__ import annotations

from itertools import pairwise

from domain.things.land.plots import PlotStage
from web.samples.decade.land import Land, Sides, drawn_as
from web.samples.decade.names import Body, Names
from web.samples.decade.redrawings import Redrawings, Way

MOVED_MM = 1_500
"""By how much an adjusted boundary moves east."""


def redrawn_body(  # noqa: PLR0913  (a row, and what its numbers stand for)
    names: Names, land: Land, redrawings: Redrawings, *, number: int, day: int, own: int
) -> Body:
    """Write a redrawing.

    Args:
        names: Of plots and days.
        land: The plots of the beginning.
        redrawings: All of them.
        number: Which one.
        day: When it became true.
        own: The plot in whose stream it is kept.
    """
    way, plot = Way(redrawings.way[number]), int(redrawings.plot[number])
    body: Body = {"plot": names.plots[own], "effective": names.day(day)}
    if way is Way.MERGED:
        return body | _merged(names, land, plot)
    if way is Way.ADJUSTED:
        return body | _adjusted(names, land, plot)
    return body | _split(names.plots[plot], land.sides(plot), way.children)


def _split(plot: str, sides: Sides, children: int) -> Body:
    """Cut a plot from west to east."""
    west, south, east, north = sides
    cuts = [west + (east - west) * turn // children for turn in range(children + 1)]
    drawn = [
        {
            "plot": f"{plot}-{turn}",
            "stage": PlotStage.SURVEYED.value,
            **drawn_as(left, south, right, north),
        }
        for turn, (left, right) in enumerate(pairwise(cuts), 1)
    ]
    return {"record": "PlotSplit", "children": drawn}


def _merged(names: Names, land: Land, plot: int) -> Body:
    west, south, _, north = land.sides(plot)
    east = land.sides(plot + 1)[2]
    return {
        "record": "PlotsMerged",
        "parents": [names.plots[plot], names.plots[plot + 1]],
        "stage": None,
        **drawn_as(west, south, east, north),
    }


def _adjusted(names: Names, land: Land, plot: int) -> Body:
    west, south, side, north = land.sides(plot)
    east = land.sides(plot + 1)[2]
    side += MOVED_MM
    neighbour = {
        "plot": names.plots[plot + 1],
        **drawn_as(side, south, east, north),
    }
    return {
        "record": "BoundariesAdjusted",
        **drawn_as(west, south, side, north),
        "neighbours": [neighbour],
    }
