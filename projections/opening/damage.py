"""Tables that are damaged: how SQLite tells, and the file that takes their place.

Everything in them is computed from the journal, so they are thrown away. The file that
takes their place has a name of its own: others may still have the damaged one open, and
a log that is found by its name must never belong to another file.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import ClassVar

from sqlalchemy.exc import DatabaseError

from domain.errors import Refusal

DATABASE_ERRORS = (DatabaseError, sqlite3.Error, UnicodeDecodeError)
"""Of garbled names SQLite tells in bytes that are no text."""
NO_DAMAGE = (
    "locked",
    "disk is full",
    "disk i/o error",
    "unable to open",
    "readonly",
    "interrupted",
    "schema has changed",
    "too many",
    "too large",
    "out of memory",
)
"""What SQLite says of the machine, of other processes, or of a wrong statement.

Whatever else it says is said of bytes that nobody wrote: in dozens of ways, among them
tables that are not there and rows that break a constraint.
"""
OF_OURS = (sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.NotSupportedError)
LOGS = ("", "-wal", "-shm", "-journal")

log = logging.getLogger(__name__)


class TablesDamagedError(Refusal):
    """The tables hold other bytes than were written."""

    template: ClassVar[str] = (
        "The tables in {file} were damaged, so they are thrown away and computed anew "
        "from the journal, which is not touched by this; ask again in a moment."
    )
    rule = "R2"


def is_damage(error: BaseException) -> bool:
    """Tell whether SQLite says that a file of tables is damaged."""
    original = getattr(error, "orig", error)
    if isinstance(original, UnicodeDecodeError):
        return True
    if not isinstance(original, sqlite3.Error) or isinstance(original, OF_OURS):
        return False
    said = str(original).lower()
    return not any(each in said for each in NO_DAMAGE)


def is_whole(file: Path) -> bool:
    """Go through a file of tables; a sort of damage that changes values is not seen.

    Source: SQLite, ``PRAGMA quick_check``.
    """
    try:
        with closing(sqlite3.connect(file)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.OperationalError as error:
        return not is_damage(error)
    except (sqlite3.Error, UnicodeDecodeError):
        return False
    return found == [("ok",)]


def newest(first: Path) -> Path:
    """Return the file that is used: the last of those that followed a damaged one."""
    return max(_all(first), key=lambda file: _number(first, file), default=first)


def following(first: Path, damaged: Path) -> Path:
    """Return the file that takes the place of a damaged one, the same for everybody."""
    last = newest(first)
    number = _number(first, damaged)
    if _number(first, last) > number:
        return last
    return first.with_name(f"{first.stem}-{number + 1}{first.suffix}")


def throw_away(file: Path, why: object) -> None:
    """Remove a file of tables with its logs; who has it open reads on in it."""
    with suppress(OSError):
        log.warning("Tables thrown away: %s (%d bytes): %s", file, _size(file), why)
        for ending in LOGS:
            file.with_name(file.name + ending).unlink(missing_ok=True)


def clear_up(first: Path) -> None:
    """Remove what could not be removed while others had it open."""
    last = newest(first)
    for file in _all(first):
        if file != last:
            throw_away(file, "another file has taken its place")


def _all(first: Path) -> Iterator[Path]:
    return (each for each in first.parent.iterdir() if _number(first, each))


def _number(first: Path, file: Path) -> int:
    """Return which file of tables it is, from 1; 0 for any other file."""
    if file.name == first.name:
        return 1
    ours = rf"{re.escape(first.stem)}-(\d{{1,9}}){re.escape(first.suffix)}"
    found = re.fullmatch(ours, file.name, re.ASCII)
    return int(found[1]) if found else 0


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
