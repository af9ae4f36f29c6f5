"""One attribute of all things at (V, K): one indexed query, no loop."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, func, select

from domain.kernel.instants import Instant
from projections.read_model import Snapshot
from projections.thing_rows import SHAPES


def attribute_at(
    now: Snapshot, attribute: str, *, as_of: Instant, as_known: Instant
) -> dict[int, str]:
    """Return thing number → value, for the things that have one at (V, K).

    Args:
        now: An open snapshot that has read the journal up to K.
        attribute: Kind and attribute, like ``plot.stage``.
        as_of: V.
        as_known: K.
    """
    table = now.tables.shapes if _is_shape(attribute) else now.tables.attributes
    query = select(table.c.thing, table.c.value).where(
        table.c.attribute == attribute, *_at(table, as_of=as_of, as_known=as_known)
    )
    return {thing: value for thing, value in now.connection.execute(query)}  # noqa: C416


def shapes_known(now: Snapshot, attribute: str, *, as_known: Instant) -> dict[int, str]:
    """Return thing number → its newest shape as known at K, whatever V."""
    table = now.tables.shapes
    query = select(table.c.thing, table.c.value).where(
        table.c.attribute == attribute,
        table.c.known_from <= as_known,
        table.c.known_to > as_known,
    )
    rows = now.connection.execute(query.order_by(table.c.valid_from))
    return {thing: value for thing, value in rows}  # noqa: C416


def attributes_like(
    now: Snapshot, prefix: str, *, as_of: Instant, as_known: Instant
) -> list[tuple[int, str, str]]:
    """Return thing number, attribute and value, for attributes with a prefix."""
    table = now.tables.attributes
    query = select(table.c.thing, table.c.attribute, table.c.value).where(
        table.c.attribute.startswith(prefix, autoescape=True),
        *_at(table, as_of=as_of, as_known=as_known),
    )
    ordered = query.order_by(table.c.attribute)
    return [(row[0], row[1], row[2]) for row in now.connection.execute(ordered)]


def totals_at(
    now: Snapshot, measure: str, *, as_of: Instant, as_known: Instant
) -> dict[int, int]:
    """Return thing number → sum of a measure up to V, for things that have any."""
    table = now.tables.contributions
    query = (
        select(table.c.thing, *_exact_sum(table))
        .where(
            table.c.measure == measure,
            table.c.effective <= as_of,
            table.c.known_from <= as_known,
            table.c.known_to > as_known,
        )
        .group_by(table.c.thing)
    )
    rows = now.connection.execute(query)
    return {thing: _joined(high, low) for thing, high, low in rows}


def values_of(
    now: Snapshot, number: int, *, as_of: Instant, as_known: Instant
) -> dict[str, str]:
    """Return attribute → value of one thing at (V, K)."""
    values: dict[str, str] = {}
    for table in (now.tables.attributes, now.tables.shapes):
        query = select(table.c.attribute, table.c.value).where(
            table.c.thing == number, *_at(table, as_of=as_of, as_known=as_known)
        )
        values |= {name: value for name, value in now.connection.execute(query)}  # noqa: C416
    return values


def total_of(
    now: Snapshot, number: int, measure: str, *, as_of: Instant, as_known: Instant
) -> int:
    """Return the sum of a measure of one thing up to V."""
    table = now.tables.contributions
    query = select(*_exact_sum(table)).where(
        table.c.measure == measure,
        table.c.thing == number,
        table.c.effective <= as_of,
        table.c.known_from <= as_known,
        table.c.known_to > as_known,
    )
    high, low = now.connection.execute(query).one()
    return _joined(high, low)


PART = 10**9


def _exact_sum(table: Table) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Sum in two parts: a sum of any size stays exact where one column overflows."""
    quantity = table.c.quantity
    low = quantity % PART
    return func.sum((quantity - low) // PART), func.sum(low)


def _joined(high: int | None, low: int | None) -> int:
    return int(high or 0) * PART + int(low or 0)


def ids_of(now: Snapshot, kind: str) -> dict[int, str]:
    """Return thing number → id, for all things of a kind ever recorded, by id."""
    table = now.tables.things
    query = select(table.c.number, table.c.id).where(table.c.kind == kind)
    rows = now.connection.execute(query.order_by(table.c.id))
    return {number: thing for number, thing in rows}  # noqa: C416


def id_of(now: Snapshot, kind: str, number: int) -> str | None:
    """Return the id of the thing with a number."""
    table = now.tables.things
    query = select(table.c.id).where(table.c.kind == kind, table.c.number == number)
    return now.connection.execute(query).scalar()


def register_things(now: Snapshot, register: str) -> list[str]:
    """Return the streams of all things that a register ever stated something of."""
    rows, things = now.tables.register_rows, now.tables.things
    query = (
        select(things.c.kind, things.c.id)
        .join(rows, rows.c.thing == things.c.number)
        .where(rows.c.register == register)
        .order_by(things.c.number)
    )
    return [f"{kind}:{thing}" for kind, thing in now.connection.execute(query)]


def _is_shape(attribute: str) -> bool:
    return attribute.partition(".")[2] in SHAPES


def _at(
    table: Table, *, as_of: Instant, as_known: Instant
) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.valid_from <= as_of,
        table.c.valid_to > as_of,
        table.c.known_from <= as_known,
        table.c.known_to > as_known,
    )
