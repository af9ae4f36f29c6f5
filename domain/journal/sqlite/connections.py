"""Connections to the journal's file: durable, checked, and locked before reading."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

from eventsourcing.persistence import (
    ConnectionUnavailableError,
    OperationalError,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteFactory,
)
from eventsourcing.utils import Environment

from domain.journal.moves import Moves
from domain.journal.sqlite.media import (
    NoPrivateCopyError,
    ReadOnlyError,
    connect,
    copied,
    has_hidden_log,
    is_writable,
    private_folder,
)

SYNCHRONOUS_FULL = 2
LOCK_TIMEOUT_S = 30
CACHED_STATEMENTS = 256
CHECKPOINT_PAGES = 4_000
"""Copying the log into the file keeps a command waiting for milliseconds: seldom."""
CACHE_KIB = 32_768
"""Large appends touch the index of streams all over."""


class JournalPool(SQLiteConnectionPool):
    """Opens every connection in WAL mode with ``synchronous=FULL``, and asserts it.

    The library sets neither the level nor a useful statement cache; FULL is only
    SQLite's build-time default.
    """

    @staticmethod
    def detect_memory_mode(db_name: str) -> bool:  # noqa: ARG004  (it is always a file)
        """Tell that a journal is in a file, whatever words its name holds."""
        return False

    def __init__(self, db_name: str) -> None:
        self._file = Path(db_name)
        self._copy: TemporaryDirectory[str] | None = None
        self.is_read_only = not is_writable(self._file)
        """Once something was opened to be read only, that is so until the end."""
        if has_hidden_log(self._file):
            db_name = str(self._copied())
        super().__init__(db_name=db_name)
        self.moves = Moves(self._opened)
        """What every connection has committed, seen by one that only looks."""

    def close(self) -> None:
        """Close every connection."""
        super().close()
        if "moves" in vars(self):
            self.moves.close()
        if self._copy is not None:
            self._copy.cleanup()

    def require_writable(self) -> None:
        """Refuse to record where nothing can be written.

        Raises:
            ReadOnlyError: The journal can only be read.
        """
        if self.is_read_only or not is_writable(self._file):
            raise ReadOnlyError(file=self._file)

    def _copied(self) -> Path:
        """Copy what SQLite could not read where it lies."""
        try:
            self._copy = private_folder()
            return copied(self._file, Path(self._copy.name))
        except OSError as error:
            raise NoPrivateCopyError(file=self._file, why=error.strerror) from error

    def _create_connection(self) -> SQLiteConnection:
        return SQLiteConnection(self._opened(), self.max_age)

    def _opened(self) -> sqlite3.Connection:
        try:
            connection = connect(
                Path(self.db_name),
                cached_statements=CACHED_STATEMENTS,
                timeout_s=LOCK_TIMEOUT_S,
            )
            self._prepare(connection)
        except sqlite3.Error as error:
            raise OperationalError(error) from error
        return connection

    def get_connection(
        self, timeout: float | None = None, *, is_writer: bool | None = None
    ) -> SQLiteConnection:
        """Take the connection that came back last: what it has read is still warm.

        Writers of a process wait for one another, and no reader for a writer. Where no
        connection is idle, the library opens one or waits.

        Raises:
            ConnectionUnavailableError: Another thread has not done writing in time.
            ReadOnlyError: A writer asks, but the journal can only be read.
        """
        if not is_writer:
            return self._idle() or super().get_connection(timeout)
        self.require_writable()
        self._wait_for_writers(self.pool_timeout if timeout is None else timeout)
        try:
            connection = self._idle() or super().get_connection(timeout)
        except BaseException:
            self._num_writers -= 1
            self._writer_lock.release()
            raise
        # Who puts the connection back lets the next writer go on, by this mark.
        connection.is_writer = True
        return connection

    def _wait_for_writers(self, timeout: float) -> None:
        if not self._writer_lock.acquire(timeout=timeout):
            msg = "Timed out waiting for another writer"
            raise ConnectionUnavailableError(msg)
        self._num_writers += 1

    def _idle(self) -> SQLiteConnection | None:
        try:
            connection = self._pool.pop()
        except IndexError:
            return None
        connection.in_use.acquire()
        self._in_use[id(connection)] = connection
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        self.is_read_only = self.is_read_only or not is_writable(self._file)
        if self.is_read_only:
            connection.execute("PRAGMA query_only=ON")
        else:
            self._make_durable(connection)
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        connection.row_factory = sqlite3.Row
        self.is_journal_mode_wal = True

    @staticmethod
    def _make_durable(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        [level] = connection.execute("PRAGMA synchronous").fetchone()
        if level != SYNCHRONOUS_FULL:
            connection.close()
            msg = f"SQLite runs at synchronous={level}, not FULL: nothing is durable."
            raise OperationalError(msg)
        connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")


class JournalFactory(SQLiteFactory):
    """Builds the journal's recorder over a ``JournalPool``."""

    def __init__(
        self, env: Environment, recorder_class: type[SQLiteApplicationRecorder]
    ) -> None:
        super().__init__(env)
        self.application_recorder_class = recorder_class
        # The library builds its pool itself and offers no hook for another class.
        self.datastore.pool.close()
        self.datastore.pool = JournalPool(db_name=env["SQLITE_DBNAME"])
