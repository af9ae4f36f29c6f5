"""Writing the read model, set by set: all rows of a thing go and come together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sqlalchemy import Connection, Table, delete, insert

from domain.journal.lines import Line
from projections.tables import Generation
from projections.thing_rows import Record, ThingRows

THINGS_A_DELETE = 500


def replace_rows(
    connection: Connection, tables: Generation, things: Sequence[ThingRows]
) -> None:
    """Put the rows of some things in place of those they had."""
    numbers = [each.thing["number"] for each in things]
    for start in range(0, len(numbers), THINGS_A_DELETE):
        chunk = numbers[start : start + THINGS_A_DELETE]
        for table in tables.by_thing:
            connection.execute(delete(table).where(table.c.thing.in_(chunk)))
        gone = tables.things.c.number.in_(chunk)
        connection.execute(delete(tables.things).where(gone))
    insert_rows(connection, tables, things)


def insert_rows(
    connection: Connection, tables: Generation, things: Sequence[ThingRows]
) -> None:
    """Insert the rows of things that have none yet."""
    _insert(connection, tables.things, [each.thing for each in things])
    _insert(connection, tables.attributes, _all(each.attributes for each in things))
    _insert(connection, tables.shapes, _all(each.shapes for each in things))
    _insert(
        connection, tables.contributions, _all(each.contributions for each in things)
    )
    _insert(
        connection, tables.register_rows, _all(each.register_rows for each in things)
    )
    _insert(connection, tables.facts, _all(each.facts for each in things))


def whole_streams(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    """Cut sorted lines into batches of about ``size`` that never part a stream."""
    batch: list[Line] = []
    for _, stream in groupby(lines, key=lambda line: line.stream):
        batch += stream
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def _all(rows: Iterable[list[Record]]) -> list[Record]:
    return [row for each in rows for row in each]


def _insert(connection: Connection, table: Table, rows: list[Record]) -> None:
    if rows:
        connection.execute(insert(table), rows)
