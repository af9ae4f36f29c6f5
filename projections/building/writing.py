"""Writing rows: all of a family's go and come together, or they only come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from sqlalchemy import Connection, Table

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
    connection: Connection, tables: Generation, numbers: Sequence[object]
) -> None:
    """Delete by whole keys: the first column of most is the attribute's code."""
    for table in tables.replaced:
        statement = _deletion(table, tables.attributes, len(numbers))
        connection.exec_driver_sql(statement, tuple(numbers))


@lru_cache(maxsize=64)
def _deletion(table: Table, attributes: Table, things: int) -> str:
    """Write the statement once: one fact takes eight, each longer made than done."""
    first = next(iter(table.c)).name
    codes = f"{first} IN (SELECT code FROM {attributes.name}) AND "  # noqa: S608
    those = f"thing IN ({', '.join('?' * things)})"
    by_code = "" if first == "thing" else codes
    return f"DELETE FROM {table.name} WHERE {by_code}{those}"  # noqa: S608


@cache
def _insertion(table: Table, *, or_nothing: bool) -> str:
    """Write the statement once: SQLAlchemy's own takes longer than the rows."""
    values = ", ".join("?" * len(table.c))
    conflict = " ON CONFLICT DO NOTHING" if or_nothing else ""
    return f"INSERT INTO {table.name} VALUES ({values}){conflict}"  # noqa: S608
