"""Laws of knowledge and correction that hold for every journal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn, PeriodFact
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.members.members import Text
from domain.things.land.plots import PlotRegistered, PlotStage, PlotStageRecorded
from tests.property import kernel_answers, naive
from tests.property.journals import districts, journal_of, recorded_fact
from tests.property.random_steps import (
    EFFECTIVES,
    KINDS,
    PLOTS,
    Step,
    openings,
    recordings,
    steps_of,
)
from tests.property.whole_answers import NOW, answers, histories, rows, sums


def then(journal: Sequence[Entry], thing: str, *facts: Fact) -> list[Entry]:
    """Record one more command of some facts."""
    last = journal[-1]
    recorded = Instant(last.recorded + 10)
    return [
        *journal,
        *(
            Entry(last.position + index, recorded, thing, fact)
            for index, fact in enumerate(facts, 1)
        ),
    ]


def one_command_each(*facts: Fact) -> list[Entry]:
    return [
        Entry(position, Instant(position * 100), PLOTS[0], fact)
        for position, fact in enumerate(facts, 1)
    ]


def correction(target: int, **changes: Any) -> FactCorrected:  # noqa: ANN401
    return FactCorrected(target=target, reason="录错", changes=changes)


def withdrawal(target: int) -> FactWithdrawn:
    return FactWithdrawn(target=target, reason="没有这回事")


picks = st.integers(0, 20)


@given(journal=districts)
@settings(max_examples=40)
def test_what_is_recorded_after_k_changes_no_answer_at_k(journal: list[Entry]) -> None:
    for index, entry in enumerate(journal):
        if index and entry.recorded == journal[index - 1].recorded:
            continue
        k = Instant(entry.recorded - 1)

        assert answers(journal, k) == answers(journal[:index], k)


@given(journal=districts, step=recordings)
@settings(max_examples=50)
def test_a_fact_withdrawn_at_once_was_never_there(
    journal: list[Entry], step: Step
) -> None:
    thing, fact = recorded_fact(step, journal)
    position = journal[-1].position + 1

    withdrawn = then(journal, thing, fact, withdrawal(position))

    assert answers(withdrawn) == answers(journal)
    assert rows(withdrawn) == rows(journal)


@given(journal=districts, step=recordings)
@settings(max_examples=50)
def test_a_fact_withdrawn_later_leaves_the_answers_that_were_there_before(
    journal: list[Entry], step: Step
) -> None:
    thing, fact = recorded_fact(step, journal)
    told = then(journal, thing, fact)

    withdrawn = then(told, thing, withdrawal(told[-1].position))

    assert answers(withdrawn) == answers(journal)
    assert answers(withdrawn, told[-1].recorded) == answers(told)


@given(journal=districts, pick=picks)
@settings(max_examples=50)
def test_a_withdrawal_withdrawn_at_once_was_never_there(
    journal: list[Entry], pick: int
) -> None:
    target = journal[pick % len(journal)]
    position = journal[-1].position + 1

    reinstated = then(
        journal, target.thing, withdrawal(target.position), withdrawal(position)
    )

    assert answers(reinstated) == answers(journal)
    assert rows(reinstated) == rows(journal)


@given(journal=districts, pick=picks)
@settings(max_examples=50)
def test_a_correction_that_restates_what_stands_changes_no_answer(
    journal: list[Entry], pick: int
) -> None:
    standing = naive.live(journal, NOW)
    if not standing:
        return
    position, thing, fact = standing[pick % len(standing)]
    names = KINDS[type(fact)]
    changes = {name: msgspec.to_builtins(getattr(fact, name)) for name in names}

    restated = then(journal, thing, correction(position, **changes))

    assert answers(restated) == answers(journal)
    assert rows(restated) == rows(journal)


change_points = [kind for kind in KINDS if not issubclass(kind, PeriodFact)]
at_distinct_points = st.tuples(
    openings, st.lists(steps_of(["record"], change_points), max_size=6)
).map(
    lambda drawn: journal_of(
        [
            step._replace(members={**step.members, "effective": v})
            for step, v in zip([drawn[0], *drawn[1]], EFFECTIVES, strict=False)
        ]
    )
)


@given(journal=at_distinct_points, chance=st.randoms(use_true_random=False))
@settings(max_examples=65)
def test_the_order_of_recording_does_not_matter_between_distinct_points(
    journal: list[Entry],
    chance: Any,  # noqa: ANN401
) -> None:
    shuffled = chance.sample(journal, len(journal))

    other = [
        Entry(position, Instant(position * 700), each.thing, each.fact)
        for position, each in enumerate(shuffled, 1)
    ]

    assert histories(other) == histories(journal)
    assert sums(other) == sums(journal)
    places = {each.position: old for each, old in zip(other, shuffled, strict=True)}
    [stranded, before] = [answers(each)[-1] for each in (other, journal)]
    assert sorted(places[each].position for each in stranded) == before


REGISTERED = PlotRegistered(effective=Instant(0), zone=Text("北区"))
SURVEYED = PlotStageRecorded(effective=Instant(5), stage=PlotStage.SURVEYED)


def stage_at(journal: Sequence[Entry], v: int) -> object:
    asked = (journal, PLOTS[0], "stage")
    return kernel_answers.state(*asked, as_of=Instant(v), as_known=NOW)


def test_withdrawing_the_middle_of_a_chain_takes_that_ones_members_only() -> None:
    journal = one_command_each(
        REGISTERED,
        SURVEYED,
        correction(2, stage="vacated", effective=7),
        correction(3, effective=6),
        withdrawal(3),
    )

    # R7: what remains is the correction at 4, which says effective only.
    assert stage_at(journal, 5) is None
    assert stage_at(journal, 6) == "surveyed"


def test_corrections_of_one_fact_merge_in_journal_order_along_a_chain_too() -> None:
    journal = one_command_each(
        REGISTERED,
        SURVEYED,
        correction(2, stage="vacated"),
        correction(2, stage="cleared"),
        correction(3, stage="demolished"),
    )

    # R7: the latest of the three live corrections is the one at 5.
    assert stage_at(journal, 5) == "demolished"


def test_nothing_was_believed_where_nothing_was_known() -> None:
    never_staged = one_command_each(REGISTERED)

    for journal in ([], never_staged):
        asked = (journal, PLOTS[0], "stage")
        assert kernel_answers.beliefs(*asked, as_of=Instant(0)) == []
