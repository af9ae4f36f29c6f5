"""The questions about an interval of time at one K: steps, both, days (R11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from domain.kernel.facts import Value
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions.intervals import (
    Interval,
    Step,
    both_of,
    days_of,
    intervals_of,
    steps_of,
)
from domain.kernel.questions.states import all_answers, answers_by_thing


class Holding(NamedTuple):
    """That an attribute of a thing has a value; None is that it has none."""

    thing: str
    attribute: str
    value: Value


def steps(  # noqa: PLR0913  (the question of docs/rules.md, word by word)
    entries: Sequence[Entry],
    kind: str,
    attribute: str,
    value: Value,
    *,
    start: Instant,
    end: Instant,
    as_known: Instant,
) -> list[Step]:
    """Count the things that have the value as a step function over [start, end)."""
    things = answers_by_thing(entries, kind, attribute, as_known=as_known)
    return steps_of(things, value, start, end)


def both(
    entries: Sequence[Entry], one: Holding, other: Holding, *, as_known: Instant
) -> list[Interval]:
    """List the maximal periods in which both hold."""
    found = [
        intervals_of(
            all_answers(entries, holding.thing, holding.attribute, as_known=as_known),
            holding.value,
        )
        for holding in (one, other)
    ]
    return both_of(*found)


def days(
    entries: Sequence[Entry],
    holding: Holding,
    *,
    first: date,
    end: date,
    as_known: Instant,
) -> list[date]:
    """List the civil days in [first, end) at whose last microsecond it holds."""
    thing, attribute, value = holding
    pieces = all_answers(entries, thing, attribute, as_known=as_known)
    return days_of(pieces, value, first, end)
