"""The versions of one attribute of one thing, read back for the kernel's functions."""

from __future__ import annotations

from itertools import starmap

import msgspec
from msgspec import structs
from sqlalchemy import ScalarSelect, select

from domain.kernel.facts import EXISTS, Value
from domain.kernel.instants import At, Instant
from projections.tables.codes import code_of
from projections.tables.columns import table_of
from projections.tables.conditions import topmost
from projections.tables.snapshot import Snapshot


class KeptVersion(msgspec.Struct, frozen=True, gc=False):
    """A version as it is kept: its value is text, True where it says ``exists``."""

    start: Instant
    end: Instant
    known_from: Instant
    known_to: Instant
    value: Value
    position: int
    is_period: bool


def versions_of(
    now: Snapshot, kind: str, thing: str, attribute: str
) -> list[KeptVersion]:
    """Return all versions of one attribute of one thing, by rank."""
    table = table_of(now, f"{kind}.{attribute}")
    names = KeptVersion.__struct_fields__[:-1]
    query = (
        select(*(table.c[name] for name in names))
        .where(
            table.c.attribute == code_of(kind, attribute),
            table.c.thing == number_like(now, kind, thing),
        )
        .order_by(table.c.rank)
    )
    rows = now.connection.execute(query).all()
    is_period = bool(rows) and of_periods(now, kind, attribute)
    found = list(starmap(KeptVersion, ((*row, is_period) for row in rows)))
    return [_lived(each) for each in found] if attribute == EXISTS else found


def value_at(
    now: Snapshot,
    kind: str,
    thing: str,
    attribute: str,
    *,
    at: At,
) -> str | None:
    """Return the value of one attribute of one thing at (V, K), if it has one."""
    table = table_of(now, f"{kind}.{attribute}")
    one = (
        table.c.attribute == code_of(kind, attribute),
        table.c.thing == number_like(now, kind, thing),
    )
    won = topmost(table, *one, at=at)
    return now.connection.execute(won.with_only_columns(table.c.value)).scalar()


def number_like(now: Snapshot, kind: str, thing: str) -> ScalarSelect[int]:
    """Select the number of the thing with an id."""
    things = now.tables.things
    one = things.c.kind == kind, things.c.id == thing
    return select(things.c.number).where(*one).scalar_subquery()


def of_periods(now: Snapshot, kind: str, attribute: str) -> bool:
    """Tell whether an attribute is one of periods (R10)."""
    table = now.tables.attributes
    query = select(table.c.is_period).where(table.c.code == code_of(kind, attribute))
    return bool(now.connection.execute(query).scalar())


def _lived(version: KeptVersion) -> KeptVersion:
    return structs.replace(version, value=True)
