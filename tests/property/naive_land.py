"""What exists, and what is said of it, as slow and obvious as possible: R10, R14, R15.

Everything here is about one K: a ``World`` is what was held to be true then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.kernel.facts import (
    ABSENT,
    EXISTS,
    Answer,
    PeriodFact,
    Redrawing,
    Redrawn,
    Value,
)
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.live_facts import Entry
from tests.property.naive import Live, live


class Life(NamedTuple):
    """A thing exists from ``start`` on and no longer at ``end`` (R1)."""

    start: Instant
    end: Instant


@dataclass(frozen=True)
class World:
    """The facts that stand at one K, and when things exist."""

    facts: Sequence[Live]
    lives: Mapping[str, Sequence[Life]]
    applied: frozenset[int]
    """Positions of the redrawings that apply, and of what began a life."""


class _Walk:
    """Goes through registrations and redrawings, the earliest first."""

    def __init__(self) -> None:
        self.lives: dict[str, list[Life]] = {}
        self.applied: set[int] = set()

    def lives_on(self, thing: str) -> bool:
        return any(life.end == FOREVER for life in self.lives.get(thing, []))

    def begin(self, thing: str, at: Instant) -> None:
        self.lives.setdefault(thing, []).append(Life(at, FOREVER))

    def end(self, thing: str, at: Instant) -> None:
        lives = self.lives[thing]
        self.lives[thing] = [
            Life(life.start, at) if life.end == FOREVER else life for life in lives
        ]

    def may_apply(self, drawn: Redrawn) -> bool:
        needed = all(self.lives_on(each) for each in (*drawn.ended, *drawn.reshaped))
        free = (each in drawn.ended or not self.lives_on(each) for each in drawn.begun)
        return needed and all(free)

    def redraw(self, each: Live, drawn: Redrawn) -> None:
        if not self.may_apply(drawn):
            return
        self.applied.add(each.position)
        for thing in drawn.ended:
            self.end(thing, each.fact.effective)
        for thing in drawn.begun:
            self.begin(thing, each.fact.effective)


def world(entries: Sequence[Entry], k: Instant) -> World:
    """Find out what exists when, as known at K (R14)."""
    facts = live(entries, k)
    walk = _Walk()
    by_instant = sorted(
        facts, key=lambda e: (e.fact.effective, not e.fact.begins, e.position)
    )
    for each in by_instant:
        if isinstance(each.fact, Redrawing):
            walk.redraw(each, each.fact.redrawn(each.thing))
        elif each.fact.begins and not walk.lives_on(each.thing):
            walk.begin(each.thing, each.fact.effective)
            walk.applied.add(each.position)
    return World(facts, walk.lives, frozenset(walk.applied))


def life_at(now: World, thing: str, v: Instant) -> Life | None:
    """Return the life of the thing that V falls in."""
    for life in now.lives.get(thing, []):
        if life.start <= v < life.end:
            return life
    return None


def until(fact: PeriodFact) -> Instant:
    """Return the first instant outside the period."""
    return FOREVER if fact.until is None else fact.until


def said(now: World, each: Live, thing: str) -> Iterator[tuple[str, Value]]:
    """Yield what a fact says of ``thing``: its own, or one that it redraws (R14)."""
    if not isinstance(each.fact, Redrawing):
        if each.thing == thing:
            yield from each.fact.assertions()
    elif each.position in now.applied:
        drawn = each.fact.redrawn(each.thing)
        yield from drawn.begun.get(thing, {}).items()
        yield from drawn.reshaped.get(thing, {}).items()


def answer(now: World, thing: str, attribute: str, v: Instant) -> Answer:
    """Answer absent, none or the value at V (R3, R4, R10)."""
    life = life_at(now, thing, v)
    if life is None:
        return ABSENT
    value: Value = True if attribute == EXISTS else None
    points = [each for each in now.facts if not isinstance(each.fact, PeriodFact)]
    for each in sorted(points, key=lambda e: (e.fact.effective, e.position)):
        if life.start <= each.fact.effective <= v:
            value = dict(said(now, each, thing)).get(attribute, value)
    for each in sorted(now.facts, key=lambda e: e.position):
        fact = each.fact
        if isinstance(fact, PeriodFact) and fact.effective <= v < until(fact):
            value = dict(said(now, each, thing)).get(attribute, value)
    return value


def stranded(now: World, each: Live) -> bool:
    """Tell whether a fact is of something that does not exist where it holds (R15).

    A fact that only adds an amount counts regardless.
    """
    fact, lives = each.fact, now.lives.get(each.thing, [])
    if isinstance(fact, Redrawing):
        return each.position not in now.applied
    if each.position in now.applied or not list(fact.assertions()):
        return False
    if isinstance(fact, PeriodFact):
        end = until(fact)
        return not any(max(fact.effective, a) < min(end, b) for a, b in lives)
    return life_at(now, each.thing, fact.effective) is None


def parents(now: World, thing: str) -> set[str]:
    """Return the things that ended where ``thing`` began."""
    drawings = [
        each.fact.redrawn(each.thing)
        for each in now.facts
        if isinstance(each.fact, Redrawing) and each.position in now.applied
    ]
    return {each for drawn in drawings if thing in drawn.begun for each in drawn.ended}


def forebears(now: World, thing: str) -> set[str]:
    """Return parents, their parents, and so on, until there are no new ones."""
    found = parents(now, thing)
    while more := {each for one in found for each in parents(now, one)} - found:
        found |= more
    return found
