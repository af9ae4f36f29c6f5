"""The journal on real files: order, recorded time, once only, all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.deciding.context import Decision
from domain.errors import (
    CommandIdTakenError,
    MovedError,
    UnknownPositionError,
    UnknownThingError,
)
from domain.kernel.facts import Fact
from domain.kernel.instants import Instant
from domain.members.members import Text
from domain.things.land.plots import PlotRegistered, PlotStage, PlotStageRecorded
from tests.integration.journal_builders import (
    ACTOR,
    POINT,
    START,
    counted,
    founded,
    lines_of,
    opened,
    registration,
    sealed,
    spending,
)

PLOT_A, PLOT_B = "plot:甲", "plot:乙"
SURVEYED = PlotStageRecorded(effective=START, stage=PlotStage.SURVEYED)
REGISTERED = PlotRegistered(effective=START, point=Text(POINT))  # type: ignore[arg-type]


def group(*facts: tuple[str, Fact], written: dict[str, int]) -> Decision:
    return Decision(facts=facts, written=written)


def test_positions_have_no_gap_and_streams_count_their_own(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app:
        app.execute(registration("c1", "甲"), actor=ACTOR)
        app.execute(registration("c2", "乙"), actor=ACTOR)
        app.execute(spending("c3", "甲"), actor=ACTOR)

        lines = lines_of(app)

    assert [line.position for line in lines] == [1, 2, 3, 4]
    assert [(line.stream, line.version) for line in lines] == [
        ("district", 1),
        (PLOT_A, 1),
        (PLOT_B, 1),
        (PLOT_A, 2),
    ]
    assert [line.actor for line in lines[1:]] == [ACTOR] * 3


@pytest.mark.parametrize("step", [0, -1_000_000])
def test_recorded_time_grows_when_the_clock_does_not(tmp_path: Path, step: int) -> None:
    readings = iter(range(START, START + 10 * (step or 1) - 100, step or 1))
    clock = (lambda: START) if step == 0 else (lambda: Instant(next(readings)))
    with founded(tmp_path / "j.db", clock) as app:
        app.execute(registration("c0", "甲"), actor=ACTOR)
        for number in range(1, 6):
            app.execute(spending(f"c{number}", "甲"), actor=ACTOR)

        recorded = [line.recorded for line in lines_of(app)]

    # By hand: the clock never passes START, so each command adds one microsecond.
    assert recorded == [START + number for number in range(7)]


def test_recorded_time_is_the_clocks_where_that_runs(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app:
        receipt = app.execute(registration("c1", "甲"), actor=ACTOR)

        recorded = [line.recorded for line in lines_of(app)]

    assert recorded == [START + 1_000_000, START + 2_000_000]
    assert receipt.recorded == recorded[-1]


def test_the_facts_of_one_command_have_one_recorded_time(tmp_path: Path) -> None:
    facts = group(
        (PLOT_A, REGISTERED),
        (PLOT_B, REGISTERED),
        (PLOT_A, SURVEYED),
        written={PLOT_A: 0, PLOT_B: 0},
    )
    with founded(tmp_path / "j.db") as app:
        receipt = app.append(facts, sealed("three"))

        [*_, one, two, three] = lines_of(app)

        assert (receipt.first, receipt.last) == (2, 4)
        assert {line.recorded for line in (one, two, three)} == {receipt.recorded}
        assert {line.command_id for line in (one, two, three)} == {"three"}
        assert (three.stream, three.version) == (PLOT_A, 2)
        # Seen as a whole or not at all (R8).
        assert app.journal.head_at(Instant(receipt.recorded - 1)).position == 1
        assert app.journal.head_at(receipt.recorded).position == 4
        assert app.journal.group(3) == receipt


def test_a_command_sent_again_gets_the_receipt_of_its_first_arrival(
    tmp_path: Path,
) -> None:
    with founded(tmp_path / "j.db") as app:
        first = app.execute(registration("c1", "甲"), actor=ACTOR)

        again = app.execute(registration("c1", "甲"), actor="另一人")

        assert not first.repeated
        assert again.repeated
        assert (again.first, again.last, again.recorded) == (2, 2, first.recorded)
        assert len(lines_of(app)) == 2


def test_a_command_sent_again_after_a_restart_is_still_known(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app:
        first = app.execute(registration("c1", "甲"), actor=ACTOR)

    with opened(tmp_path / "j.db") as app:
        again = app.execute(registration("c1", "甲"), actor=ACTOR)

    assert again.repeated
    assert again.first == first.first


def test_an_id_cannot_be_used_for_another_body(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app:
        app.execute(registration("c1", "甲"), actor=ACTOR)

        with pytest.raises(CommandIdTakenError, match="“c1” was used"):
            app.execute(registration("c1", "乙"), actor=ACTOR)

        assert len(lines_of(app)) == 2


def test_a_refused_command_records_nothing_and_leaves_its_id_free(
    tmp_path: Path,
) -> None:
    with founded(tmp_path / "j.db") as app:
        with pytest.raises(UnknownThingError):
            app.execute(spending("c1", "甲"), actor=ACTOR)
        assert len(lines_of(app)) == 1

        receipt = app.execute(registration("c1", "甲"), actor=ACTOR)

    assert receipt.first == 2
    assert not receipt.repeated


def test_a_group_that_fails_in_its_middle_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    facts = group(
        (PLOT_B, REGISTERED),
        (PLOT_A, SURVEYED),  # version 1 of 甲 is taken: UNIQUE is violated here
        (PLOT_B, SURVEYED),
        written={PLOT_A: 0, PLOT_B: 0},
    )
    with founded(path) as app:
        app.execute(registration("c1", "甲"), actor=ACTOR)

        with pytest.raises(MovedError):
            app.append(facts, sealed("three"))

        assert counted(path, "stored_events") == 2
        assert counted(path, "commands") == 2
        assert app.execute(registration("three", "乙"), actor=ACTOR).first == 3


@pytest.mark.parametrize("target", [99, 2**62, 2**63, 10**30])
def test_a_position_that_is_not_there_is_refused(tmp_path: Path, target: int) -> None:
    body = {"command_id": "c1", "withdraw": target, "reason": "没有"}
    with founded(tmp_path / "j.db") as app:
        with pytest.raises(UnknownPositionError, match="the journal ends at 1"):
            app.execute(body, actor=ACTOR)

        assert len(lines_of(app)) == 1
