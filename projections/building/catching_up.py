"""Applying what the journal has gained: touched streams, their families, their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from sqlalchemy import Connection, select

from domain.journal.interface import JournalReader
from domain.journal.lines import Line
from domain.things.families import followed
from projections.building.batch import Batch
from projections.building.families import Edge, families, kin_of
from projections.building.thing_rows import Streams, add_family, entries_of
from projections.building.writing import replace_batch
from projections.tables.layout import Generation
from projections.tables.marks import Mark

BATCH = 1_000
STREAMS_A_QUERY = 500


def apply_next(
    connection: Connection,
    tables: Generation,
    journal: JournalReader,
    position: int,
) -> tuple[Mark, int] | None:
    """Apply about a batch of what follows a position; None where nothing does.

    Returns:
        How far the rows are true now, and how many facts that was.
    """
    lines = _next_commands(journal, position)
    if not lines:
        return None
    apply_lines(connection, tables, journal, lines)
    mark = Mark(lines[-1].position, journal.journal_id(), lines[-1].leaf)
    return mark, len(lines)


def _next_commands(journal: JournalReader, position: int) -> list[Line]:
    """Read about a batch; the facts of one command stay together (R8)."""
    lines = journal.lines_after(position, limit=BATCH)
    if not lines:
        return []
    last = lines[-1].position
    missing = journal.group(last).last - last
    return lines + journal.lines_after(last, limit=missing) if missing else lines


def apply_lines(
    connection: Connection,
    tables: Generation,
    journal: JournalReader,
    lines: Sequence[Line],
) -> None:
    """Write the rows of all families that new lines touch anew.

    Args:
        connection: Holds the write lock.
        tables: Those of the generation, true up to the line before the first.
        journal: Where the rest of the families is read.
        lines: The next lines of the journal, in order.
    """
    new = kin_of(entries_of(lines))
    touched = {line.stream for line in lines}
    kin = closure(connection, tables, touched, new)
    streams = touched | {stream for edge in kin for stream in edge}
    complete = journal.lines_of(sorted(streams), up_to=lines[-1].position)
    batch = Batch()
    for family in in_families(by_stream(complete), kin):
        add_family(batch, family, behind=lines[0].position - 1)
    replace_batch(connection, tables, batch)


def closure(
    connection: Connection,
    tables: Generation,
    streams: Iterable[str],
    new: Iterable[Edge] = (),
) -> set[Edge]:
    """Return all edges of the families that streams belong to.

    Args:
        connection: An open transaction.
        tables: Where edges are kept.
        streams: Some members of each family.
        new: Edges that are not kept yet.
    """
    found = set(new)

    def onward(ahead: set[str]) -> set[str]:
        edges = _edges_from(connection, tables, sorted(ahead))
        found.update(edges)
        return {other for _, other in edges}

    followed({*streams, *(stream for edge in found for stream in edge)}, onward)
    return found


def _edges_from(
    connection: Connection, tables: Generation, streams: Sequence[str]
) -> set[Edge]:
    kin = tables.kin
    edges: set[Edge] = set()
    for start in range(0, len(streams), STREAMS_A_QUERY):
        some = streams[start : start + STREAMS_A_QUERY]
        query = select(kin.c.stream, kin.c.other).where(kin.c.stream.in_(some))
        edges.update((row[0], row[1]) for row in connection.execute(query))
    return edges


def by_stream(lines: Iterable[Line]) -> Streams:
    """Part lines that come stream by stream."""
    return {
        stream: list(each) for stream, each in groupby(lines, lambda line: line.stream)
    }


def in_families(streams: Streams, kin: Iterable[Edge]) -> list[Streams]:
    """Part whole families from one another."""
    return [
        {stream: streams[stream] for stream in family}
        for family in families(streams, kin)
    ]
