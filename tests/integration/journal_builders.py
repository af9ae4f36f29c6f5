"""Journals on real files, with a clock of the test's own."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from domain.application import KeyProjects
from domain.commands import Envelope
from domain.journal.lines import Line
from domain.kernel.instants import Instant
from domain.things.record.district import DistrictEstablished

JOURNAL_ID = "j-test"
START = Instant(1_774_886_400_000_000)
ACTOR = "李"
POINT = "POINT (500100 3400200)"


def counting_clock() -> Callable[[], Instant]:
    """Return a clock that moves on by one second at every look."""
    seconds = itertools.count(1)
    return lambda: Instant(START + 1_000_000 * next(seconds))


@contextmanager
def opened(
    path: Path,
    clock: Callable[[], Instant] | None = None,
    kind: type[KeyProjects] = KeyProjects,
) -> Iterator[Any]:
    """Open the application on a journal file, and close it."""
    app = kind({"SQLITE_DBNAME": str(path)})
    app.journal.clock = clock or counting_clock()
    try:
        yield app
    finally:
        app.close()


def establish(app: KeyProjects) -> None:
    """Found the district: position 1."""
    fact = DistrictEstablished(
        name="试验区",
        crs="EPSG:4546",
        currency="CNY",
        journal_id=JOURNAL_ID,
        demonstration=True,
        effective=START,
    )
    app.establish(fact, sealed("founding"))


@contextmanager
def founded(
    path: Path, clock: Callable[[], Instant] | None = None
) -> Iterator[KeyProjects]:
    """Open a new journal with its founding fact, and nothing else."""
    with opened(path, clock) as app:
        establish(app)
        yield app


def sealed(command_id: str) -> Envelope:
    """Seal a command that never had a body."""
    return Envelope(command_id=command_id, actor=ACTOR, digest=command_id.encode())


def registration(command_id: str, plot: str) -> dict[str, object]:
    return {
        "command_id": command_id,
        "record": "PlotRegistered",
        "plot": plot,
        "effective": "2026-01-01",
        "point": POINT,
    }


def spending(command_id: str, plot: str, amount: str = "1.00") -> dict[str, object]:
    return {
        "command_id": command_id,
        "record": "PlotAmountRecorded",
        "plot": plot,
        "effective": "2026-02-01",
        "amount": amount,
        "purpose": "看护费",
    }


def project(command_id: str, name: str) -> dict[str, object]:
    return {
        "command_id": command_id,
        "record": "ProjectRegistered",
        "project": name,
        "effective": "2026-01-01",
        "name": "冷链中心",
    }


def lines_of(app: KeyProjects) -> list[Line]:
    """Return the whole journal."""
    return app.journal.lines_after(0, limit=1_000_000)


def counted(path: Path, table: str) -> int:
    """Count the rows of a table past the application."""
    [rows] = asked(path, f"SELECT COUNT(*) FROM {table}")
    return int(rows[0])


def asked(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Ask the file itself, past the application."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql).fetchall()
