"""A real district that random steps are sent to, as commands through the application.

The live read model catches up now and then; what is refused must leave no trace.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import strategies as st

from domain.application import KeyProjects
from domain.errors import Refusal
from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn
from domain.kernel.instants import Instant, print_instant
from domain.kernel.live_facts import Entry
from domain.kernel.money import print_money
from domain.things.land.plots import (
    PlotRegistered,
    PlotsMerged,
    PlotSplit,
    PlotStageRecorded,
)
from domain.things.registration import thing_of
from projections.opening.read_model import ReadModel
from tests.property.journals import told
from tests.property.random_steps import KINDS, PLOTS, SHAPES, Step, lists_of, steps_of
from web.district.founding import found_district
from web.district.opening import open_district

PROJECTS = ("P1", "P2")

Drawn = Sequence[tuple[Step, bool]]
"""Steps, and whether the live read model catches up behind each."""

FIRST = {"effective": 0, "zone": None, "paper_area_m2": "30", "boundary": SHAPES[0]}
SECOND = {**FIRST, "boundary": SHAPES[1]}
openings = [
    Step(
        verb="record",
        kind=PlotRegistered,
        plots=[number],
        is_apt=True,
        members={**members, "until": None, "values": []},
        back=0,
        opens_group=True,
    )
    for number, members in enumerate((FIRST, SECOND))
]
lawful = steps_of(
    ["record", "record", "record", "correct", "withdraw"],
    [*KINDS, PlotStageRecorded, PlotSplit, PlotSplit, PlotsMerged, PlotsMerged],
)
commands = lists_of(st.tuples(lawful, st.booleans()), size=10)


class Ticking:
    """A clock that a test moves by hand; between two commands it may stand still."""

    def __init__(self) -> None:
        self.instant = Instant(1000)

    def __call__(self) -> Instant:
        """Tell the time."""
        return self.instant


def body_of(fact: Fact, plot: str) -> dict[str, Any]:
    """Write a fact as the command that a client would send."""
    if isinstance(fact, FactWithdrawn):
        return {"withdraw": fact.target, "reason": fact.reason}
    if isinstance(fact, FactCorrected):
        return {"correct": fact.target, "reason": fact.reason, **_sent(fact.changes)}
    members = msgspec.to_builtins(fact)
    return {"record": type(fact).__name__, "plot": plot, **_sent(members)}


def _sent(members: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if value is None else PRINTERS.get(name, str)(value)
        for name, value in members.items()
    }


def _all_sent(every: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_sent(each) for each in every]


PRINTERS: dict[str, Any] = {
    "effective": print_instant,
    "until": print_instant,
    "amount": print_money,
    "parents": list,
    "children": _all_sent,
    "neighbours": _all_sent,
}


@contextmanager
def carried_out(folder: Path, drawn: Drawn) -> Iterator[tuple[KeyProjects, ReadModel]]:
    """Send the steps as commands; yield the application and a live read model."""
    clock, home = Ticking(), folder / uuid.uuid4().hex
    found_district(home, name="性质", crs="EPSG:4547", currency="CNY", clock=clock)
    district = open_district(home, clock)
    try:
        for name in PROJECTS:
            body = {"record": "ProjectRegistered", "project": name, "name": name}
            _send(district.app, {**body, "effective": "1970-01-01T00:00:00Z"})
        for step, catches_up in [*((each, False) for each in openings), *drawn]:
            clock.instant = Instant(clock.instant + 700 * step.opens_group)
            stream, fact = told(step, plots_of(district.app))
            _send(district.app, body_of(fact, thing_of(stream)[1]))
            if catches_up:
                district.refresh()
        district.refresh()
        yield district.app, district.read_model
    finally:
        district.close()


def _send(app: KeyProjects, body: dict[str, Any]) -> None:
    before = app.journal.head()
    try:
        app.execute({"command_id": f"c{before.position}", **body}, actor="law")
    except Refusal:
        assert app.journal.head() == before


def plots_of(app: KeyProjects) -> list[Entry]:
    """Return everything that the journal holds of plots."""
    every = [line.entry() for line in app.journal.lines_after(0, limit=10_000)]
    return [entry for entry in every if entry.thing in PLOTS]
