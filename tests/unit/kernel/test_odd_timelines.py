"""Timelines that seldom happen, by hand: asked of the kernel and of its definition.

What is resolved for all dates at once must say the same the short way and at length.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import ModuleType
from typing import Any, Final

import pytest

from domain.kernel.facts import ABSENT, EXISTS
from domain.kernel.fast_path import has_steady_life, is_unrevised
from domain.kernel.instants import FOREVER, Instant, first_instant
from domain.kernel.live_facts import Entry, fact_versions
from domain.kernel.periods import joined
from domain.kernel.questions.intervals import steps_of
from domain.kernel.questions.over_time import Holding
from domain.kernel.questions.states import answers_by_thing
from domain.kernel.relation import general, relation
from domain.members.members import Text
from domain.things.project.projects import ProjectRegistered
from tests.property import kernel_answers, naive_questions
from tests.property.telling import (
    corrected,
    frozen,
    journal,
    merged,
    registered,
    spent,
    split,
    stage,
    withdrawn,
)

END: Final = FOREVER
BOTH = pytest.mark.parametrize("asked", [naive_questions, kernel_answers])
DRAWN = {"stage": None, "point": "POINT (1 2)"}


def children(*names: str) -> list[dict[str, Any]]:
    return [{"plot": name, **DRAWN} for name in names]


def project(name: str, recorded: int) -> Entry:
    fact = ProjectRegistered(effective=Instant(10), name=Text(name))
    return Entry(99, Instant(recorded), f"project:{name}", fact)


SPLIT_AT_ONCE = journal(
    (100, "A", registered(10)),
    (200, "A", split(20, children("B", "C"))),
    (300, "B", split(20, children("D", "E"))),
)
TWICE = journal(
    (100, "A", registered(10, zone="甲")), (200, "A", registered(30, zone="乙"))
)
TOO_EARLY = journal((100, "A", registered(10)), (200, "A", stage(5, "surveyed")))
EMPTY_PERIOD = journal((100, "A", registered(10)), (200, "A", frozen(20, 20, "1号")))
PERIOD_BEFORE = journal((100, "A", registered(10)), (200, "A", frozen(5, 10, "1号")))
OF_ANOTHER = journal((100, "A", registered(10)), (200, "B", stage(20, "surveyed")))
STEADY = journal(
    (100, "A", registered(10)),
    (200, "A", stage(20, "surveyed")),
    (300, "A", frozen(30, None, "1号")),
    (400, "A", corrected(2, effective=25)),
)
CORRECTED_TOO_EARLY = [*STEADY, *journal((500, "A", corrected(2, effective=5)))]
GONE = journal(
    (100, "A", registered(10)),
    (200, "A", stage(20, "surveyed")),
    (300, "A", withdrawn(2)),
    (400, "A", corrected(2, stage="cleared")),
)
UNREGISTERED = journal((100, "A", stage(20, "surveyed")), (200, "A", spent(20, 7)))
ALL = {
    "split at once": SPLIT_AT_ONCE,
    "registered twice": TWICE,
    "too early": TOO_EARLY,
    "an empty period": EMPTY_PERIOD,
    "a period that ends as life begins": PERIOD_BEFORE,
    "of another": OF_ANOTHER,
    "steady": STEADY,
    "corrected of what is gone": GONE,
    "unregistered": UNREGISTERED,
    "nothing": [],
}


@pytest.mark.parametrize("told", ALL.values(), ids=ALL)
def test_the_short_way_and_the_long_one_say_the_same(told: list[Entry]) -> None:
    short, long = relation(told), general(told)

    assert [sorted(map(repr, each)) for each in short] == [
        sorted(map(repr, each)) for each in long
    ]


@pytest.mark.parametrize("told", ALL.values(), ids=ALL)
def test_a_thing_takes_the_short_way_only_where_its_one_life_is_calm(
    told: list[Entry],
) -> None:
    calm = [told is each for each in (STEADY,)]

    assert not is_unrevised(told)
    assert has_steady_life(fact_versions(told)) == any(calm) or told is GONE


PAID = journal(
    (100, "A", registered(10)),
    (200, "A", stage(20, "surveyed", 5)),
    (300, "A", spent(30, 7)),
)
PAID_OTHERWISE = [
    *PAID,
    Entry(4, Instant(400), "plot:A", corrected(3, amount=8)),
]


@pytest.mark.parametrize(
    ("told", "amounts"), [(PAID, [5, 7]), (PAID_OTHERWISE, [5, 7, 8])]
)
def test_what_was_spent_counts_the_short_way_too(
    told: list[Entry], amounts: list[int]
) -> None:
    short, long = relation(told), general(told)

    assert sorted(each.quantity for each in short.contributions) == amounts
    assert list(short.contributions) == list(long.contributions)


def test_what_was_never_revised_and_lies_in_one_life_is_plain() -> None:
    plain = journal(
        (100, "A", registered(10)),
        (200, "A", stage(10, "surveyed")),
        (300, "A", frozen(30, 31, "1号")),
        (400, "A", frozen(30, None, None)),
    )

    assert is_unrevised(plain)
    assert not is_unrevised([*plain, *journal((500, "A", withdrawn(2)))])


def test_what_stays_the_same_while_others_begin_is_one_row() -> None:
    told = journal(
        (100, "A", registered(10, zone="甲")), (110, "B", registered(10, zone="乙"))
    )

    zones = [each for each in general(told).versions if each.attribute == "zone"]

    assert [(each.value, each.known_from, each.known_to) for each in zones] == [
        ("甲", 100, END),
        ("乙", 110, END),
    ]


@BOTH
def test_a_plot_that_is_split_as_it_begins_never_exists(asked: ModuleType) -> None:
    states = {
        plot: asked.state(SPLIT_AT_ONCE, f"plot:{plot}", EXISTS, as_of=20, as_known=300)
        for plot in "ABCDE"
    }

    assert states == {"A": ABSENT, "B": ABSENT, "C": True, "D": True, "E": True}
    assert asked.history(SPLIT_AT_ONCE, "plot:B", "point", as_known=300) == []
    assert asked.active(SPLIT_AT_ONCE, "plot", as_of=20, as_known=300) == [
        *("plot:C", "plot:D", "plot:E"),
    ]
    assert asked.ancestors(SPLIT_AT_ONCE, "plot:D", as_known=300) == [
        *("plot:A", "plot:B"),
    ]


@BOTH
def test_who_is_registered_twice_exists_from_the_first_on(asked: ModuleType) -> None:
    assert asked.history(TWICE, "plot:A", EXISTS, as_known=200) == [(10, END, True)]
    assert asked.history(TWICE, "plot:A", "zone", as_known=200) == [
        (10, 30, "甲"),
        (30, END, "乙"),
    ]
    assert asked.conflicts(TWICE, as_known=200) == []


@BOTH
@pytest.mark.parametrize("told", [TOO_EARLY, EMPTY_PERIOD, PERIOD_BEFORE, OF_ANOTHER])
def test_what_takes_effect_nowhere_is_stranded(
    asked: ModuleType, told: Sequence[Entry]
) -> None:
    assert asked.conflicts(told, as_known=199) == []
    assert asked.conflicts(told, as_known=200) == [2]


@BOTH
def test_what_is_corrected_to_before_the_beginning_is_stranded(
    asked: ModuleType,
) -> None:
    told = [
        Entry(position, each.recorded, each.thing, each.fact)
        for position, each in enumerate(CORRECTED_TOO_EARLY, 1)
    ]

    assert not has_steady_life(fact_versions(told))
    assert asked.conflicts(told, as_known=499) == []
    assert asked.conflicts(told, as_known=500) == [2]


@BOTH
def test_correcting_what_is_withdrawn_brings_nothing_back(asked: ModuleType) -> None:
    assert asked.rectangles(GONE, "plot:A", "stage") == [
        (200, 300, 20, END, "surveyed"),
    ]


@BOTH
def test_an_amount_counts_though_nothing_was_ever_registered(asked: ModuleType) -> None:
    assert asked.total(UNREGISTERED, "plot:A", "amount", as_of=20, as_known=200) == 7
    assert asked.conflicts(UNREGISTERED, as_known=200) == [1]
    assert asked.beliefs(UNREGISTERED, "plot:A", "stage", as_of=20) == []


@BOTH
def test_a_longer_period_from_the_same_instant_lies_on_top(asked: ModuleType) -> None:
    told = journal(
        (100, "A", registered(10)),
        (200, "A", frozen(20, 30, "1号")),
        (300, "A", frozen(20, 40, "2号")),
        (400, "A", frozen(20, 25, None)),
    )

    assert asked.history(told, "plot:A", "freeze", as_known=300) == [(20, 40, "2号")]
    assert asked.history(told, "plot:A", "freeze", as_known=400) == [(25, 40, "2号")]


@BOTH
def test_a_period_that_begins_before_another_and_ends_with_it_covers_it(
    asked: ModuleType,
) -> None:
    told = journal(
        (100, "A", registered(10)),
        (200, "A", frozen(20, 40, "1号")),
        (300, "A", frozen(15, 40, "2号")),
    )

    assert asked.history(told, "plot:A", "freeze", as_known=300) == [(15, 40, "2号")]


@BOTH
def test_one_that_comes_as_another_goes_leaves_the_count_as_it_is(
    asked: ModuleType,
) -> None:
    told = journal(
        (100, "A", registered(10)),
        (110, "B", registered(10)),
        (200, "A", frozen(20, 30, "1号")),
        (300, "B", frozen(30, 40, "1号")),
    )

    def steps(start: int, end: int) -> list[tuple[int, int, int]]:
        found: list[tuple[int, int, int]] = asked.steps(
            told, "plot", "freeze", "1号", start=start, end=end, as_known=300
        )
        return found

    assert steps(0, 50) == [(0, 20, 0), (20, 40, 1), (40, 50, 0)]
    assert steps(20, 40) == [(20, 40, 1)]
    assert steps(25, 26) == [(25, 26, 1)]
    assert steps(40, 41) == [(40, 41, 0)]
    assert steps(0, 20) == [(0, 20, 0)]


@BOTH
def test_things_of_another_kind_are_not_among_those_asked_for(
    asked: ModuleType,
) -> None:
    told = [*journal((100, "A", registered(10, zone="甲"))), project("P", 100)]
    at = {"as_of": 20, "as_known": 100}

    assert asked.active(told, "plot", **at) == ["plot:A"]
    assert asked.active(told, "project", **at) == ["project:P"]
    assert asked.count(told, "plot", "zone", "甲", **at) == 1
    assert asked.count(told, "project", EXISTS, True, **at) == 1
    assert len(answers_by_thing(told, "plot", EXISTS, as_known=Instant(100))) == 1


@BOTH
def test_merged_plots_end_together_and_the_whole_begins(asked: ModuleType) -> None:
    told = journal(
        (100, "A", registered(10)),
        (110, "B", registered(10)),
        (200, "C", merged(20, ["A", "B"], stage="surveyed", point="POINT (1 2)")),
    )

    assert asked.history(told, "plot:A", EXISTS, as_known=200) == [(10, 20, True)]
    assert asked.history(told, "plot:C", "stage", as_known=200) == [
        (20, END, "surveyed"),
    ]


@BOTH
def test_a_day_counts_by_its_last_instant(asked: ModuleType) -> None:
    first, end = date(2026, 3, 1), date(2026, 3, 5)
    begins = first_instant(date(2026, 3, 2)) + 5
    ends = first_instant(date(2026, 3, 4)) - 1
    told = journal((100, "A", registered(10)), (200, "A", frozen(begins, ends, "1号")))

    found = asked.days(
        told,
        Holding("plot:A", "freeze", "1号"),
        first=first,
        end=end,
        as_known=200,
    )

    assert found == [date(2026, 3, 2)]


def test_no_pieces_are_joined_to_none_and_no_things_are_counted_as_none() -> None:
    steps = steps_of([], "1号", Instant(3), Instant(8))

    assert list(joined([])) == []
    assert [(each.start, each.end, each.count) for each in steps] == [(3, 8, 0)]
