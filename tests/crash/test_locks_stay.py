"""Locks of a file that is open stay, whoever in the same process looks at it besides.

POSIX drops every lock that a process has on a file as soon as it closes any handle of
it. SQLite's then last to close another handle, in another process, would take itself
for the last of all, and remove the log that this process goes on writing into.

Source: https://www.sqlite.org/howtocorrupt.html, section 2.2.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from domain.journal.sqlite.pages import digests
from tests.integration.building import guatu
from web.district.files.private import private_file
from web.district.opening import JOURNAL, READ_MODEL, District, open_district
from web.samples.demo.filling import found_demo

LAST = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1])
file.execute("SELECT count(*) FROM sqlite_schema").fetchone()
file.close()
"""
"""Another process that reads a file, and is the last to close it for all it sees."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found a district."""
    home = tmp_path_factory.mktemp("locks") / "district"
    found_demo(home, size="small", seed=7)
    return home


@pytest.fixture
def district(home: Path) -> Iterator[District]:
    """Open a district, and read from both of its files."""
    with closing(open_district(home)) as district:
        district.refresh()
        with district.read_model.snapshot() as now:
            assert now.position > 0
        yield district


def opened_again(home: Path) -> None:
    """Open the same district a second time, and close it."""
    open_district(home).close()


def verified(home: Path) -> None:
    """Look through the journal's pages and rows."""
    assert guatu(home, "verify").exit_code == 0


def made_private(home: Path) -> None:
    """Ask for the files to be there, for their owner alone."""
    private_file(home / JOURNAL)
    private_file(home / READ_MODEL)


def read_by_page(home: Path) -> None:
    """Take digests of pages as they lie on the disk."""
    assert list(digests(home / JOURNAL))
    assert list(digests(home / READ_MODEL))


@pytest.mark.parametrize("file", [JOURNAL, READ_MODEL])
@pytest.mark.parametrize(
    "look",
    [opened_again, verified, made_private, read_by_page],
    ids=lambda look: look.__name__,
)
@pytest.mark.usefixtures("district")
def test_another_process_never_takes_itself_for_the_last(
    home: Path, look: Callable[[Path], None], file: str
) -> None:
    log = home / f"{file}-wal"
    before = log.stat().st_ino

    look(home)
    subprocess.run([sys.executable, "-c", LAST, str(home / file)], check=True)

    assert log.stat().st_ino == before
