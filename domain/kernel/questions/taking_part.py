"""Which entries take part in an answer, where it is held against another answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from domain.kernel.assertions import Assertion, Timeline, on_top, timeline
from domain.kernel.existence import Life, decides_existence, order_of_effect
from domain.kernel.facts import Redrawing
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry, LiveFact, live_facts
from domain.kernel.periods import layering

Version = tuple[int, tuple[int, ...]]
"""A fact's position and its live corrections, on which hangs all that it says."""


class Point(NamedTuple):
    """A point of both axes."""

    as_of: Instant
    as_known: Instant


@dataclass(frozen=True)
class _Side:
    """What is known of an attribute of a thing at one point."""

    now: Timeline
    thing: str
    as_of: Instant
    counting: Sequence[Assertion]
    """What is asserted of the attribute at V, the deciding fact among it."""

    @cached_property
    def top(self) -> Assertion | None:
        """The assertion that answers."""
        return on_top(self.counting, self.as_of)

    @cached_property
    def life(self) -> Life | None:
        """The life that V falls in, or None where the thing is absent."""
        return self.now.existing.life_at(self.thing, self.as_of)

    def deciding(self) -> set[int]:
        """Return the fact on top and the one that began the life or ended the last."""
        found = set() if self.top is None else {self.top.position}
        if self.life is not None:
            return found | {self.life.begun_by}
        lives: Sequence[Life] = self.now.existing.lives.get(self.thing, ())
        ends = [life.ended_by for life in lives if life.end <= self.as_of]
        return found | {end for end in ends[-1:] if end is not None}

    def whole(self, facts: Collection[int]) -> set[int]:
        """Add the live corrections of some standing facts to them."""
        return {
            position
            for live in self.now.facts
            if live.position in facts
            for position in (live.position, *live.corrections)
        }

    def until_v(self) -> list[LiveFact]:
        """Return the facts up to V that may begin or end things."""
        facts = filter(decides_existence, self.now.facts)
        return [live for live in facts if live.fact.effective <= self.as_of]

    def changing(self) -> set[Version]:
        """Return the facts that begin or end a life: others leave existence alone."""
        lives = [
            life
            for lives_of_thing in self.now.existing.lives.values()
            for life in lives_of_thing
        ]
        changing = {
            position for life in lives for position in (life.begun_by, life.ended_by)
        }
        return {_version(live) for live in self.until_v() if live.position in changing}

    def parts(self, settling: set[Version]) -> set[int]:
        """Return the positions of those facts that begin or end a life here."""
        return {
            of
            for position, corrections in self.changing() & settling
            for of in (position, *corrections)
        }


def behind(
    entries: Sequence[Entry], thing: str, attribute: str, one: Point, other: Point
) -> tuple[set[int], set[int]]:
    """Return the positions that make each of two answers about a thing.

    The fact that decides the attribute, the fact that lets the thing exist or has
    ended it, and the live corrections of both. Where the thing has another life at
    the other point, or a redrawing counts at one of both only, also all that this
    hangs on: what lets every thing exist, or not, that is named by the redrawings in
    question.

    Args:
        entries: All entries of the thing's family, or more, by position.
        thing: The thing's stream.
        attribute: Its name.
        one: V and K.
        other: V and K of the other answer.
    """
    sides = [_side(entries, thing, attribute, point) for point in (one, other)]
    first, second = (side.whole(side.deciding()) for side in sides)
    kin = {thing} if _is_begun_otherwise(*sides) else set()
    swayed = _swayed(*sides) | _swayed(*reversed(sides))
    if not kin and not swayed:
        return first, second
    settling = _settling(sides, kin, swayed)
    return first | sides[0].parts(settling), second | sides[1].parts(settling)


def _side(entries: Sequence[Entry], thing: str, attribute: str, point: Point) -> _Side:
    now = timeline(entries, point.as_known)
    counting = [
        assertion
        for assertion in now.assertions(thing)
        if assertion.attribute == attribute
        and assertion.start <= point.as_of < assertion.end
    ]
    return _Side(now, thing, point.as_of, counting)


def _is_begun_otherwise(one: _Side, other: _Side) -> bool:
    begun_by = [side.life and side.life.begun_by for side in (one, other)]
    return begun_by[0] != begun_by[1]


def _swayed(one: _Side, other: _Side) -> set[int]:
    """Return the redrawings that count here and not there, and matter to an answer.

    They decide here, or would there if they took effect.
    """
    standing_there = {live.position for live in other.now.facts}
    own = {assertion.position: assertion for assertion in one.counting}
    for assertion in other.counting:
        own.pop(assertion.position, None)
    matters = {
        position
        for position, assertion in own.items()
        if assertion == one.top
        or (position in standing_there and _is_above(assertion, other.top))
    }
    return {
        live.position
        for live in one.now.facts
        if live.position in matters and isinstance(live.fact, Redrawing)
    }


def _is_above(assertion: Assertion, top: Assertion | None) -> bool:
    return top is None or layering(assertion) > layering(top)


def _settling(sides: Sequence[_Side], kin: set[str], swayed: set[int]) -> set[Version]:
    """Return the facts that settle whether things exist, and redrawings apply.

    From V back: a redrawing takes effect by the existence of all whom it names, so
    what was decided of those before it counts as well, at either point.

    Args:
        sides: What is known at both points.
        kin: The things whose existence at V is in question.
        swayed: The redrawings of which it is in question whether they take effect.
    """
    links = {version for side in sides for version in side.changing()}
    deciding = {
        _version(live): live
        for side in sides
        for live in side.until_v()
        if live.position in swayed or _version(live) in links
    }
    kin, found = set(kin), set()
    for live in sorted(deciding.values(), key=order_of_effect, reverse=True):
        named = _named(live)
        if live.position in swayed or kin & named:
            kin |= named
            found.add(_version(live))
    return found


def _version(live: LiveFact) -> Version:
    return live.position, live.corrections


def _named(live: LiveFact) -> set[str]:
    if isinstance(live.fact, Redrawing):
        return set(live.fact.redrawn(live.thing).things)
    return {live.thing}


def adding_up(
    entries: Sequence[Entry], thing: str, measure: str, point: Point
) -> set[int]:
    """Return the positions whose quantities make the total at (V, K)."""
    return {
        position
        for live in live_facts(entries, point.as_known)
        if live.thing == thing
        and live.fact.effective <= point.as_of
        and any(name == measure for name, _ in live.fact.quantities())
        for position in (live.position, *live.corrections)
    }
