"""Writing one chunk of a rebuild: raw rows in, raw rows out, one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from domain.kernel.instants import Instant
from projections.batches import Batch
from projections.engine import LOCK_TIMEOUT_S, prepare
from projections.kinship import Edge, kin_of
from projections.rebuild_plan import Chunk, OvertakenError
from projections.tables import VERSION, Generation, generation
from projections.thing_rows import add_family, entries_of
from projections.writing import insert_batch

CACHE_KIB = 65_536
CHECKPOINT_PAGES = 16_000
MAPPED_BYTES = 2**36
LINES = """
    SELECT e.position, e.originator_id, e.topic, e.state, c.recorded, c.actor
    FROM stored_events AS e JOIN commands AS c ON c.last = e.command
    WHERE e.originator_id IN (SELECT value FROM json_each(?)) AND e.position <= ?
    ORDER BY e.originator_id, e.originator_version
"""


class RawLine(NamedTuple):
    """A line of the journal as far as rows need it."""

    position: int
    stream: str
    name: str
    state: bytes
    recorded: Instant
    actor: str


class Files(NamedTuple):
    """The two databases of a rebuild, open on connections of its own."""

    journal: sqlite3.Connection
    views: sqlite3.Connection

    def close(self) -> None:
        """Close both."""
        self.journal.close()
        self.views.close()


def open_files(journal: Path, views: Path) -> Files:
    """Open the journal for reading and the read model for writing."""
    reading, written = (
        sqlite3.connect(path, isolation_level=None, timeout=LOCK_TIMEOUT_S)
        for path in (journal, views)
    )
    reading.execute("PRAGMA query_only=1")
    # Lines of one thing lie all over the file: mapped, each costs no system call.
    reading.execute(f"PRAGMA mmap_size={MAPPED_BYTES}")
    prepare(written, cache_kib=CACHE_KIB)
    written.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
    written.execute("PRAGMA threads=2")
    return Files(reading, written)


def write_chunk(files: Files, chunk: Chunk) -> None:
    """Compute and write the rows of a range of things.

    Families of several streams are set aside: only who is kin to whom is written.
    """
    tables = generation(chunk.generation)
    batch = Batch()
    for lines in lines_of(files, streams_in(files, tables, chunk), chunk.up_to):
        entries = entries_of(lines)
        if kin := kin_of(entries):
            batch.kin |= kin
        else:
            add_family(batch, {lines[0].stream: lines}, decoded_already=entries)
    batch.things.clear()  # They were written first.
    write_once(files, chunk.generation, chunk.number, batch)


def streams_in(files: Files, tables: Generation, chunk: Chunk) -> list[str]:
    """List the streams of a range of things, by number."""
    sql = (
        # The district's own stream has no id.
        f"SELECT kind || CASE id WHEN '' THEN '' ELSE ':' || id END "  # noqa: S608
        f"FROM {tables.things.name} WHERE number BETWEEN ? AND ? ORDER BY number"
    )
    rows = files.views.execute(sql, (chunk.first, chunk.last))
    return [row[0] for row in rows]


def lines_of(
    files: Files, streams: Iterable[str], up_to: int
) -> Iterable[list[RawLine]]:
    """Return the lines of each stream, in the order of the streams given."""
    names = list(streams)
    values = msgspec.json.encode(names).decode(), up_to
    rows = map(RawLine._make, files.journal.execute(LINES, values))
    lines = {name: list(own) for name, own in groupby(rows, lambda row: row.stream)}
    return map(lines.__getitem__, names)


def kin_in(files: Files, tables: Generation) -> list[Edge]:
    """Read who is kin to whom."""
    rows = files.views.execute(f"SELECT stream, other FROM {tables.kin.name}")  # noqa: S608
    return [(stream, other) for stream, other in rows]


def make_indexes(files: Files, tables: Generation) -> None:
    """Sort what is searched by more than its key, once everything is there."""
    for index in tables.indexes:
        made = CreateIndex(index, if_not_exists=True)
        files.views.execute(str(made.compile(dialect=sqlite.dialect())))


def write_once(files: Files, number: int, chunk: int, batch: Batch) -> None:
    """Write a batch and the mark that it is written, unless somebody has.

    Raises:
        OvertakenError: The rebuild is over, or another one has begun.
    """
    with transaction(files.views) as execute:
        [going] = execute(
            "SELECT COUNT(*) FROM rebuild WHERE version = ? AND generation = ?",
            (VERSION, number),
        ).fetchone()
        if not going:
            raise OvertakenError
        mark = "INSERT INTO rebuild_chunk VALUES (?, ?) ON CONFLICT DO NOTHING"
        if execute(mark, (number, chunk)).rowcount:
            insert_batch(files.views.executemany, generation(number), batch)


@contextmanager
def transaction(
    connection: sqlite3.Connection,
) -> Iterator[Callable[..., sqlite3.Cursor]]:
    """Hold the write lock; take everything back where it fails."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection.execute
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
