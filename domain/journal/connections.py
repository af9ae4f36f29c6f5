"""Connections to the journal's file: durable, checked, and locked before reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from eventsourcing.persistence import (
    ConnectionUnavailableError,
    IntegrityError,
    OperationalError,
    PersistenceError,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteDatastore,
    SQLiteFactory,
)
from eventsourcing.utils import Environment

from domain.journal.moves import Moves

SYNCHRONOUS_FULL = 2
LOCK_TIMEOUT_S = 30
PATIENCE_S = 0.05
"""How long reading waits for a thread that appends, before it does without."""
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
        super().__init__(db_name=db_name)
        self.moves = Moves(self._opened)
        """What every connection has committed, seen by one that only looks."""

    def close(self) -> None:
        """Close every connection."""
        super().close()
        if "moves" in vars(self):
            self.moves.close()

    def _create_connection(self) -> SQLiteConnection:
        return SQLiteConnection(self._opened(), self.max_age)

    def _opened(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                self.db_name,
                check_same_thread=False,
                isolation_level=None,
                cached_statements=CACHED_STATEMENTS,
                timeout=LOCK_TIMEOUT_S,
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
        """
        if not is_writer:
            return self._idle() or super().get_connection(timeout)
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
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        [level] = connection.execute("PRAGMA synchronous").fetchone()
        if level != SYNCHRONOUS_FULL:
            connection.close()
            msg = f"SQLite runs at synchronous={level}, not FULL: nothing is durable."
            raise OperationalError(msg)
        connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        connection.row_factory = sqlite3.Row
        self.is_journal_mode_wal = True


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


@contextmanager
def reading(datastore: SQLiteDatastore) -> Iterator[sqlite3.Cursor]:
    """Read outside of a transaction: every statement is one by itself.

    That saves a BEGIN and a ROLLBACK for each; rows are plain tuples.

    Raises:
        OperationalError: The file cannot be read.
    """
    connection = datastore.pool.get_connection()
    try:
        with _plain(connection) as cursor:
            yield cursor
    except sqlite3.Error as error:
        raise OperationalError(error) from error
    finally:
        datastore.pool.put_connection(connection)


@contextmanager
def writing(datastore: SQLiteDatastore) -> Iterator[sqlite3.Cursor]:
    """Hold the write lock from before the first read until the commit.

    ``datastore.transaction()`` begins deferred: two writers could both read, and one
    would fail at its first write instead of waiting.
    """
    connection = datastore.pool.get_connection(is_writer=True)
    try:
        with _plain(connection) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            yield cursor
        connection.commit()
    except sqlite3.IntegrityError as error:
        connection.rollback()
        raise IntegrityError(error) from error
    except sqlite3.Error as error:
        connection.rollback()
        raise OperationalError(error) from error
    except BaseException:
        connection.rollback()
        raise
    finally:
        datastore.pool.put_connection(connection)


@contextmanager
def trying(datastore: SQLiteDatastore) -> Iterator[bool]:
    """Hold the write lock where it is free; yield whether it is held.

    Nothing is written under it: it only keeps everybody from appending. Another
    process is not waited for, another thread as long as one command takes.
    """
    try:
        connection = datastore.pool.get_connection(PATIENCE_S, is_writer=True)
    except PersistenceError:
        yield False
        return
    try:
        yield _is_locked(connection)
    finally:
        connection.rollback()
        datastore.pool.put_connection(connection)


def _is_locked(connection: SQLiteConnection) -> bool:
    with _plain(connection) as cursor:
        cursor.execute("PRAGMA busy_timeout=0")
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout={LOCK_TIMEOUT_S * 1_000}")
        return True


@contextmanager
def _plain(connection: SQLiteConnection) -> Iterator[sqlite3.Cursor]:
    """Yield a cursor without the library's wrapper, whose rows are tuples.

    It lets go of its statement here: one that did so later, when it is thrown away,
    would reset the same statement in the hands of the thread that has the connection
    by then.
    """
    with closing(connection.cursor().sqlite_cursor) as cursor:
        cursor.row_factory = None
        yield cursor
