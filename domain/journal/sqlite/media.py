"""Databases that can only be read: how SQLite opens them where it cannot write.

Source: https://www.sqlite.org/wal.html#read_only_databases
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.errors import Refusal, StoppedError

READ_ONLY, FROZEN = "mode=ro", "mode=ro&immutable=1"
IS_EFFECTIVE = os.access in os.supports_effective_ids


class ReadOnlyError(StoppedError):
    """Nothing can be written where the journal is."""

    template = (
        "This copy of the district can only be read, for {file} and its folder cannot "
        "be written, so nothing is recorded: record in the original, or let this user "
        "write there and start again."
    )


class NoPrivateCopyError(Refusal):
    """What has to be read from a copy cannot be copied."""

    template = (
        "{file} can only be read from a private copy, which cannot be made: {why}. "
        "Let TMPDIR name a folder with room for it."
    )


def is_writable(file: Path) -> bool:
    """Tell whether SQLite may write a file, and the logs that it keeps beside it."""
    return _may(file.parent, os.W_OK) and (not file.exists() or _may(file, os.W_OK))


def connect(
    file: Path, *, timeout_s: float, cached_statements: int = 128
) -> sqlite3.Connection:
    """Open a database: to write it too, wherever that can be done.

    Raises:
        sqlite3.Error: It cannot be opened.
    """
    path = file.absolute()
    is_read_only = not is_writable(path)
    return sqlite3.connect(
        _address(path) if is_read_only else path,
        uri=is_read_only,
        timeout=timeout_s,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=cached_statements,
    )


def has_hidden_log(file: Path) -> bool:
    """Tell whether a log was left behind that SQLite could not read in its place.

    It would have to write the log's index first. Where there is one, the file is in
    use, or was, and SQLite manages without writing.
    """
    log = _beside(file, "wal")
    return (
        not _may(file.parent, os.W_OK)
        and not _may(_beside(file, "shm"), os.R_OK)
        and log.exists()
        and log.stat().st_size > 0
    )


def private_folder() -> TemporaryDirectory[str]:
    """Make a folder for this process alone, which is removed when it ends.

    Raises:
        OSError: There is none.
    """
    return TemporaryDirectory(prefix="guatu-", ignore_cleanup_errors=True)


def copied(file: Path, into: Path) -> Path:
    """Copy a database that nobody has open, and its log.

    Raises:
        OSError: It cannot be read, or the copy not be written.
    """
    for source in (file, _beside(file, "wal")):
        if source.exists():
            copy = shutil.copyfile(source, into / source.name)
            copy.chmod(0o600)
    return into / file.name


@contextmanager
def in_place_or_copied(file: Path) -> Iterator[Path]:
    """Yield where a database can be read with all that its log holds.

    That is where it lies, or in a private copy of it and of a log that SQLite could not
    read there.

    Raises:
        NoPrivateCopyError: Nothing can be copied; without the log some of it is lost.
    """
    if not has_hidden_log(file):
        yield file
        return
    try:
        folder = private_folder()
        copy = copied(file, Path(folder.name))
    except OSError as error:
        raise NoPrivateCopyError(file=file, why=error.strerror) from error
    with folder:
        yield copy


def _address(file: Path) -> str:
    """Return the address of a file that is read only, whatever its name holds."""
    with_index = all(_may(_beside(file, log), os.R_OK) for log in ("wal", "shm"))
    # A folder that can be written takes the log's index, though the file is guarded.
    follows = with_index or _may(file.parent, os.W_OK)
    return f"{file.as_uri()}?{READ_ONLY if follows else FROZEN}"


def _beside(file: Path, log: str) -> Path:
    return file.with_name(f"{file.name}-{log}")


def _may(path: Path, what: int) -> bool:
    return os.access(path, what, effective_ids=IS_EFFECTIVE)
