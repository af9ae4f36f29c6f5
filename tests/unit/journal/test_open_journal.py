"""An open journal: what it promises, why it stops, what it reads, how it closes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from eventsourcing.persistence import ConnectionPoolClosedError, StoredEvent

from domain.application import KeyProjects
from domain.errors import ClockError, RecordedAheadError, StoppedError
from domain.journal import moves
from domain.journal.lines import Condition, Head
from domain.journal.mapper import encoded
from domain.journal.moves import Moves
from domain.journal.sqlite.schema import CREATE_TABLES
from domain.journal.sqlite_journal import SqliteJournal
from domain.kernel.instants import Instant
from domain.members.members import Text
from domain.things.project.projects import ProjectRegistered
from tests.integration.journal_builders import (
    ACTOR,
    START,
    founded,
    project,
    registration,
    sealed,
    spending,
)

SECOND = 1_000_000


class InMemory:
    """What is kept beside a journal, here for as long as a test lasts."""

    def __init__(self) -> None:
        self.kept, self.notes = 0, 0

    def bound(self) -> Instant:
        """Nothing is recorded up to what was kept."""
        return Instant(self.kept)

    def covers(self, known: Instant) -> bool:
        """Tell whether so much was kept."""
        return known <= self.kept

    def keep(self, known: Instant) -> None:
        """Keep it until the test ends."""
        self.kept = max(self.kept, known)

    def note(self) -> None:
        """Count the notes."""
        self.notes += 1


@pytest.fixture
def app(tmp_path: Path) -> Iterator[KeyProjects]:
    """Found a journal whose clock stands still at ``START``."""
    with founded(tmp_path / "j.db", lambda: START) as made:
        yield made


@pytest.fixture
def journal(app: KeyProjects) -> SqliteJournal:
    made = app.journal
    assert isinstance(made, SqliteJournal)
    made.finality = InMemory()
    return made


def kept(journal: SqliteJournal) -> InMemory:
    assert isinstance(journal.finality, InMemory)
    return journal.finality


def test_what_was_recorded_up_to_the_end_is_final_by_itself(
    journal: SqliteJournal,
) -> None:
    assert journal.promise(journal.head().recorded)
    assert kept(journal).kept == 0


def test_the_present_is_promised_and_nothing_is_recorded_at_it_any_more(
    app: KeyProjects, journal: SqliteJournal
) -> None:
    now = Instant(START + SECOND)
    journal.clock = lambda: now

    assert journal.promise(now)
    receipt = app.execute(registration("c1", "甲"), actor=ACTOR)

    assert receipt.recorded == now + 1


def test_the_future_is_not_promised(journal: SqliteJournal) -> None:
    assert not journal.promise(Instant(START + SECOND))
    assert kept(journal).kept == 0


def test_nothing_is_promised_by_a_clock_that_cannot_be_trusted(
    journal: SqliteJournal,
) -> None:
    class DoubtedError(ClockError):
        template = "It cannot be."

    def doubted() -> Instant:
        raise DoubtedError

    journal.clock = doubted

    assert not journal.promise(Instant(START + SECOND))
    assert [type(each) for each in journal.stops()] == [DoubtedError]


def test_nothing_is_promised_while_somebody_appends(journal: SqliteJournal) -> None:
    journal.clock = lambda: Instant(START + SECOND)
    promised: list[bool] = []

    journal.locked(lambda: promised.append(journal.promise(journal.clock())))
    journal.locked(journal.note)

    assert promised == [False]
    assert (kept(journal).kept, kept(journal).notes) == (0, 0)
    journal.note()
    assert kept(journal).notes == 1


def test_a_guard_that_stops_is_told_and_nothing_is_recorded(
    app: KeyProjects, journal: SqliteJournal
) -> None:
    class ClosedError(StoppedError):
        template = "It is closed."

    def closed() -> None:
        raise ClosedError

    journal.guards = (closed,)

    assert [type(each) for each in journal.stops()] == [ClosedError]
    with pytest.raises(ClosedError):
        app.execute(registration("c1", "甲"), actor=ACTOR)
    assert journal.head().position == 1


def test_recorded_time_runs_ahead_of_the_clock_only_as_far_as_it_may(
    app: KeyProjects, journal: SqliteJournal
) -> None:
    journal.lead_us = SECOND
    journal.clock = lambda: Instant(START - SECOND)
    app.execute(registration("c1", "甲"), actor=ACTOR)
    journal.clock = lambda: Instant(START - 2 * SECOND)

    assert [type(each) for each in journal.stops()] == [RecordedAheadError]
    with pytest.raises(RecordedAheadError) as refused:
        app.execute(registration("c2", "乙"), actor=ACTOR)
    with journal.confirmed(Instant(START - 3 * SECOND)):
        app.execute(registration("c3", "丙"), actor=ACTOR)

    told = refused.value.fields
    assert str(told["recorded"]) > str(told["now"])
    assert journal.head() == Head(3, Instant(START + 2))
    assert (journal.lead_us, journal.clock()) == (SECOND, START - 2 * SECOND)


def test_the_last_of_a_kind_is_told_apart_from_other_kinds(
    app: KeyProjects, journal: SqliteJournal
) -> None:
    app.execute(registration("c1", "甲"), actor=ACTOR)
    app.execute(project("c2", "丁"), actor=ACTOR)
    app.execute(spending("c3", "甲"), actor=ACTOR)
    app.execute(registration("c4", "乙"), actor=ACTOR)

    assert journal.last_of_kind("plot") == 5
    assert journal.last_of_kind("project") == 3
    assert journal.last_of_kind("register") == 0
    lines = [(each.stream, each.position) for each in journal.lines_of_kind("plot")]
    assert lines == [("plot:乙", 5), ("plot:甲", 2), ("plot:甲", 4)]
    assert [each.position for each in journal.entries_at([4, 2])] == [2, 4]
    assert journal.entries_at([4]) == [journal.line(4).entry()]
    assert (journal.has("plot:甲"), journal.has("plot:丙")) == (True, False)


def test_many_streams_are_read_as_few_are(
    app: KeyProjects, journal: SqliteJournal
) -> None:
    for number in range(12):
        app.execute(registration(f"c{number}", f"P{number}"), actor=ACTOR)
    streams = [f"plot:P{number}" for number in range(12)]

    many = journal.entries_of(streams)

    few = [each for stream in sorted(streams) for each in journal.entries_of([stream])]
    assert many == few
    assert len(many) == 12


def test_events_are_appended_under_the_librarys_name_too(
    journal: SqliteJournal,
) -> None:
    fact = encoded(ProjectRegistered(effective=START, name=Text("冷链中心")))
    events = [StoredEvent(f"project:{n}", 1, "ProjectRegistered", fact) for n in "ab"]

    found = journal.insert_events(
        events, envelope=sealed("c1"), condition=Condition(versions={})
    )

    assert list(found) == [2, 3]
    assert [each.id for each in journal.select_notifications(2, 9)] == [2, 3]


def test_a_closed_journal_answers_nothing(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app:
        journal = app.journal

    for ask in (lambda: journal.line(1), lambda: journal.has("district")):
        with pytest.raises(ConnectionPoolClosedError):
            ask()
    assert not (tmp_path / "j.db-wal").exists()


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Make the tables that moves are followed in, and nothing in them."""
    with closing(sqlite3.connect(tmp_path / "m.db", isolation_level=None)) as file:
        for statement in CREATE_TABLES:
            file.execute(statement)
        yield file


@pytest.fixture
def followed(tmp_path: Path) -> Iterator[Moves]:
    def connected() -> sqlite3.Connection:
        return sqlite3.connect(tmp_path / "m.db", isolation_level=None)

    made = Moves(connected)
    yield made
    made.close()


def appended(
    file: sqlite3.Connection, position: int, stream: str, name: str = "PlotFrozen"
) -> None:
    file.execute("BEGIN")
    file.execute(
        "INSERT INTO stored_events VALUES (?, ?, ?, ?, x'', ?, x'')",
        (position, stream, position, name, position),
    )
    file.execute(
        "INSERT INTO commands VALUES (?, ?, ?, '', ?, x'')",
        (position, position, position * 10, str(position)),
    )
    file.execute("COMMIT")


def test_nothing_has_moved_in_an_empty_journal(
    tables: sqlite3.Connection, followed: Moves
) -> None:
    assert followed.last_of("plot:A") == 0
    assert followed.look() == Head(0, Instant(0))
    assert followed.last_of("plot:A", "plot:") == 0

    appended(tables, 1, "plot:A")

    assert followed.look() == Head(1, Instant(10))
    assert followed.last_of("plot:A") == followed.last_of("plot:") == 1
    assert followed.last_of("plot:B") == followed.last_of("project:") == 0
    assert followed.moved_since(0, ["plot:A"])
    assert not followed.moved_since(1, ["plot:A", "plot:"])


def test_what_moved_before_anybody_looked_is_taken_to_have_moved_then(
    tables: sqlite3.Connection, followed: Moves
) -> None:
    appended(tables, 1, "plot:A")
    appended(tables, 2, "plot:B")
    followed.look()

    assert followed.last_of("plot:A") == 2
    assert followed.moved_since(1, ["project:x"])
    assert not followed.moved_since(2, ["plot:A"])


def test_a_kind_has_not_moved_by_facts_that_are_set_beside(
    tables: sqlite3.Connection, followed: Moves
) -> None:
    followed.look()
    for position, name in ((1, "PlotFrozen"), (2, "PlotAmountRecorded")):
        appended(tables, position, "plot:A", name)
    followed.look()

    assert followed.last_of("plot:") == followed.last_of("plot:A") == 2
    assert followed.last_of("plot:", beside=["PlotAmountRecorded"]) == 1
    assert followed.last_of("plot:", beside=["PlotFrozen"]) == 2
    assert followed.last_of("plot:", beside=["PlotFrozen", "PlotAmountRecorded"]) == 0
    assert followed.last_of("plot:A", beside=["PlotAmountRecorded"]) == 2


def test_so_many_have_moved_that_all_is_outdated(
    tables: sqlite3.Connection, followed: Moves, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "MOST_STREAMS", 2)
    for position, stream in enumerate("ABCD", 1):
        appended(tables, position, f"plot:{stream}")
        followed.look()

    assert followed.last_of("plot:A") == followed.last_of("project:") == 4


def test_a_commit_that_records_nothing_moves_nothing(
    tables: sqlite3.Connection, followed: Moves
) -> None:
    appended(tables, 1, "plot:A")
    followed.look()
    appended(tables, 2, "plot:A")
    followed.look()
    tables.execute("CREATE TABLE other (a)")

    assert followed.look() == Head(2, Instant(20))
    assert followed.last_of("plot:A") == 2
    assert followed.last_of("plot:B") == 1


def test_a_journal_that_was_cut_outdates_all_that_was_made_before(
    tables: sqlite3.Connection, followed: Moves
) -> None:
    for position in (1, 2, 3):
        appended(tables, position, "plot:A")
        followed.look()
    tables.execute("DELETE FROM stored_events WHERE position > 1")
    tables.execute("DELETE FROM commands WHERE last > 1")

    assert followed.look() == Head(1, Instant(10))
    assert followed.moved_since(3, ["plot:A", "project:"])


def test_looking_goes_on_after_it_was_closed(
    tables: sqlite3.Connection, followed: Moves
) -> None:
    appended(tables, 1, "plot:A")
    followed.look()
    followed.close()
    appended(tables, 2, "plot:A")

    assert followed.look() == Head(2, Instant(20))
