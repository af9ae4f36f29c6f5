"""How a journal lies in its file: declared, indexed, counted, page by page."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from domain.journal.mapper import decoded
from domain.journal.sqlite.schema import CREATE_TABLES
from domain.journal.verification.faults import (
    Fault,
    OtherCount,
    OtherIdentity,
    OtherSchema,
    SaidBySqlite,
    Unreachable,
    Unreadable,
)
from domain.journal.verification.file import Gap, salvaged
from domain.things.record.district import DistrictEstablished

SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master"
REPORTED = 100
INDEXED = {
    "sqlite_autoindex_stored_events_1": (
        "stored_events",
        "position",
        "originator_id, originator_version",
    ),
    "sqlite_autoindex_commands_1": ("commands", "last", "recorded"),
    "sqlite_autoindex_commands_2": ("commands", "last", "command_id"),
}
"""Each index: its table, the key of rows, and what it is sorted by."""
TABLE_OF = re.compile(r"sqlite_autoindex_(stored_events|commands)_\d")


def declared(file: sqlite3.Connection, path: Path) -> Iterator[Fault]:
    """Compare the declarations of all tables and indexes with our own."""
    with closing(sqlite3.connect(":memory:")) as ours:
        for statement in CREATE_TABLES:
            ours.execute(statement)
        expected = _schema(ours)
    try:
        found = _schema(file)
    except sqlite3.DatabaseError as error:
        why = Unreadable(said=str(error))
        yield Fault(path, why, table="sqlite_schema")
        return
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield Fault(path, OtherSchema(), table=f"sqlite_schema ({name})")


def _schema(file: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    return {
        str(name): (kind, table, " ".join((sql or "").split()))
        for kind, name, table, sql in file.execute(SCHEMA).fetchall()
    }


def counted(file: sqlite3.Connection, path: Path, end: int) -> Iterator[Fault]:
    """Compare the highest position ever given with the last one that is there."""
    try:
        rows = file.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
    except sqlite3.DatabaseError as error:
        yield Fault(path, Unreadable(said=str(error)), table="sqlite_sequence")
        return
    if rows != [("stored_events", end)]:
        said = dict(rows).get("stored_events")
        why = OtherCount(said=said, found=end)
        is_cut = isinstance(said, int) and said > end
        first = end + 1 if is_cut else end
        yield Fault(path, why, table="sqlite_sequence", first=first)


def founding(file: sqlite3.Connection) -> DistrictEstablished | None:
    """Return the fact that a journal was founded with, if it can be read."""
    try:
        [(name, state)] = file.execute(
            "SELECT topic, state FROM stored_events WHERE position = 1"
        ).fetchall()
        fact = decoded(name, state)
    except (sqlite3.DatabaseError, ValueError, KeyError, TypeError):
        return None
    return fact if isinstance(fact, DistrictEstablished) else None


def identity(file: sqlite3.Connection, path: Path) -> Iterator[Fault | str]:
    """Yield the identity that leaves begin with, and what is wrong with it."""
    fact = founding(file)
    founded = fact and fact.journal_id
    try:
        rows = file.execute("SELECT journal_id FROM journal_identity").fetchall()
    except sqlite3.DatabaseError as error:
        yield Fault(path, Unreadable(said=str(error)), table="journal_identity")
        rows = []
    said = rows[0][0] if len(rows) == 1 else None
    if founded is not None and rows and said != founded:
        why = OtherIdentity(said=said, founded=founded)
        yield Fault(path, why, table="journal_identity", first=1)
    yield founded or str(said)


def sound(
    file: sqlite3.Connection, path: Path, end: int, *, has_rows: bool
) -> Iterator[Fault]:
    """Let SQLite look through every page; then look where its indexes do not lead.

    Args:
        file: Open.
        path: Where it is.
        end: The last position.
        has_rows: Whether every row is right; else indexes say nothing of their own.
    """
    try:
        rows = file.execute(f"PRAGMA integrity_check({REPORTED})").fetchall()
        said = [str(row[0]) for row in rows if row != ("ok",)]
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    for text in said:
        match = TABLE_OF.search(text)
        table = match.group(1) if match else "pages"
        yield Fault(path, SaidBySqlite(said=" ".join(text.split())), table=table)
    if said and has_rows:
        for index in INDEXED:
            yield from _astray(file, path, index, end)


def _astray(
    file: sqlite3.Connection, path: Path, index: str, end: int
) -> Iterator[Fault]:
    """Name the rows that an index does not hold as the table does."""
    table, key, columns = INDEXED[index]
    every = f"SELECT {key}, {columns} FROM {table}"  # noqa: S608  (our own names)
    try:
        rows = file.execute(
            f"{every} NOT INDEXED EXCEPT {every} INDEXED BY {index}"
        ).fetchall()
    except sqlite3.DatabaseError:
        rows = [(at,) for at in _unled(file, index, end)]
    for row in sorted({row[0] for row in rows if isinstance(row[0], int)}):
        first, last = _positions(file, table, row)
        yield Fault(path, Unreachable(index=index), table=table, first=first, last=last)


def _unled(file: sqlite3.Connection, index: str, end: int) -> Iterator[int]:
    """Yield the keys of rows that the index cannot be read for, one after another."""
    table, key, columns = INDEXED[index]
    names = columns.split(", ")
    same = " AND ".join(f"i.{name} = t.{name}" for name in [*names, key])
    lookup = (
        f"SELECT 1 FROM {table} AS t WHERE t.{key} = ? AND EXISTS "  # noqa: S608
        f"(SELECT 1 FROM {table} AS i INDEXED BY {index} WHERE {same})"
    )

    def read(first: int, last: int) -> list[tuple[object, ...]]:
        query = f"SELECT {key} FROM {table} WHERE {key} BETWEEN ? AND ?"  # noqa: S608
        return file.execute(query, (first, last)).fetchall()

    for row in salvaged(read, 1, end):
        if isinstance(row, Gap):
            continue
        try:
            is_led = bool(file.execute(lookup, row).fetchall())
        except sqlite3.DatabaseError:
            is_led = False
        if not is_led and 1 <= row[0] <= end:
            yield row[0]


def _positions(file: sqlite3.Connection, table: str, key: int) -> tuple[int, int]:
    if table == "commands":
        try:
            [(first,)] = file.execute(
                "SELECT first FROM commands WHERE last = ?", (key,)
            )
        except (sqlite3.DatabaseError, ValueError):
            return key, key
        return (first, key) if isinstance(first, int) and first <= key else (key, key)
    return key, key
