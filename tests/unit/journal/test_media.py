"""A journal that cannot be written is read where it lies, or from a private copy."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from domain.errors import StoppedError
from domain.journal.sqlite.media import (
    NoPrivateCopyError,
    ReadOnlyError,
    connect,
    has_hidden_log,
    is_writable,
)
from tests.integration.journal_builders import (
    ACTOR,
    founded,
    lines_of,
    opened,
    registration,
)

NOBODY = 65_534


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a folder that everybody can reach, which those of tests are not."""
    with tempfile.TemporaryDirectory() as name:
        temporary = Path(name, "temporary")
        temporary.mkdir()
        for each in (Path(name), temporary):
            each.chmod(0o777)
        monkeypatch.setattr(tempfile, "tempdir", str(temporary))
        yield Path(name)
        Path(name).chmod(0o777)


@contextmanager
def somebody_else() -> Iterator[None]:
    """Be a user without powers: an administrator may write what nobody may."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def guard(folder: Path, *, inner: int = 0o555) -> None:
    """Let everybody read what lies in a folder, and nobody write it."""
    for each in folder.iterdir():
        if each.is_file():
            each.chmod(0o444)
    folder.chmod(inner)


def test_what_can_be_written_is_a_file_and_its_folder_both(folder: Path) -> None:
    file, other = folder / "there", folder / "not-there"
    file.touch()
    file.chmod(0o666)

    with somebody_else():
        both = is_writable(file), is_writable(other)
    file.chmod(0o444)
    with somebody_else():
        guarded = is_writable(file), is_writable(other)
    file.chmod(0o666)
    folder.chmod(0o555)
    with somebody_else():
        closed = is_writable(file), is_writable(other)

    assert (both, guarded, closed) == ((True, True), (False, True), (False, False))


def test_a_journal_that_can_only_be_read_is_read_and_records_nothing(
    folder: Path,
) -> None:
    with founded(folder / "j.db") as app:
        app.execute(registration("c1", "甲"), actor=ACTOR)
        written = lines_of(app)
    guard(folder)
    before = sorted(folder.iterdir())

    with somebody_else(), opened(folder / "j.db") as app:
        read, [stop] = lines_of(app), app.journal.stops()
        with pytest.raises(ReadOnlyError, match=r"j\.db and its folder cannot be writ"):
            app.execute(registration("c2", "乙"), actor=ACTOR)

    assert read == written
    assert isinstance(stop, ReadOnlyError)
    assert sorted(folder.iterdir()) == before


def test_a_journal_that_is_guarded_while_it_is_open_records_nothing_more(
    folder: Path,
) -> None:
    with founded(folder / "j.db"):
        pass
    (folder / "j.db").chmod(0o666)

    with somebody_else(), opened(folder / "j.db") as app:
        app.execute(registration("c1", "甲"), actor=ACTOR)
        assert app.journal.stops() == []
        with administrator():
            folder.chmod(0o555)
        with pytest.raises(StoppedError):
            app.execute(registration("c2", "乙"), actor=ACTOR)
        assert len(lines_of(app)) == 2
        with administrator():
            folder.chmod(0o777)


@contextmanager
def administrator() -> Iterator[None]:
    """Have all powers again, where there were any."""
    before = os.geteuid()
    os.seteuid(os.getuid())
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.fixture
def torn(folder: Path) -> Path:
    """Leave a journal with a log, as a process leaves it that was killed."""
    with founded(folder / "open.db") as app:
        app.execute(registration("c1", "甲"), actor=ACTOR)
        shutil.copyfile(folder / "open.db", folder / "j.db")
        shutil.copyfile(folder / "open.db-wal", folder / "j.db-wal")
    guard(folder)
    return folder / "j.db"


def test_what_only_a_log_holds_is_read_from_a_copy_that_goes_again(torn: Path) -> None:
    temporary = torn.parent / "temporary"

    with somebody_else(), opened(torn) as app:
        read = [line.position for line in lines_of(app)]
        [private] = temporary.iterdir()
        modes = {each.name: each.stat().st_mode & 0o777 for each in private.iterdir()}

    assert read == [1, 2]
    assert modes["j.db"] == modes["j.db-wal"] == 0o600
    assert list(temporary.iterdir()) == []


def test_where_no_copy_can_be_made_that_is_said(torn: Path) -> None:
    (torn.parent / "temporary").chmod(0o555)

    with (
        somebody_else(),
        pytest.raises(NoPrivateCopyError, match="Let TMPDIR name a folder"),
        opened(torn),
    ):
        pass

    (torn.parent / "temporary").chmod(0o777)


def test_a_log_is_hidden_only_where_sqlite_cannot_make_its_index(torn: Path) -> None:
    index, log = (torn.with_name(f"j.db-{each}") for each in ("shm", "wal"))

    with somebody_else():
        hidden = has_hidden_log(torn)
    index.touch()
    with somebody_else():
        in_use = has_hidden_log(torn)
    index.unlink()
    torn.parent.chmod(0o777)
    with somebody_else():
        open_folder = has_hidden_log(torn)
    torn.parent.chmod(0o555)
    log.write_bytes(b"")
    with somebody_else():
        empty = has_hidden_log(torn)
    log.unlink()
    with somebody_else():
        none = has_hidden_log(torn)

    assert (hidden, in_use, open_folder, empty, none) == (True, *[False] * 4)


def test_a_guarded_file_is_read_with_its_log_where_the_folder_takes_the_index(
    torn: Path,
) -> None:
    torn.parent.chmod(0o777)

    with somebody_else(), closing(connect(torn, timeout_s=1)) as file:
        [[lines]] = file.execute("SELECT COUNT(*) FROM stored_events").fetchall()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            file.execute("DELETE FROM stored_events")

    assert lines == 2


def test_a_file_that_can_be_written_is(folder: Path) -> None:
    with closing(connect(folder / "new.db", timeout_s=1)) as file:
        file.execute("CREATE TABLE t (a)")

    assert (folder / "new.db").stat().st_size > 0
