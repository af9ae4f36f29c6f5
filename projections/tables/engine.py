"""The read model's connections: write-ahead log, quick commits, honest write locks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from domain.journal.sqlite.media import connect, is_writable

LOCK_TIMEOUT_S = 30
MILLISECONDS_A_SECOND = 1_000
ATTEMPTS, PAUSE_S = 40, 0.05
PAGE_BYTES = 8192
CACHE_KIB = 16_384
"""A connection; a server has several, and the system caches the file besides."""


def open_engine(path: Path) -> Engine:
    """Open the SQLite file at ``path``; it is created where it is missing.

    Where it cannot be written, it is opened to be read only.

    A transaction with the execution option ``immediate`` holds the write lock from
    before its first read, and has waited for it no longer than so many seconds.
    """
    # A name may hold whatever a file system allows: it is no part of an address.
    file = path.absolute()
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        hide_parameters=True,  # what was to be written is nobody's business
        creator=lambda: connect(file, timeout_s=LOCK_TIMEOUT_S),
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401
        connection.isolation_level = None
        if is_writable(file):
            prepare(connection, cache_kib=CACHE_KIB)
        else:
            connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        # What is sorted for a reader needs no room on a disk that may be full.
        connection.execute("PRAGMA temp_store=MEMORY")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        wait_s = connection.get_execution_options().get("immediate")
        if wait_s is None:
            connection.exec_driver_sql("BEGIN")
        else:
            wait_ms = int(wait_s * MILLISECONDS_A_SECOND)
            connection.exec_driver_sql(f"PRAGMA busy_timeout={wait_ms}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def prepare(connection: sqlite3.Connection, *, cache_kib: int) -> None:
    """Set a connection up: the same for queries and for a rebuild's processes."""
    connection.execute(f"PRAGMA page_size={PAGE_BYTES}")
    _keep_a_log(connection)
    # Rebuildable: after a power cut it may lose its tail, and catches up again.
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA cache_size=-{cache_kib}")
    # What is dropped can be read in the journal: it need not be overwritten by zeros.
    connection.execute("PRAGMA secure_delete=OFF")


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """Switch a file to its log; of several who do so at once one is told to wait."""
    for _ in range(ATTEMPTS - 1):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            Event().wait(PAUSE_S)
        else:
            return
    connection.execute("PRAGMA journal_mode=WAL")


@contextmanager
def writing(engine: Engine, *, wait_s: float = LOCK_TIMEOUT_S) -> Iterator[Connection]:
    """Open a transaction that holds the write lock."""
    with engine.execution_options(immediate=wait_s).begin() as connection:
        yield connection


def file_of(engine: Engine) -> Path:
    """Return the file that an engine was opened on."""
    return Path(str(engine.url.database))
