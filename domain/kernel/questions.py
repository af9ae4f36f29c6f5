"""The questions about one thing: state, history, beliefs, sum (``time.md``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.kernel.facts import ABSENT, EXISTS, Answer, Quantity, Value
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.standing import Entry, Standing, standing


@dataclass(frozen=True, slots=True)
class Period:
    """A value that holds from ``start`` on and no longer at ``end`` (R1)."""

    start: Instant
    end: Instant
    value: Value


@dataclass(frozen=True, slots=True)
class Belief:
    """An answer that was given from one knowledge date until another."""

    known_from: Instant
    known_to: Instant
    answer: Answer


def begun_at(timeline: Iterable[Standing]) -> Instant | None:
    """Return the instant from which the thing exists, if it does."""
    return min(
        (each.fact.effective for each in timeline if each.fact.begins), default=None
    )


def fold(timeline: Sequence[Standing]) -> dict[str, Value] | None:
    """Fold facts that stand, in order, into the thing's attributes; None if absent.

    A fact from before the thing existed is stranded: it is left out (R15).
    """
    begun = begun_at(timeline)
    if begun is None:
        return None
    values: dict[str, Value] = {EXISTS: True}
    for each in timeline:
        if each.fact.effective >= begun:
            values.update(each.fact.assertions())
    return values


def folded(
    entries: Sequence[Entry], *, as_of: Instant, as_known: Instant
) -> dict[str, Value] | None:
    """Return every attribute of the thing at (V, K), or None where it is absent."""
    timeline = standing(entries, as_known)
    return fold([each for each in timeline if each.fact.effective <= as_of])


def state(
    entries: Sequence[Entry], attribute: str, *, as_of: Instant, as_known: Instant
) -> Answer:
    """Answer one attribute of one thing at (V, K)."""
    values = folded(entries, as_of=as_of, as_known=as_known)
    return ABSENT if values is None else values.get(attribute)


def histories(timeline: Sequence[Standing]) -> dict[str, list[Period]]:
    """Turn facts that stand into the coalesced history of each attribute (R4, R11)."""
    begun = begun_at(timeline)
    if begun is None:
        return {}
    points: dict[str, dict[Instant, Value]] = {EXISTS: {begun: True}}
    for each in timeline:
        if each.fact.effective >= begun:
            for attribute, value in each.fact.assertions():
                points.setdefault(attribute, {})[each.fact.effective] = value
    return {name: list(_periods(changes)) for name, changes in points.items()}


def _periods(points: Mapping[Instant, Value]) -> Iterator[Period]:
    """Join change points to periods: equal neighbours merge, valueless ones go.

    Args:
        points: Value from each instant on, in order; of equal instants the last fact
            has won already, so that no period is empty (R5).
    """
    changes = iter(points.items())
    start, value = next(changes)
    for instant, following in changes:
        if following == value:
            continue
        if value is not None:
            yield Period(start, instant, value)
        start, value = instant, following
    if value is not None:
        yield Period(start, FOREVER, value)


def history(
    entries: Sequence[Entry], attribute: str, *, as_known: Instant
) -> list[Period]:
    """List the periods of one attribute as known at K, in order, coalesced."""
    return histories(standing(entries, as_known)).get(attribute, [])


def knowledge_dates(entries: Iterable[Entry]) -> list[Instant]:
    """List the recorded instants at which knowledge of the thing changed, in order."""
    return sorted({entry.recorded for entry in entries})


def beliefs(
    entries: Sequence[Entry], attribute: str, *, as_of: Instant
) -> list[Belief]:
    """List what was believed about V, over K; leading absent or none is left out."""
    answers = [
        (known, state(entries, attribute, as_of=as_of, as_known=known))
        for known in knowledge_dates(entries)
    ]
    while answers and answers[0][1] in (ABSENT, None):
        answers.pop(0)
    changes = [
        (known, answer)
        for index, (known, answer) in enumerate(answers)
        if index == 0 or answers[index - 1][1] != answer
    ]
    ends = [*(known for known, _ in changes[1:]), FOREVER]
    return [
        Belief(known, end, answer)
        for (known, answer), end in zip(changes, ends, strict=False)
    ]


def first_known(
    entries: Sequence[Entry], attribute: str, value: Answer, *, as_of: Instant
) -> Instant | None:
    """Return the earliest K at which the answer about V was ``value``, or None."""
    for known in knowledge_dates(entries):
        if state(entries, attribute, as_of=as_of, as_known=known) == value:
            return known
    return None


def total(
    entries: Sequence[Entry], measure: str, *, as_of: Instant, as_known: Instant
) -> Quantity:
    """Sum a measure over the facts effective up to V, exactly; 0 when empty."""
    return sum(
        quantity
        for each in standing(entries, as_known)
        if each.fact.effective <= as_of
        for name, quantity in each.fact.quantities()
        if name == measure
    )


def conflicts(entries: Sequence[Entry], *, as_known: Instant) -> list[int]:
    """List the positions of facts from before the thing existed (R15)."""
    timeline = standing(entries, as_known)
    begun = begun_at(timeline)
    return sorted(
        each.position
        for each in timeline
        if any(True for _ in each.fact.assertions())
        and (begun is None or each.fact.effective < begun)
    )


def count(
    things: Mapping[str, Sequence[Entry]],
    attribute: str,
    value: Value,
    *,
    as_of: Instant,
    as_known: Instant,
) -> int:
    """Count the existing things whose attribute has the value at (V, K)."""
    return sum(
        state(entries, attribute, as_of=as_of, as_known=as_known) == value
        for entries in things.values()
    )
