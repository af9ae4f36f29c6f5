"""A read model that caught up now and then is the one rebuilt, and answers as defined.

The commands are those that ``journals`` draws as facts, sent through the application
to a real journal; what it refuses must leave no trace.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.application import KeyProjects
from domain.errors import Refusal
from domain.kernel.facts import EXISTS, Fact, FactCorrected, FactWithdrawn
from domain.kernel.instants import Instant, print_instant
from domain.kernel.money import print_money
from domain.kernel.standing import Entry
from domain.plots import PlotRegistered
from domain.things import thing_of
from projections.columns import ids_of, totals_at
from projections.differing import Span, answers_at, differing, differing_totals
from projections.plots import plot_at, plots_at, stages_at
from projections.read_model import ReadModel, Snapshot, open_read_model
from tests.property import naive
from tests.property.journals import (
    EFFECTIVES,
    PLOTS,
    Step,
    around,
    by_thing,
    fact_of,
    knowledge,
    steps,
)
from web.wiring import found_district, open_district

POINT = "POINT (500000 3900000)"
PROJECTS = ("P1", "P2")
ATTRIBUTES = ("zone", "stage", "project", "paper_area_m2")

Plots = dict[str, dict[str, Any]]
Drawn = Sequence[tuple[Step, bool]]
"""Steps, and whether the live read model catches up behind each."""

FIRST = {"effective": 1000, "zone": None, "paper_area_m2": "30"}
openings = [
    Step(plot, "record", PlotRegistered, FIRST, back=0, opens_group=True)
    for plot in PLOTS[:2]
]
commands = st.lists(st.tuples(steps, st.booleans()), min_size=1, max_size=9)


class Ticking:
    """A clock that a test moves by hand; between two commands it may stand still."""

    def __init__(self) -> None:
        self.instant = Instant(1000)

    def __call__(self) -> Instant:
        """Tell the time."""
        return self.instant


def body_of(fact: Fact, plot: str) -> dict[str, object]:
    """Write a fact as the command that a client would send."""
    if isinstance(fact, FactWithdrawn):
        return {"withdraw": fact.target, "reason": fact.reason}
    if isinstance(fact, FactCorrected):
        return {"correct": fact.target, "reason": fact.reason, **_sent(fact.changes)}
    members = msgspec.to_builtins(fact)
    place = {"point": POINT} if isinstance(fact, PlotRegistered) else {}
    return {"record": type(fact).__name__, "plot": plot, **_sent(members), **place}


def _sent(members: dict[str, Any]) -> dict[str, object]:
    printers = {"effective": print_instant, "amount": print_money}
    return {
        name: value if value is None else printers.get(name, str)(value)
        for name, value in members.items()
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
            fact = fact_of(step, district.app.entries(step.plot))
            _send(district.app, body_of(fact, thing_of(step.plot)[1]))
            if catches_up:
                district.refresh()
        district.refresh()
        yield district.app, district.read_model
    finally:
        district.close()


def _send(app: KeyProjects, body: dict[str, object]) -> None:
    before = app.journal.head()
    try:
        app.execute({"command_id": f"c{before.position}", **body}, actor="law")
    except Refusal:
        assert app.journal.head() == before


def contents(model: ReadModel) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables, sorted, under names without generation."""
    with model.snapshot() as now:
        return {
            table.name.rsplit("_", 2)[0]: sorted(
                tuple(row) for row in now.connection.execute(select(table))
            )
            for table in now.tables.metadata.sorted_tables
        }


def journal_of(app: KeyProjects) -> list[Entry]:
    every = [line.entry() for line in app.journal.lines_after(0, limit=10_000)]
    return [entry for entry in every if entry.thing in PLOTS]


@given(drawn=commands)
@settings(deadline=None, max_examples=30)
def test_live_rows_are_the_rows_of_a_rebuild(
    drawn: Drawn, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    with carried_out(folder, drawn) as (app, live):
        at_once = open_read_model(folder / f"{uuid.uuid4().hex}.sqlite")
        at_once.catch_up(app.journal)
        expected = contents(at_once)

        at_once.rebuild(app.journal)

        assert contents(live) == contents(at_once) == expected
        assert live.position() == at_once.position() == app.journal.head().position
        at_once.close()


@given(drawn=commands)
@settings(deadline=None, max_examples=6)
def test_the_rows_answer_every_date_as_defined(
    drawn: Drawn, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with carried_out(tmp_path_factory.getbasetemp(), drawn) as (app, live):
        own = by_thing(journal_of(app))
        with live.snapshot() as now:
            numbers = {n: f"plot:{plot}" for n, plot in ids_of(now, "plot").items()}
            for k in knowledge(journal_of(app)):
                facts = {plot: naive.live(own[plot], k) for plot in PLOTS}
                for v in around(EFFECTIVES):
                    expected = defined(facts, v)
                    require_plots(now, expected, v, k)
                    require_counts(now, expected, v, k)
                    require_totals(now, facts, numbers, v, k)


@given(drawn=commands, v=st.sampled_from(around(EFFECTIVES)))
@settings(deadline=None, max_examples=10)
def test_the_rows_differ_between_two_dates_as_defined(
    drawn: Drawn, v: Instant, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with carried_out(tmp_path_factory.getbasetemp(), drawn) as (app, live):
        journal = journal_of(app)
        own = by_thing(journal)
        dates = [Instant(0), *sorted({entry.recorded for entry in journal})]
        pairs = [(k1, k2) for k1 in dates for k2 in dates if k1 <= k2]
        with live.snapshot() as now:
            for attribute, (k1, k2) in itertools.product(("stage", "zone"), pairs):
                found = differing(now, "plot", attribute, Span(v, k1, k2))
                costly = differing_totals(now, "plot", "amount", Span(v, k1, k2))

                expected = naive.diff(own, attribute, v, k1, k2)
                assert {f"plot:{each}" for each in found} == expected.keys()
                assert {f"plot:{each}" for each in costly} == {
                    plot
                    for plot, entries in own.items()
                    if naive.total(entries, "amount", v, k1)
                    != naive.total(entries, "amount", v, k2)
                }


def defined(facts: Mapping[str, naive.Live], v: Instant) -> Plots:
    """Answer every attribute of every existing plot by the definition."""
    return {
        plot: {name: naive.state_of(each, name, v) for name in ATTRIBUTES}
        | {"amount": _sum(each, v)}
        for plot, each in facts.items()
        if naive.state_of(each, EXISTS, v) is True
    }


def _sum(facts: naive.Live, v: Instant) -> int:
    amounts = [
        int(quantity)
        for _, fact in facts
        for _, quantity in fact.quantities()
        if fact.effective <= v
    ]
    return sum(amounts)


def require_plots(now: Snapshot, expected: Plots, v: Instant, k: Instant) -> None:
    rows = plots_at(now, as_of=v, as_known=k)

    names = (*ATTRIBUTES, "amount")
    found = {f"plot:{r.plot}": {n: getattr(r, n) for n in names} for r in rows}
    assert found == expected, (v, k)
    for row in rows:
        assert plot_at(now, row.number, as_of=v, as_known=k) == row


def require_counts(now: Snapshot, expected: Plots, v: Instant, k: Instant) -> None:
    for row in stages_at(now, as_of=v, as_known=k):
        inside = [each for each in expected.values() if each["stage"] == row.stage]
        assert row.plots == len(inside), (v, k)
        assert row.amount == sum(each["amount"] for each in inside), (v, k)
    answers = answers_at(now, "plot", "zone", as_of=v, as_known=k)
    assert len(answers) == len(expected)


def require_totals(
    now: Snapshot,
    facts: Mapping[str, naive.Live],
    numbers: Mapping[int, str],
    v: Instant,
    k: Instant,
) -> None:
    totals = totals_at(now, "plot.amount", as_of=v, as_known=k)

    for number, plot in numbers.items():
        assert totals.get(number, 0) == _sum(facts[plot], v), (v, k)
