"""Reading a journal statement by statement, and writing it under the lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import cast

from eventsourcing.persistence import (
    IntegrityError,
    OperationalError,
    PersistenceError,
)
from eventsourcing.sqlite import SQLiteConnection, SQLiteDatastore

from domain.errors import StoppedError
from domain.journal.sqlite.connections import LOCK_TIMEOUT_S, JournalPool

PATIENCE_S = 0.05
"""How long reading waits for a thread that appends, before it does without."""


def pool_of(datastore: SQLiteDatastore) -> JournalPool:
    """Return the pool of a journal's datastore, which is always one of ours."""
    return cast("JournalPool", datastore.pool)


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
    except (PersistenceError, StoppedError):
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
