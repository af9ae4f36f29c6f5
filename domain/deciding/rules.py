"""The rules that hold for a fact, found by its class: one entrance for all things."""

from __future__ import annotations

from collections.abc import Sequence

from domain.facts import THINGS
from domain.kernel.facts import PeriodFact, Redrawing, WorldFact
from domain.kernel.live_facts import Entry
from domain.things import redrawing
from domain.things.registration import (
    require_period,
    require_registered,
    require_unregistered,
)


def decide(entries: Sequence[Entry], thing: str, fact: WorldFact) -> WorldFact:
    """Decide whether ``fact`` may be recorded of a thing.

    Args:
        entries: Those of the families of every thing that it redraws, by position.
        thing: The thing's id.
        fact: What to record.

    Raises:
        AlreadyRegisteredError: It would begin a thing that has begun.
        UnknownThingError: The thing has not begun.
        Refusal: It cannot be meant; see ``check`` of the thing's declaration.
    """
    if isinstance(fact, Redrawing):
        return redrawing.decide(entries, thing, fact)
    if isinstance(fact, PeriodFact):
        require_period(fact)
    require = require_unregistered if fact.begins else require_registered
    require(entries, fact.kind, thing)
    THINGS[fact.kind].check(thing, fact)
    return fact


def check(thing: str, fact: WorldFact) -> None:
    """Refuse a fact that cannot be meant, whatever is known of its thing."""
    if isinstance(fact, Redrawing):
        redrawing.check(thing, fact)
        return
    if isinstance(fact, PeriodFact):
        require_period(fact)
    THINGS[fact.kind].check(thing, fact)


def concerned_by(own: str, fact: WorldFact) -> list[str]:
    """Return the streams of the things that become otherwise by a fact, its own first.

    Those that it refers to do not; see ``Registry.referred``.
    """
    if isinstance(fact, Redrawing):
        return list(dict.fromkeys((own, *fact.redrawn(own).things)))
    return [own]
