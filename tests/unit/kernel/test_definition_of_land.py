"""Worked examples of splitting, merging and counting, by hand from docs/rules.md."""

from __future__ import annotations

from datetime import date
from types import ModuleType
from typing import Any, Final

import pytest

from domain.kernel.facts import ABSENT, Fact
from domain.kernel.instants import FOREVER, effective_from
from domain.kernel.live_facts import Entry
from domain.kernel.questions.over_time import Holding
from tests.property import kernel_answers, naive_questions
from tests.property.telling import (
    adjusted,
    corrected,
    frozen,
    journal,
    merged,
    registered,
    split,
    stage,
    withdrawn,
)

END: Final = FOREVER
pytestmark = pytest.mark.parametrize("asked", [naive_questions, kernel_answers])

HALVES: Final[list[dict[str, Any]]] = [
    {"plot": "A1", "stage": "surveyed", "boundary": "西"},
    {"plot": "A2", "stage": None, "boundary": "东"},
]


def divided(*more: tuple[int, str, Fact]) -> list[Entry]:
    """Tell of a plot that was vacated, and then split in two, and what came after."""
    return journal(
        (100, "A", registered(10, zone="北区", boundary="全")),
        (200, "A", stage(20, "vacated")),
        (300, "A", split(30, HALVES)),
        *more,
    )


def test_a_split_ends_the_parent_and_begins_children_with_what_is_stated_only(
    asked: ModuleType,
) -> None:
    told = divided()

    def at(plot: str, attribute: str, v: int) -> object:
        return asked.state(told, f"plot:{plot}", attribute, as_of=v, as_known=300)

    assert at("A", "stage", 29) == "vacated"
    assert at("A", "stage", 30) is ABSENT
    assert at("A1", "stage", 29) is ABSENT
    assert at("A1", "stage", 30) == "surveyed"
    assert at("A1", "boundary", 30) == "西"
    assert at("A2", "stage", 30) is None
    assert at("A2", "zone", 30) is None
    # Nobody knew of it before it was recorded.
    assert asked.active(told, "plot", as_of=50, as_known=299) == ["plot:A"]
    assert asked.active(told, "plot", as_of=50, as_known=300) == ["plot:A1", "plot:A2"]
    assert asked.history(told, "plot:A", "stage", as_known=300) == [(20, 30, "vacated")]


def test_facts_that_the_parent_did_not_live_to_see_are_stranded(
    asked: ModuleType,
) -> None:
    told = divided(
        (400, "A", stage(30, "cleared")),
        (500, "A", frozen(25, None, "一号")),
        (600, "A", frozen(30, None, "二号")),
        (700, "A", corrected(3, effective=35)),
    )

    assert asked.conflicts(told, as_known=600) == [4, 6]
    assert asked.history(told, "plot:A", "freeze", as_known=600) == [(25, 30, "一号")]
    # As corrected, the plot was split later, so that they fall into its life.
    assert asked.conflicts(told, as_known=700) == []
    assert asked.history(told, "plot:A", "stage", as_known=700) == [
        (20, 30, "vacated"),
        (30, 35, "cleared"),
    ]


def test_a_withdrawn_split_leaves_the_parent_and_strands_what_was_said_of_children(
    asked: ModuleType,
) -> None:
    told = divided(
        (400, "A1", stage(40, "cleared", 250)),
        (500, "A", withdrawn(3)),
    )

    assert asked.history(told, "plot:A1", "stage", as_known=400) == [
        (30, 40, "surveyed"),
        (40, END, "cleared"),
    ]
    assert asked.history(told, "plot:A1", "stage", as_known=500) == []
    assert asked.history(told, "plot:A", "stage", as_known=500) == [
        (20, END, "vacated")
    ]
    assert asked.conflicts(told, as_known=500) == [4]
    assert asked.ancestors(told, "plot:A1", as_known=400) == ["plot:A"]
    assert asked.ancestors(told, "plot:A1", as_known=500) == []
    assert asked.total(told, "plot:A1", "amount", as_of=40, as_known=500) == 250
    assert asked.beliefs(told, "plot:A", "exists", as_of=30) == [
        (100, 300, True),
        (300, 500, ABSENT),
        (500, END, True),
    ]


def test_ancestry_is_kept_over_a_split_and_a_merge(asked: ModuleType) -> None:
    told = divided(
        (400, "B", registered(10)),
        (500, "C", merged(40, ["A2", "B"], stage="cleared", boundary="合")),
    )

    assert asked.ancestors(told, "plot:C", as_known=500) == [
        "plot:A",
        "plot:A2",
        "plot:B",
    ]
    assert asked.ancestors(told, "plot:B", as_known=500) == []
    assert asked.active(told, "plot", as_of=40, as_known=500) == ["plot:A1", "plot:C"]
    assert asked.history(told, "plot:C", "boundary", as_known=500) == [(40, END, "合")]


def test_a_redrawing_applies_to_all_or_to_none(asked: ModuleType) -> None:
    told = journal(
        (100, "A", registered(10)),
        (200, "C", merged(30, ["A", "B"], stage=None)),
        (300, "B", registered(40)),
        (400, "B", corrected(3, effective=30)),
    )

    # B is not there at 30 before it is said to have been; then registrations go first.
    assert asked.conflicts(told, as_known=200) == [2]
    assert asked.conflicts(told, as_known=300) == [2]
    assert asked.active(told, "plot", as_of=30, as_known=300) == ["plot:A"]
    assert asked.conflicts(told, as_known=400) == []
    assert asked.active(told, "plot", as_of=30, as_known=400) == ["plot:C"]
    # B began and ended at one instant: it exists nowhere.
    assert asked.history(told, "plot:B", "exists", as_known=400) == []


def test_moving_an_edge_gives_both_plots_new_boundaries_from_then_on(
    asked: ModuleType,
) -> None:
    told = journal(
        (100, "A", registered(10, boundary="甲")),
        (100, "B", registered(20, boundary="乙")),
        (200, "A", adjusted(30, "甲宽", [{"plot": "B", "boundary": "乙窄"}])),
        (300, "A", corrected(3, effective=15)),
    )

    assert asked.history(told, "plot:B", "boundary", as_known=200) == [
        (20, 30, "乙"),
        (30, END, "乙窄"),
    ]
    # At 15 the neighbour did not exist, so nothing moves at all.
    assert asked.history(told, "plot:A", "boundary", as_known=300) == [(10, END, "甲")]
    assert asked.conflicts(told, as_known=300) == [3]


def test_a_plot_that_comes_back_remembers_nothing_of_its_first_life(
    asked: ModuleType,
) -> None:
    told = divided(
        (400, "A", merged(50, ["A1", "A2"], stage=None, boundary="全")),
    )

    assert asked.history(told, "plot:A", "exists", as_known=400) == [
        (10, 30, True),
        (50, END, True),
    ]
    assert asked.history(told, "plot:A", "stage", as_known=400) == [(20, 30, "vacated")]
    assert asked.state(told, "plot:A", "stage", as_of=50, as_known=400) is None


def test_counts_step_from_point_to_point_and_keep_their_zeros(
    asked: ModuleType,
) -> None:
    told = divided()

    def steps(value: str | None) -> object:
        return asked.steps(told, "plot", "stage", value, start=5, end=40, as_known=300)

    assert steps("vacated") == [(5, 20, 0), (20, 30, 1), (30, 40, 0)]
    assert steps(None) == [(5, 10, 0), (10, 20, 1), (20, 30, 0), (30, 40, 1)]
    counted = (told, "plot", "stage", "surveyed")
    assert asked.count(*counted, as_of=30, as_known=300) == 1
    assert asked.count(*counted, as_of=30, as_known=299) == 0


def test_two_values_hold_together_where_their_periods_overlap(
    asked: ModuleType,
) -> None:
    told = journal(
        (100, "A", registered(10)),
        (100, "B", registered(15)),
        (200, "A", stage(20, "surveyed")),
        (300, "B", frozen(12, 30, "一号")),
        (400, "B", frozen(25, 40, "一号")),
    )
    surveyed = Holding("plot:A", "stage", "surveyed")
    unstaged = Holding("plot:A", "stage", None)
    stopped = Holding("plot:B", "freeze", "一号")

    assert asked.both(told, surveyed, stopped, as_known=400) == [(20, 40)]
    assert asked.both(told, unstaged, stopped, as_known=400) == [(15, 20)]


def test_days_are_those_of_shanghai_at_their_last_microsecond(
    asked: ModuleType,
) -> None:
    # In 1986 the clocks went forward on 4 May, so that day ended at 15:00Z.
    surveyed = effective_from("1986-05-03")
    vacated = effective_from("1986-05-04T14:59:59.999999Z")
    told = journal(
        (100, "A", registered(surveyed)),
        (200, "A", stage(surveyed, "surveyed")),
        (300, "A", stage(vacated, "vacated")),
    )

    def days(k: int) -> object:
        holding = Holding("plot:A", "stage", "surveyed")
        first, end = date(1986, 5, 2), date(1986, 5, 6)
        return asked.days(told, holding, first=first, end=end, as_known=k)

    assert days(200) == [date(1986, 5, 3), date(1986, 5, 4), date(1986, 5, 5)]
    assert days(300) == [date(1986, 5, 3)]
