"""The plan of a rebuild: its goal, its chunks, and which of them are written."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, MetaData, Table, delete, inspect, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.schema import CreateTable

from domain.journal.interface import JournalReader
from domain.journal.texts import is_name, rows_of, stream_at
from projections.tables.layout import VERSION, generation
from projections.tables.marks import (
    NOTHING_READ,
    Mark,
    chunks,
    current_generation,
    mark_at,
    marked,
    plan,
    point,
)

CHUNK_FACTS = 40_000
CHUNKS_A_ROUND = 10
"""A process holds the lines of so many at once: about 150 MB."""
ALL_WRITTEN = -1
"""In place of a chunk's number: every chunk is."""
THINGS = -2
"""The same: the things are."""
NAMELESS_ROWS = -3
"""The same: the rows whose streams cannot be told by their names."""
FIRST_OF_FAMILIES = 1_000_000
"""From this number on a chunk is of families, not of a range of things."""
OURS = re.compile(rf"_{VERSION}_(\d+)$")

STREAMS = """
    SELECT originator_id, MIN(position), COUNT(*) FROM stored_events
    WHERE position <= ? GROUP BY originator_id ORDER BY originator_id
"""
NAMES = "SELECT position, originator_id FROM stored_events WHERE position <= ?"


class Plan(NamedTuple):
    """A generation that is to be filled up to a mark in the journal."""

    generation: int
    mark: Mark


class Chunk(msgspec.Struct, frozen=True, array_like=True):
    """A range of streams, by their names: the work of one transaction."""

    generation: int
    number: int
    first: str
    last: str
    up_to: int
    """The journal position that the rebuild reads up to."""
    facts: int


class OvertakenError(Exception):
    """Another process has finished the rebuild, or begun another one."""


def planned(connection: Connection, journal: JournalReader) -> Plan:
    """Go on with an interrupted rebuild of this journal, or begin a new one.

    Args:
        connection: Holds the write lock.
        journal: What is read.
    """
    serving = _number(connection, current_generation) or 0
    drop_left_behind(connection)
    found = marked(connection, plan)
    if (
        found is not None
        and found[0] == serving + 1
        and mark_at(journal, found[1].position) == found[1]
    ):
        return Plan(*found)
    return _begun(connection, serving + 1, journal)


def _begun(connection: Connection, fresh: int, journal: JournalReader) -> Plan:
    """Create the empty tables of a generation, without their indexes."""
    tables = generation(fresh)
    tables.metadata.drop_all(connection)
    for table in tables.metadata.sorted_tables:
        connection.execute(CreateTable(table))
    mark = mark_at(journal, journal.head().position) or NOTHING_READ
    point(connection, plan, fresh, mark)
    connection.execute(delete(chunks))
    return Plan(fresh, mark)


def _number(connection: Connection, table: Table) -> int | None:
    found = marked(connection, table)
    return None if found is None else found[0]


def _drop_all_but(connection: Connection, *numbers: int) -> None:
    """Drop the tables of generations that were left behind."""
    for name in inspect(connection).get_table_names():
        match = OURS.search(name)
        if match is not None and int(match.group(1)) not in numbers:
            Table(name, MetaData()).drop(connection)


def current(connection: Connection, ours: Plan) -> Plan:
    """Return our plan as it stands: somebody else may have taken it further.

    Raises:
        OvertakenError: It is finished, or replaced.
    """
    found = marked(connection, plan)
    if found is None or found[0] != ours.generation:
        raise OvertakenError
    return Plan(*found)


def finished(connection: Connection, ours: Plan) -> None:
    """Serve the generation from now on."""
    point(connection, current_generation, ours.generation, ours.mark)
    forget(connection)


def position_served(connection: Connection) -> int:
    """Return the position up to which the rows that are served are true."""
    found = marked(connection, current_generation)
    return 0 if found is None else found[1].position


def drop_left_behind(connection: Connection) -> None:
    """Drop what is neither served nor being rebuilt."""
    serving = _number(connection, current_generation) or 0
    _drop_all_but(connection, serving, serving + 1)


def forget(connection: Connection) -> None:
    """Give up any plan."""
    connection.execute(delete(plan))
    connection.execute(delete(chunks))


def written(connection: Connection, ours: Plan) -> set[int]:
    """Return the numbers of the chunks that are written."""
    query = select(chunks.c.chunk).where(chunks.c.generation == ours.generation)
    return set(connection.execute(query).scalars())


def set_written(connection: Connection, ours: Plan, chunk: int) -> None:
    """Remember that a chunk is written; somebody else may have done so already."""
    row = {"generation": ours.generation, "chunk": chunk}
    connection.execute(insert(chunks).values(row).on_conflict_do_nothing())


class Stream(NamedTuple):
    """A stream as far as chunks are cut by it."""

    name: str
    number: int
    """The position of its first entry."""
    facts: int


def streams_of(journal: sqlite3.Connection, up_to: int) -> list[Stream]:
    """List all streams up to a position, by name as SQLite and Python compare.

    Those of rows that have streams of their own come last: no range holds them.
    """
    rows = rows_of(journal.cursor(), STREAMS, (up_to,))
    named = [Stream._make(row) for row in rows if is_name(row[0])]
    if len(named) == len(rows):
        return named
    names = rows_of(journal.cursor(), NAMES, (up_to,))
    nameless = [position for position, stored in names if not is_name(stored)]
    return named + [Stream(stream_at(each, None), each, 1) for each in nameless]


def cut(ours: Plan, streams: Iterable[Stream]) -> Iterator[Chunk]:
    """Cut streams into ranges of about ``CHUNK_FACTS``: the same at every call."""
    place, facts, first, last = 0, 0, "", ""
    for name, _, size in streams:
        if not is_name(name):
            continue
        last = name
        first, facts = first or last, facts + size
        if facts >= CHUNK_FACTS:
            yield Chunk(ours.generation, place, first, last, ours.mark.position, facts)
            place, first, facts = place + 1, "", 0
    if facts:
        yield Chunk(ours.generation, place, first, last, ours.mark.position, facts)


def shared_out(chunks: Sequence[Chunk], processes: int) -> list[Sequence[Chunk]]:
    """Part chunks into rounds: of each, the journal is read once from end to end.

    All processes have as many, so that none is left with a whole one at the end.
    """
    rounds = processes * -(-len(chunks) // (processes * CHUNKS_A_ROUND))
    marks = [len(chunks) * place // max(rounds, 1) for place in range(rounds + 1)]
    parts = [chunks[start:end] for start, end in pairwise(marks)]
    return [part for part in parts if part]
