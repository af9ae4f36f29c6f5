"""The kernel answers about one thing as the definition, from docs/rules.md, does."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel.facts import ABSENT
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions import states as questions
from tests.property import kernel_answers, naive_questions
from tests.property.journals import VALID, districts, knowledge
from tests.property.naive_land import answer, world
from tests.property.random_steps import ATTRIBUTES, PLOTS

plots = st.sampled_from(PLOTS)
attributes = st.sampled_from(ATTRIBUTES)


@given(journal=districts, thing=plots, attribute=attributes)
@settings(max_examples=25)
def test_every_state_is_the_one_defined(
    journal: list[Entry], thing: str, attribute: str
) -> None:
    for k in knowledge(journal):
        now = world(journal, k)
        for v in VALID:
            found = questions.state(journal, thing, attribute, as_of=v, as_known=k)

            assert found == answer(now, thing, attribute, v), (v, k)


@given(journal=districts, thing=plots)
@settings(max_examples=25)
def test_all_attributes_at_once_are_the_states_one_by_one(
    journal: list[Entry], thing: str
) -> None:
    for k in knowledge(journal):
        now = world(journal, k)
        for v in VALID:
            values = questions.folded(journal, thing, as_of=v, as_known=k)

            for attribute in ATTRIBUTES:
                found = ABSENT if values is None else values.get(attribute)
                assert found == answer(now, thing, attribute, v), (v, k, attribute)


@given(journal=districts)
@settings(max_examples=50)
def test_every_history_is_the_one_defined(journal: list[Entry]) -> None:
    for k in knowledge(journal):
        now = world(journal, k)
        for thing in PLOTS:
            found = questions.histories(journal, thing, as_known=k)

            for name in ATTRIBUTES:
                periods = [(e.start, e.end, e.value) for e in found.get(name, [])]
                assert periods == naive_questions.history_in(now, thing, name)


@given(journal=districts, thing=plots, attribute=attributes)
@settings(max_examples=25)
def test_one_history_is_one_of_all_histories(
    journal: list[Entry], thing: str, attribute: str
) -> None:
    for k in knowledge(journal):
        found = kernel_answers.history(journal, thing, attribute, as_known=k)

        assert found == naive_questions.history(journal, thing, attribute, as_known=k)


@given(journal=districts, thing=plots, attribute=attributes)
@settings(max_examples=50)
def test_beliefs_and_first_knowledge_are_the_ones_defined(
    journal: list[Entry], thing: str, attribute: str
) -> None:
    worlds = naive_questions.worlds_of(journal)

    for v in VALID:
        believed = kernel_answers.beliefs(journal, thing, attribute, as_of=v)

        assert believed == naive_questions.believed(worlds, thing, attribute, v)


@given(journal=districts, thing=plots, attribute=attributes, v=st.sampled_from(VALID))
@settings(max_examples=50)
def test_every_value_was_first_known_when_defined(
    journal: list[Entry], thing: str, attribute: str, v: Instant
) -> None:
    told = {answer(world(journal, e.recorded), thing, attribute, v) for e in journal}

    for value in {"never", *told} - {ABSENT}:
        asked = (journal, thing, attribute, value)
        first = kernel_answers.first_known(*asked, as_of=v)
        assert first == naive_questions.first_known(*asked, as_of=v)


@given(journal=districts, thing=plots)
@settings(max_examples=50)
def test_every_rectangle_is_the_one_defined(journal: list[Entry], thing: str) -> None:
    for attribute in ATTRIBUTES:
        rows = kernel_answers.rectangles(journal, thing, attribute)

        assert rows == naive_questions.rectangles(journal, thing, attribute)


@given(journal=districts)
@settings(max_examples=50)
def test_every_sum_is_the_one_defined(journal: list[Entry]) -> None:
    for k in knowledge(journal):
        now = world(journal, k)
        for thing, v in itertools.product(PLOTS, VALID[1::3]):
            asked = (journal, thing, "amount")
            found = kernel_answers.total(*asked, as_of=v, as_known=k)

            assert found == naive_questions.total_in(now, thing, "amount", v)
