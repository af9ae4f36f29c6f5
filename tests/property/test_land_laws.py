"""Laws of land: splitting, merging and moving edges neither makes nor loses any."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel.instants import FOREVER, Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions import states as questions
from domain.members.members import Text, Wkt
from domain.things.land.plots import (
    BoundariesAdjusted,
    DrawnPlot,
    PlotRegistered,
    PlotsMerged,
    PlotSplit,
    ReshapedPlot,
)

NOW = Instant(FOREVER - 1)
DEPTH_M = 50
WIDTH_M = 64


class Strip(NamedTuple):
    """A plot between two lines across the land, metres from its western end."""

    plot: str
    west_m: float
    east_m: float

    @property
    def boundary(self) -> Wkt:
        """Its boundary of record."""
        return Wkt(shapely.box(self.west_m, 0, self.east_m, DEPTH_M).wkt)

    @property
    def middle_m(self) -> float:
        """Where it is halved."""
        return (self.west_m + self.east_m) / 2


class Land:
    """Strips that are split, merged and moved one after the other."""

    def __init__(self) -> None:
        self.strips = [Strip("甲", 0, WIDTH_M)]
        first = PlotRegistered(effective=Instant(0), boundary=self.strips[0].boundary)
        self.facts: list[tuple[str, Any]] = [("甲", first)]

    def _name(self, part: int) -> str:
        return f"{len(self.facts)}-{part}"

    def _next(self) -> Instant:
        return Instant(len(self.facts) * 10)

    def split(self, at: int) -> None:
        """Halve a strip."""
        old = self.strips[at]
        parts = [
            Strip(self._name(0), old.west_m, old.middle_m),
            Strip(self._name(1), old.middle_m, old.east_m),
        ]
        drawn = tuple(
            DrawnPlot(plot=Text(e.plot), stage=None, boundary=e.boundary) for e in parts
        )
        self.facts.append((old.plot, PlotSplit(effective=self._next(), children=drawn)))
        self.strips[at : at + 1] = parts

    def merge(self, at: int) -> None:
        """Make one strip of two neighbours."""
        one, other = self.strips[at : at + 2]
        new = Strip(self._name(0), one.west_m, other.east_m)
        fact = PlotsMerged(
            effective=self._next(),
            parents=(Text(one.plot), Text(other.plot)),
            stage=None,
            boundary=new.boundary,
        )
        self.facts.append((new.plot, fact))
        self.strips[at : at + 2] = [new]

    def move_edge(self, at: int) -> None:
        """Give half of a strip to its eastern neighbour."""
        one, other = self.strips[at : at + 2]
        edge = one.middle_m
        one, other = one._replace(east_m=edge), other._replace(west_m=edge)
        neighbour = ReshapedPlot(plot=Text(other.plot), boundary=other.boundary)
        fact = BoundariesAdjusted(
            effective=self._next(), boundary=one.boundary, neighbours=(neighbour,)
        )
        self.facts.append((one.plot, fact))
        self.strips[at : at + 2] = [one, other]


def land_of(drawn: Sequence[tuple[str, int]]) -> Land:
    """Carry out what is possible of what was drawn."""
    land = Land()
    for verb, pick in drawn:
        if verb == "split":
            land.split(pick % len(land.strips))
        elif len(land.strips) > 1:
            getattr(land, verb)(pick % (len(land.strips) - 1))
    return land


lands = st.lists(
    st.tuples(st.sampled_from(["split", "merge", "move_edge"]), st.integers(0, 7)),
    max_size=6,
).map(land_of)


def journal_of(facts: Sequence[tuple[str, Any]]) -> list[Entry]:
    return [
        Entry(position, Instant(position * 1000), f"plot:{plot}", fact)
        for position, (plot, fact) in enumerate(facts, 1)
    ]


def boundaries(journal: Sequence[Entry], v: Instant) -> list[Any]:
    """Return the shapes of all plots that exist at V."""
    plots = questions.active(journal, "plot", as_of=v, as_known=NOW)
    told = [
        questions.state(journal, plot, "boundary", as_of=v, as_known=NOW)
        for plot in plots
    ]
    return [shapely.from_wkt(str(each)) for each in told]


@given(land=lands, chance=st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_redrawing_conserves_the_area_in_whatever_order_it_is_recorded(
    land: Land,
    chance: Any,  # noqa: ANN401
) -> None:
    journal = journal_of(chance.sample(land.facts, len(land.facts)))

    for nth in range(len(land.facts)):
        for step in (-1, 0, 1):
            v = Instant(nth * 10 + step)
            areas = [shape.area for shape in boundaries(journal, v)]
            assert sum(areas) == (0 if v < 0 else DEPTH_M * WIDTH_M)
    assert questions.conflicts(journal, as_known=NOW) == []


@given(land=lands)
@settings(max_examples=25)
def test_redrawn_plots_never_overlap(land: Land) -> None:
    journal = journal_of(land.facts)

    for nth in range(len(land.facts)):
        shapes = boundaries(journal, Instant(nth * 10))
        shapes.sort(key=lambda shape: shape.bounds)
        for one, other in pairwise(shapes):
            assert one.intersection(other).area == 0


@given(land=lands)
@settings(max_examples=25)
def test_every_plot_but_the_first_descends_from_the_first(land: Land) -> None:
    journal = journal_of(land.facts)
    found = {
        strip.plot: questions.ancestors(journal, f"plot:{strip.plot}", as_known=NOW)
        for strip in land.strips
    }

    for plot, ancestors in found.items():
        assert ("plot:甲" in ancestors) == (plot != "甲")
        assert f"plot:{plot}" not in ancestors
