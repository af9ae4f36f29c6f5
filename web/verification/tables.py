"""The read model, row by row, against a rebuild from the journal."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from domain.application import KeyProjects
from domain.journal.verification.faults import (
    Fault,
    OtherRows,
    SaidBySqlite,
    Unreadable,
)
from domain.journal.verification.file import Row, opened
from projections.opening.read_model import Progress, open_read_model
from projections.tables.layout import VERSION, generation

COPY, ANEW, JOURNAL = "copy.sqlite", "anew.sqlite", "journal.sqlite"
REPORTED = 20


def table_faults(
    journal: Path, views: Path, folder: Path, progress: Progress
) -> Iterator[Fault]:
    """Name the rows that are not those of a rebuild; the originals are only read.

    Args:
        journal: Sound, as far as it was verified.
        views: The tables; where there are none yet, nothing is wrong.
        folder: Empty, with room for a copy of the tables and a rebuild.
        progress: Called with the facts done and in all.
    """
    if not views.exists() or not views.stat().st_size:
        return
    try:
        _copied(views, folder / COPY)
        said = _integrity(folder / COPY)
    except sqlite3.DatabaseError as error:
        yield Fault(views, Unreadable(said=str(error)), table="pages")
        return
    for each in said:
        yield Fault(views, SaidBySqlite(said=each), table="pages")
    if said or not _is_current(folder / COPY):
        return
    try:
        serving = _both_caught_up(journal, folder, progress)
        yield from _other_rows(views, folder, serving)
    except (DBAPIError, sqlite3.DatabaseError) as error:
        why = Unreadable(said=str(getattr(error, "orig", error)))
        yield Fault(views, why, table="pages")


def _copied(source: Path, target: Path) -> None:
    with opened(source) as file, closing(sqlite3.connect(target)) as copy:
        file.execute("COMMIT")
        file.backup(copy)


def _integrity(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute(f"PRAGMA integrity_check({REPORTED})").fetchall()
    return [" ".join(str(row[0]).split()) for row in rows if row != ("ok",)]


def _is_current(path: Path) -> bool:
    """Tell whether the tables are of this version: others are made anew anyway."""
    with closing(sqlite3.connect(path)) as file:
        names = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
        if "standing" not in names:
            return False
        found = file.execute("SELECT version FROM standing").fetchall()
    return (VERSION,) in found


def _both_caught_up(journal: Path, folder: Path, progress: Progress) -> tuple[int, int]:
    """Rebuild, and let both sides reach one position; return their generations."""
    source = journal
    if not os.access(journal.parent, os.W_OK):
        source = folder / JOURNAL
        _copied(journal, source)
    app = KeyProjects({"SQLITE_DBNAME": os.fspath(source.absolute())})
    copy, anew = open_read_model(folder / COPY), open_read_model(folder / ANEW)
    try:
        anew.rebuild(app.journal, progress)
        while True:
            copy.catch_up(app.journal)
            anew.catch_up(app.journal)
            with copy.snapshot() as ours, anew.snapshot() as theirs:
                if ours.position == theirs.position:
                    return _number(ours.tables.things.name), _number(
                        theirs.tables.things.name
                    )
    finally:
        copy.close()
        anew.close()
        app.close()


def _number(table: str) -> int:
    return int(table.rpartition("_")[2])


def _other_rows(views: Path, folder: Path, numbers: tuple[int, int]) -> Iterator[Fault]:
    """Compare all tables, set against set."""
    ours, theirs = (generation(number) for number in numbers)
    pairs = zip(ours.metadata.sorted_tables, theirs.metadata.sorted_tables, strict=True)
    address = f"{(folder / COPY).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as file:
        file.execute("ATTACH ? AS anew", (os.fspath(folder / ANEW),))
        for table, other in pairs:
            live, rebuilt = f'main."{table.name}"', f'anew."{other.name}"'
            rows = _except(file, live, rebuilt) + _except(file, rebuilt, live)
            if rows:
                why = OtherRows(count=len(rows), row=rows[0])
                yield Fault(views, why, table=table.name)


def _except(file: sqlite3.Connection, one: str, other: str) -> list[Row]:
    query = f"SELECT * FROM {one} EXCEPT SELECT * FROM {other}"  # noqa: S608
    return file.execute(query).fetchall()
