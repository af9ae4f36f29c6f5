"""Where the read model stands: what is served, and what is being rebuilt."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

from domain.journal.interface import JournalReader
from projections.tables.layout import VERSION

standing_metadata = MetaData()


def _mark_columns() -> list[Column[int] | Column[str] | Column[bytes]]:
    return [
        Column("position", BigInteger, nullable=False),
        Column("journal_id", Text, nullable=False),
        Column("leaf", LargeBinary, nullable=False),
    ]


def _pointer(name: str) -> Table:
    """One row per version of the tables: a generation, and a mark in the journal."""
    return Table(
        name,
        standing_metadata,
        Column("version", Integer, primary_key=True),
        Column("generation", Integer, nullable=False),
        *_mark_columns(),
    )


current_generation = _pointer("standing")
"""The generation that is served, and how far it has read which journal.

The leaf at that position tells a journal from another, and from its own old backup.
"""
plan = _pointer("rebuild")
"""The generation that is being rebuilt, and how far it is going to read."""
chunks = Table(
    "rebuild_chunk",
    standing_metadata,
    Column("generation", Integer, primary_key=True),
    Column("chunk", Integer, primary_key=True),
)
"""The parts of a rebuild that are written."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far rows were read, and from which journal."""

    position: int
    journal_id: str
    leaf: bytes


NOTHING_READ = Mark(0, "", b"")


def mark_at(journal: JournalReader, position: int) -> Mark | None:
    """Return what a read model that has read up to ``position`` must hold."""
    if journal.head().position < position:
        return None
    if position == 0:
        return NOTHING_READ
    return Mark(position, journal.journal_id(), journal.line(position).leaf)


def served() -> Select[int, int]:
    """Select the generation that is served, and its position."""
    return _served(VERSION)


@cache
def _served(version: int) -> Select[int, int]:
    """Put a statement together once that every question begins with."""
    found = select(current_generation.c.generation, current_generation.c.position)
    return found.where(current_generation.c.version == version)


def marked(connection: Connection, table: Table) -> tuple[int, Mark] | None:
    """Read the generation and the mark of a pointer."""
    row = connection.execute(select(table).where(table.c.version == VERSION)).first()
    if row is None:
        return None
    return row.generation, Mark(row.position, row.journal_id, row.leaf)


def point(connection: Connection, table: Table, number: int, mark: Mark) -> None:
    """Let a pointer point to a generation."""
    connection.execute(delete(table).where(table.c.version == VERSION))
    row = {"version": VERSION, "generation": number, **asdict(mark)}
    connection.execute(insert(table).values(row))


def move(connection: Connection, mark: Mark) -> None:
    """Say that the rows served are true up to a mark."""
    moved = update(current_generation).where(current_generation.c.version == VERSION)
    connection.execute(moved.values(asdict(mark)))
