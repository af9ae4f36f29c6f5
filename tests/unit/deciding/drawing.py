"""Builders of redrawings: plots in a journal of the test's own."""

from __future__ import annotations

from domain.kernel.facts import Fact
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.members.members import Text, Wkt
from domain.things.land.plots import (
    BoundariesAdjusted,
    DrawnPlot,
    PlotRegistered,
    PlotsMerged,
    PlotSplit,
    ReshapedPlot,
)

POINT = Wkt("POINT (1 2)")
SQUARE = Wkt("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))")
REGISTERED = PlotRegistered(effective=Instant(1_000), point=POINT)


def journal(*facts: tuple[str, Fact]) -> list[Entry]:
    """Given: facts of plots, one command each, from position 1."""
    return [
        Entry(position, Instant(position * 10), f"plot:{plot}", fact)
        for position, (plot, fact) in enumerate(facts, 1)
    ]


def drawn(plot: str) -> DrawnPlot:
    return DrawnPlot(plot=Text(plot), stage=None, point=POINT)


def split(effective: int, *children: str) -> PlotSplit:
    return PlotSplit(effective=Instant(effective), children=tuple(map(drawn, children)))


def merged(effective: int, *parents: str) -> PlotsMerged:
    return PlotsMerged(
        effective=Instant(effective),
        parents=tuple(map(Text, parents)),
        stage=None,
        boundary=SQUARE,
    )


def adjusted(effective: int, *neighbours: str) -> BoundariesAdjusted:
    reshaped = [ReshapedPlot(plot=Text(each), boundary=SQUARE) for each in neighbours]
    return BoundariesAdjusted(
        effective=Instant(effective), boundary=SQUARE, neighbours=tuple(reshaped)
    )
