"""Where the journal ends, and which streams have moved since somebody began to look."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable

from domain.journal.lines import Head
from domain.journal.texts import printed_text, rows_of, stream_at
from domain.kernel.instants import Instant

MOST_STREAMS = 50_000
"""Beyond this many that moved, all that was made before is taken to be outdated."""

VERSION = "PRAGMA data_version"
HEAD = "SELECT last, recorded FROM commands ORDER BY last DESC LIMIT 1"
TAIL = (
    "SELECT position, originator_id, topic FROM stored_events "
    "WHERE position > ? AND position <= ?"
)


class Moves:
    """The tail of a journal, followed by one connection; safe to share by threads.

    Whatever any process has committed before a look is seen by it. As long as nobody
    commits, a look asks only SQLite's own counter of commits, which other connections
    move, and this one never writes.

    Source: https://www.sqlite.org/pragma.html#pragma_data_version
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._connection: sqlite3.Connection | None = None
        self._version: int | None = None
        self._head = Head(0, Instant(0))
        self._since = 0
        self._streams: dict[str, int] = {}
        self._kinds: dict[str, dict[str, int]] = {}
        """By kind: the last position of each name of a fact."""
        self._lock = threading.Lock()

    def look(self) -> Head:
        """Return the last position and its recorded time; zeros when empty."""
        with self._lock:
            if self._connection is None:
                self._connection = self._connect()
            version = self._connection.execute(VERSION).fetchone()[0]
            if version != self._version:
                self._follow(self._connection)
                self._version = version
            return self._head

    def moved_since(self, position: int, moving: Iterable[str]) -> bool:
        """Tell whether something has moved behind a position, as of the last look.

        Args:
            position: Of the journal.
            moving: Streams, like ``plot:A-1``, or whole kinds, like ``plot:``.
        """
        with self._lock:
            return any(self._last(of) > position for of in moving)

    def last_of(self, *moving: str, beside: Collection[str] = ()) -> int:
        """Return the last position of streams or kinds, as of the last look.

        Where none of them has moved since anybody looked first, it is a position then.

        Args:
            moving: Streams, like ``plot:A-1``, or whole kinds, like ``plot:``.
            beside: Names of facts by which a kind does not count as moved.
        """
        with self._lock:
            return max(self._last(of, beside) for of in moving)

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._version = None

    def _last(self, moving: str, beside: Collection[str] = ()) -> int:
        if not moving.endswith(":"):
            return self._streams.get(moving, self._since)
        by_name = self._kinds.get(moving, {})
        positions = (stored for name, stored in by_name.items() if name not in beside)
        return max(positions, default=self._since)

    def _follow(self, connection: sqlite3.Connection) -> None:
        row = connection.execute(HEAD).fetchone()
        head = Head(row[0], Instant(row[1])) if row else Head(0, Instant(0))
        gained = head.position - self._head.position
        if self._version is None or not 0 <= gained <= MOST_STREAMS:
            # One that was cut and grows again gives positions a second time.
            self._forget(head.position if gained >= 0 else self._head.position + 1)
        elif gained:
            self._take(connection, head)
        self._head = head

    def _take(self, connection: sqlite3.Connection, head: Head) -> None:
        tail = rows_of(connection.cursor(), TAIL, (self._head.position, head.position))
        for position, stored, name in tail:
            stream = stream_at(position, stored)
            self._streams[stream] = position
            kind = stream.partition(":")[0] + ":"
            self._kinds.setdefault(kind, {})[printed_text(name)] = position
        if len(self._streams) > MOST_STREAMS:
            self._forget(head.position)

    def _forget(self, since: int) -> None:
        self._streams.clear()
        self._kinds.clear()
        self._since = since
