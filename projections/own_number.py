"""Each file of rows has a number of its own: what was prepared from it names it."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from projections.engine import LOCK_TIMEOUT_S

LARGEST = 2**31 - 1


def own_number(path: Path) -> int:
    """Return the number of the file of rows at ``path``, which is drawn at first.

    A file that was made anew has another one, though it may count its generations from
    one again.
    """
    with closing(sqlite3.connect(path, timeout=LOCK_TIMEOUT_S)) as connection:
        if not _number(connection):
            drawn = 1 + secrets.randbelow(LARGEST)
            connection.execute(f"PRAGMA user_version={drawn}")
        return _number(connection)


def _number(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
