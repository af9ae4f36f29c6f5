"""The queries of time.md, as slow and obvious as possible, to compare with.

Written from the rules R1-R7, R11, R15 and R16 alone. Nothing here is shared with
``domain.kernel`` but its types.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_type_hints

import msgspec
from msgspec import structs

from domain.kernel.facts import (
    ABSENT,
    EXISTS,
    Answer,
    FactCorrected,
    FactWithdrawn,
    Quantity,
    Value,
    WorldFact,
)
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.questions import Belief, Period
from domain.kernel.rectangles import Rectangle
from domain.kernel.standing import Entry

Live = list[tuple[int, WorldFact]]
"""Positions and facts that take part at some K, in R5's order."""


def known(entries: Sequence[Entry], k: Instant) -> list[Entry]:
    """Return the facts that R2 lets an answer for K use."""
    return [entry for entry in entries if entry.recorded <= k]


def withdrawn(entries: Sequence[Entry], position: int) -> bool:
    """Tell whether a withdrawal of ``position`` stands: not withdrawn itself (R6)."""
    return any(
        isinstance(entry.fact, FactWithdrawn)
        and entry.fact.target == position
        and not withdrawn(entries, entry.position)
        for entry in entries
    )


def corrected_in_the_end(entries: Sequence[Entry], position: int) -> int:
    """Follow a chain of corrections down to the fact it is about."""
    for entry in entries:
        if entry.position == position and isinstance(entry.fact, FactCorrected):
            return corrected_in_the_end(entries, entry.fact.target)
    return position


def as_corrected(entries: Sequence[Entry], position: int, fact: WorldFact) -> WorldFact:
    """Replace members by the live corrections, one by one in journal order (R7)."""
    types = get_type_hints(type(fact))
    for entry in sorted(entries, key=lambda each: each.position):
        if (
            isinstance(entry.fact, FactCorrected)
            and corrected_in_the_end(entries, entry.position) == position
            and not withdrawn(entries, entry.position)
        ):
            for name, value in entry.fact.changes.items():
                member = msgspec.convert(value, types[name])
                fact = structs.replace(fact, **{name: member})
    return fact


def live(entries: Sequence[Entry], k: Instant) -> Live:
    """Return what is left of the facts known at K after R6 and R7, ordered by R5."""
    then = known(entries, k)
    facts = [
        (entry.position, as_corrected(then, entry.position, entry.fact))
        for entry in then
        if isinstance(entry.fact, WorldFact) and not withdrawn(then, entry.position)
    ]
    return sorted(facts, key=lambda pair: (pair[1].effective, pair[0]))


def begins(facts: Live) -> Instant:
    """Return from when on the thing exists; the end of time if it never does."""
    return min((f.effective for _, f in facts if f.begins), default=FOREVER)


def state_of(facts: Live, attribute: str, v: Instant) -> Answer:
    """Read the attribute at V off the facts that take part."""
    begun = begins(facts)
    if v < begun:
        return ABSENT
    answer: Value = True if attribute == EXISTS else None
    for _, fact in facts:
        if begun <= fact.effective <= v:
            for name, value in fact.assertions():
                if name == attribute:
                    answer = value
    return answer


def state(entries: Sequence[Entry], attribute: str, v: Instant, k: Instant) -> Answer:
    """Answer absent, none or the value (R3, R4)."""
    return state_of(live(entries, k), attribute, v)


def history(entries: Sequence[Entry], attribute: str, k: Instant) -> list[Period]:
    """Ask for the state at every effective point, and join equal neighbours (R11)."""
    facts = live(entries, k)
    points = sorted({fact.effective for _, fact in facts})
    periods: list[Period] = []
    for start, end in zip(points, [*points, FOREVER][1:], strict=True):
        answer = state_of(facts, attribute, start)
        if answer is None or answer is ABSENT:
            continue
        if periods and periods[-1].end == start and periods[-1].value == answer:
            start = periods.pop().start  # noqa: PLW2901  (the period grows)
        periods.append(Period(start, end, answer))
    return periods


def spans_of_knowledge(entries: Sequence[Entry]) -> list[tuple[Instant, Instant]]:
    """Cut K at every recorded instant."""
    dates = sorted({entry.recorded for entry in entries})
    return list(zip(dates, [*dates, FOREVER][1:], strict=True))


def beliefs(entries: Sequence[Entry], attribute: str, v: Instant) -> list[Belief]:
    """Ask at every knowledge date what the answer about V is, and join equal ones."""
    found: list[Belief] = []
    for start, end in spans_of_knowledge(entries):
        answer = state(entries, attribute, v, start)
        if not found and (answer is None or answer is ABSENT):
            continue
        if found and found[-1].answer == answer:
            start = found.pop().known_from  # noqa: PLW2901  (the belief grows)
        found.append(Belief(start, end, answer))
    return found


def rectangles(entries: Sequence[Entry], attribute: str) -> list[Rectangle]:
    """Stack the histories of all knowledge dates; a row ends where its period does."""
    rows: dict[Period, list[tuple[Instant, Instant]]] = {}
    for start, end in spans_of_knowledge(entries):
        for period in history(entries, attribute, start):
            spans = rows.setdefault(period, [])
            if spans and spans[-1][1] == start:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    found = [
        Rectangle(attribute, *span, period.start, period.end, period.value)
        for period, spans in rows.items()
        for span in spans
    ]
    return sorted(found, key=lambda row: (row.known_from, row.valid_from))


def first_known(
    entries: Sequence[Entry], attribute: str, v: Instant, value: Answer
) -> Instant | None:
    """Try one recorded instant after the other, earliest first."""
    for start, _ in spans_of_knowledge(entries):
        if state(entries, attribute, v, start) == value:
            return start
    return None


def total(entries: Sequence[Entry], measure: str, v: Instant, k: Instant) -> Quantity:
    """Add what every fact effective up to V says, stranded or not (R15, R16)."""
    return sum(
        quantity
        for _, fact in live(entries, k)
        if fact.effective <= v
        for name, quantity in fact.quantities()
        if name == measure
    )


def conflicts(entries: Sequence[Entry], k: Instant) -> list[int]:
    """List the facts effective where their thing does not exist (R15).

    A fact that only adds an amount is applied regardless, so it is not stranded.
    """
    facts = live(entries, k)
    return sorted(
        position
        for position, fact in facts
        if fact.effective < begins(facts) and list(fact.assertions())
    )


def count(
    things: Mapping[str, Sequence[Entry]],
    attribute: str,
    value: Value,
    v: Instant,
    k: Instant,
) -> int:
    """Count the things one by one."""
    return sum(state(entries, attribute, v, k) == value for entries in things.values())


def diff(
    things: Mapping[str, Sequence[Entry]],
    attribute: str,
    v: Instant,
    k1: Instant,
    k2: Instant,
) -> dict[str, tuple[Answer, Answer]]:
    """Ask each thing twice, and keep those that answer differently."""
    both = {
        thing: (state(entries, attribute, v, k1), state(entries, attribute, v, k2))
        for thing, entries in things.items()
    }
    return {
        thing: answers for thing, answers in both.items() if answers[0] != answers[1]
    }
