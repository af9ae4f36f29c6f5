"""The questions of ``docs/rules.md`` about all things of a kind: counts, steps, places.

See ``projections.questions.one_thing`` for how things and values are named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Select, func, select

from domain.kernel.facts import EXISTS, Value
from domain.kernel.instants import At, Instant
from domain.kernel.questions.intervals import Step
from projections.memory.arrays import NONE, Ints, Words, read_versions
from projections.memory.overlay import Periods, overlaid
from projections.memory.state import CachedColumns
from projections.tables.codes import code_of, text_of
from projections.tables.columns import table_of
from projections.tables.conditions import known, topmost
from projections.tables.shape_cells import EVERYWHERE, cell_at
from projections.tables.snapshot import Snapshot
from projections.tables.versions import of_periods

BOUNDARY = "boundary"


@dataclass(frozen=True, slots=True)
class Shape:
    """A thing with its geometry of record at (V, K): text, metres."""

    number: int
    id: str
    wkt: str


def count(  # noqa: PLR0913  (the question of docs/rules.md, word by word)
    now: Snapshot,
    kind: str,
    attribute: str,
    value: Value,
    *,
    at: At,
    columns: CachedColumns | None = None,
) -> int:
    """Count the existing things with a value; None counts those that have none.

    Args:
        now: An open snapshot that has read the journal up to K.
        kind: The kind of thing.
        attribute: Its name.
        value: What is counted.
        at: V and K.
        columns: The plots in memory, where they are: sooner asked than the tables.
    """
    if columns is not None and columns.holds(kind, attribute):
        return columns.counts(attribute, at=at).get(text_of(value), 0)
    if value is not None:
        return _counted(now, kind, attribute, at, value=text_of(value))
    valued = _counted(now, kind, attribute, at)
    return _counted(now, kind, EXISTS, at) - valued


def _counted(
    now: Snapshot,
    kind: str,
    attribute: str,
    at: At,
    value: str | None = None,
) -> int:
    """Count the things that have a value at (V, K), or this value."""
    table = table_of(now, f"{kind}.{attribute}")
    one = table.c.attribute == code_of(kind, attribute)
    won = topmost(table, one, at=at).subquery()
    query = select(func.count()).select_from(won)
    if value is not None:
        query = query.where(won.c.value == value)
    return int(now.connection.execute(query).scalar_one())


def steps(  # noqa: PLR0913  (the question of docs/rules.md, word by word)
    now: Snapshot,
    kind: str,
    attribute: str,
    value: Value,
    *,
    start: Instant,
    end: Instant,
    as_known: Instant,
    columns: CachedColumns | None = None,
) -> list[Step]:
    """Count the things with a value, or with none, as a step function (R11).

    Returns:
        Steps over [start, end) that follow one another without a gap, zeros kept.
    """
    held, words = _pieces(now, columns, kind, attribute, as_known)
    if value is not None:
        code = words.find(text_of(value))
        chosen = held.code == (NONE if code is None else code)
        ups, downs = held.start[chosen], held.end[chosen]
    else:
        lives, _ = _pieces(now, columns, kind, EXISTS, as_known)
        ups, downs = np.r_[lives.start, held.end], np.r_[lives.end, held.start]
    return _steps(ups, downs, start, end)


def _pieces(
    now: Snapshot,
    columns: CachedColumns | None,
    kind: str,
    attribute: str,
    as_known: Instant,
) -> tuple[Periods, Words]:
    """Return the history of an attribute of all things as known at K, and its words."""
    if columns is not None and columns.holds(kind, attribute):
        found = columns.pieces(attribute, as_known=as_known)
        return found, columns.words[attribute]
    words = Words()
    return pieces(now, kind, attribute, words, as_known=as_known), words


def pieces(
    now: Snapshot, kind: str, attribute: str, words: Words, *, as_known: Instant
) -> Periods:
    """Read the history of an attribute of all things as known at K from the tables."""
    rows = read_versions(now, kind, attribute, words, as_known=as_known)
    return overlaid(rows, is_period=of_periods(now, kind, attribute))


def _steps(ups: Ints, downs: Ints, start: Instant, end: Instant) -> list[Step]:
    """Sum what begins and ends; what happens before the start is there at the start."""
    instants = np.maximum(np.r_[start, ups, downs], start)
    changes = np.r_[0, np.ones(len(ups), int), np.full(len(downs), -1)]
    inside = instants < end
    when, place = np.unique(instants[inside], return_inverse=True)
    counts = np.zeros(len(when), np.int64)
    np.add.at(counts, place, changes[inside])
    changed = counts != 0
    changed[0] = True
    begins, totals = when[changed].tolist(), counts.cumsum()[changed].tolist()
    ends = [*begins[1:], end]
    return [Step(*each) for each in zip(begins, ends, totals, strict=True)]


def active(now: Snapshot, kind: str, *, at: At) -> list[str]:
    """List the ids of the things that exist at (V, K), sorted."""
    table, things = now.tables.versions, now.tables.things
    one = table.c.attribute == code_of(kind, EXISTS)
    won = topmost(table, one, at=at).subquery()
    query = select(things.c.id).where(things.c.number.in_(select(won.c.thing)))
    return sorted(row[0] for row in now.tuples(query))


def conflicts(now: Snapshot, *, as_known: Instant) -> list[int]:
    """List the positions of the facts that take effect nowhere as known at K (R15)."""
    table = now.tables.conflicts
    query = select(table.c.position).where(*known(table, as_known=as_known))
    return sorted(row[0] for row in now.tuples(query))


def shapes_at(now: Snapshot, kind: str, *, at: At) -> Sequence[Shape]:
    """List all things that have a boundary at (V, K), by id."""
    table = now.tables.shapes
    one = table.c.attribute == code_of(kind, BOUNDARY)
    won = topmost(table, one, at=at)
    return _shapes(now, won)


def shapes_near(
    now: Snapshot,
    kind: str,
    x: float,
    y: float,
    *,
    at: At,
) -> Sequence[Shape]:
    """List the things whose boundary at (V, K) may hold a point, by id.

    Args:
        now: An open snapshot that has read the journal up to K.
        kind: The kind of thing.
        x: Easting in the district's CRS, metres.
        y: Northing, metres.
        at: V and K.
    """
    table, cells = now.tables.shapes, now.tables.cells
    near = select(cells.c.thing).where(cells.c.cell.in_([cell_at(x, y), EVERYWHERE]))
    some = table.c.attribute == code_of(kind, BOUNDARY), table.c.thing.in_(near)
    return _shapes(now, topmost(table, *some, at=at))


def _shapes(now: Snapshot, won: Select[int, int, str]) -> list[Shape]:
    one, things = won.subquery(), now.tables.things
    query = (
        select(one.c.thing, things.c.id, one.c.value)
        .join(things, things.c.number == one.c.thing)
        .order_by(things.c.id)
    )
    return [Shape(*row) for row in now.tuples(query)]
