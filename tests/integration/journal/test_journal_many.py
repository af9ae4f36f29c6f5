"""Many commands in one transaction: stored as one after the other, or not at all."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from domain.application import KeyProjects
from domain.commands import Envelope, envelope_of, read_command
from domain.deciding.context import Decision
from domain.deciding.decider import decided
from domain.errors import CommandIdTakenError, JournalCutError, MovedError
from domain.kernel.instants import Instant
from domain.members.scalars import Wkt
from domain.things.land.plots import PlotRegistered, PlotStage, PlotStageRecorded
from tests.integration.journal_builders import (
    ACTOR,
    POINT,
    START,
    founded,
    opened,
    registration,
    sealed,
)

FIRST = PlotRegistered(effective=START, point=Wkt(POINT))
NEXT = PlotStageRecorded(effective=START, stage=PlotStage.SURVEYED)
Many = tuple[Decision, Envelope]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[KeyProjects]:
    with founded(tmp_path / "journal.sqlite") as opened_app:
        yield opened_app


def registered(plot: str) -> Many:
    what = Decision([(f"plot:{plot}", FIRST)], {f"plot:{plot}": 0})
    return what, sealed(f"first-{plot}")


def surveyed(plot: str, version: int = 1) -> Many:
    what = Decision([(f"plot:{plot}", NEXT)], {f"plot:{plot}": version})
    return what, sealed(f"next-{plot}-{version}")


def stored(path: Path) -> list[list[tuple[object, ...]]]:
    tables = "stored_events", "commands", "journal_identity", "sqlite_sequence"
    with closing(sqlite3.connect(path)) as journal:
        return [journal.execute(f"SELECT * FROM {each}").fetchall() for each in tables]


def standing_clock() -> Callable[[], Instant]:
    return lambda: START


def test_they_are_stored_as_one_after_the_other(tmp_path: Path) -> None:
    many, singly = tmp_path / "many.sqlite", tmp_path / "singly.sqlite"
    commands = [registered("A"), surveyed("A"), registered("B"), surveyed("A", 2)]
    with founded(many) as app:
        receipts = app.append_many(commands)
    with founded(singly) as app:
        assert [app.append(*each) for each in commands] == receipts

    assert stored(many) == stored(singly)


def test_decided_from_an_empty_journal_they_are_what_was_sent(tmp_path: Path) -> None:
    bodies = [registration(f"r-{plot}", plot) for plot in "ABC"]
    many, singly = tmp_path / "many.sqlite", tmp_path / "singly.sqlite"
    with founded(many) as app:
        app.append_many(
            (decided(app.journal, [read_command(body)]), envelope_of(body, actor=ACTOR))
            for body in bodies
        )
    with founded(singly) as app:
        for body in bodies:
            app.execute(body, actor=ACTOR)

    assert stored(many) == stored(singly)


def test_each_has_its_own_recorded_time_where_the_clock_stands(tmp_path: Path) -> None:
    with founded(tmp_path / "journal.sqlite", standing_clock()) as app:
        found = app.append_many(registered(plot) for plot in "ABC")

    assert [receipt.recorded - START for receipt in found] == [1, 2, 3]
    assert [(receipt.first, receipt.last) for receipt in found] == [
        (2, 2),
        (3, 3),
        (4, 4),
    ]


def test_where_one_has_moved_none_is_appended(app: KeyProjects) -> None:
    app.append(registered("B")[0], sealed("somebody else"))
    before = app.journal.head()

    with pytest.raises(MovedError) as refused:
        app.append_many([registered("A"), registered("B"), registered("C")])

    assert [each.thing for each in refused.value.moved] == ["plot:B"]
    assert app.journal.head() == before
    assert app.append(*registered("A")).first == before.position + 1


def test_one_of_them_may_not_write_where_another_has_written(app: KeyProjects) -> None:
    again = registered("A")[0], sealed("somebody else")

    with pytest.raises(MovedError):
        app.append_many([registered("A"), again])

    assert app.journal.head().position == 1


def test_one_that_relied_on_what_another_moves_is_refused(app: KeyProjects) -> None:
    relying = Decision([("plot:B", FIRST)], {"plot:B": 0}, read={"plot:A": 0})

    with pytest.raises(MovedError):
        app.append_many([registered("A"), (relying, sealed("relying"))])

    assert app.journal.head().position == 1


def test_one_that_arrived_before_gets_its_receipt_again(app: KeyProjects) -> None:
    [first] = app.append_many([registered("A")])

    again, new = app.append_many([registered("A"), registered("B")])

    assert (again.first, again.recorded, again.repeated) == (2, first.recorded, True)
    assert new.first == 3


def test_an_id_with_another_body_lets_none_in(app: KeyProjects) -> None:
    app.append(*registered("A"))
    what, envelope = registered("C")
    taken = Envelope(command_id="first-A", actor=ACTOR, digest=envelope.digest)

    with pytest.raises(CommandIdTakenError):
        app.append_many([registered("B"), (what, taken)])

    assert app.journal.head().position == 2


def test_nothing_is_appended_behind_missing_lines(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with founded(path) as app:
        app.append_many([registered("A"), registered("B")])
    with closing(sqlite3.connect(path)) as journal, journal:
        journal.execute("DELETE FROM stored_events WHERE position = 3")

    with opened(path) as app, pytest.raises(JournalCutError):
        app.append_many([registered("C")])


def test_what_is_taken_can_set_the_clock(tmp_path: Path) -> None:
    """A story is told so: each command at the moment at which it was sent."""
    moments = itertools.count(START + 100, 100)
    told = [START]

    def story() -> Iterator[Many]:
        for plot in "ABC":
            told[0] = Instant(next(moments))
            yield registered(plot)

    with founded(tmp_path / "journal.sqlite", lambda: told[0]) as app:
        found = app.append_many(story())

    assert [receipt.recorded - START for receipt in found] == [100, 200, 300]
