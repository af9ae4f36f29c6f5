"""The rows of all plots at (V, K) say what the definition says, one plot at a time."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel.instants import At, Instant
from projections.lists.plots import plot_at, plots_at, stages_at
from projections.memory.cache import ColumnCache
from projections.questions import all_things as asking_all
from projections.questions.compared import Span, compared, compared_totals
from projections.questions.differences import answers_at, differing, differing_totals
from projections.tables.columns import totals_at
from projections.tables.snapshot import Snapshot
from tests.property import naive_questions
from tests.property.journals import VALID, knowledge
from tests.property.live import Drawn, carried_out, commands, plots_of
from tests.property.naive_counts import active_in
from tests.property.naive_land import World, answer, stranded, world
from tests.property.naive_places import plots_at as plots_holding
from tests.property.naive_places import shapes
from tests.property.naive_questions import total_in
from tests.property.random_steps import PLOTS

NAMES = ("zone", "stage", "project", "paper_area_m2", "boundary")
PLACES = ((5.0, 5.0), (15.0, 5.0), (10.0, 5.0), (25.0, 5.0))
"""Inside one, inside another, on the edge between them, and outside."""
Plots = Mapping[str, Mapping[str, Any]]


def defined(now: World, v: Instant) -> Plots:
    """Answer every attribute of every existing plot by the definition."""
    return {
        plot: {name: answer(now, plot, name, v) for name in NAMES}
        | {"amount": total_in(now, plot, "amount", v)}
        for plot in active_in(now, "plot", v)
    }


instants = st.sampled_from(VALID)


@given(drawn=commands, some=st.sets(instants, min_size=2, max_size=2))
@settings(max_examples=8)
def test_the_rows_of_every_date_are_the_ones_defined(
    drawn: Drawn, some: set[Instant], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with carried_out(tmp_path_factory.getbasetemp(), drawn) as (app, live):
        journal = plots_of(app)
        with live.snapshot() as rows:
            for k in knowledge(journal):
                now = world(journal, k)
                require_conflicts(rows, now, k)
                for v in some:
                    expected = defined(now, v)
                    require_plots(rows, expected, v, k)
                    require_counts(rows, expected, v, k)
                    require_totals(rows, now, v, k)
                    require_shapes(rows, now, v, k)


def require_conflicts(rows: Snapshot, now: World, k: Instant) -> None:
    expected = sorted(each.position for each in now.facts if stranded(now, each))
    assert asking_all.conflicts(rows, as_known=k) == expected


def require_plots(rows: Snapshot, expected: Plots, v: Instant, k: Instant) -> None:
    found = plots_at(rows, at=At(v, k))

    names = (*NAMES, "amount")
    values = {f"plot:{r.plot}": {n: getattr(r, n) for n in names} for r in found}
    assert values == expected, (v, k)
    for row in found:
        assert plot_at(rows, row.number, at=At(v, k)) == row
    ids = [plot.partition(":")[2] for plot in expected]
    assert asking_all.active(rows, "plot", at=At(v, k)) == ids


def require_counts(rows: Snapshot, expected: Plots, v: Instant, k: Instant) -> None:
    for row in stages_at(rows, at=At(v, k)):
        inside = [each for each in expected.values() if each["stage"] == row.stage]
        assert row.plots == len(inside), (v, k)
        assert row.amount == sum(each["amount"] for each in inside), (v, k)
        asked = (rows, "plot", "stage", row.stage)
        assert asking_all.count(*asked, at=At(v, k)) == len(inside), (v, k)
    answers = answers_at(rows, "plot", "zone", at=At(v, k))
    assert len(answers) == len(expected)


def require_totals(rows: Snapshot, now: World, v: Instant, k: Instant) -> None:
    totals = totals_at(rows, "plot.amount", at=At(v, k))

    expected = [total_in(now, plot, "amount", v) for plot in PLOTS]
    assert sorted(each for each in totals.values() if each) == sorted(
        each for each in expected if each
    )


def require_shapes(rows: Snapshot, now: World, v: Instant, k: Instant) -> None:
    every = asking_all.shapes_at(rows, "plot", at=At(v, k))
    found = {f"plot:{each.id}": each.wkt for each in every}
    assert found == shapes(now, v), (v, k)
    for x, y in PLACES:
        near = asking_all.shapes_near(rows, "plot", x, y, at=At(v, k))
        assert {each.id for each in near} <= {each.id for each in every}
        held = {f"plot:{each.id}" for each in near}
        assert held >= plots_holding(now, x, y, v), (v, k)


@given(drawn=commands, v=instants)
@settings(max_examples=8)
def test_the_rows_differ_between_two_dates_as_defined(
    drawn: Drawn, v: Instant, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with carried_out(tmp_path_factory.getbasetemp(), drawn) as (app, live):
        journal = plots_of(app)
        dates = [Instant(0), *sorted({entry.recorded for entry in journal})]
        pairs = list(itertools.combinations_with_replacement(dates, 2))
        with live.snapshot() as rows:
            for attribute, pair in itertools.product(("stage", "freeze"), pairs):
                found = differing(rows, "plot", attribute, Span(v, *pair)).things
                expected = naive_questions.diff(
                    journal, PLOTS, attribute, as_of=v, known=pair
                )
                assert {f"plot:{each.id}" for each in found} == expected.keys()
                require_sums(rows, attribute, Span(v, *pair), expected)
            for pair in pairs:
                before, after = (world(journal, k) for k in pair)
                require_costs(rows, Span(v, *pair), before, after)


def require_costs(rows: Snapshot, span: Span, before: World, after: World) -> None:
    """Demand of sums what is defined, from the tables and from memory."""
    spent = {
        plot: [
            int(str(total_in(at, plot, "amount", span.as_of))) for at in (before, after)
        ]
        for plot in PLOTS
    }
    expected = {plot: each for plot, each in spent.items() if each[0] != each[1]}
    costly = differing_totals(rows, "plot", "amount", span).things
    assert {f"plot:{each.id}" for each in costly} == expected.keys()
    sums = tuple(sum(each[side] for each in expected.values()) for side in (0, 1))
    for columns in (None, ColumnCache().refreshed(rows)):
        told = compared_totals(rows, "plot", "amount", span, columns)
        assert (len(told.numbers), told.totals) == (len(expected), sums)


def require_sums(
    rows: Snapshot,
    attribute: str,
    span: Span,
    expected: Mapping[str, tuple[object, object]],
) -> None:
    """Demand of both ways, from the tables and from memory, what is defined."""
    memory = ColumnCache().refreshed(rows)
    for columns in (None, memory):
        found = compared(rows, "plot", attribute, span, columns)
        moved = {(each.before, each.after): each.things for each in found.transitions}
        assert len(found.numbers) == len(expected)
        assert moved == Counter(expected.values())
