"""Laws of knowledge and correction that hold for every journal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import questions
from domain.kernel.facts import (
    ABSENT,
    Fact,
    FactCorrected,
    FactWithdrawn,
    WorldFact,
)
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.rectangles import Rectangle, rectangles
from domain.kernel.standing import Entry
from domain.members import Text
from domain.plots import PlotRegistered, PlotStage, PlotStageRecorded
from tests.property import naive
from tests.property.journals import (
    ATTRIBUTES,
    EFFECTIVES,
    KINDS,
    MEMBERS,
    PLOTS,
    around,
    histories_of_one,
    knowledge,
)

NOW = Instant(FOREVER - 1)


def answers(entries: Sequence[Entry], k: Instant) -> dict[str, Any]:
    """Everything that can be asked about one plot at K."""
    found: dict[str, Any] = {
        name: questions.history(entries, name, as_known=k) for name in ATTRIBUTES
    }
    found["sums"] = [
        questions.total(entries, "amount", as_of=v, as_known=k)
        for v in around(EFFECTIVES)
    ]
    found["conflicts"] = questions.conflicts(entries, as_known=k)
    return found


def relations(entries: Sequence[Entry]) -> dict[str, list[Rectangle]]:
    return {name: rectangles(entries, name) for name in ATTRIBUTES}


def then(journal: Sequence[Entry], *facts: Fact) -> list[Entry]:
    """Record one more command of some facts."""
    last = journal[-1]
    recorded = Instant(last.recorded + 10)
    return [
        *journal,
        *(
            Entry(last.position + index, recorded, last.thing, fact)
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


REGISTERED = PlotRegistered(effective=Instant(0), zone=Text("北区"))
SURVEYED = PlotStageRecorded(effective=Instant(5), stage=PlotStage.SURVEYED)

new_facts = st.builds(
    lambda kind, members: msgspec.convert(
        {name: members[name] for name in KINDS[kind]}, kind
    ),
    st.sampled_from(list(KINDS)),
    st.fixed_dictionaries(MEMBERS),
)


@given(journal=histories_of_one)
@settings(deadline=None, max_examples=100)
def test_what_is_recorded_after_k_changes_no_answer_at_k(journal: list[Entry]) -> None:
    for index, entry in enumerate(journal):
        if index and entry.recorded == journal[index - 1].recorded:
            continue
        k = Instant(entry.recorded - 1)

        assert answers(journal, k) == answers(journal[:index], k)


@given(journal=histories_of_one, fact=new_facts)
@settings(deadline=None, max_examples=100)
def test_a_fact_withdrawn_at_once_was_never_there(
    journal: list[Entry], fact: WorldFact
) -> None:
    position = journal[-1].position + 1

    withdrawn = then(journal, fact, withdrawal(position))

    assert answers(withdrawn, NOW) == answers(journal, NOW)
    assert relations(withdrawn) == relations(journal)


@given(journal=histories_of_one, pick=st.integers(0, 20))
@settings(deadline=None, max_examples=100)
def test_a_withdrawal_withdrawn_at_once_was_never_there(
    journal: list[Entry], pick: int
) -> None:
    target = journal[pick % len(journal)].position
    position = journal[-1].position + 1

    reinstated = then(journal, withdrawal(target), withdrawal(position))

    assert answers(reinstated, NOW) == answers(journal, NOW)
    assert relations(reinstated) == relations(journal)


@given(journal=histories_of_one, pick=st.integers(0, 20))
@settings(deadline=None, max_examples=100)
def test_a_correction_that_restates_what_stands_changes_no_answer(
    journal: list[Entry], pick: int
) -> None:
    standing = naive.live(journal, NOW)
    if not standing:
        return
    position, fact = standing[pick % len(standing)]
    names = KINDS[type(fact)]
    changes = {name: msgspec.to_builtins(getattr(fact, name)) for name in names}

    restated = then(journal, correction(position, **changes))

    assert answers(restated, NOW) == answers(journal, NOW)
    assert relations(restated) == relations(journal)


@given(journal=histories_of_one)
@settings(deadline=None, max_examples=60)
def test_each_rectangle_holds_its_state_and_no_two_overlap(
    journal: list[Entry],
) -> None:
    for attribute, rows in relations(journal).items():
        for k in knowledge(journal):
            for v in around(EFFECTIVES):
                answer = questions.state(journal, attribute, as_of=v, as_known=k)

                found = [row.value for row in rows if holds(row, v, k)]

                blank = answer is None or answer is ABSENT
                assert found == ([] if blank else [answer])


def holds(row: Rectangle, v: Instant, k: Instant) -> bool:
    return row.known_from <= k < row.known_to and row.valid_from <= v < row.valid_to


def stage_at(journal: Sequence[Entry], v: int) -> object:
    return questions.state(journal, "stage", as_of=Instant(v), as_known=NOW)


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

    assert questions.beliefs([], "stage", as_of=Instant(0)) == []
    assert questions.beliefs(never_staged, "stage", as_of=Instant(0)) == []
