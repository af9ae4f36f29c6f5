"""Asking the journal as a stream: newest first, filtered, paged by position."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, func, select

from domain.kernel.instants import Instant
from projections.read_model import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsWanted:
    """Which facts of the journal are asked for; what is left out does not matter."""

    names: Collection[str] = ()
    kind: str = ""
    thing: str = ""
    """The id of the thing."""
    actor: str = ""
    register: str = ""
    after: int = 0
    """Facts behind this position."""
    up_to: int
    """Facts up to this position: what K resolves to, or less."""
    effective_from: Instant | None = None
    effective_until: Instant | None = None
    """Its last instant, inside."""
    late_days: int | None = None
    """Recorded at least so many days after it happened."""


@dataclass(frozen=True, slots=True)
class FactPlace:
    """A fact by its position, and the stream it stands in."""

    position: int
    kind: str
    thing: str


def facts_page(
    now: Snapshot, wanted: FactsWanted, *, before: int | None = None, limit: int
) -> list[FactPlace]:
    """List facts, newest first, from behind a position on.

    Args:
        now: An open snapshot that has read the journal up to ``wanted.up_to``.
        wanted: The filters.
        before: Only facts before this position: the last one of the page before.
        limit: At most so many.
    """
    facts, things = now.tables.facts, now.tables.things
    query = (
        select(facts.c.position, facts.c.kind, things.c.id)
        .join(things, things.c.number == facts.c.thing)
        .where(*_conditions(now, wanted))
        .order_by(facts.c.position.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(facts.c.position < before)
    return [FactPlace(*row) for row in now.connection.execute(query)]


def facts_counted(now: Snapshot, wanted: FactsWanted) -> int:
    """Count the facts that are asked for."""
    facts = now.tables.facts
    query = select(func.count()).select_from(facts).where(*_conditions(now, wanted))
    return int(now.connection.execute(query).scalar_one())


def _conditions(now: Snapshot, wanted: FactsWanted) -> Iterator[ColumnElement[bool]]:
    facts = now.tables.facts
    yield facts.c.position <= wanted.up_to
    if wanted.after:
        yield facts.c.position > wanted.after
    if wanted.names:
        yield facts.c.name.in_(sorted(wanted.names))
    for name in ("kind", "actor", "register"):
        if value := getattr(wanted, name):
            yield facts.c[name] == value
    if wanted.thing:
        yield facts.c.thing.in_(_numbers(now.tables.things, wanted.thing))
    yield from _dated(facts, wanted)


def _numbers(things: Table, thing: str) -> ColumnElement[int]:
    return select(things.c.number).where(things.c.id == thing).scalar_subquery()


def _dated(facts: Table, wanted: FactsWanted) -> Iterator[ColumnElement[bool]]:
    if wanted.effective_from is not None:
        yield facts.c.effective >= wanted.effective_from
    if wanted.effective_until is not None:
        yield facts.c.effective <= wanted.effective_until
    if wanted.late_days is not None:
        yield facts.c.late_days >= wanted.late_days


def ids_of_kind(now: Snapshot, kind: str, *, up_to: int) -> list[str]:
    """List the ids of the streams of a kind that began by a position."""
    things = now.tables.things
    query = select(things.c.id).where(things.c.kind == kind, things.c.number <= up_to)
    return list(now.connection.execute(query.order_by(things.c.id)).scalars())


def values_in(now: Snapshot, column: str, *, up_to: int) -> list[str]:
    """List the different values of ``actor`` or ``kind`` in facts up to a position.

    One look into the index for each value, not one for each fact.
    """
    facts = now.tables.facts
    known, value = facts.c.position <= up_to, facts.c[column]
    each = select(func.min(value).label("value")).where(known).cte(recursive=True)
    following = select(func.min(value)).where(value > each.c.value, known)
    further = select(following.scalar_subquery()).where(each.c.value.is_not(None))
    found = now.connection.execute(select(each.union_all(further).c.value)).scalars()
    return [value for value in found if value is not None]
