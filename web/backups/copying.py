"""Copying files and the journal, so that they are on the disk when it returns."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from domain.journal.sqlite.media import in_place_or_copied
from projections.opening.read_model import Progress
from web.backups.manifest import Copied
from web.district.files.private import FILE_MODE, FOLDER_MODE, sync

CHUNK_BYTES = 2**20
PAGES_A_STEP = 2_048
PATIENCE_S = 30


def copy_file(name: str, source: Path, target: Path) -> Copied:
    """Copy one file of a folder into another, for its owner alone.

    Raises:
        OSError: It cannot be read or written.
    """
    path = target / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    digest, size = hashlib.sha256(), 0
    made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(made, "wb") as writing:
        for chunk in chunks(source / name):
            digest.update(chunk)
            size += writing.write(chunk)
        writing.flush()
        os.fsync(made)
    return Copied(name, size, digest.hexdigest())


def described(name: str, folder: Path) -> Copied:
    """Read a file back, and say what it is.

    Raises:
        OSError: It cannot be read.
    """
    digest, size = hashlib.sha256(), 0
    for chunk in chunks(folder / name):
        digest.update(chunk)
        size += len(chunk)
    return Copied(name, size, digest.hexdigest())


def chunks(path: Path) -> Iterator[bytes]:
    """Read a file piece by piece."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def copy_journal(source: Path, target: Path, progress: Progress) -> None:
    """Copy a journal while others write to it: as it is at this moment, log and all.

    One snapshot is held from the first page to the last. Without it, each command that
    another process records meanwhile would begin the copy anew.

    Raises:
        sqlite3.Error: It cannot be read, or the copy cannot be written.
        OSError: The copy cannot be made durable.
    """
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE))
    with (
        reading(source) as source_file,
        closing(_opened(target, "rw")) as target_file,
    ):
        source_file.execute("BEGIN")
        source_file.execute("SELECT * FROM journal_identity").fetchall()
        target_file.execute("PRAGMA synchronous=OFF")

        def report(_status: int, left: int, pages: int) -> None:
            progress(pages - left, pages)

        source_file.backup(target_file, pages=PAGES_A_STEP, progress=report)
        # One file without a log: it can be checked where nothing can be written.
        target_file.execute("PRAGMA journal_mode=DELETE")
    sync(target)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a journal to read it only, with all that its log holds.

    Raises:
        sqlite3.Error: It cannot be opened.
        NoPrivateCopyError: Its log can only be read from a copy, which cannot be made.
    """
    with in_place_or_copied(path) as file, closing(_readable(file)) as connection:
        yield connection


def _readable(path: Path) -> sqlite3.Connection:
    connection = _opened(path, "ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        if os.access(path.parent, os.W_OK) or (log.exists() and log.stat().st_size):
            raise
        # Nobody can write here, and nothing waits in a log.
        return _opened(path, "ro&immutable=1")
    return connection


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=PATIENCE_S, isolation_level=None)


def sync_folders(folder: Path) -> None:
    """Make the names below a folder durable, the innermost first."""
    for each, _, _ in os.walk(folder, topdown=False):
        sync(Path(each))
