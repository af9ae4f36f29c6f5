"""The entries that the tables were made without: they could not be read."""

from __future__ import annotations

from sqlalchemy import select

from projections.tables.codes import UNREADABLE
from projections.tables.facts import FactPlace
from projections.tables.snapshot import Snapshot


def unreadable(now: Snapshot, *, up_to: int) -> list[FactPlace]:
    """List the entries up to a position that could not be read, by position."""
    facts, classes, things = now.tables.facts, now.tables.classes, now.tables.things
    ours = classes.c.name.startswith(UNREADABLE, autoescape=True)
    codes = list(now.connection.execute(select(classes.c.code).where(ours)).scalars())
    query = (
        select(facts.c.position, things.c.kind, things.c.id)
        .join(things, things.c.number == facts.c.thing)
        .where(facts.c["class"].in_(codes), facts.c.position <= up_to)
        .order_by(facts.c.position)
    )
    return [FactPlace(*row) for row in now.connection.execute(query)] if codes else []
