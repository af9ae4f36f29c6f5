"""Digests of a closed journal's pages: bytes that belong to no row count too.

They are taken when the last process closes the file, and are true for as long as
nothing is recorded: a file at rest does not change by a single bit.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path

PAGES = "pages"
OWNER_ONLY = 0o600
MAGIC = b"guatu-p1"
KEY_BYTES = 32
DIGEST_BYTES = 8
PAGE_BYTES = 4096
MOST_BYTES = 64 * 1024 * 1024
"""A larger file takes too long to be read whenever a command ends."""

READING = os.O_RDONLY | getattr(os, "O_BINARY", 0)


def state_of(file: sqlite3.Connection) -> bytes:
    """Return what tells one state of a journal from every other.

    Raises:
        sqlite3.Error: It cannot be read.
    """
    [last] = file.execute("SELECT MAX(last) FROM commands").fetchone()
    return blake2b(repr(last).encode(), digest_size=KEY_BYTES).digest()


def keep_pages(journal: Path, folder: Path) -> None:
    """Keep the digests of a journal's pages, if it is at rest and not too large."""
    log = journal.with_name(f"{journal.name}-wal")
    with suppress(OSError, sqlite3.Error):
        if log.exists() or journal.stat().st_size > MOST_BYTES:
            return
        before = journal.stat()
        address = f"{journal.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as file:
            content = MAGIC + state_of(file) + b"".join(digests(journal))
        after = journal.stat()
        is_still = (before.st_mtime_ns, before.st_size) == (
            after.st_mtime_ns,
            after.st_size,
        )
        if is_still and not log.exists():
            _write(folder / PAGES, content + _checksum(content))


def other_pages(journal: Path, state: bytes, folder: Path) -> Iterator[int]:
    """Yield the pages, from 1, that are not as they were when it was last closed.

    Nothing where it was not closed in this state.
    """
    try:
        content = (folder / PAGES).read_bytes()
    except OSError:
        return
    content, checksum = content[:-KEY_BYTES], content[-KEY_BYTES:]
    if checksum != _checksum(content) or not content.startswith(MAGIC + state):
        return
    kept_digests = content[len(MAGIC) + KEY_BYTES :]
    there = b"".join(digests(journal))
    for at in range(0, max(len(kept_digests), len(there)), DIGEST_BYTES):
        if kept_digests[at : at + DIGEST_BYTES] != there[at : at + DIGEST_BYTES]:
            yield at // DIGEST_BYTES + 1


def digests(path: Path) -> Iterator[bytes]:
    """Yield a digest of each page.

    Raises:
        OSError: The file cannot be read.
    """
    number = os.open(path, READING)
    try:
        while page := os.read(number, PAGE_BYTES):
            yield blake2b(page, digest_size=DIGEST_BYTES).digest()
    finally:
        _close(number, path)


def _close(number: int, path: Path) -> None:
    """Close a database that was read beside SQLite, unless somebody may have it open.

    Closing it would drop every lock that SQLite holds on the file in this process, and
    the next to close it in another one would take itself for the last and remove the
    log that is written here. It stays open until the process ends.

    Source: https://www.sqlite.org/howtocorrupt.html, section 2.2.
    """
    if not path.with_name(f"{path.name}-wal").exists():
        os.close(number)


def _checksum(content: bytes) -> bytes:
    return blake2b(content, digest_size=KEY_BYTES).digest()


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.partial")
    draft.unlink(missing_ok=True)
    draft.touch(mode=OWNER_ONLY)
    draft.write_bytes(content)
    draft.replace(path)
