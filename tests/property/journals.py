"""Random journals of one to three plots, and the boundaries to ask them at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from hypothesis import strategies as st

from domain.kernel.facts import EXISTS, FactCorrected, FactWithdrawn, WorldFact
from domain.kernel.instants import ALWAYS, FOREVER, Instant
from domain.kernel.standing import Entry
from domain.plots import (
    PlotAmountRecorded,
    PlotAssigned,
    PlotRegistered,
    PlotStageRecorded,
)
from tests.property import naive

PLOTS = ("plot:甲", "plot:乙", "plot:丙")
ATTRIBUTES = (EXISTS, "zone", "paper_area_m2", "stage", "project")
EFFECTIVES = (0, 1, 1000, 1001, 2500, 4000, 9000)
"""Some points are neighbours, some lie before and some after the recorded times."""
MEMBERS: dict[str, st.SearchStrategy[Any]] = {
    "effective": st.sampled_from(EFFECTIVES),
    "zone": st.sampled_from(["北区", "南区", None]),
    "paper_area_m2": st.sampled_from(["12.5", "30", None]),
    "stage": st.sampled_from(["surveyed", "vacated", "cleared"]),
    "amount": st.sampled_from([1, 250, -40]),
    "purpose": st.just("看护费"),
    "project": st.sampled_from(["P1", "P2", None]),
}
"""Values as the journal writes them."""
KINDS: dict[type[WorldFact], tuple[str, ...]] = {
    PlotRegistered: ("effective", "zone", "paper_area_m2"),
    PlotStageRecorded: ("effective", "stage", "amount"),
    PlotAmountRecorded: ("effective", "amount", "purpose"),
    PlotAssigned: ("effective", "project"),
}


class Step(NamedTuple):
    """One random entry; ``back`` counts back to the entry that a revision targets."""

    plot: str
    verb: str
    kind: type[WorldFact]
    members: dict[str, Any]
    back: int
    opens_group: bool


steps = st.builds(
    Step,
    plot=st.sampled_from(PLOTS),
    verb=st.sampled_from(["record", "record", "correct", "withdraw"]),
    kind=st.sampled_from([*KINDS, PlotStageRecorded]),
    members=st.fixed_dictionaries(MEMBERS),
    back=st.integers(0, 4),
    opens_group=st.sampled_from([True, True, False]),
)


def fact_of(step: Step, own: Sequence[Entry]) -> Any:  # noqa: ANN401
    """Turn a step into a fact about the entries ``own`` of its plot."""
    if step.verb == "record" or not own:
        given_members = {name: step.members[name] for name in KINDS[step.kind]}
        return msgspec.convert(given_members, step.kind)
    if step.verb == "withdraw":
        target = own[-1 - step.back % len(own)].position
        return FactWithdrawn(target=target, reason="没有这回事")
    revisable = [each for each in own if not isinstance(each.fact, FactWithdrawn)]
    entry = revisable[-1 - step.back % len(revisable)]
    root = naive.corrected_in_the_end(own, entry.position)
    [kind] = [type(each.fact) for each in own if each.position == root]
    # Some of the members, so that several corrections of one fact have to merge.
    names = KINDS[kind][step.back % 2 :]  # type: ignore[index]
    changes = {name: step.members[name] for name in names}
    return FactCorrected(target=entry.position, reason="录错", changes=changes)


def journal_of(drawn: Sequence[Step]) -> list[Entry]:
    """Lay steps out as a journal; a group shares one recorded instant."""
    journal: list[Entry] = []
    recorded = 300
    for position, step in enumerate(drawn, 1):
        recorded += 700 * step.opens_group
        own = [each for each in journal if each.thing == step.plot]
        fact = fact_of(step, own)
        journal.append(Entry(position, Instant(recorded), step.plot, fact))
    return journal


def journals(plots: int, size: int) -> st.SearchStrategy[list[Entry]]:
    """Draw journals of up to ``plots`` plots, whose first entry registers one."""
    some = steps.filter(lambda step: step.plot in PLOTS[:plots])
    first = some.map(lambda step: step._replace(kind=PlotRegistered, verb="record"))
    return st.builds(
        lambda head, tail: journal_of([head, *tail]),
        first,
        st.lists(some, max_size=size),
    )


histories_of_one = journals(plots=1, size=12)
districts = journals(plots=3, size=14)


def by_thing(journal: Sequence[Entry]) -> dict[str, list[Entry]]:
    return {plot: [entry for entry in journal if entry.thing == plot] for plot in PLOTS}


def around(points: Sequence[int]) -> list[Instant]:
    """Return each boundary with one microsecond either side, and both ends of time."""
    near = {point + step for point in points for step in (-1, 0, 1)}
    return [Instant(point) for point in sorted({*near, ALWAYS, FOREVER - 1})]


def knowledge(journal: Sequence[Entry]) -> list[Instant]:
    return around([entry.recorded for entry in journal])
