"""Which version answers at (V, K): the one question that all others are made of."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select

from domain.kernel.instants import At, Instant


def topmost(
    table: Table,
    *where: ColumnElement[bool],
    at: At,
) -> Select[int, int, str]:
    """Select attribute, thing and value at (V, K), where there is a value.

    Of the versions that cover (V, K) the one of the highest rank answers. SQLite takes
    a bare column from the row of the maximum; PostgreSQL will need ``DISTINCT ON``.

    Args:
        table: Of versions, or of shapes.
        where: Which attributes, which things.
        at: V and K.
    """
    return (
        select(table.c.attribute, table.c.thing, table.c.value)
        .where(*where, *valid_at(table, at=at))
        .group_by(table.c.attribute, table.c.thing)
        .having(func.max(table.c.rank) >= 0, table.c.value.is_not(None))
    )


def valid_at(table: Table, *, at: At) -> tuple[ColumnElement[bool], ...]:
    """Match the versions that cover (V, K)."""
    return *at_v(table, as_of=at.as_of), *known(table, as_known=at.as_known)


def at_v(table: Table, *, as_of: Instant) -> tuple[ColumnElement[bool], ...]:
    """Match the versions that cover V."""
    return table.c.start <= as_of, table.c.end > as_of


def effective_by(table: Table, *, at: At) -> tuple[ColumnElement[bool], ...]:
    """Match what adds to a sum up to V as known at K."""
    return table.c.effective <= at.as_of, *known(table, as_known=at.as_known)


def known_once(table: Table, known: tuple[Instant, Instant]) -> ColumnElement[bool]:
    """Match the rows that are known at one of two dates, the earlier first, alone."""
    before, after = known
    lost = table.c.known_from <= before, table.c.known_to > before
    learnt = table.c.known_from <= after, table.c.known_to > after
    return or_(
        and_(*lost, table.c.known_to <= after),
        and_(*learnt, table.c.known_from > before),
    )


def known(table: Table, *, as_known: Instant) -> tuple[ColumnElement[bool], ...]:
    """Match the rows that are known at K."""
    return table.c.known_from <= as_known, table.c.known_to > as_known
