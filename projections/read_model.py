"""The read model: a database of rows that catch-up and rebuild keep, queries read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Select,
    Table,
    Update,
    inspect,
    select,
)
from sqlalchemy.exc import DatabaseError

from domain.journal.reading import SqliteJournalReader
from projections.engine import open_engine
from projections.tables import (
    VERSION,
    Generation,
    generation,
    standing,
    standing_metadata,
)
from projections.thing_rows import things_in
from projections.writing import insert_rows, replace_rows, whole_streams

BATCH = 1_000
REBUILD_BATCH = 20_000
WORTH_A_REBUILD = 5_000
"""From here on, when most of the journal is unread: 31,000 facts of 5,000 plots took
40 s to catch up, each thing many times over, and 4 s to rebuild, each thing once."""

Progress = Callable[[int, int], None]
"""Called with the facts done and the facts in all."""


def no_progress(done: int, in_all: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far rows were read, and from which journal."""

    position: int
    journal_id: str
    leaf: bytes


NOTHING_READ = Mark(0, "", b"")
TABLE = re.compile(r"_(\d+)_\d+$")
"""Tables of rows end in the version of the layout and in their generation."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open read transaction: one connection, one generation, one position."""

    connection: Connection
    tables: Generation
    position: int


class ReadModel:
    """Rows on two time axes in a database of their own, disposable at any time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with self._writing() as connection:
            standing_metadata.create_all(connection)
            _drop_other_versions(connection)
            if connection.execute(_standing()).first() is None:
                self._start(connection, number=1)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Open a read transaction on the generation that is served."""
        with self._engine.begin() as connection:
            number, position = connection.execute(_standing()).one()
            yield Snapshot(connection, generation(number), position)

    def position(self) -> int:
        """Return the journal position up to which the rows are true."""
        with self.snapshot() as now:
            return now.position

    def agree_with(self, journal: SqliteJournalReader) -> None:
        """Start anew where the rows were read from another journal, or a longer one."""
        with self._writing() as connection:
            row = connection.execute(select(standing)).one()
            read = Mark(row.position, row.journal_id, row.leaf)
            if row.position and mark_at(journal, row.position) != read:
                connection.execute(standing.delete())
                generation(row.generation).metadata.drop_all(connection)
                number = row.generation + 1
                self._start(connection, number=number)

    def catch_up(
        self, journal: SqliteJournalReader, progress: Progress = no_progress
    ) -> int:
        """Read what the journal has gained; return how many facts that was.

        Rows and position move in one transaction, and the position is read under the
        write lock, so that callers in other threads or processes never apply twice.
        """
        applied = 0
        target = journal.head().position
        if target - self.position() > max(WORTH_A_REBUILD, self.position()):
            return self.rebuild(journal, progress)
        while self.position() < target:
            with self._writing() as connection:
                applied += self._apply_batch(connection, journal)
            progress(self.position(), target)
        return applied

    def _apply_batch(self, connection: Connection, journal: SqliteJournalReader) -> int:
        number, position = connection.execute(_standing()).one()
        lines = journal.lines_after(position, limit=BATCH)
        if lines:
            last = lines[-1].position
            mark = Mark(last, journal.journal_id(), lines[-1].leaf)
            touched = sorted({line.stream for line in lines})
            complete = journal.lines_of(touched, up_to=last)
            replace_rows(connection, generation(number), list(things_in(complete)))
            connection.execute(_moved(mark))
        return len(lines)

    def rebuild(
        self, journal: SqliteJournalReader, progress: Progress = no_progress
    ) -> int:
        """Fill fresh tables from the whole journal, then swap; return the facts read.

        Readers keep the old generation until the swap; facts recorded meanwhile are
        caught up afterwards.
        """
        target = journal.head().position
        fresh = self._clear_next()
        done = 0
        for batch in whole_streams(
            journal.lines_by_stream(up_to=target), REBUILD_BATCH
        ):
            with self._writing() as connection:
                insert_rows(connection, generation(fresh), list(things_in(batch)))
            done += len(batch)
            progress(done, target)
        self._swap(fresh, mark=mark_at(journal, target) or NOTHING_READ)
        self.catch_up(journal)
        return done

    def _clear_next(self) -> int:
        """Create the empty tables of the next generation, over any abandoned ones."""
        with self._writing() as connection:
            old, _ = connection.execute(_standing()).one()
            fresh = generation(old + 1)
            fresh.metadata.drop_all(connection)
            fresh.metadata.create_all(connection)
        return old + 1

    def _swap(self, number: int, *, mark: Mark) -> None:
        with self._writing() as connection:
            old, _ = connection.execute(_standing()).one()
            connection.execute(standing.delete())
            _point(connection, number, mark)
            generation(old).metadata.drop_all(connection)

    def _start(self, connection: Connection, *, number: int) -> None:
        generation(number).metadata.drop_all(connection)
        generation(number).metadata.create_all(connection)
        _point(connection, number, NOTHING_READ)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        immediate = self._engine.execution_options(immediate=True)
        with immediate.begin() as connection:
            yield connection


def open_read_model(path: Path) -> ReadModel:
    """Open the read model in the SQLite file at ``path``, which may not exist yet.

    A file that is no database is thrown away: everything in it can be computed anew.
    """
    try:
        return ReadModel(open_engine(path))
    except DatabaseError as error:
        if type(error) is not DatabaseError:  # a locked or full disk is no such file
            raise
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    return ReadModel(open_engine(path))


def mark_at(journal: SqliteJournalReader, position: int) -> Mark | None:
    """Return what a read model that has read up to ``position`` must hold."""
    if journal.head().position < position:
        return None
    if position == 0:
        return NOTHING_READ
    return Mark(position, journal.journal_id(), journal.line(position).leaf)


def _drop_other_versions(connection: Connection) -> None:
    """Drop the tables that an older or newer Guatu has left."""
    for name in inspect(connection).get_table_names():
        match = TABLE.search(name)
        if match is not None and int(match.group(1)) != VERSION:
            Table(name, MetaData()).drop(connection)
    connection.execute(standing.delete().where(standing.c.version != VERSION))


def _standing() -> Select[int, int]:
    return select(standing.c.generation, standing.c.position).where(
        standing.c.version == VERSION
    )


def _point(connection: Connection, number: int, mark: Mark) -> None:
    """Serve a generation from now on."""
    row = {"version": VERSION, "generation": number, **asdict(mark)}
    connection.execute(standing.insert().values(row))


def _moved(mark: Mark) -> Update:
    here = standing.update().where(standing.c.version == VERSION)
    return here.values(asdict(mark))
