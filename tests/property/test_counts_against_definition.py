"""Counts, steps, joins and days of the kernel are those of the definition."""

from __future__ import annotations

import itertools
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel.facts import Value
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions.over_time import Holding
from tests.property import kernel_answers, naive_questions
from tests.property.calendars import END, FIRST, on_the_calendar
from tests.property.journals import VALID, districts, knowledge
from tests.property.naive_counts import count_in
from tests.property.naive_land import world
from tests.property.random_steps import PLOTS

VALUES: list[tuple[str, Value]] = [
    ("exists", True),
    ("stage", "vacated"),
    ("stage", None),
    ("zone", "北区"),
    ("zone", None),
    ("freeze", "公告一"),
    ("freeze", None),
]
values = st.sampled_from(VALUES)
holdings = st.builds(
    lambda plot, one: Holding(plot, *one), st.sampled_from(PLOTS), values
)
instants = st.sampled_from(VALID)


@given(journal=districts, asked=values)
@settings(max_examples=25)
def test_counts_are_the_ones_defined(
    journal: list[Entry], asked: tuple[str, Value]
) -> None:
    for k in knowledge(journal):
        now = world(journal, k)
        for v in VALID:
            found = kernel_answers.count(journal, "plot", *asked, as_of=v, as_known=k)

            assert found == count_in(now, "plot", *asked, v)


def dates(journal: list[Entry]) -> list[Instant]:
    """Return every recorded instant, and one before them all."""
    return [Instant(0), *sorted({entry.recorded for entry in journal})]


@given(journal=districts, one=instants, other=instants)
@settings(max_examples=40)
def test_steps_are_the_ones_defined(
    journal: list[Entry], one: Instant, other: Instant
) -> None:
    start, end = min(one, other), Instant(max(one, other) + 1)
    for k, asked in itertools.product(dates(journal), VALUES):
        found = kernel_answers.steps(
            journal, "plot", *asked, start=start, end=end, as_known=k
        )

        assert found == naive_questions.steps(
            journal, "plot", *asked, start=start, end=end, as_known=k
        )


@given(journal=districts, one=holdings, plot=st.sampled_from(PLOTS))
@settings(max_examples=60)
def test_two_values_hold_together_when_defined(
    journal: list[Entry], one: Holding, plot: str
) -> None:
    for k, value in itertools.product(dates(journal), VALUES):
        other = Holding(plot, *value)

        found = kernel_answers.both(journal, one, other, as_known=k)

        assert found == naive_questions.both(journal, one, other, as_known=k)


@given(
    journal=districts.map(on_the_calendar),
    plot=st.sampled_from(PLOTS),
    first=st.integers(0, 3),
    length=st.integers(0, 31),
)
@settings(max_examples=60)
def test_days_are_the_ones_defined_over_a_change_of_clocks(
    journal: list[Entry], plot: str, first: int, length: int
) -> None:
    begin = FIRST + timedelta(days=first)
    end = min(END, begin + timedelta(days=length))
    for k, value in itertools.product(dates(journal), VALUES):
        holding = Holding(plot, *value)

        found = kernel_answers.days(journal, holding, first=begin, end=end, as_known=k)

        assert found == naive_questions.days(
            journal, holding, first=begin, end=end, as_known=k
        )
