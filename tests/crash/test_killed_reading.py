"""Killed while it fills the read model: rows and position are of one moment."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from subprocess import Popen

import pytest

from projections.opening.read_model import open_read_model
from tests.crash.criterion import Contents, contents, judge, require_rows
from tests.crash.orders import orders, send_all
from tests.crash.processes import (
    READER,
    finished,
    line_of,
    needs_strace,
    running,
    strace,
    tell,
)
from web.district.opening import JOURNAL, READ_MODEL, District, open_district

JOBS = ("catch-up", "rebuild")
MOMENTS = 30
"""So many of the statements are fatal, evenly spread, and the last three."""
CALLS = 8
FACTS = 24
FEW = 6


@pytest.fixture
def behind(begun: Path) -> Path:
    """Record twice as much as the read model has read."""
    district = open_district(begun)
    send_all(district.app, orders(1, range(FEW)))
    district.refresh()
    send_all(district.app, orders(2, range(FACTS)))
    district.close()
    return begun


@pytest.fixture(scope="module")
def reader() -> Iterator[Popen[str]]:
    """Start the process that forks one process a job."""
    with running(*READER) as process:
        yield process


def fatal_moments(statements: int) -> list[int]:
    step = max(1, statements // MOMENTS)
    return sorted({*range(1, statements, step), *range(statements - 2, statements + 1)})


def statements_of(reader: Popen[str], home: Path, job: str) -> int:
    """Let a job live, and count the statements in which it writes."""
    tell(reader, f"{home} {job} 0")
    statements = int(line_of(reader))
    assert line_of(reader) == "0\n"
    return statements


def copied(home: Path, name: str) -> Path:
    return Path(shutil.copytree(home, home.with_name(name)))


def cut(journal: Path, position: int, folder: Path) -> District:
    """Open a copy of the journal that ends at a position."""
    folder.mkdir()
    shutil.copy(journal, folder / JOURNAL)
    with closing(sqlite3.connect(folder / JOURNAL)) as file, file:
        file.execute("DELETE FROM stored_events WHERE position > ?", (position,))
        file.execute("DELETE FROM commands WHERE last > ?", (position,))
    return open_district(folder)


@pytest.mark.parametrize("job", JOBS)
def test_rows_killed_at_any_statement_are_those_of_their_position(
    behind: Path, reader: Popen[str], job: str, tmp_path: Path
) -> None:
    @cache
    def rebuilt_up_to(position: int) -> Contents:
        district = cut(behind / JOURNAL, position, tmp_path / f"cut {position}")
        district.read_model.rebuild(district.app.journal)
        rows = contents(district.read_model)
        district.close()
        return rows

    statements = statements_of(reader, copied(behind, "counted"), job)
    assert statements > len(JOBS)
    for moment in fatal_moments(statements):
        home = copied(behind, f"killed-{moment}")

        tell(reader, f"{home} {job} {moment}")

        assert line_of(reader) == f"{-signal.SIGKILL}\n"
        model = open_read_model(home / READ_MODEL)
        assert contents(model) == rebuilt_up_to(model.position())
        model.close()
        require_rows(home)
        require_rows_of_a_second_run(home)


def require_rows_of_a_second_run(home: Path) -> None:
    """Rebuild over whatever the killed process has left behind."""
    district = open_district(home)
    district.read_model.rebuild(district.app.journal)
    district.close()
    require_rows(home)


def calls_of(home: Path, job: str, log: Path) -> int:
    """Let a job live under strace, and count the writes to the read model's files."""
    tracing = strace("", home / READ_MODEL, log)
    assert finished(*tracing, *READER, str(home), job).returncode == 0
    return log.read_text(encoding="utf-8").count("pwrite64(")


@needs_strace
@pytest.mark.parametrize("job", JOBS)
def test_a_read_model_killed_while_the_system_writes_it_ends_as_a_rebuild(
    behind: Path, job: str, tmp_path: Path
) -> None:
    calls = calls_of(copied(behind, "counted"), job, tmp_path / "calls")
    assert calls > CALLS
    for call in range(1, calls, calls // CALLS):
        home = copied(behind, f"killed-{call}")
        fault = f"pwrite64:signal=KILL:when={call}"
        tracing = strace(fault, home / READ_MODEL, tmp_path / "calls")

        death = finished(*tracing, *READER, str(home), job)

        assert death.returncode == -signal.SIGKILL, death.stderr
        judge(home, {}, {})
        require_rows_of_a_second_run(home)
