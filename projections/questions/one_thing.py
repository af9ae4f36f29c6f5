"""The questions of ``docs/rules.md`` about one or two things, answered by index.

A thing is named by its kind and id, or, in a ``Holding``, by its stream. Values are
texts, as ``codes.text_of`` writes them (a decimal without trailing zeros); only
``exists`` is True. ABSENT, None (*none*) and a text are kept apart (R3). Every function
takes a snapshot that has read the journal up to K.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from domain.kernel.facts import ABSENT, EXISTS, Answer, Quantity
from domain.kernel.instants import At, Instant
from domain.kernel.periods import Answered, Period
from domain.kernel.questions.intervals import Interval, both_of, days_of, intervals_of
from domain.kernel.questions.over_time import Holding
from domain.kernel.questions.versions import (
    Belief,
    Rectangle,
    answers_of,
    beliefs_of,
    first_known_of,
    history_of,
    rectangles_of,
)
from domain.things.registration import thing_of
from projections.tables.codes import quantity_of
from projections.tables.columns import number_of, total_of, values_of
from projections.tables.conditions import known
from projections.tables.snapshot import Snapshot
from projections.tables.versions import value_at, versions_of


def state(
    now: Snapshot,
    kind: str,
    thing: str,
    attribute: str,
    *,
    at: At,
) -> Answer:
    """Answer one attribute of one thing at (V, K); its boundary too."""
    if (value := value_at(now, kind, thing, attribute, at=at)) is not None:
        return True if attribute == EXISTS else value
    exists = value_at(now, kind, thing, EXISTS, at=at)
    return ABSENT if exists is None else None


def states(now: Snapshot, kind: str, thing: str, *, at: At) -> Mapping[str, str] | None:
    """Return all attributes that have a value at (V, K); None where it is absent."""
    number = number_of(now, kind, thing)
    if number is None:
        return None
    values = values_of(now, number, at=at)
    found = {name.partition(".")[2]: value for name, value in values.items()}
    return found if EXISTS in found else None


def history(
    now: Snapshot, kind: str, thing: str, attribute: str, *, as_known: Instant
) -> list[Period]:
    """List the periods of one attribute as known at K, in order, coalesced."""
    rows = versions_of(now, kind, thing, attribute)
    return history_of(rows, as_known=as_known)


def answers(
    now: Snapshot, kind: str, thing: str, attribute: str, *, as_known: Instant
) -> list[Answered]:
    """Answer one attribute for all V as known at K, blanks included."""
    rows = versions_of(now, kind, thing, attribute)
    lives = versions_of(now, kind, thing, EXISTS)
    return answers_of(rows, lives, as_known=as_known)


def beliefs(
    now: Snapshot, kind: str, thing: str, attribute: str, *, as_of: Instant
) -> list[Belief]:
    """List what was believed about V, over K; leading absent or none is left out."""
    rows = versions_of(now, kind, thing, attribute)
    lives = versions_of(now, kind, thing, EXISTS)
    return beliefs_of(rows, lives, as_of=as_of)


def first_known(  # noqa: PLR0913  (the question of docs/rules.md, word by word)
    now: Snapshot,
    kind: str,
    thing: str,
    attribute: str,
    value: Answer,
    *,
    as_of: Instant,
) -> Instant | None:
    """Return the earliest K at which the answer about V was ``value``, or None."""
    rows = versions_of(now, kind, thing, attribute)
    lives = versions_of(now, kind, thing, EXISTS)
    return first_known_of(rows, lives, value, as_of=as_of)


def rectangles(now: Snapshot, kind: str, thing: str, attribute: str) -> list[Rectangle]:
    """List the full relation of one attribute, by known-from, then valid-from."""
    return rectangles_of(attribute, versions_of(now, kind, thing, attribute))


def both(
    now: Snapshot, one: Holding, other: Holding, *, as_known: Instant
) -> list[Interval]:
    """List the maximal periods in which both hold."""
    intervals = (
        intervals_of(_answers(now, each, as_known), each.value) for each in (one, other)
    )
    return both_of(*intervals)


def days(
    now: Snapshot, holding: Holding, *, first: date, end: date, as_known: Instant
) -> list[date]:
    """List the civil days in [first, end) at whose last microsecond it holds."""
    return days_of(_answers(now, holding, as_known), holding.value, first, end)


def _answers(now: Snapshot, holding: Holding, as_known: Instant) -> list[Answered]:
    kind, thing = thing_of(holding.thing)
    return answers(now, kind, thing, holding.attribute, as_known=as_known)


def total(
    now: Snapshot,
    kind: str,
    thing: str,
    measure: str,
    *,
    at: At,
) -> Quantity:
    """Sum a measure up to V: money in its smallest unit, an area in m²."""
    number = number_of(now, kind, thing)
    if number is None:
        return quantity_of(kind, measure, 0)
    name = f"{kind}.{measure}"
    found = total_of(now, number, name, at=at)
    return quantity_of(kind, measure, found)


def ancestors(now: Snapshot, kind: str, thing: str, *, as_known: Instant) -> list[str]:
    """List all former things that a thing came from, near and far, by stream (R14)."""
    descents, things = now.tables.descents, now.tables.things
    is_known = known(descents, as_known=as_known)
    child = things.c.number == descents.c.thing
    one = things.c.kind == kind, things.c.id == thing
    near = select(descents.c.parent).join(things, child).where(*one, *is_known)
    former = near.cte("former", recursive=True)
    grown = descents.c.thing == former.c.parent
    older = select(descents.c.parent).join(former, grown).where(*is_known)
    former = former.union(older)
    named = select(things.c.kind, things.c.id).where(
        things.c.number.in_(select(former.c.parent))
    )
    return sorted(f"{row[0]}:{row[1]}" for row in now.connection.execute(named))
