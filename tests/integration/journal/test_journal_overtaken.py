"""Decisions that somebody overtakes are made again, or given up: never appended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from domain.application import ATTEMPTS, KeyProjects
from domain.commands import Envelope
from domain.deciding.context import Decision
from domain.errors import AlreadyRegisteredError, MovedError, UnknownThingError
from domain.journal.lines import Receipt
from domain.members.members import Text
from domain.things.land.plots import PlotAssigned
from tests.integration.journal_builders import (
    ACTOR,
    START,
    asked,
    counted,
    founded,
    lines_of,
    opened,
    project,
    registration,
    sealed,
    spending,
)

PLOT_A = "plot:甲"


def test_an_append_is_refused_when_a_stream_it_only_read_has_moved(
    tmp_path: Path,
) -> None:
    path = tmp_path / "j.db"
    with founded(path) as mine, opened(path) as theirs:
        mine.execute(registration("c1", "甲"), actor=ACTOR)
        mine.execute(project("c2", "P"), actor=ACTOR)
        read = {"project:P": len(mine.entries("project:P"))}
        assigned = PlotAssigned(effective=START, project=Text("P"))
        theirs.execute({"command_id": "c3", "withdraw": 3, "reason": "错"}, actor="王")

        with pytest.raises(MovedError, match="“project:P” has moved"):
            mine.append(
                Decision([(PLOT_A, assigned)], {PLOT_A: 1}, read), sealed("late")
            )

    assert asked(path, "SELECT topic FROM stored_events WHERE position > 3") == [
        ("FactWithdrawn",)
    ]
    assert counted(path, "commands") == 4


class Interrupted(KeyProjects):
    """Lets somebody else in between deciding and appending."""

    interruptions: list[tuple[KeyProjects, dict[str, object]]]

    def append(self, what: Decision, envelope: Envelope) -> Receipt:
        """Let the next interruption happen, and only then append."""
        if self.interruptions:
            other, body = self.interruptions.pop()
            other.execute(body, actor="王")
        return super().append(what, envelope)


def interrupted(mine: Any, theirs: KeyProjects, bodies: Sequence[Any]) -> None:  # noqa: ANN401
    mine.interruptions = [(theirs, body) for body in bodies]


def test_a_command_overtaken_by_another_is_decided_again(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    with founded(path) as theirs, opened(path, kind=Interrupted) as mine:
        theirs.execute(registration("c1", "甲"), actor=ACTOR)
        interrupted(mine, theirs, [spending("c2", "甲"), spending("c3", "甲")])

        receipt = mine.execute(spending("c4", "甲"), actor=ACTOR)

        assert receipt.first == 5
        assert [line.version for line in lines_of(theirs)] == [1, 1, 2, 3, 4]


def test_a_decision_made_again_may_refuse(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    with founded(path) as theirs, opened(path, kind=Interrupted) as mine:
        interrupted(mine, theirs, [registration("c2", "甲")])

        with pytest.raises(AlreadyRegisteredError, match="position 2"):
            mine.execute(registration("c1", "甲"), actor=ACTOR)

        assert len(lines_of(theirs)) == 2


def test_a_command_overtaken_again_and_again_does_not_give_up(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    with founded(path) as theirs, opened(path, kind=Interrupted) as mine:
        theirs.execute(registration("c0", "甲"), actor=ACTOR)
        others = [spending(f"c{number}", "甲") for number in range(9)]
        interrupted(mine, theirs, others)

        receipt = mine.execute(spending("late", "甲"), actor=ACTOR)

        assert receipt.last == len(lines_of(theirs)) == 2 + ATTEMPTS + 1


def test_a_command_that_is_refused_in_the_end_leaves_the_journal_free(
    tmp_path: Path,
) -> None:
    path = tmp_path / "j.db"
    with founded(path) as theirs, opened(path, kind=Interrupted) as mine:
        theirs.execute(registration("c0", "甲"), actor=ACTOR)
        others = [spending(f"c{number}", "甲") for number in range(1, ATTEMPTS)]
        withdrawing = {"command_id": "w", "withdraw": 2, "reason": "错"}
        interrupted(mine, theirs, [withdrawing, *others])

        with pytest.raises(UnknownThingError):
            mine.execute(spending("late", "甲"), actor=ACTOR)

        assert theirs.execute(registration("c9", "甲"), actor=ACTOR).last == 7


def test_a_plot_is_not_assigned_to_a_project_withdrawn_meanwhile(
    tmp_path: Path,
) -> None:
    path = tmp_path / "j.db"
    assigning = {
        "command_id": "c3",
        "record": "PlotAssigned",
        "plot": "甲",
        "project": "P",
        "effective": "2026-02-01",
    }
    with founded(path) as theirs, opened(path, kind=Interrupted) as mine:
        theirs.execute(registration("c1", "甲"), actor=ACTOR)
        theirs.execute(project("c2", "P"), actor=ACTOR)
        withdrawing = {"command_id": "c4", "withdraw": 3, "reason": "错"}
        interrupted(mine, theirs, [withdrawing])

        with pytest.raises(UnknownThingError, match="project “P”"):
            mine.execute(assigning, actor=ACTOR)

        assert [line.name for line in lines_of(theirs)][3:] == ["FactWithdrawn"]
