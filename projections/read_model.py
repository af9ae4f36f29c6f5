"""The read model: a database of rows that catch-up and rebuild keep, queries read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, inspect
from sqlalchemy.exc import DatabaseError

from domain.journal.reading import SqliteJournalReader
from projections.catching_up import apply_next
from projections.engine import file_of, open_engine, writing
from projections.rebuild_plan import forget
from projections.rebuilding import Rebuild
from projections.snapshots import Snapshot
from projections.standing import (
    NOTHING_READ,
    Mark,
    mark_at,
    marked,
    move,
    plan,
    point,
    served,
    standing,
    standing_metadata,
)
from projections.tables import VERSION, generation

WORTH_A_REBUILD = 5_000
"""From here on, when most of the journal is unread: catching up computes a thing as
often as it occurs, a rebuild once."""

__all__ = ["Progress", "ReadModel", "Snapshot", "no_progress", "open_read_model"]

Progress = Callable[[int, int], None]
"""Called with the facts done and the facts in all."""


def no_progress(done: int, in_all: int) -> None:
    """Show nothing."""


TABLE = re.compile(r"_(\d+)_\d+$")
"""Tables of rows end in the version of the layout and in their generation."""


class ReadModel:
    """Rows on two time axes in a database of their own, disposable at any time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with writing(engine) as connection:
            standing_metadata.create_all(connection)
            _drop_other_versions(connection)
            if connection.execute(served()).first() is None:
                _start(connection, number=1)

    @property
    def path(self) -> Path:
        """The file that the rows are in."""
        return file_of(self._engine)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Open a read transaction on the generation that is served."""
        with self._engine.begin() as connection:
            number, position = connection.execute(served()).one()
            yield Snapshot(connection, generation(number), position)

    def position(self) -> int:
        """Return the journal position up to which the rows are true."""
        with self.snapshot() as now:
            return now.position

    def agree_with(self, journal: SqliteJournalReader) -> None:
        """Start anew where the rows were read from another journal, or a longer one."""
        with writing(self._engine) as connection:
            number, read = _served_mark(connection)
            if read.position and mark_at(journal, read.position) != read:
                generation(number).metadata.drop_all(connection)
                _start(connection, number=number + 1)

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
        while (read := self.position()) < target:
            with writing(self._engine) as connection:
                applied += _apply_batch(connection, journal)
            if self.position() == read:
                break
            progress(self.position(), target)
        return applied

    def rebuild(
        self, journal: SqliteJournalReader, progress: Progress = no_progress
    ) -> int:
        """Fill fresh tables from the whole journal, then swap; return the facts read.

        Readers keep the old generation until the swap; facts recorded meanwhile are
        caught up afterwards. What an interrupted rebuild has written is kept.
        """
        done = Rebuild(self._engine, journal, progress).run()
        self.catch_up(journal)
        return done


def _apply_batch(connection: Connection, journal: SqliteJournalReader) -> int:
    number, read = _served_mark(connection)
    applied = apply_next(connection, generation(number), journal, read.position)
    if applied is None:
        return 0
    mark, facts = applied
    move(connection, mark)
    return facts


def _served_mark(connection: Connection) -> tuple[int, Mark]:
    found = marked(connection, standing)
    assert found is not None, "a read model always serves something"  # noqa: S101
    return found


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


def _drop_other_versions(connection: Connection) -> None:
    """Drop the tables that an older or newer Guatu has left."""
    for name in inspect(connection).get_table_names():
        match = TABLE.search(name)
        if match is not None and int(match.group(1)) != VERSION:
            Table(name, MetaData()).drop(connection)
    for table in (standing, plan):
        connection.execute(table.delete().where(table.c.version != VERSION))


def _start(connection: Connection, *, number: int) -> None:
    generation(number).metadata.drop_all(connection)
    generation(number).metadata.create_all(connection)
    point(connection, standing, number, NOTHING_READ)
    forget(connection)
