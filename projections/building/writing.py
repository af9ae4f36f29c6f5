"""Writing rows: all of a family's go and come together, or they only come."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache

from sqlalchemy import Connection, Table, delete, select

from projections.building.batch import Batch, Row
from projections.tables.layout import Generation

THINGS_A_DELETE = 500

Execute = Callable[[str, list[Row]], object]
"""Carries out one statement for each row."""


def insert_batch(execute: Execute, tables: Generation, batch: Batch) -> None:
    """Insert the rows of families that have none yet."""
    for name, rows in batch.added():
        if rows:
            execute(_insertion(getattr(tables, name), or_nothing=True), rows)
    for name, rows in batch.written():
        if rows:
            execute(_insertion(getattr(tables, name), or_nothing=False), rows)


def replace_batch(connection: Connection, tables: Generation, batch: Batch) -> None:
    """Put the rows of some families in place of those they had."""
    numbers = [row[0] for row in batch.things]
    for start in range(0, len(numbers), THINGS_A_DELETE):
        _delete(connection, tables, numbers[start : start + THINGS_A_DELETE])
    insert_batch(connection.exec_driver_sql, tables, batch)


def _delete(
    connection: Connection, tables: Generation, numbers: Collection[object]
) -> None:
    """Delete by whole keys: the first column of most is the attribute's code."""
    codes = select(tables.attributes.c.code)
    for table in tables.replaced:
        first = next(iter(table.c))
        gone = delete(table).where(table.c.thing.in_(numbers))
        if first.name != "thing":
            gone = gone.where(first.in_(codes))
        connection.execute(gone)


@cache
def _insertion(table: Table, *, or_nothing: bool) -> str:
    """Write the statement once: SQLAlchemy's own takes longer than the rows."""
    values = ", ".join("?" * len(table.c))
    conflict = " ON CONFLICT DO NOTHING" if or_nothing else ""
    return f"INSERT INTO {table.name} VALUES ({values}){conflict}"  # noqa: S608
