"""Worked examples of one plot's questions, by hand from docs/rules.md, asked of both.

Effective points are below 100 and recorded times are hundreds, so that V and K cannot
be taken for one another. The kernel is asked, and so is the definition that the
property tests compare it with.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

import pytest

from domain.kernel.facts import ABSENT
from domain.kernel.instants import FOREVER
from tests.property import kernel_answers, naive_questions
from tests.property.telling import (
    corrected,
    frozen,
    journal,
    registered,
    spent,
    stage,
    withdrawn,
)

END: Final = FOREVER
pytestmark = pytest.mark.parametrize("asked", [naive_questions, kernel_answers])


def test_before_the_registration_a_plot_is_absent_and_then_without_value(
    asked: ModuleType,
) -> None:
    told = journal((100, "A", registered(10)), (200, "A", stage(20, "surveyed")))

    def at(v: int, k: int) -> object:
        return asked.state(told, "plot:A", "stage", as_of=v, as_known=k)

    assert at(9, 500) is ABSENT
    assert at(10, 500) is None
    assert at(19, 500) is None
    assert at(20, 500) == "surveyed"
    assert at(20, 199) is None
    assert at(20, 99) is ABSENT


def test_a_late_fact_does_not_overwrite_one_that_is_effective_later(
    asked: ModuleType,
) -> None:
    told = journal(
        (100, "A", registered(10)),
        (200, "A", stage(40, "cleared")),
        (300, "A", stage(20, "surveyed")),
    )

    found = asked.history(told, "plot:A", "stage", as_known=300)

    assert found == [(20, 40, "surveyed"), (40, END, "cleared")]


def test_of_two_facts_at_one_instant_the_later_position_wins_without_a_trace(
    asked: ModuleType,
) -> None:
    told = journal(
        (100, "A", registered(10)),
        (200, "A", stage(20, "surveyed")),
        (200, "A", stage(20, "vacated")),
        (300, "A", corrected(2, stage="cleared")),
    )

    # R7: the correction keeps its target's place, below the fact at position 3.
    assert asked.history(told, "plot:A", "stage", as_known=500) == [
        (20, END, "vacated")
    ]


def test_withdrawing_shows_what_lay_below_until_it_is_withdrawn_itself(
    asked: ModuleType,
) -> None:
    told = journal(
        (100, "A", registered(10)),
        (200, "A", stage(20, "surveyed")),
        (300, "A", stage(30, "vacated")),
        (400, "A", withdrawn(3)),
        (500, "A", withdrawn(4)),
    )

    assert asked.beliefs(told, "plot:A", "stage", as_of=35) == [
        (200, 300, "surveyed"),
        (300, 400, "vacated"),
        (400, 500, "surveyed"),
        (500, END, "vacated"),
    ]
    first = asked.first_known(told, "plot:A", "stage", "vacated", as_of=35)
    assert first == 300
    never = asked.first_known(told, "plot:A", "stage", "vacated", as_of=29)
    assert never is None


def test_a_corrected_date_makes_new_rectangles_and_closes_its_neighbours(
    asked: ModuleType,
) -> None:
    told = journal(
        (100, "A", registered(10)),
        (200, "A", stage(20, "surveyed")),
        (300, "A", stage(40, "vacated")),
        (400, "A", corrected(3, effective=30)),
    )

    assert asked.rectangles(told, "plot:A", "stage") == [
        (200, 300, 20, END, "surveyed"),
        (300, 400, 20, 40, "surveyed"),
        (300, 400, 40, END, "vacated"),
        (400, END, 20, 30, "surveyed"),
        (400, END, 30, END, "vacated"),
    ]


def test_corrections_merge_member_by_member_and_go_one_by_one(
    asked: ModuleType,
) -> None:
    told = journal(
        (100, "A", registered(10)),
        (200, "A", stage(20, "surveyed")),
        (300, "A", corrected(2, stage="vacated", effective=25)),
        (400, "A", corrected(3, stage="cleared")),
        (500, "A", withdrawn(3)),
        (600, "A", withdrawn(2)),
    )

    def known(k: int) -> object:
        return asked.history(told, "plot:A", "stage", as_known=k)

    assert known(300) == [(25, END, "vacated")]
    assert known(400) == [(25, END, "cleared")]
    assert known(500) == [(20, END, "cleared")]
    assert known(600) == []


def test_a_period_ends_by_itself_and_later_layers_lie_on_top(asked: ModuleType) -> None:
    told = journal(
        (100, "A", registered(10)),
        (200, "A", frozen(20, 60, "一号")),
        (300, "A", frozen(30, 40, None)),
        (400, "A", frozen(50, 70, "二号")),
        (500, "A", corrected(2, until=90)),
    )

    def known(k: int) -> object:
        return asked.history(told, "plot:A", "freeze", as_known=k)

    assert known(200) == [(20, 60, "一号")]
    assert known(300) == [(20, 30, "一号"), (40, 60, "一号")]
    assert known(400) == [(20, 30, "一号"), (40, 50, "一号"), (50, 70, "二号")]
    # R7: corrected to end later, the first period still lies below the others.
    assert known(500) == [
        (20, 30, "一号"),
        (40, 50, "一号"),
        (50, 70, "二号"),
        (70, 90, "一号"),
    ]


def test_equal_periods_that_meet_are_one_and_an_open_one_has_no_end(
    asked: ModuleType,
) -> None:
    told = journal(
        (100, "A", registered(10)),
        (200, "A", frozen(30, None, "一号")),
        (300, "A", frozen(20, 30, "一号")),
    )

    assert asked.history(told, "plot:A", "freeze", as_known=300) == [(20, END, "一号")]


def test_a_period_applies_from_the_registration_on_if_it_began_before(
    asked: ModuleType,
) -> None:
    told = journal(
        (100, "A", registered(10)),
        (200, "A", frozen(5, 20, "一号")),
        (300, "A", frozen(3, 10, "二号")),
    )

    assert asked.history(told, "plot:A", "freeze", as_known=300) == [(10, 20, "一号")]
    # The second ends where the plot begins: R1 leaves no instant in common.
    assert asked.conflicts(told, as_known=300) == [3]


def test_a_stranded_fact_is_not_applied_but_its_amount_counts(
    asked: ModuleType,
) -> None:
    told = journal(
        (100, "A", registered(10)),
        (200, "A", stage(9, "surveyed", 250)),
        (300, "A", spent(5, 100)),
        (400, "A", corrected(1, effective=9)),
    )

    assert asked.history(told, "plot:A", "stage", as_known=300) == []
    assert asked.conflicts(told, as_known=300) == [2]
    assert asked.history(told, "plot:A", "stage", as_known=400) == [
        (9, END, "surveyed")
    ]
    assert asked.conflicts(told, as_known=400) == []

    def total(v: int) -> object:
        return asked.total(told, "plot:A", "amount", as_of=v, as_known=300)

    assert [total(4), total(5), total(8), total(9)] == [0, 100, 100, 350]
