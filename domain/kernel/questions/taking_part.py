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
        return found | {each for each in ends[-1:] if each is not None}

    def whole(self, facts: Collection[int]) -> set[int]:
        """Add the live corrections of some standing facts to them."""
        return {
            position
            for each in self.now.facts
            if each.position in facts
            for position in (each.position, *each.corrections)
        }

    def until_v(self) -> list[LiveFact]:
        """Return the facts up to V that may begin or end things."""
        facts = filter(decides_existence, self.now.facts)
        return [each for each in facts if each.fact.effective <= self.as_of]

    def changing(self) -> set[Version]:
        """Return the facts that begin or end a life: others leave existence alone."""
        lives = [life for each in self.now.existing.lives.values() for life in each]
        changing = {each for life in lives for each in (life.begun_by, life.ended_by)}
        return {_version(each) for each in self.until_v() if each.position in changing}

    def parts(self, settling: set[Version]) -> set[int]:
        """Return the positions of those facts that begin or end a life here."""
        return {
            each
            for position, corrections in self.changing() & settling
            for each in (position, *corrections)
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
        each
        for each in now.assertions(thing)
        if each.attribute == attribute and each.start <= point.as_of < each.end
    ]
    return _Side(now, thing, point.as_of, counting)


def _is_begun_otherwise(one: _Side, other: _Side) -> bool:
    begun_by = [side.life and side.life.begun_by for side in (one, other)]
    return begun_by[0] != begun_by[1]


def _swayed(one: _Side, other: _Side) -> set[int]:
    """Return the redrawings that count here and not there, and matter to an answer.

    They decide here, or would there if they took effect.
    """
    standing_there = {each.position for each in other.now.facts}
    own = {each.position: each for each in one.counting}
    for each in other.counting:
        own.pop(each.position, None)
    matters = {
        position
        for position, each in own.items()
        if each == one.top
        or (position in standing_there and _is_above(each, other.top))
    }
    return {
        each.position
        for each in one.now.facts
        if each.position in matters and isinstance(each.fact, Redrawing)
    }


def _is_above(each: Assertion, top: Assertion | None) -> bool:
    return top is None or layering(each) > layering(top)


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
        _version(each): each
        for side in sides
        for each in side.until_v()
        if each.position in swayed or _version(each) in links
    }
    kin, found = set(kin), set()
    for each in sorted(deciding.values(), key=order_of_effect, reverse=True):
        named = _named(each)
        if each.position in swayed or kin & named:
            kin |= named
            found.add(_version(each))
    return found


def _version(each: LiveFact) -> Version:
    return each.position, each.corrections


def _named(each: LiveFact) -> set[str]:
    if isinstance(each.fact, Redrawing):
        return set(each.fact.redrawn(each.thing).things)
    return {each.thing}


def adding_up(
    entries: Sequence[Entry], thing: str, measure: str, point: Point
) -> set[int]:
    """Return the positions whose quantities make the total at (V, K)."""
    return {
        position
        for each in live_facts(entries, point.as_known)
        if each.thing == thing
        and each.fact.effective <= point.as_of
        and any(name == measure for name, _ in each.fact.quantities())
        for position in (each.position, *each.corrections)
    }
