"""The fast path: a thing registered first, whose one life was never revised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TypeGuard

from domain.kernel.facts import EXISTS, Fact, PeriodFact, Redrawing, WorldFact
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.live_facts import Entry, FactVersion
from domain.kernel.resolved import Contribution, Relation, Version


def is_unrevised(entries: Sequence[Entry]) -> bool:
    """Tell whether a thing was registered first, and nothing of it ever revised.

    Then it has one life, in which everything takes effect: eight things of ten, for
    which the way of all others would take several times as long.
    """
    if not entries or not _begins(first := entries[0].fact):
        return False
    thing, begun = entries[0].thing, first.effective
    for entry in entries[1:]:
        fact = entry.fact
        if not _goes_on(type(fact)) or not _lies_in(fact, begun):
            return False
        if entry.thing != thing:
            return False
    return True


def has_steady_life(facts: Sequence[FactVersion]) -> bool:
    """Tell whether only such facts were revised as neither begin nor end the thing.

    And none of them, however corrected, lies before the thing's beginning.
    """
    if not facts or facts[0].known_to != FOREVER or not _begins(facts[0].live.fact):
        return False
    thing, begun = facts[0].live.thing, facts[0].live.fact.effective
    return all(
        _goes_on(type(live.fact)) and _lies_in(live.fact, begun) and live.thing == thing
        for live, _, _ in facts[1:]
    )


def _begins(fact: Fact) -> TypeGuard[WorldFact]:
    return (
        isinstance(fact, WorldFact) and fact.begins and not isinstance(fact, Redrawing)
    )


@cache
def _goes_on(kind: type[Fact]) -> bool:
    """Tell whether facts of a class only assert something of a thing that lives on."""
    if not issubclass(kind, WorldFact) or issubclass(kind, Redrawing):
        return False
    return not kind.begins


def _lies_in(fact: Fact, begun: Instant) -> TypeGuard[WorldFact]:
    """Tell whether a fact lies in a life that never ends, whole and not empty."""
    if not isinstance(fact, WorldFact) or fact.effective < begun:
        return False
    return not isinstance(fact, PeriodFact) or fact.effective < _end(fact)


def _end(fact: WorldFact) -> Instant:
    """Return the first instant outside: a change point holds until the end of life."""
    if not isinstance(fact, PeriodFact) or fact.until is None:
        return FOREVER
    return fact.until


DatedFact = tuple[WorldFact, int, str, Instant, Instant]
"""A fact, its position, its thing, and from when until when it is known so."""


def unrevised(entries: Iterable[Entry]) -> Relation:
    """Resolve a thing whose facts all stand as they were recorded."""
    return _in_one_life(
        (fact, entry.position, entry.thing, entry.recorded, FOREVER)
        for entry in entries
        if isinstance(fact := entry.fact, WorldFact)
    )


def revised(facts: Iterable[FactVersion]) -> Relation:
    """Resolve a thing whose facts come and go, and whose life does not."""
    return _in_one_life(
        (live.fact, live.position, live.thing, since, until)
        for live, since, until in facts
    )


def _in_one_life(facts: Iterable[DatedFact]) -> Relation:
    """Let every fact take effect until the end of all days."""
    versions: list[Version] = []
    contributions: list[Contribution] = []
    for fact, position, thing, since, until in facts:
        start, end, is_period = fact.effective, FOREVER, isinstance(fact, PeriodFact)
        if is_period:
            end = _end(fact)
        if fact.begins:
            versions.append(_life(thing, start, since, until, position))
        for name, value in fact.assertions():
            row = Version(
                thing, name, start, end, since, until, value, position, is_period
            )
            versions.append(row)
        if fact.measures:
            contributions += [
                Contribution(thing, name, start, since, until, quantity, position)
                for name, quantity in fact.quantities()
            ]
    return Relation(versions, contributions, (), ())


def _life(
    thing: str, start: Instant, since: Instant, until: Instant, position: int
) -> Version:
    value, is_period = True, False
    return Version(
        thing, EXISTS, start, FOREVER, since, until, value, position, is_period
    )
