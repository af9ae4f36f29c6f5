"""What differs between two knowledge dates, and which entries made it so, by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from domain.kernel.facts import ABSENT
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions.differences import (
    Cause,
    Difference,
    Question,
    Role,
    diff,
    of_attribute,
    of_total,
)
from tests.property.telling import (
    corrected,
    journal,
    registered,
    spent,
    stage,
    withdrawn,
)

A = "plot:A"
Asked = tuple[Callable[[str], Question], str]
STAGE, AMOUNT = (of_attribute, "stage"), (of_total, "amount")
TOLD = journal(
    (100, "A", registered(10)),
    (200, "A", stage(20, "surveyed", 5)),
    (300, "A", stage(30, "cleared", 7)),
    (300, "A", spent(90, 1_000)),
    (300, "B", spent(20, 300)),
    (400, "A", corrected(2, amount=6)),
    (500, "A", withdrawn(3)),
    (600, "A", withdrawn(7)),
    (700, "A", corrected(6, amount=8)),
)


def told(
    asked: Asked,
    before: int,
    after: int,
    entries: Sequence[Entry] = TOLD,
    as_of: int = 50,
) -> list[Difference]:
    question, name = asked
    return diff(
        {A: entries},
        question(name),
        as_of=Instant(as_of),
        known_before=Instant(before),
        known_after=Instant(after),
    )


DECIDES, DECIDED = Role.DECIDES, Role.DECIDED
CORRECTS, WITHDRAWS = Role.CORRECTS, Role.WITHDRAWS


@pytest.mark.parametrize(
    ("asked", "dates", "answers", "causes"),
    [
        (STAGE, (99, 100), (ABSENT, None), {1: DECIDES}),
        (STAGE, (100, 200), (None, "surveyed"), {2: DECIDES}),
        (STAGE, (99, 200), (ABSENT, "surveyed"), {1: DECIDES, 2: DECIDES}),
        (STAGE, (200, 300), ("surveyed", "cleared"), {2: DECIDED, 3: DECIDES}),
        (
            STAGE,
            (400, 500),
            ("cleared", "surveyed"),
            {3: DECIDED, 7: WITHDRAWS},
        ),
        (STAGE, (500, 600), ("surveyed", "cleared"), {2: DECIDED, 8: WITHDRAWS}),
        (AMOUNT, (199, 200), (0, 5), {2: DECIDES}),
        (AMOUNT, (200, 300), (5, 12), {3: DECIDES}),
        (AMOUNT, (300, 400), (12, 13), {6: CORRECTS}),
        (AMOUNT, (400, 500), (13, 6), {3: DECIDED, 7: WITHDRAWS}),
        (AMOUNT, (500, 600), (6, 13), {8: WITHDRAWS}),
        (AMOUNT, (600, 700), (13, 15), {9: CORRECTS}),
    ],
)
def test_causes_are_what_decides_now_what_did_and_what_revised_them(
    asked: Asked,
    dates: tuple[int, int],
    answers: tuple[object, object],
    causes: dict[int, Role],
) -> None:
    [found] = told(asked, *dates)

    assert (found.thing, found.before, found.after) == (A, *answers)
    mine = {each: role for each, role in causes.items() if role is not DECIDED}
    assert mine.items() <= {(each.position, each.role) for each in found.causes}
    assert {each.position for each in found.causes} >= causes.keys()
    assert [each.position for each in found.causes] == sorted(
        each.position for each in found.causes
    )


def test_what_is_answered_alike_is_no_difference() -> None:
    assert told(STAGE, 300, 400) == []
    assert told(AMOUNT, 500, 500) == []
    assert told(AMOUNT, 0, 199) == []


def test_a_sum_has_only_what_is_of_the_thing_and_took_effect() -> None:
    [found] = told(AMOUNT, 200, 300, as_of=90)

    assert (found.before, found.after) == (5, 1_012)
    assert found.causes == [Cause(3, DECIDES), Cause(4, DECIDES)]


def test_what_was_recorded_at_the_earlier_date_itself_is_not_new() -> None:
    entries = journal(
        (100, "A", registered(10)),
        (200, "A", stage(20, "surveyed")),
        (200, "A", stage(30, "cleared")),
        (300, "A", withdrawn(3)),
    )

    [found] = told(STAGE, 200, 300, entries)

    assert found.causes == [Cause(3, DECIDED), Cause(4, WITHDRAWS)]
