"""The kernel answers random journals as ``naive``, written from time.md, does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import questions
from domain.kernel.differences import diff, of_attribute, of_total
from domain.kernel.facts import ABSENT, EXISTS
from domain.kernel.instants import Instant
from domain.kernel.rectangles import rectangles, relation
from domain.kernel.standing import Entry
from tests.property import naive
from tests.property.journals import (
    ATTRIBUTES,
    EFFECTIVES,
    around,
    by_thing,
    districts,
    histories_of_one,
    knowledge,
)


def grid(journal: Sequence[Entry]) -> Iterator[tuple[Instant, Instant, naive.Live]]:
    """Yield every (V, K) on a boundary or next to one, with the facts of K."""
    for k in knowledge(journal):
        facts = naive.live(journal, k)
        yield from ((v, k, facts) for v in around(EFFECTIVES))


@given(journal=histories_of_one)
@settings(deadline=None, max_examples=100)
def test_every_state_is_the_one_defined(journal: list[Entry]) -> None:
    for v, k, facts in grid(journal):
        for attribute in ATTRIBUTES:
            answer = questions.state(journal, attribute, as_of=v, as_known=k)

            assert answer == naive.state_of(facts, attribute, v), (v, k, attribute)


@given(journal=histories_of_one)
@settings(deadline=None, max_examples=100)
def test_all_attributes_at_once_are_the_states_one_by_one(
    journal: list[Entry],
) -> None:
    for v, k, facts in grid(journal):
        values = questions.folded(journal, as_of=v, as_known=k)

        for attribute in ATTRIBUTES:
            answer = ABSENT if values is None else values.get(attribute)
            assert answer == naive.state_of(facts, attribute, v), (v, k, attribute)


@given(journal=histories_of_one)
@settings(deadline=None, max_examples=100)
def test_every_history_is_the_one_defined(journal: list[Entry]) -> None:
    for k in knowledge(journal):
        for attribute in ATTRIBUTES:
            periods = questions.history(journal, attribute, as_known=k)

            assert periods == naive.history(journal, attribute, k)


@given(journal=histories_of_one)
@settings(deadline=None, max_examples=60)
def test_beliefs_and_first_knowledge_are_the_ones_defined(
    journal: list[Entry],
) -> None:
    for v in around(EFFECTIVES):
        for attribute in ATTRIBUTES:
            believed = questions.beliefs(journal, attribute, as_of=v)

            assert believed == naive.beliefs(journal, attribute, v)
            for value in {belief.answer for belief in believed} | {"never"}:
                first = questions.first_known(journal, attribute, value, as_of=v)
                assert first == naive.first_known(journal, attribute, v, value)


@given(journal=histories_of_one)
@settings(deadline=None, max_examples=100)
def test_every_rectangle_is_the_one_defined(journal: list[Entry]) -> None:
    for attribute in ATTRIBUTES:
        rows = rectangles(journal, attribute)

        assert rows == naive.rectangles(journal, attribute)


@given(journal=histories_of_one)
@settings(deadline=None, max_examples=60)
def test_sums_and_conflicts_are_the_ones_defined(journal: list[Entry]) -> None:
    contributions = relation(journal).contributions

    for v, k, _ in grid(journal):
        expected = naive.total(journal, "amount", v, k)
        assert questions.total(journal, "amount", as_of=v, as_known=k) == expected
        assert expected == sum(
            each.quantity
            for each in contributions
            if each.known_from <= k < each.known_to and each.effective <= v
        )
    for k in knowledge(journal):
        assert questions.conflicts(journal, as_known=k) == naive.conflicts(journal, k)


@given(journal=districts, v=st.sampled_from(around(EFFECTIVES)))
@settings(deadline=None, max_examples=60)
def test_counts_are_the_ones_defined(journal: list[Entry], v: Instant) -> None:
    things = by_thing(journal)

    for k in knowledge(journal):
        for attribute, value in (("stage", "vacated"), ("zone", None), (EXISTS, True)):
            counted = questions.count(things, attribute, value, as_of=v, as_known=k)
            assert counted == naive.count(things, attribute, value, v, k)


@given(
    journal=districts,
    v=st.sampled_from(around(EFFECTIVES)),
    attribute=st.sampled_from(ATTRIBUTES),
)
@settings(deadline=None, max_examples=50)
def test_differences_are_the_ones_defined(
    journal: list[Entry], v: Instant, attribute: str
) -> None:
    things = by_thing(journal)
    dates = [Instant(0), *sorted({entry.recorded for entry in journal})]

    for k1, k2 in ((k1, k2) for k1 in dates for k2 in dates if k1 <= k2):
        question = of_attribute(attribute)
        found = diff(things, question, as_of=v, known_before=k1, known_after=k2)
        answers = {each.thing: (each.before, each.after) for each in found}
        assert answers == naive.diff(things, attribute, v, k1, k2)


@given(journal=districts, v=st.sampled_from(around(EFFECTIVES)))
@settings(deadline=None, max_examples=50)
def test_differences_of_sums_are_the_ones_defined(
    journal: list[Entry], v: Instant
) -> None:
    things = by_thing(journal)
    dates = [Instant(0), *sorted({entry.recorded for entry in journal})]

    for k1, k2 in ((k1, k2) for k1 in dates for k2 in dates if k1 <= k2):
        question = of_total("amount")
        found = diff(things, question, as_of=v, known_before=k1, known_after=k2)
        for plot, own in things.items():
            sums = [naive.total(own, "amount", v, k) for k in (k1, k2)]
            different = [[d.before, d.after] for d in found if d.thing == plot]
            assert different == ([sums] if sums[0] != sums[1] else [])
