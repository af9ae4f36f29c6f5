"""What the facts that stand assert, of which thing, from when until when: R4, R10."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from domain.kernel.existence import Existence, Life, existence
from domain.kernel.facts import EXISTS, PeriodFact, Redrawing, Value, WorldFact
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.live_facts import Entry, LiveFact, live_facts
from domain.kernel.periods import layering


class Assertion(NamedTuple):
    """A fact's part in an attribute: a value, or none, over [start, end).

    A change point reaches to the end of the thing's life; what is later in the order
    of layers lies on top of it.
    """

    thing: str
    attribute: str
    start: Instant
    end: Instant
    value: Value
    position: int
    is_period: bool


class Timeline(NamedTuple):
    """Everything that holds as known at one K."""

    facts: Sequence[LiveFact]
    existing: Existence

    def assertions(self, thing: str) -> list[Assertion]:
        """List what is asserted of one thing, in R5's order."""
        return [
            assertion
            for fact in self.facts
            for assertion in asserted(fact, self.existing)
            if assertion.thing == thing
        ]


def timeline(entries: Sequence[Entry], as_known: Instant) -> Timeline:
    """Resolve entries of a family, or of the whole journal, at one K."""
    facts = live_facts(entries, as_known)
    return Timeline(facts, existence(facts))


def asserted(live: LiveFact, existing: Existence) -> list[Assertion]:
    """List what a standing fact asserts where its things exist (R15)."""
    fact, position, _, thing = live
    if isinstance(fact, Redrawing):
        return list(_redrawn(live, fact, existing))
    is_period = isinstance(fact, PeriodFact)
    return [
        Assertion(thing, name, start, end, value, position, is_period)
        for start, end in _spans(live, existing)
        for name, value in fact.assertions()
    ]


Span = tuple[Instant, Instant]


def _spans(live: LiveFact, existing: Existence) -> Sequence[Span]:
    if isinstance(live.fact, PeriodFact):
        return _periods(live.fact, existing.lives.get(live.thing, ()))
    return _points(live.fact, existing.life_at(live.thing, live.fact.effective))


def _points(fact: WorldFact, life: Life | None) -> Sequence[Span]:
    """A change point holds until the end of the life in which it lies (R4)."""
    return () if life is None else ((fact.effective, life.end),)


def _periods(fact: PeriodFact, lives: Sequence[Life]) -> Sequence[Span]:
    """A period applies where it overlaps existence."""
    until = FOREVER if fact.until is None else fact.until
    spans = [(max(fact.effective, one.start), min(until, one.end)) for one in lives]
    return [span for span in spans if span[0] < span[1]]


def _redrawn(
    live: LiveFact, fact: Redrawing, existing: Existence
) -> Iterator[Assertion]:
    """Yield the attributes that a redrawing states of what it begins and reshapes."""
    if live.position not in existing.applied:
        return
    start, position = fact.effective, live.position
    redrawn = fact.redrawn(live.thing)
    for thing, values in (*redrawn.begun.items(), *redrawn.reshaped.items()):
        if (life := existing.life_at(thing, start)) is not None:
            for name, value in values.items():
                yield Assertion(thing, name, start, life.end, value, position, False)  # noqa: FBT003


def is_stranded(live: LiveFact, existing: Existence) -> bool:
    """Tell whether a fact takes effect nowhere: a conflict to resolve (R15).

    An amount sums regardless, so a fact that only adds to a sum is never stranded.
    """
    if isinstance(live.fact, Redrawing):
        return live.position not in existing.applied
    if _spans(live, existing) or not any(True for _ in live.fact.assertions()):
        return False
    lives = existing.lives.get(live.thing, ())
    return not any(life.begun_by == live.position for life in lives)


def existing_of(existing: Existence) -> Iterator[Assertion]:
    """Yield each life that is not empty as an assertion that the thing exists."""
    for thing, lives in existing.lives.items():
        for start, end, position, _ in lives:
            if start < end:
                yield Assertion(thing, EXISTS, start, end, True, position, False)  # noqa: FBT003


def on_top(rows: Iterable[Assertion], as_of: Instant) -> Assertion | None:
    """Return the assertion that answers for V: the topmost one that covers it."""
    valid = (row for row in rows if row.start <= as_of < row.end)
    return max(valid, key=layering, default=None)
