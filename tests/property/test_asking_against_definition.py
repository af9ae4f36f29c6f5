"""Asked one by one, the rows answer every question of docs/rules.md as defined."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel.facts import ABSENT, Answer
from domain.kernel.instants import At, Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions.over_time import Holding
from projections.questions import all_things as asking_all
from projections.questions import one_thing as asking
from projections.tables.codes import text_of
from projections.tables.snapshot import Snapshot
from tests.property import naive_questions
from tests.property.journals import VALID, knowledge
from tests.property.live import Drawn, carried_out, commands, plots_of
from tests.property.naive_land import answer, world
from tests.property.naive_questions import total_in
from tests.property.random_steps import ATTRIBUTES, NAMES, PLOTS

plots = st.sampled_from(NAMES)
instants = st.sampled_from(VALID)


def written(told: Answer) -> Answer:
    """Write a value as the rows hold it; blanks and ``exists`` stay what they are."""
    return told if told is ABSENT or told is True else text_of(told)


def texts(found: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [(*row[:-1], written(row[-1])) for row in found]


@given(drawn=commands, plot=plots, v=instants)
@settings(max_examples=10)
def test_one_plot_is_answered_as_defined(
    drawn: Drawn, plot: str, v: Instant, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with carried_out(tmp_path_factory.getbasetemp(), drawn) as (app, live):
        journal = plots_of(app)
        with live.snapshot() as rows:
            for k in knowledge(journal):
                require_at(rows, journal, plot, v, k)
                require_all_at(rows, journal, plot, v, k)
            for attribute in ATTRIBUTES:
                require_over_time(rows, journal, (plot, attribute), v)


def require_at(
    rows: Snapshot, journal: Sequence[Entry], plot: str, v: Instant, k: Instant
) -> None:
    now, thing = world(journal, k), f"plot:{plot}"
    for name in ATTRIBUTES:
        told = answer(now, thing, name, v)
        found = asking.state(rows, "plot", plot, name, at=At(v, k))
        assert found == written(told), (name, v, k)
        periods = asking.history(rows, "plot", plot, name, as_known=k)
        expected = naive_questions.history_in(now, thing, name)
        assert [(e.start, e.end, e.value) for e in periods] == texts(expected)
    total = asking.total(rows, "plot", plot, "amount", at=At(v, k))
    assert total == total_in(now, thing, "amount", v)
    former = asking.ancestors(rows, "plot", plot, as_known=k)
    assert former == naive_questions.ancestors(journal, thing, as_known=k)


def require_all_at(
    rows: Snapshot, journal: Sequence[Entry], plot: str, v: Instant, k: Instant
) -> None:
    now = world(journal, k)
    values = {name: answer(now, f"plot:{plot}", name, v) for name in ATTRIBUTES}

    found = asking.states(rows, "plot", plot, at=At(v, k))

    assert (found is None) == (values.pop("exists") is ABSENT)
    assert {name: (found or {}).get(name) for name in values} == {
        name: None if told is ABSENT else written(told) for name, told in values.items()
    }


def require_over_time(
    rows: Snapshot, journal: Sequence[Entry], one: tuple[str, str], v: Instant
) -> None:
    plot, name = one
    asked = (journal, f"plot:{plot}", name)
    believed = naive_questions.beliefs(*asked, as_of=v)
    found = asking.beliefs(rows, "plot", plot, name, as_of=v)
    assert [(e.known_from, e.known_to, e.answer) for e in found] == texts(believed)

    for value in {None, *(told for _, _, told in believed)} - {ABSENT}:
        first = asking.first_known(rows, "plot", plot, name, written(value), as_of=v)
        assert first == naive_questions.first_known(*asked, value, as_of=v)

    assert [
        (e.known_from, e.known_to, e.valid_from, e.valid_to, e.value)
        for e in asking.rectangles(rows, "plot", plot, name)
    ] == texts(naive_questions.rectangles(*asked))


VALUES = [("exists", True), ("stage", "vacated"), ("stage", None), ("freeze", "公告一")]
values = st.sampled_from(VALUES)
spans = st.lists(instants, min_size=2, max_size=2, unique=True).map(sorted)
holdings = st.builds(
    lambda plot, one: Holding(plot, *one), st.sampled_from(PLOTS), values
)


@given(drawn=commands, held=st.tuples(holdings, holdings), between=spans)
@settings(max_examples=10)
def test_stretches_of_time_are_answered_as_defined(
    drawn: Drawn,
    held: tuple[Holding, Holding],
    between: list[Instant],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    over: Any = {"start": between[0], "end": between[1]}
    one, other = held
    counted: Any = one[1:]
    with carried_out(tmp_path_factory.getbasetemp(), drawn) as (app, live):
        journal = plots_of(app)
        with live.snapshot() as rows:
            for k in knowledge(journal):
                steps = asking_all.steps(rows, "plot", *counted, **over, as_known=k)
                assert [
                    (each.start, each.end, each.count) for each in steps
                ] == naive_questions.steps(
                    journal, "plot", *counted, **over, as_known=k
                )
                both = asking.both(rows, one, other, as_known=k)
                assert [
                    (each.start, each.end) for each in both
                ] == naive_questions.both(journal, one, other, as_known=k)
                within = {"first": date(1969, 12, 31), "end": date(1970, 1, 4)}
                assert asking.days(
                    rows, one, **within, as_known=k
                ) == naive_questions.days(journal, one, **within, as_known=k)
