"""The read model: a database of rows that catch-up and rebuild keep, queries read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, Update, create_engine, event, select

from domain.journal.sqlite import SqliteJournal
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

Progress = Callable[[int, int], None]
"""Called with the facts done and the facts in all."""


def no_progress(done: int, in_all: int) -> None:
    """Show nothing."""


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
            if connection.execute(_standing()).first() is None:
                self._start(connection, number=1, position=0)

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

    def catch_up(self, journal: SqliteJournal, progress: Progress = no_progress) -> int:
        """Read what the journal has gained; return how many facts that was.

        Rows and position move in one transaction, and the position is read under the
        write lock, so that callers in other threads or processes never apply twice.
        """
        applied = 0
        target = journal.head().position
        while self.position() < target:
            with self._writing() as connection:
                applied += self._apply_batch(connection, journal)
            progress(self.position(), target)
        return applied

    def _apply_batch(self, connection: Connection, journal: SqliteJournal) -> int:
        number, position = connection.execute(_standing()).one()
        lines = journal.lines_after(position, limit=BATCH)
        if lines:
            last = lines[-1].position
            touched = sorted({line.stream for line in lines})
            complete = journal.lines_of(touched, up_to=last)
            replace_rows(connection, generation(number), list(things_in(complete)))
            connection.execute(_moved(last))
        return len(lines)

    def rebuild(self, journal: SqliteJournal, progress: Progress = no_progress) -> int:
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
        self._swap(fresh, position=target)
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

    def _swap(self, number: int, *, position: int) -> None:
        with self._writing() as connection:
            old, _ = connection.execute(_standing()).one()
            connection.execute(standing.delete())
            self._start(connection, number=number, position=position)
            generation(old).metadata.drop_all(connection)

    def _start(self, connection: Connection, *, number: int, position: int) -> None:
        generation(number).metadata.create_all(connection)
        row = {"version": VERSION, "generation": number, "position": position}
        connection.execute(standing.insert().values(row))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        immediate = self._engine.execution_options(immediate=True)
        with immediate.begin() as connection:
            yield connection


def open_read_model(path: Path) -> ReadModel:
    """Open the read model in the SQLite file at ``path``, which may not exist yet."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        # Rebuildable: after a power cut it may lose its tail, and catches up again.
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA cache_size=-65536")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return ReadModel(engine)


def _standing() -> Select[int, int]:
    return select(standing.c.generation, standing.c.position).where(
        standing.c.version == VERSION
    )


def _moved(position: int) -> Update:
    here = standing.update().where(standing.c.version == VERSION)
    return here.values(position=position)
