"""Connections that threads take in turn: the warmest first, one writer at a time."""

from __future__ import annotations

from collections.abc import Callable
from threading import BoundedSemaphore, Lock

from eventsourcing.persistence import (
    ConnectionNotFromPoolError,
    ConnectionPoolClosedError,
    ConnectionUnavailableError,
)
from eventsourcing.sqlite import SQLiteConnection

MOST = 15
"""So many at once; who comes later waits."""
MOST_IDLE = 5
"""So many stay open while nobody needs them."""
TIMEOUT_S = 5.0


class Pool:
    """The connections of one file.

    Writers of a process wait for one another here, and no reader for a writer.
    """

    def __init__(self, opened: Callable[[], SQLiteConnection]) -> None:
        self._opened = opened
        self._idle: list[SQLiteConnection] = []
        """The one that came back last stands last: what it has read is still warm."""
        self._taken: set[SQLiteConnection] = set()
        self._places = BoundedSemaphore(MOST)
        self._writing = Lock()
        self._changing = Lock()
        self._is_closed = False

    def take(self, timeout_s: float = TIMEOUT_S) -> SQLiteConnection:
        """Take a connection to read by, or open one.

        Raises:
            ConnectionPoolClosedError: The journal is closed.
            ConnectionUnavailableError: All are taken, and none came back in time.
        """
        if self._is_closed:
            raise ConnectionPoolClosedError
        if not self._places.acquire(timeout=timeout_s):
            msg = f"All {MOST} connections to the journal are in use"
            raise ConnectionUnavailableError(msg)
        try:
            return self._warmest()
        except BaseException:
            self._places.release()
            raise

    def take_to_write(self, timeout_s: float = TIMEOUT_S) -> SQLiteConnection:
        """Take a connection to write by, after every other writer of this process.

        Raises:
            ConnectionPoolClosedError: The journal is closed.
            ConnectionUnavailableError: Another thread has not done writing in time.
        """
        if not self._writing.acquire(timeout=timeout_s):
            msg = "Another thread has not done writing in time"
            raise ConnectionUnavailableError(msg)
        try:
            connection = self.take(timeout_s)
        except BaseException:
            self._writing.release()
            raise
        connection.is_writer = True
        return connection

    def release(self, connection: SQLiteConnection) -> None:
        """Let the next one have a connection; one too many is closed.

        Raises:
            ConnectionNotFromPoolError: It was not taken here.
            ConnectionPoolClosedError: The journal was closed meanwhile.
        """
        was_writer, connection.is_writer = connection.is_writer, None
        with self._changing:
            if self._is_closed:
                raise ConnectionPoolClosedError
            if connection not in self._taken:
                raise ConnectionNotFromPoolError
            self._taken.remove(connection)
            if len(self._idle) < MOST_IDLE:
                self._idle.append(connection)
            else:
                connection.close()
        self._places.release()
        if was_writer:
            self._writing.release()

    def close(self) -> None:
        """Close every connection, also those that are taken; once is enough."""
        with self._changing:
            self._is_closed = True
            for connection in (*self._taken, *self._idle):
                connection.close()
            self._taken.clear()
            self._idle.clear()

    def _warmest(self) -> SQLiteConnection:
        with self._changing:
            if self._idle:
                connection = self._idle.pop()
                self._taken.add(connection)
                return connection
        return self._new()

    def _new(self) -> SQLiteConnection:
        """Open one more; nobody waits for that who takes or gives back another."""
        connection = self._opened()
        with self._changing:
            if not self._is_closed:
                self._taken.add(connection)
                return connection
        connection.close()
        raise ConnectionPoolClosedError
