"""The read model: a database of rows that catch-up and rebuild keep, queries read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import DatabaseError
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TypeVar

from sqlalchemy import Connection, Engine

from domain.journal.interface import JournalReader
from domain.journal.sqlite.media import is_writable
from projections.building.catching_up import apply_next
from projections.building.rebuild import Rebuild
from projections.opening.damage import (
    DATABASE_ERRORS,
    TablesDamagedError,
    clear_up,
    following,
    is_damage,
    is_whole,
    newest,
    throw_away,
)
from projections.opening.readiness import agrees, get_ready, served_mark, start
from projections.tables.engine import LOCK_TIMEOUT_S, file_of, open_engine, writing
from projections.tables.layout import generation
from projections.tables.marks import move, served
from projections.tables.snapshot import Snapshot

WORTH_A_REBUILD = 5_000
"""From here on, when most of the journal is unread: catching up computes a thing as
often as it occurs, a rebuild once."""

__all__ = ["Progress", "ReadModel", "Snapshot", "no_progress", "open_read_model"]

Value = TypeVar("Value")
Progress = Callable[[int, int], None]
"""Called with the facts done and the facts in all."""


def no_progress(done: int, in_all: int) -> None:
    """Show nothing."""


class ReadModel:
    """Rows on two time axes in a database of their own, disposable at any time.

    Where the file is damaged, another one takes its place at once, and whoever asked
    meanwhile is told so.
    """

    def __init__(
        self,
        first: Path,
        *,
        lent: Path | None = None,
        private: TemporaryDirectory[str] | None = None,
    ) -> None:
        """Open a file of tables.

        Args:
            first: The file, unless others have taken its place.
            lent: One that lies elsewhere and can only be read, but is current.
            private: What is removed at the end, with all that is in it.
        """
        self._first, self._private, self._replacing = first, private, Lock()
        self._engine = self._opened(lent or newest(first))
        if lent is None:
            clear_up(first)

    @property
    def path(self) -> Path:
        """The file that the rows are in."""
        return file_of(self._engine)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
        if self._private is not None:
            self._private.cleanup()

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

    def agree_with(self, journal: JournalReader) -> None:
        """Start anew where the rows were read from another journal, or a longer one."""
        self._mended(lambda: self._agree_with(journal))

    def _agree_with(self, journal: JournalReader) -> None:
        with self._engine.begin() as connection:
            if agrees(connection, journal):
                return
        with writing(self._engine) as connection:
            if not agrees(connection, journal):
                number, _ = served_mark(connection)
                generation(number).metadata.drop_all(connection)
                start(connection, number=number + 1)

    def catch_up(
        self,
        journal: JournalReader,
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
        self, journal: JournalReader, progress: Progress, wait_s: float
    ) -> int:
        applied = 0
        target, read = journal.head().position, self.position()
        if target - read > max(WORTH_A_REBUILD, read):
            return self._rebuild(journal, progress)
        while read < target:
            before = read
            with writing(self._engine, wait_s=wait_s) as connection:
                facts, read = _apply_batch(connection, journal)
            if read == before:
                break
            applied += facts
            progress(read, target)
        return applied

    def rebuild(self, journal: JournalReader, progress: Progress = no_progress) -> int:
        """Fill fresh tables from the whole journal, then swap; return the facts read.

        Readers keep the old generation until the swap; facts recorded meanwhile are
        caught up afterwards. What an interrupted rebuild has written is kept, unless
        the file is damaged: then another one takes its place.
        """
        self._replace_damaged()
        return self._mended(lambda: self._rebuild(journal, progress))

    def _rebuild(self, journal: JournalReader, progress: Progress) -> int:
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
            get_ready(engine)
        except DATABASE_ERRORS as error:
            engine.dispose()
            if not is_damage(error) and not _is_wrongly_guarded(file, error):
                raise
            return self._opened(self._after(file, error))
        return engine

    def _after(self, damaged: Path, why: Exception) -> Path:
        fresh = following(self._first, damaged)
        open_engine(fresh).connect().close()  # from now on others find it
        if damaged.parent == self._first.parent:
            throw_away(damaged, getattr(why, "orig", why))
        return fresh


def _apply_batch(connection: Connection, journal: JournalReader) -> tuple[int, int]:
    """Read more; return how many facts that was, and up to where rows are true now."""
    number, read = served_mark(connection)
    applied = apply_next(connection, generation(number), journal, read.position)
    if applied is None:
        return 0, read.position
    mark, facts = applied
    move(connection, mark)
    return facts, mark.position


def _is_wrongly_guarded(file: Path, error: Exception) -> bool:
    """Tell whether a file forbids writing by its own bytes: its system allows it."""
    return is_writable(file) and "readonly database" in str(error)


def open_read_model(path: Path) -> ReadModel:
    """Open the read model in the SQLite file at ``path``, which may not exist yet.

    Where that file was damaged once, another one beside it has taken its place.
    """
    return ReadModel(path)
