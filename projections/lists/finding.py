"""Finding things at (V, K) by a part of their id or name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, or_, select

from domain.facts import THINGS
from domain.kernel.instants import At
from projections.lists.listing import Listing, having
from projections.lists.pages import values_for
from projections.tables.snapshot import Snapshot

NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A thing that was found; its shape is text in the district's CRS, metres."""

    kind: str
    id: str
    number: int
    name: str | None
    shape: str | None


def find(now: Snapshot, text: str, *, at: At, limit: int) -> list[Found]:
    """Find existing things: first those whose id begins with the text, by id."""
    things = now.tables.things
    listings = [Listing(kind=kind, at=at) for kind in THINGS.kinds]
    exists = [things.c.number.in_(having(now, a, "exists")) for a in listings]
    named = [
        things.c.number.in_(having(now, each, NAME, contains=text))
        for each in listings
        if NAME in THINGS.attributes(each.kind)
    ]
    query = (
        select(things.c.kind, things.c.id, things.c.number)
        .where(
            or_(
                things.c.id.contains(text, autoescape=True),
                *named,
            ),
            things.c.kind.in_(THINGS.kinds),
            or_(*exists),
        )
        .order_by(
            case((things.c.id.startswith(text, autoescape=True), 0), else_=1),
            things.c.id,
            things.c.kind,
        )
        .limit(limit)
    )
    rows = [(row[0], row[1], row[2]) for row in now.connection.execute(query)]
    return _with_values(now, listings[0], rows)


def _with_values(
    now: Snapshot, asked: Listing, rows: Sequence[tuple[str, str, int]]
) -> list[Found]:
    values = values_for(now, asked, [number for _, _, number in rows])
    return [
        Found(
            kind=kind,
            id=thing,
            number=number,
            name=values[number].get(NAME),
            shape=values[number].get("boundary") or values[number].get("point"),
        )
        for kind, thing, number in rows
    ]
