"""Asking the journal as a stream: newest first, filtered, paged by position."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Table,
    false,
    func,
    select,
    union_all,
)

from domain.kernel.instants import Instant
from projections.tables.snapshot import Snapshot


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


MOST_CLASSES = 32
"""So many are asked one by one; of more there are facts wherever one looks."""


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
    things, page = now.tables.things, _page(now, wanted, before, limit).subquery()
    query = (
        select(page.c.position, things.c.kind, things.c.id)
        .join(things, things.c.number == page.c.thing)
        .order_by(page.c.position.desc())
        .limit(limit)
    )
    return [FactPlace(*row) for row in now.connection.execute(query)]


def _page(
    now: Snapshot, wanted: FactsWanted, before: int | None, limit: int
) -> Select[int, int] | CompoundSelect[int, int]:
    """Select the newest facts of each class by themselves: each is one look-up."""
    facts = now.tables.facts
    query = select(facts.c.thing, facts.c.position).where(*_conditions(now, wanted))
    if before is not None:
        query = query.where(facts.c.position < before)
    query = query.order_by(facts.c.position.desc()).limit(limit)
    classes, of = _classes(now, wanted), facts.c["class"]
    if classes is None or wanted.thing or len(classes) > MOST_CLASSES:
        # With 0 added the index by class is out of the question.
        return query if classes is None else query.where((of + 0).in_(classes))
    if not classes:
        return query.where(false())
    each = [query.where(of == code).subquery() for code in classes]
    return union_all(*(select(one.c.thing, one.c.position) for one in each))


def facts_counted(now: Snapshot, wanted: FactsWanted) -> int:
    """Count the facts that are asked for."""
    facts = now.tables.facts
    query = select(func.count()).select_from(facts).where(*_conditions(now, wanted))
    classes = _classes(now, wanted)
    if classes is not None:
        query = query.where(facts.c["class"].in_(classes))
    return int(now.connection.execute(query).scalar_one())


def _classes(now: Snapshot, wanted: FactsWanted) -> list[int] | None:
    """List the classes that are asked for; None where any will do."""
    classes = now.tables.classes
    conditions = [
        classes.c[name] == value
        for name in ("kind", "actor", "register")
        if (value := getattr(wanted, name))
    ]
    if wanted.names:
        conditions.append(classes.c.name.in_(sorted(wanted.names)))
    if not conditions:
        return None
    query = select(classes.c.code).where(*conditions).order_by(classes.c.code)
    return list(now.connection.execute(query).scalars())


def _conditions(now: Snapshot, wanted: FactsWanted) -> Iterator[ColumnElement[bool]]:
    facts = now.tables.facts
    yield facts.c.position <= wanted.up_to
    if wanted.after:
        yield facts.c.position > wanted.after
    if wanted.thing:
        yield facts.c.thing.in_(_numbers(now.tables.things, wanted.thing))
    yield from _dated(facts, wanted)


def _numbers(things: Table, thing: str) -> Select[int]:
    return select(things.c.number).where(things.c.id == thing)


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
    """List the different values of ``actor`` or ``kind`` in facts up to a position."""
    facts, classes = now.tables.facts, now.tables.classes
    used = (
        select(facts.c.position)
        .where(facts.c["class"] == classes.c.code, facts.c.position <= up_to)
        .exists()
    )
    query = select(classes.c[column]).where(used).distinct()
    return sorted(now.connection.execute(query).scalars())
