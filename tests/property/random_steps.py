"""Random steps: what an entry says, before it is known what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from hypothesis import strategies as st

from domain.kernel.facts import EXISTS, WorldFact
from domain.things.land.plots import (
    BoundariesAdjusted,
    PlotAmountRecorded,
    PlotAssigned,
    PlotFrozen,
    PlotRegistered,
    PlotsMerged,
    PlotSplit,
    PlotStageRecorded,
)

NAMES = ("甲", "乙", "丙", "丁", "戊")
PLOTS = tuple(f"plot:{name}" for name in NAMES)
ATTRIBUTES = (
    EXISTS,
    "zone",
    "paper_area_m2",
    "boundary",
    "stage",
    "project",
    "freeze",
)
EFFECTIVES = (0, 1, 1000, 1001, 2500, 4000, 9000)
"""Some points are neighbours, some lie before and some after the recorded times."""
ENDS = (*EFFECTIVES[1:], EFFECTIVES[-1] + 1)
STAGES = st.sampled_from(["surveyed", "vacated", "cleared"])
ZONES = st.sampled_from(["北区", "南区", None])
SHAPES = tuple(
    f"POLYGON (({x} 0, {x + width} 0, {x + width} 10, {x} 10, {x} 0))"
    for x, width in ((0, 10), (10, 10), (0, 20))
)
"""Two shapes that meet at an edge, and one that is both, in metres."""
BOUNDARIES = st.sampled_from(SHAPES)
MEMBERS: dict[str, st.SearchStrategy[Any]] = {
    "effective": st.sampled_from(EFFECTIVES),
    "until": st.none() | st.sampled_from(ENDS),
    "zone": ZONES,
    "paper_area_m2": st.sampled_from(["12.5", "30", None]),
    "boundary": BOUNDARIES,
    "stage": STAGES,
    "amount": st.sampled_from([1, 250, -40]),
    "purpose": st.just("看护费"),
    "project": st.sampled_from(["P1", "P2", None]),
    "freeze": st.sampled_from(["公告一", "公告二", None]),
    "values": st.lists(
        st.fixed_dictionaries(
            {"stage": st.none() | STAGES, "boundary": BOUNDARIES, "zone": ZONES}
        ),
        min_size=2,
        max_size=2,
    ),
}
"""Values as the journal writes them; ``values`` are those of other plots."""
KINDS: dict[type[WorldFact], tuple[str, ...]] = {
    PlotRegistered: ("effective", "zone", "paper_area_m2", "boundary"),
    PlotStageRecorded: ("effective", "stage", "amount"),
    PlotAmountRecorded: ("effective", "amount", "purpose"),
    PlotAssigned: ("effective", "project"),
    PlotFrozen: ("effective", "until", "freeze"),
    PlotSplit: ("effective", "children"),
    PlotsMerged: ("effective", "parents", "stage", "zone", "boundary"),
    BoundariesAdjusted: ("effective", "boundary", "neighbours"),
}
"""Every kind of fact, with the members that are drawn for it."""


class Step(NamedTuple):
    """One random entry, before it is known what it is about."""

    verb: str
    kind: type[WorldFact]
    plots: Sequence[int]
    """The plot that it is of, and others that it names, by their number."""
    is_apt: bool
    """Whether a redrawing is of plots that exist, and begins plots that do not."""
    members: Mapping[str, Any]
    back: int
    """How far back the entry is that a revision targets."""
    opens_group: bool


def steps_of(
    verbs: Sequence[str],
    kinds: Sequence[type[WorldFact]],
    effectives: Sequence[int] = EFFECTIVES,
) -> st.SearchStrategy[Step]:
    """Draw steps of some verbs and kinds."""
    members = {**MEMBERS, "effective": st.sampled_from(effectives)}
    return st.builds(
        Step,
        verb=st.sampled_from(verbs),
        kind=st.sampled_from(kinds),
        plots=st.just(range(len(PLOTS))) | st.permutations(range(len(PLOTS))),
        is_apt=st.sampled_from([True, True, True, False]),
        members=st.fixed_dictionaries(members),
        back=st.integers(0, 5),
        opens_group=st.sampled_from([True, True, False]),
    )


openings = steps_of(["record"], [PlotRegistered], EFFECTIVES[:4])
steps = steps_of(
    ["record", "record", "correct", "withdraw"],
    [*KINDS, PlotStageRecorded, PlotFrozen, PlotSplit, PlotSplit, PlotsMerged],
)
steps_about_periods = steps_of(
    ["record", "record", "record", "record", "correct", "withdraw"],
    [PlotFrozen, PlotFrozen, PlotFrozen, PlotFrozen, PlotFrozen, PlotSplit],
)
steps_about_land = steps_of(
    ["record", "record", "record", "correct", "withdraw"],
    [PlotSplit, PlotsMerged, BoundariesAdjusted, PlotStageRecorded],
)
recordings = steps_of(["record"], list(KINDS))

Some = TypeVar("Some")


def lists_of(each: st.SearchStrategy[Some], size: int) -> st.SearchStrategy[list[Some]]:
    """Draw as many long lists as short ones."""
    return st.integers(0, size).flatmap(
        lambda length: st.lists(each, min_size=length, max_size=length)
    )
