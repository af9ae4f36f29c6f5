"""The chunks of a rebuild: raw lines in, rows out, one transaction each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby, starmap
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from domain.journal.sqlite.media import connect
from domain.journal.texts import (
    as_list,
    is_name,
    nameless_among,
    rows_of,
    stream_at,
)
from domain.kernel.instants import Instant
from projections.building.batch import Batch
from projections.building.families import Edge, kin_of
from projections.building.rebuild_plan import ALL_WRITTEN, Chunk, OvertakenError
from projections.building.thing_rows import add_family, entries_of
from projections.building.writing import insert_batch
from projections.tables.engine import LOCK_TIMEOUT_S, prepare
from projections.tables.layout import VERSION, generation

CACHE_KIB = 65_536
SORTING_CACHE_KIB = 4_096
"""What does not fit is sorted aside, by a second thread, and merged: three times as
quick as sorting all of it at once."""
CHECKPOINT_PAGES = 16_000
MAPPED_BYTES = 2**36
COLUMNS = "e.position, e.originator_id, e.topic, e.state, c.recorded, c.actor"
OF_STREAMS = f"""
    SELECT {COLUMNS} FROM stored_events AS e JOIN commands AS c ON c.last = e.command
    WHERE e.originator_id IN (SELECT value FROM json_each(?)) AND e.position <= ?
    ORDER BY e.originator_id, e.originator_version
"""  # noqa: S608
AT_POSITIONS = f"""
    SELECT {COLUMNS} FROM stored_events AS e JOIN commands AS c ON c.last = e.command
    WHERE e.position IN (SELECT value FROM json_each(?)) ORDER BY e.position
"""  # noqa: S608
IN_RANGE = f"""
    SELECT {COLUMNS} FROM stored_events AS e NOT INDEXED
    CROSS JOIN commands AS c ON c.last = e.command
    WHERE e.position <= ? AND e.originator_id BETWEEN ? AND ?
"""  # noqa: S608
"""Lines of a stream lie all over the journal: passing over what lies between, at
0.1 µs each, costs less than looking each line up by itself."""


GOING = "SELECT 1 FROM rebuild WHERE version = ? AND generation = ?"
WRITTEN = "SELECT 1 FROM rebuild_chunk WHERE generation = ? AND chunk = ?"

Execute = Callable[..., sqlite3.Cursor]


class ChunkLine(msgspec.Struct, frozen=True, gc=False):
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
        connect(path, timeout_s=LOCK_TIMEOUT_S) for path in (journal, views)
    )
    reading.execute("PRAGMA query_only=1")
    # Lines of one thing lie all over the file: mapped, each costs no system call.
    reading.execute(f"PRAGMA mmap_size={MAPPED_BYTES}")
    prepare(written, cache_kib=CACHE_KIB)
    written.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
    written.execute("PRAGMA threads=2")
    return Files(reading, written)


Lines = Mapping[str, Sequence[ChunkLine]]
"""Stream → its lines, in order."""


def lines_in(files: Files, chunks: Sequence[Chunk]) -> Lines:
    """Read the lines of neighbouring chunks, from end to end of the journal."""
    first, last = chunks[0], chunks[-1]
    found: dict[str, list[ChunkLine]] = {}
    values = first.up_to, first.first, last.last
    for row in starmap(ChunkLine, rows_of(files.journal.cursor(), IN_RANGE, values)):
        if (own := found.get(row.stream)) is None:
            found[row.stream] = [row]
        else:
            own.append(row)
    return {stream: own for stream, own in found.items() if is_name(stream)}


def lines_of(files: Files, streams: Iterable[str], up_to: int) -> Lines:
    """Read the lines of some streams."""
    asked = set(streams)
    values = msgspec.json.encode(list(asked)).decode(), up_to
    rows = starmap(ChunkLine, rows_of(files.journal.cursor(), OF_STREAMS, values))
    by_name = groupby(rows, lambda row: row.stream)
    found: dict[str, Sequence[ChunkLine]] = {name: list(own) for name, own in by_name}
    return {**found, **nameless_in(files, nameless_among(asked, up_to=up_to))}


def nameless_in(files: Files, positions: Iterable[int]) -> Lines:
    """Read rows that have streams of their own."""
    rows = rows_of(files.journal.cursor(), AT_POSITIONS, (as_list(positions),))
    return {
        stream_at(position, stored): [
            ChunkLine(position, stream_at(position, stored), *line)
        ]
        for position, stored, *line in rows
        if not is_name(stored)
    }


def batch_of(lines: Lines, chunk: Chunk) -> Batch:
    """Compute the rows of a range of things."""
    return batch_of_streams(
        (stream, own)
        for stream, own in lines.items()
        if chunk.first <= stream <= chunk.last
    )


def batch_of_streams(streams: Iterable[tuple[str, Sequence[ChunkLine]]]) -> Batch:
    """Compute the rows of some things.

    Families of several streams are set aside: only who is kin to whom is told.
    """
    batch = Batch()
    for stream, own in streams:
        entries = entries_of(own)
        if kin := kin_of(entries):
            batch.kin |= kin
        else:
            add_family(batch, {stream: own}, decoded_already=entries)
    batch.things.clear()  # They are written by themselves.
    return batch


def kin_in(files: Files, number: int) -> list[Edge]:
    """Read who is kin to whom.

    Raises:
        OvertakenError: The rebuild is over, or another one has begun.
    """
    with transaction(files.views, "DEFERRED") as execute:
        _require_going(execute, number)
        rows = execute(f"SELECT stream, other FROM {generation(number).kin.name}")  # noqa: S608
        return [(stream, other) for stream, other in rows]


def make_indexes(files: Files, number: int) -> None:
    """Sort what is searched by more than its key, once everything is there.

    Raises:
        OvertakenError: The rebuild is over, or another one has begun.
    """
    files.views.execute(f"PRAGMA cache_size=-{SORTING_CACHE_KIB}")
    for index in generation(number).indexes:
        made = CreateIndex(index, if_not_exists=True)
        with transaction(files.views) as execute:
            _require_going(execute, number)
            execute(str(made.compile(dialect=sqlite.dialect())))


def copy_pages(files: Files) -> None:
    """Copy what was written from the log to its place, while others may write."""
    files.views.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def write_once(files: Files, number: int, chunk: int, batch: Batch) -> None:
    """Write a batch and the mark that it is written, unless somebody has.

    Raises:
        OvertakenError: The rebuild is over, or another one has begun.
    """
    with transaction(files.views) as execute:
        _require_going(execute, number)
        if execute(WRITTEN, (number, ALL_WRITTEN)).fetchone():
            # Whoever was faster may have gone on to what was recorded since.
            return
        mark = "INSERT INTO rebuild_chunk VALUES (?, ?) ON CONFLICT DO NOTHING"
        if execute(mark, (number, chunk)).rowcount:
            insert_batch(files.views.executemany, generation(number), batch)


def _require_going(execute: Execute, number: int) -> None:
    if execute(GOING, (VERSION, number)).fetchone() is None:
        raise OvertakenError


@contextmanager
def transaction(
    connection: sqlite3.Connection, how: str = "IMMEDIATE"
) -> Iterator[Execute]:
    """Hold the write lock; take everything back where it fails."""
    connection.execute(f"BEGIN {how}")
    try:
        yield connection.execute
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
