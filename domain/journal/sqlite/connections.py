"""Connections to the journal's file: durable, checked, and locked before reading."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from eventsourcing.persistence import OperationalError
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
from domain.journal.sqlite.pool import TIMEOUT_S, Pool

SYNCHRONOUS_FULL = 2
LOCK_TIMEOUT_S = 30
CACHED_STATEMENTS = 256
CHECKPOINT_PAGES = 4_000
"""Copying the log into the file keeps a command waiting for milliseconds: seldom."""
CACHE_KIB = 32_768
"""Large appends touch the index of streams all over."""


class JournalPool:
    """Opens every connection in WAL mode with ``synchronous=FULL``, and asserts it.

    The library sets neither the level nor a useful statement cache; FULL is only
    SQLite's build-time default. It asks a pool for what stands here, and no more.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._copy: TemporaryDirectory[str] | None = None
        self.is_read_only = not is_writable(file)
        """Once something was opened to be read only, that is so until the end."""
        self.db_name = str(self._copied() if has_hidden_log(file) else file)
        self._pool = Pool(self._created)
        self.moves = Moves(self._opened)
        """What every connection has committed, seen by one that only looks."""

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()
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

    def _created(self) -> SQLiteConnection:
        return SQLiteConnection(self._opened(), max_age=None)

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
        self, timeout: float = TIMEOUT_S, *, is_writer: bool | None = None
    ) -> SQLiteConnection:
        """Take the connection that came back last: what it has read is still warm.

        Writers of a process wait for one another, and no reader for a writer.

        Raises:
            ConnectionUnavailableError: None came back in time, or another thread has
                not done writing.
            ReadOnlyError: A writer asks, but the journal can only be read.
        """
        if not is_writer:
            return self._pool.take(timeout)
        self.require_writable()
        return self._pool.take_to_write(timeout)

    def put_connection(self, connection: SQLiteConnection) -> None:
        """Let the next one have a connection."""
        self._pool.release(connection)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        self.is_read_only = self.is_read_only or not is_writable(self._file)
        if self.is_read_only:
            connection.execute("PRAGMA query_only=ON")
        else:
            self._make_durable(connection)
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        connection.row_factory = sqlite3.Row

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
        pool = JournalPool(Path(env["SQLITE_DBNAME"]))
        self.datastore.pool = cast("SQLiteConnectionPool", pool)
