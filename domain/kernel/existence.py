"""When things exist: registrations begin them, redrawings end and begin them (R14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.kernel.facts import Redrawing, Redrawn
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.live_facts import LiveFact


class Life(NamedTuple):
    """A thing exists on [start, end); the positions say which facts made it so."""

    start: Instant
    end: Instant
    begun_by: int
    ended_by: int | None


class Existence(NamedTuple):
    """What exists when, as known at one K."""

    lives: Mapping[str, Sequence[Life]]
    """Stream → its lives in order; an empty one has its start for its end."""
    applied: frozenset[int]
    """Positions of the redrawings that took effect."""

    def life_at(self, thing: str, instant: Instant) -> Life | None:
        """Return the life of a thing that covers an instant."""
        for life in self.lives.get(thing, ()):
            if life.start <= instant < life.end:
                return life
        return None


class Descended(NamedTuple):
    """A thing was formed from a former one."""

    thing: str
    parent: str
    effective: Instant
    position: int


def existence(timeline: Iterable[LiveFact]) -> Existence:
    """Walk through what begins and ends things, in the order of its effect.

    A redrawing takes effect as a whole or not at all: when everything that it ends or
    reshapes exists at its effective point, and nothing that it begins does (R15).

    Args:
        timeline: Facts that stand at K, in any order.
    """
    lives: dict[str, list[Life]] = {}
    applied = set()
    for live in sorted(filter(decides_existence, timeline), key=order_of_effect):
        if not isinstance(live.fact, Redrawing):
            if not _is_open(lives, live.thing):
                _begin(lives, live.thing, live)
        elif _is_possible(lives, redrawn := live.fact.redrawn(live.thing)):
            _redraw(lives, redrawn, live)
            applied.add(live.position)
    return Existence(lives, frozenset(applied))


def decides_existence(live: LiveFact) -> bool:
    """Tell whether a fact may begin or end things."""
    return live.fact.begins or isinstance(live.fact, Redrawing)


def order_of_effect(live: LiveFact) -> tuple[Instant, bool, int]:
    """Let registrations come before redrawings of their instant, whoever was first."""
    return live.fact.effective, isinstance(live.fact, Redrawing), live.position


def _is_open(lives: Mapping[str, Sequence[Life]], thing: str) -> bool:
    return thing in lives and lives[thing][-1].end == FOREVER


def _is_possible(lives: Mapping[str, Sequence[Life]], redrawn: Redrawn) -> bool:
    return all(
        _is_open(lives, thing) for thing in (*redrawn.ended, *redrawn.reshaped)
    ) and not any(
        _is_open(lives, thing) for thing in redrawn.begun if thing not in redrawn.ended
    )


def _redraw(lives: dict[str, list[Life]], redrawn: Redrawn, live: LiveFact) -> None:
    for thing in redrawn.ended:
        life = lives[thing][-1]
        lives[thing][-1] = life._replace(
            end=live.fact.effective, ended_by=live.position
        )
    for thing in redrawn.begun:
        _begin(lives, thing, live)


def _begin(lives: dict[str, list[Life]], thing: str, live: LiveFact) -> None:
    life = Life(live.fact.effective, FOREVER, live.position, None)
    lives.setdefault(thing, []).append(life)


def parents(timeline: Iterable[LiveFact], existing: Existence) -> Iterator[Descended]:
    """Yield who came from whom by the redrawings that took effect."""
    for live in timeline:
        if isinstance(live.fact, Redrawing) and live.position in existing.applied:
            redrawn = live.fact.redrawn(live.thing)
            for child in redrawn.begun:
                for parent in redrawn.ended:
                    yield Descended(child, parent, live.fact.effective, live.position)
