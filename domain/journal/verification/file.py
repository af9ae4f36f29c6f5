"""Opening a journal's file to read it, however damaged, and on any medium."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.journal.sqlite.media import in_place_or_copied

PATIENCE_S = 30
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Keys that cannot be read, and what the database says."""

    first: int
    last: int
    said: str


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database to read one state of it; nothing is written.

    Raises:
        sqlite3.Error: It is no database that can be read.
        NoPrivateCopyError: Its log can only be read from a copy, which cannot be made.
    """
    with in_place_or_copied(path) as file, closing(_readable(file)) as connection:
        connection.text_factory = _text
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        yield connection


def _text(content: bytes) -> str:
    return content.decode(errors="surrogateescape")


def _readable(path: Path) -> sqlite3.Connection:
    """Try the ways of reading, from the plainest to the one for damaged files."""
    # Without a log nobody has it open, and nothing needs to be made beside it.
    ways = ["mode=ro"] if has_log(path) else []
    if not has_log(path, of_bytes=1):
        ways.append("mode=ro&immutable=1")
    for is_damaged in (False, True):
        for way in ways:
            connection = _connected(path, way, is_damaged=is_damaged)
            try:
                connection.execute("SELECT 1 FROM sqlite_master").fetchone()
            except sqlite3.Error:
                connection.close()
            else:
                return connection
    return _connected(path, ways[0], is_damaged=True)


def bytes_of(path: Path) -> int:
    """Return how large a database is with its log: much may stand in that alone."""
    log = path.with_name(f"{path.name}-wal")
    return sum(file.stat().st_size for file in (path, log) if file.exists())


def has_log(path: Path, *, of_bytes: int = 0) -> bool:
    """Tell whether a log of some size lies beside: then a process may be writing."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size >= of_bytes


def _connected(path: Path, way: str, *, is_damaged: bool) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?{way}"
    connection = sqlite3.connect(
        address, uri=True, timeout=PATIENCE_S, isolation_level=None
    )
    if is_damaged:
        # SQLite then reads a file that is shorter than its header says.
        connection.execute("PRAGMA writable_schema=ON")
    return connection


def salvaged(
    read: Callable[[int, int], list[Row]], first: int, last: int
) -> Iterator[Row | Gap]:
    """Read a range of keys; of what cannot be read at once, all that can be at all.

    Args:
        read: Returns the rows of a range of keys, both ends included.
        first: The first key.
        last: The last one.
    """
    ahead = [(first, last)]
    while ahead:
        start, end = ahead.pop()
        try:
            rows = read(start, end)
        except sqlite3.DatabaseError as error:
            if start >= end:
                yield Gap(start, end, str(error))
                continue
            middle = (start + end) // 2
            ahead += [(middle + 1, end), (start, middle)]
        else:
            yield from rows
