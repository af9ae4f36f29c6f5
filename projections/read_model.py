"""The read model: a database of rows that catch-up and rebuild keep, queries read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import DatabaseError
from threading import Lock
from typing import TypeVar

from sqlalchemy import Connection, Engine, MetaData, Table, inspect

from domain.journal.reading import SqliteJournalReader
from domain.unreadable import unreadable as lost_of
from projections.catching_up import apply_next
from projections.damage import (
    DATABASE_ERRORS,
    TablesDamagedError,
    clear_up,
    following,
    is_damage,
    is_whole,
    newest,
    throw_away,
)
from projections.engine import LOCK_TIMEOUT_S, file_of, open_engine, writing
from projections.own_number import draw_number, own_number
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
from projections.unreadable import unreadable

WORTH_A_REBUILD = 5_000
"""From here on, when most of the journal is unread: catching up computes a thing as
often as it occurs, a rebuild once."""

__all__ = ["Progress", "ReadModel", "Snapshot", "no_progress", "open_read_model"]

Value = TypeVar("Value")
Progress = Callable[[int, int], None]
"""Called with the facts done and the facts in all."""


def no_progress(done: int, in_all: int) -> None:
    """Show nothing."""


TABLE = re.compile(r"_(\d+)_\d+$")
"""Tables of rows end in the version of the layout and in their generation."""


class ReadModel:
    """Rows on two time axes in a database of their own, disposable at any time.

    Where the file is damaged, another one takes its place at once, and whoever asked
    meanwhile is told so.
    """

    def __init__(self, first: Path) -> None:
        self._first, self._replacing = first, Lock()
        self._engine = self._opened(newest(first))
        clear_up(first)

    @property
    def path(self) -> Path:
        """The file that the rows are in."""
        return file_of(self._engine)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Open a read transaction on the generation that is served.

        Raises:
            TablesDamagedError: They were, and others take their place.
        """
        engine = self._engine
        try:
            with engine.begin() as connection:
                number, position = connection.execute(served()).one()
                yield Snapshot(connection, generation(number), position)
        except DATABASE_ERRORS as error:
            if self._is_replaced(engine, error):
                raise TablesDamagedError(file=file_of(engine).name) from error
            raise

    def position(self) -> int:
        """Return the journal position up to which the rows are true."""
        with self.snapshot() as now:
            return now.position

    def agree_with(self, journal: SqliteJournalReader) -> None:
        """Start anew where the rows were read from another journal, or a longer one."""
        self._mended(lambda: self._agree_with(journal))

    def _agree_with(self, journal: SqliteJournalReader) -> None:
        with self._engine.begin() as connection:
            if _agrees(connection, journal):
                return
        with writing(self._engine) as connection:
            if not _agrees(connection, journal):
                number, _ = _served_mark(connection)
                generation(number).metadata.drop_all(connection)
                _start(connection, number=number + 1)

    def catch_up(
        self,
        journal: SqliteJournalReader,
        progress: Progress = no_progress,
        *,
        wait_s: float = LOCK_TIMEOUT_S,
    ) -> int:
        """Read what the journal has gained; return how many facts that was.

        Rows and position move in one transaction, and the position is read under the
        write lock, so that callers in other threads or processes never apply twice.

        Args:
            journal: What is read.
            progress: Told how far it is.
            wait_s: So long is waited for somebody else who writes.
        """
        return self._mended(lambda: self._catch_up(journal, progress, wait_s))

    def _catch_up(
        self, journal: SqliteJournalReader, progress: Progress, wait_s: float
    ) -> int:
        applied = 0
        target = journal.head().position
        if target - self.position() > max(WORTH_A_REBUILD, self.position()):
            return self._rebuild(journal, progress)
        while (read := self.position()) < target:
            with writing(self._engine, wait_s=wait_s) as connection:
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
        caught up afterwards. What an interrupted rebuild has written is kept, unless
        the file is damaged: then another one takes its place.
        """
        self._replace_damaged()
        return self._mended(lambda: self._rebuild(journal, progress))

    def _rebuild(self, journal: SqliteJournalReader, progress: Progress) -> int:
        done = Rebuild(self._engine, journal, progress).run()
        self._catch_up(journal, no_progress, LOCK_TIMEOUT_S)
        return done

    def _replace_damaged(self) -> None:
        """Go through the file: damage need not show where nobody has looked."""
        engine = self._engine
        if not is_whole(file_of(engine)):
            self._is_replaced(engine, DatabaseError("malformed"))

    def _mended(self, work: Callable[[], Value]) -> Value:
        """Do something with the file, or else with the one that takes its place."""
        engine = self._engine
        try:
            return work()
        except TablesDamagedError:
            return work()
        except DATABASE_ERRORS as error:
            if not self._is_replaced(engine, error):
                raise
            return work()

    def _is_replaced(self, engine: Engine, error: Exception) -> bool:
        """Let another file take the place of a damaged one, once for all threads."""
        damaged = file_of(engine)
        if not is_damage(error) and not _is_wrongly_guarded(damaged, error):
            return False
        with self._replacing:
            if self._engine is engine:
                self._engine = self._opened(self._after(damaged, error))
                engine.dispose()
        return True

    def _opened(self, file: Path) -> Engine:
        """Open a file of tables, or the first behind it that is not damaged.

        Raises:
            DatabaseError: It cannot be opened, for another reason than that.
        """
        engine = open_engine(file)
        try:
            _get_ready(engine)
        except DATABASE_ERRORS as error:
            engine.dispose()
            if not is_damage(error) and not _is_wrongly_guarded(file, error):
                raise
            return self._opened(self._after(file, error))
        return engine

    def _after(self, damaged: Path, why: Exception) -> Path:
        fresh = following(self._first, damaged)
        open_engine(fresh).connect().close()  # from now on others find it
        throw_away(damaged, getattr(why, "orig", why))
        return fresh


def _apply_batch(connection: Connection, journal: SqliteJournalReader) -> int:
    number, read = _served_mark(connection)
    applied = apply_next(connection, generation(number), journal, read.position)
    if applied is None:
        return 0
    mark, facts = applied
    move(connection, mark)
    return facts


def _agrees(connection: Connection, journal: SqliteJournalReader) -> bool:
    number, read = _served_mark(connection)
    if read.position and mark_at(journal, read.position) != read:
        return False
    now = Snapshot(connection, generation(number), read.position)
    lost = [each.position for each in unreadable(now, up_to=read.position)]
    # A backup may have brought them back, or a newer Guatu may know them.
    return len(lost) == len(lost_of(journal.entries_at(lost)))


def _served_mark(connection: Connection) -> tuple[int, Mark]:
    found = marked(connection, standing)
    assert found is not None, "a read model always serves something"  # noqa: S101
    return found


def _is_wrongly_guarded(file: Path, error: Exception) -> bool:
    """Tell whether a file forbids writing by its own bytes: its system allows it."""
    may_write = all(os.access(each, os.W_OK) for each in (file, file.parent))
    return may_write and "readonly database" in str(error)


def open_read_model(path: Path) -> ReadModel:
    """Open the read model in the SQLite file at ``path``, which may not exist yet.

    Where that file was damaged once, another one beside it has taken its place.
    """
    return ReadModel(path)


def _get_ready(engine: Engine) -> None:
    """Let a file serve something; one that does is not written to."""
    with engine.begin() as connection:
        if _is_ready(connection):
            return
    with writing(engine) as connection:
        draw_number(connection)
        standing_metadata.create_all(connection)
        _drop_other_versions(connection)
        if connection.execute(served()).first() is None:
            _start(connection, number=1)


def _is_ready(connection: Connection) -> bool:
    names = set(inspect(connection).get_table_names())
    if not own_number(connection) or not standing_metadata.tables.keys() <= names:
        return False
    found = connection.execute(served()).first()
    return found is not None and not any(map(_is_of_another_version, names))


def _drop_other_versions(connection: Connection) -> None:
    """Drop the tables that an older or newer Guatu has left."""
    for name in inspect(connection).get_table_names():
        if _is_of_another_version(name):
            Table(name, MetaData()).drop(connection)
    for table in (standing, plan):
        connection.execute(table.delete().where(table.c.version != VERSION))


def _is_of_another_version(table: str) -> bool:
    match = TABLE.search(table)
    return match is not None and int(match.group(1)) != VERSION


def _start(connection: Connection, *, number: int) -> None:
    generation(number).metadata.drop_all(connection)
    generation(number).metadata.create_all(connection)
    point(connection, standing, number, NOTHING_READ)
    forget(connection)
