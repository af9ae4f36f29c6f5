"""What a newer edition changes in what its register said before, by facts alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain.errors import AlreadyRegisteredError, EmptyPeriodError, UnknownThingError
from domain.importing.reconciliation import Change, Outcome, Reconciliation, reconcile
from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn, Source, WorldFact
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.members.members import Text, Wkt
from domain.things.land.plots import (
    PlotAssigned,
    PlotFrozen,
    PlotRegistered,
    PlotStage,
    PlotStageRecorded,
)
from domain.things.project.projects import ProjectRegistered
from domain.things.record.registers import Edition, EditionRow, statements

REGISTER, FILE = "名册", "名册.csv"
POINT = Wkt("POINT (1 2)")


def source(slot: str, register: str = REGISTER, line: int = 2) -> Source:
    return Source(register=register, file=FILE, line=line, slot=slot)


def registered(effective: int = 10, slot: str = "起") -> PlotRegistered:
    return PlotRegistered(
        effective=Instant(effective), point=POINT, source=source(slot)
    )


def stage(
    effective: int, stage: PlotStage = PlotStage.SURVEYED, slot: str = "进度"
) -> PlotStageRecorded:
    return PlotStageRecorded(
        effective=Instant(effective), stage=stage, source=source(slot)
    )


def frozen(effective: int, until: int) -> PlotFrozen:
    return PlotFrozen(
        effective=Instant(effective),
        until=Instant(until),
        freeze=Text("1号"),
        source=source("冻结"),
    )


def known(*facts: Fact, thing: str = "A") -> dict[str, list[Entry]]:
    stream = f"plot:{thing}"
    return {
        stream: [
            Entry(position, Instant(position * 100), stream, fact)
            for position, fact in enumerate(facts, 1)
        ]
    }


def row(thing: str = "A", line: int = 2, **facts: WorldFact) -> EditionRow:
    return EditionRow("plot", thing, line, facts)


def edition(*rows: EditionRow, unread: tuple[str, ...] = ()) -> Edition:
    return Edition(REGISTER, FILE, rows, unread)


def told(found: Reconciliation) -> list[tuple[str, str]]:
    return [(stream, type(fact).__name__) for stream, fact in found.facts]


def withdrawn(target: int, slot: str = "进度") -> FactWithdrawn:
    return FactWithdrawn(target=target, reason="x", source=source(slot))


def corrected(target: int, register: str = REGISTER, **changes: object) -> Fact:
    return FactCorrected(
        target=target, reason="x", changes=changes, source=source("进度", register)
    )


def test_a_new_row_records_its_facts() -> None:
    found = reconcile(edition(row(起=registered(), 进度=stage(20))), {})

    assert told(found) == [
        ("plot:A", "PlotRegistered"),
        ("plot:A", "PlotStageRecorded"),
    ]
    assert found.outcomes == {Outcome.NEW: 1}
    assert found.changes == {Change.RECORD: 2}
    assert (found.new_within, found.earlier_end) == (0, None)


def test_what_is_stated_as_before_changes_nothing() -> None:
    found = reconcile(
        edition(row(起=registered(), 进度=stage(20))), known(registered(), stage(20))
    )

    assert found.facts == []
    assert found.outcomes == {Outcome.UNCHANGED: 1}
    assert found.earlier_end == 20


def test_what_is_stated_otherwise_is_corrected_in_the_members_that_differ() -> None:
    found = reconcile(
        edition(row(line=7, 起=registered(), 进度=stage(20, PlotStage.CLEARED))),
        known(registered(), stage(20)),
    )

    [(stream, fact)] = found.facts
    assert stream == "plot:A"
    assert isinstance(fact, FactCorrected)
    assert (fact.target, fact.changes) == (2, {"stage": "cleared"})
    assert fact.source == source("进度", line=7)
    assert found.members == {"stage": 1}
    assert found.outcomes == {Outcome.CORRECTED: 1}


def test_what_a_row_leaves_out_is_withdrawn_oldest_first() -> None:
    before = known(registered(), stage(20), frozen(30, 40))

    found = reconcile(edition(row(起=registered())), before)

    assert [
        fact.target for _, fact in found.facts if isinstance(fact, FactWithdrawn)
    ] == [2, 3]
    assert found.changes == {Change.WITHDRAWAL: 2}
    assert {fact.source.line for _, fact in found.facts if fact.source} == {2}


def test_a_row_that_vanished_is_withdrawn_and_once_only() -> None:
    before = known(registered(), stage(20))

    found = reconcile(edition(), before)
    gone = reconcile(edition(), known(registered(), withdrawn(1, "起")))

    assert [type(fact) for _, fact in found.facts] == [FactWithdrawn] * 2
    assert {fact.source.line for _, fact in found.facts if fact.source} == {0}
    assert found.outcomes == {Outcome.WITHDRAWN: 1}
    assert gone.facts == []
    assert gone.outcomes[Outcome.WITHDRAWN] == 0


def test_a_row_that_could_not_be_read_has_not_vanished() -> None:
    found = reconcile(edition(unread=("plot:A",)), known(registered()))

    assert found.facts == []
    assert found.outcomes == {}


def test_things_that_the_register_never_named_have_not_vanished() -> None:
    by_hand = PlotRegistered(effective=Instant(10), point=POINT)

    found = reconcile(edition(), known(by_hand))

    assert found.facts == []
    assert found.outcomes == {}
    assert found.earlier_end is None


def test_a_row_that_is_back_withdraws_its_withdrawal_and_corrects_the_rest() -> None:
    before = known(registered(), stage(20), withdrawn(2), withdrawn(1, "起"))

    found = reconcile(
        edition(row(起=registered(), 进度=stage(20, PlotStage.CLEARED))), before
    )

    assert found.changes == {Change.REINSTATEMENT: 2, Change.CORRECTION: 1}
    back = [fact for _, fact in found.facts if isinstance(fact, FactWithdrawn)]
    assert [fact.target for fact in back] == [4, 3]
    assert found.outcomes == {Outcome.REAPPEARED: 1}


def test_a_row_of_which_a_part_was_there_all_the_time_has_not_reappeared() -> None:
    before = known(registered(), stage(20), withdrawn(2))

    found = reconcile(edition(row(起=registered(), 进度=stage(20))), before)

    assert found.outcomes == {Outcome.CORRECTED: 1}


@pytest.mark.parametrize(
    ("facts", "stated"),
    [
        ([stage(20)], (1, 20, None)),
        ([stage(20), corrected(1, effective=25)], (1, 25, None)),
        ([stage(20), corrected(1, "别的", effective=25)], (1, 20, None)),
        ([stage(20), withdrawn(1)], (1, 20, 2)),
        ([stage(20), withdrawn(1), withdrawn(2)], (1, 20, None)),
        ([stage(20), withdrawn(1), corrected(1, effective=25)], (1, 25, 2)),
        ([stage(20), FactWithdrawn(target=1, reason="手改")], (1, 20, None)),
        ([stage(20), corrected(1, effective=25), withdrawn(2)], (1, 25, 3)),
    ],
)
def test_what_a_register_said_is_folded_from_its_own_words_alone(
    facts: list[Fact], stated: tuple[int, int, int | None]
) -> None:
    found = statements(known(*facts)["plot:A"], REGISTER)["进度"]

    assert (found.position, found.fact.effective, found.withdrawn_by) == stated
    assert statements(known(*facts)["plot:A"], "无") == {}


def test_new_rows_within_the_dates_of_earlier_editions_are_counted() -> None:
    before = known(registered(), stage(20), thing="A")
    rows = [
        row("A", 2, 起=registered(), 进度=stage(20)),
        *(
            row(name, line, 起=registered(), 进度=stage(date))
            for line, (name, date) in enumerate([("B", 19), ("C", 20), ("D", 21)], 3)
        ),
        row("E", 6, 起=registered(15)),
    ]

    found = reconcile(edition(*rows), before)

    assert found.new_within == 3
    assert found.earlier_end == 20
    assert found.outcomes == {Outcome.UNCHANGED: 1, Outcome.NEW: 4}


def refusals(
    found: Reconciliation,
) -> Mapping[int, type[Exception]]:
    return {each.line: type(each.refusal) for each in found.refused}


def test_a_row_of_what_is_nowhere_registered_is_refused() -> None:
    found = reconcile(edition(row("A", 3, 进度=stage(20))), {})

    assert refusals(found) == {3: UnknownThingError}
    assert found.facts == []
    assert found.outcomes == {}


def test_a_row_may_go_on_with_what_people_have_registered() -> None:
    by_hand = PlotRegistered(effective=Instant(10), point=POINT)

    found = reconcile(edition(row(进度=stage(20))), known(by_hand))

    assert refusals(found) == {}
    assert told(found) == [("plot:A", "PlotStageRecorded")]


def test_a_row_cannot_register_what_people_have_registered() -> None:
    by_hand = PlotRegistered(effective=Instant(10), point=POINT)

    found = reconcile(edition(row(line=5, 起=registered())), known(by_hand))

    [refused] = found.refused
    assert isinstance(refused.refusal, AlreadyRegisteredError)
    assert (refused.line, refused.refusal.fields["position"]) == (5, 1)


def test_a_row_refers_only_to_projects_on_the_list() -> None:
    assigned = PlotAssigned(
        effective=Instant(20), project=Text("P"), source=source("项目")
    )
    there = ProjectRegistered(effective=Instant(5), name=Text("冷链"))
    asked = edition(row(起=registered(), 项目=assigned))
    stream = "project:P"

    without = reconcile(asked, {})
    with_it = reconcile(asked, {stream: [Entry(1, Instant(1), stream, there)]})

    assert refusals(without) == {2: UnknownThingError}
    assert refusals(with_it) == {}


def test_a_correction_that_leaves_an_empty_period_is_refused() -> None:
    by_hand = FactCorrected(target=2, reason="x", changes={"effective": 35})
    before = known(registered(), frozen(30, 40), by_hand)

    found = reconcile(edition(row(起=registered(), 冻结=frozen(30, 33))), before)

    assert refusals(found) == {2: EmptyPeriodError}


def test_a_row_whose_period_is_empty_is_refused() -> None:
    found = reconcile(edition(row(起=registered(), 冻结=frozen(30, 30))), {})

    assert refusals(found) == {2: EmptyPeriodError}
