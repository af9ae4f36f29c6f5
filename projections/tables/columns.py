"""One attribute of all things at (V, K): one indexed query, no loop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from sqlalchemy import ColumnElement, Table, func, select

from domain.kernel.instants import At
from projections.tables.codes import code_of, is_long
from projections.tables.conditions import effective_by, topmost
from projections.tables.snapshot import Snapshot


def attribute_at(now: Snapshot, attribute: str, *, at: At) -> dict[int, str]:
    """Return thing number → value, for the things that have one at (V, K).

    Args:
        now: An open snapshot that has read the journal up to K.
        attribute: Kind and attribute, like ``plot.stage``.
        at: V and K.
    """
    table = table_of(now, attribute)
    one = table.c.attribute == code(attribute)
    won = topmost(table, one, at=at)
    return now.mapping(won.with_only_columns(table.c.thing, table.c.value))


def attributes_like(
    now: Snapshot, prefix: str, *, at: At
) -> list[tuple[int, str, str]]:
    """Return thing number, attribute and value, for attributes with a prefix."""
    names = {of: name for of, name in names_of(now).items() if name.startswith(prefix)}
    table = now.tables.versions
    which = table.c.attribute.in_(names)
    won = topmost(table, which, at=at)
    rows = [(thing, names[of], value) for of, thing, value in now.tuples(won)]
    return sorted(rows, key=lambda row: row[1])


def names_of(now: Snapshot) -> dict[int, str]:
    """Return code → kind and attribute, like ``plot.stage``."""
    table = now.tables.attributes
    query = select(table.c.code, table.c.kind, table.c.name)
    return {of: f"{kind}.{name}" for of, kind, name in now.tuples(query)}


def totals_at(
    now: Snapshot,
    measure: str,
    *,
    at: At,
    things: Sequence[int] | None = None,
) -> dict[int, int]:
    """Return thing number → sum of a measure up to V, for things that have any.

    Args:
        now: An open snapshot that has read the journal up to K.
        measure: Kind and measure, like ``plot.amount``.
        at: V and K.
        things: Numbers of a few things; None for all.
    """
    table = now.tables.contributions
    query = (
        select(table.c.thing, *exact_sum(table))
        .where(
            table.c.measure == code(measure),
            *effective_by(table, at=at),
        )
        .group_by(table.c.thing)
    )
    if things is not None:
        query = query.where(table.c.thing.in_(things))
    return {thing: joined_sum(high, low) for thing, high, low in now.tuples(query)}


def values_of(now: Snapshot, number: int, *, at: At) -> dict[str, str]:
    """Return attribute → value of one thing at (V, K)."""
    found = values_of_some(now, [number], at=at)
    return found[number]


def values_of_some(
    now: Snapshot, numbers: Iterable[int], *, at: At
) -> dict[int, dict[str, str]]:
    """Return, for each of some things, attribute → value at (V, K)."""
    names, found = names_of(now), {number: dict[str, str]() for number in numbers}
    for table in (now.tables.versions, now.tables.shapes):
        some = table.c.attribute.in_(names), table.c.thing.in_(found)
        won = topmost(table, *some, at=at)
        for of, thing, value in now.tuples(won):
            found[thing][names[of]] = value
    return found


def total_of(now: Snapshot, number: int, measure: str, *, at: At) -> int:
    """Return the sum of a measure of one thing up to V."""
    table = now.tables.contributions
    query = select(*exact_sum(table)).where(
        table.c.measure == code(measure),
        table.c.thing == number,
        *effective_by(table, at=at),
    )
    high, low = now.connection.execute(query).one()
    return joined_sum(high, low)


PART = 10**9


def exact_sum(table: Table) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Sum in two parts: a sum of any size stays exact where one column overflows."""
    quantity = table.c.quantity
    low = quantity % PART
    return func.sum((quantity - low) // PART), func.sum(low)


def joined_sum(high: int | None, low: int | None) -> int:
    """Put the two parts of an exact sum together; of nothing it is 0."""
    return int(high or 0) * PART + int(low or 0)


def ids_of(
    now: Snapshot, kind: str, things: Sequence[int] | None = None
) -> dict[int, str]:
    """Return thing number → id, for all things of a kind ever recorded, by id.

    Args:
        now: An open snapshot.
        kind: The kind of thing.
        things: Numbers of a few things; None for all.
    """
    table = now.tables.things
    query = select(table.c.number, table.c.id).where(table.c.kind == kind)
    if things is not None:
        query = query.where(table.c.number.in_(things))
    return dict(now.tuples(query.order_by(table.c.id)))


def ordered_by_id(now: Snapshot, kind: str) -> Iterator[int]:
    """Yield the numbers of all things of a kind ever recorded, in the order of ids."""
    table = now.tables.things
    query = select(table.c.number).where(table.c.kind == kind).order_by(table.c.id)
    return chain.from_iterable(now.tuples(query))


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


def number_of(now: Snapshot, kind: str, thing: str) -> int | None:
    """Return the number of the thing with an id."""
    table = now.tables.things
    query = select(table.c.number).where(table.c.kind == kind, table.c.id == thing)
    return now.connection.execute(query).scalar()


def code(attribute: str) -> int:
    """Return the code of a kind and attribute, like ``plot.stage``."""
    kind, _, name = attribute.partition(".")
    return code_of(kind, name)


def table_of(now: Snapshot, attribute: str) -> Table:
    """Return the table that an attribute's versions are in."""
    kind, _, name = attribute.partition(".")
    return now.tables.shapes if is_long(kind, name) else now.tables.versions
