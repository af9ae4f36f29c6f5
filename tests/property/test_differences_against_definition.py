"""What differs between two knowledge dates is as defined, and so is its cause."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel.facts import (
    EXISTS,
    Fact,
    FactCorrected,
    FactWithdrawn,
    Redrawing,
)
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions.differences import (
    Difference,
    Question,
    diff,
    of_attribute,
    of_total,
)
from domain.members.members import Text
from domain.things.land.plots import DrawnPlot, PlotRegistered, PlotSplit
from tests.property import naive_questions
from tests.property.journals import VALID, districts
from tests.property.naive import Live
from tests.property.naive_land import World, answer, said, stranded, world
from tests.property.naive_questions import total_in
from tests.property.random_steps import ATTRIBUTES, NAMES, PLOTS

Dates = tuple[Instant, Instant]

attributes = st.sampled_from(ATTRIBUTES)
instants = st.sampled_from(VALID)


def pairs(journal: Sequence[Entry]) -> Iterator[Dates]:
    """Yield every two knowledge dates, the earlier first."""
    dates = [Instant(0), *sorted({entry.recorded for entry in journal})]
    return itertools.combinations_with_replacement(dates, 2)


def different(
    journal: Sequence[Entry], question: Question, v: Instant, dates: Dates
) -> list[Difference]:
    things = dict.fromkeys(PLOTS, journal)
    before, after = dates
    return diff(things, question, as_of=v, known_before=before, known_after=after)


def new(journal: Sequence[Entry], dates: Dates) -> set[int]:
    return {e.position for e in journal if dates[0] < e.recorded <= dates[1]}


@given(journal=districts, v=instants, attribute=attributes)
@settings(max_examples=20)
def test_differences_are_the_ones_defined(
    journal: list[Entry], v: Instant, attribute: str
) -> None:
    for dates in pairs(journal):
        found = different(journal, of_attribute(attribute), v, dates)

        answers = {each.thing: (each.before, each.after) for each in found}
        assert answers == naive_questions.diff(
            journal, PLOTS, attribute, as_of=v, known=dates
        )


@given(journal=districts, v=instants)
@settings(max_examples=20)
def test_differences_of_sums_are_the_ones_defined(
    journal: list[Entry], v: Instant
) -> None:
    for dates in pairs(journal):
        found = different(journal, of_total("amount"), v, dates)

        worlds = [world(journal, k) for k in dates]
        sums = {p: tuple(total_in(w, p, "amount", v) for w in worlds) for p in PLOTS}
        assert {each.thing: (each.before, each.after) for each in found} == {
            plot: each for plot, each in sums.items() if each[0] != each[1]
        }


@given(journal=districts, v=instants, attribute=attributes)
@settings(max_examples=40)
def test_every_difference_is_caused_by_something_recorded_between(
    journal: list[Entry], v: Instant, attribute: str
) -> None:
    for dates in pairs(journal):
        for question in (of_attribute(attribute), of_total("amount")):
            for each in different(journal, question, v, dates):
                causes = [cause.position for cause in each.causes]

                assert causes == sorted(set(causes))
                assert new(journal, dates) & set(causes), (each, dates)
                assert all(journal[p - 1].recorded <= dates[1] for p in causes)


SPLIT = PlotSplit(
    effective=Instant(10), children=(DrawnPlot(plot=Text(NAMES[1]), stage=None),)
)
REGISTERED = PlotRegistered(effective=Instant(0))
LATER = FactCorrected(target=2, reason="录错", changes={"effective": 15})
UNDONE = FactWithdrawn(target=2, reason="没有这回事")


@pytest.mark.parametrize(
    ("facts", "cause"),
    [
        ([SPLIT, REGISTERED], 2),
        ([SPLIT, REGISTERED, LATER], 3),
        ([SPLIT, REGISTERED, UNDONE], 3),
    ],
    ids=["registered late", "registered otherwise", "never registered"],
)
def test_a_child_appears_and_disappears_because_of_its_parent(
    facts: list[Fact], cause: int
) -> None:
    journal = [
        Entry(position, Instant(position * 100), PLOTS[0], fact)
        for position, fact in enumerate(facts, 1)
    ]
    dates = (Instant(cause * 100 - 1), Instant(cause * 100))

    found = different(journal, of_attribute(EXISTS), Instant(20), dates)

    [of_child] = [each for each in found if each.thing == PLOTS[1]]
    assert cause in {each.position for each in of_child.causes}


def making(now: World) -> set[int]:
    """Return the facts that may let things exist, whatever else they decide."""
    return {e.position for e in now.facts if e.fact.begins or is_redrawing(e)}


def is_redrawing(each: Live) -> bool:
    return isinstance(each.fact, Redrawing)


def asserting(now: World, thing: str, attribute: str) -> set[int]:
    """Return the facts that say something of the attribute, be it that it has none."""
    return {
        each.position
        for each in now.facts
        if any(name == attribute for name, _ in said(now, each, thing))
    }


def deciding(now: World, thing: str, attribute: str, v: Instant) -> set[int]:
    """Return the fact without which the answer at V would not have its value."""
    told = answer(now, thing, attribute, v)
    without = {
        each.position: World(
            [e for e in now.facts if e is not each], now.lives, now.applied
        )
        for each in now.facts
        if any(name == attribute for name, _ in said(now, each, thing))
    }
    return {
        position
        for position, less in without.items()
        if answer(less, thing, attribute, v) != told
    }


@given(journal=districts, v=instants, attribute=attributes)
@settings(max_examples=20)
def test_the_deciding_facts_are_among_the_causes(
    journal: list[Entry], v: Instant, attribute: str
) -> None:
    for dates in pairs(journal):
        before, after = (world(journal, k) for k in dates)
        for each in different(journal, of_attribute(attribute), v, dates):
            decided = deciding(before, each.thing, attribute, v)
            decides = deciding(after, each.thing, attribute, v)
            still = decides | making(after) | asserting(after, each.thing, attribute)
            gone = decided - still

            causes = {cause.position for cause in each.causes}
            assert causes >= gone, (each, dates)
            assert causes >= decides & new(journal, dates), (each, dates)


def by_fact(journal: Sequence[Entry], some: set[int]) -> list[set[int]]:
    """Part some positions by the fact that they record, correct or withdraw."""
    facts: dict[int, int] = {}
    parted: dict[int, set[int]] = {}
    for each in journal:
        target = getattr(each.fact, "target", each.position)
        fact = facts[each.position] = facts.get(target, target)
        if each.position in some:
            parted.setdefault(fact, set()).add(each.position)
    return list(parted.values())


def stranded_among(journal: Sequence[Entry], dates: Dates) -> set[int]:
    """Return what is recorded between and takes no effect: it has kept nothing back."""
    now = world(journal, dates[1])
    return new(journal, dates) & {e.position for e in now.facts if stranded(now, e)}


@given(journal=districts, v=instants, attribute=attributes)
@settings(max_examples=20)
def test_what_is_recorded_of_one_fact_and_makes_the_difference_is_a_cause(
    journal: list[Entry], v: Instant, attribute: str
) -> None:
    for dates in pairs(journal):
        if stranded_among(journal, dates):
            continue
        for each in different(journal, of_attribute(attribute), v, dates):
            causes = {cause.position for cause in each.causes}
            for some in by_fact(journal, new(journal, dates)):
                less = [e for e in journal if e.position not in some]
                without = answer(world(less, dates[1]), each.thing, attribute, v)

                assert without != each.before or some & causes, (each, dates, some)
