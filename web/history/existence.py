"""Whether a thing exists at V, why not, what it came from and what it became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.existence import Descended, Life, parents
from domain.kernel.facts import Redrawing
from domain.kernel.instants import FOREVER, print_instant
from domain.things.registration import thing_of
from web.history.things import ThingKnown


class Presence(StrEnum):
    """What there is of a thing at V, as known at K."""

    EXISTS = "exists"
    ENDED = "ended"
    NOT_YET = "not_yet"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeChange:
    """Where a life begins or ends, and which other things that is about."""

    date: str
    position: int
    how: str
    """The name of the fact: a registration, or a redrawing."""
    others: Sequence[str]
    """The ids of the things that it came from, or that came from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistenceShown:
    """What there is of a thing at V, ready to print."""

    presence: Presence
    begun: LifeChange | None
    """How the life at V began; before the first one, how that begins."""
    ended: LifeChange | None
    """How the life at V ends, or the last one before it has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A former thing, or a later one, with those behind it in turn."""

    id: str
    turn: LifeChange
    exists: bool
    """Whether it exists at V."""
    kin: Sequence[Relative]


def existence_shown(known: ThingKnown) -> ExistenceShown:
    """Tell whether the thing exists at V, and what made it so."""
    lives = [
        life
        for life in known.now.existing.lives.get(known.stream, ())
        if life.start < life.end
    ]
    as_of = known.dates.as_of
    now = [life for life in lives if life.start <= as_of < life.end]
    past = [life for life in lives if life.end <= as_of]
    if now:
        return _existence(known, Presence.EXISTS, now[0])
    if past:
        return _existence(known, Presence.ENDED, past[-1])
    if lives:
        return _existence(known, Presence.NOT_YET, lives[0])
    return ExistenceShown(presence=Presence.NEVER, begun=None, ended=None)


def _existence(known: ThingKnown, presence: Presence, life: Life) -> ExistenceShown:
    return ExistenceShown(
        presence=presence,
        begun=_life_change(known, life.begun_by, print_instant(life.start), "ended"),
        ended=None
        if life.end == FOREVER
        else _life_change(known, life.ended_by, print_instant(life.end), "begun"),
    )


def _life_change(
    known: ThingKnown, position: int | None, date: str, others: str
) -> LifeChange | None:
    """Tell a turn by the fact behind it; ``others`` are those it has ended or begun."""
    each = known.fact_at(position)
    if each is None:
        return None
    fact = each.fact
    named = (
        getattr(fact.redrawn(each.thing), others) if isinstance(fact, Redrawing) else ()
    )
    return LifeChange(
        date=date,
        position=each.position,
        how=type(fact).__name__,
        others=[thing_of(stream)[1] for stream in named if stream != known.stream],
    )


def former_shown(known: ThingKnown) -> Sequence[Relative]:
    """List what the thing came from, near and far (R14)."""
    behind: dict[str, list[Descended]] = {}
    for each in parents(known.now.facts, known.now.existing):
        behind.setdefault(each.thing, []).append(each)
    return _relatives(known, known.stream, behind, {known.stream}, "parent")


def later_shown(known: ThingKnown) -> Sequence[Relative]:
    """List what the thing became, near and far."""
    ahead: dict[str, list[Descended]] = {}
    for each in parents(known.now.facts, known.now.existing):
        ahead.setdefault(each.parent, []).append(each)
    return _relatives(known, known.stream, ahead, {known.stream}, "thing")


def _relatives(
    known: ThingKnown,
    stream: str,
    links: Mapping[str, Sequence[Descended]],
    seen: set[str],
    towards: str,
) -> list[Relative]:
    """Follow links from one thing; a thing on several ways is told once."""
    found = []
    for each in sorted(links.get(stream, ()), key=lambda link: getattr(link, towards)):
        other: str = getattr(each, towards)
        if other in seen:
            continue
        seen.add(other)
        turn = _life_change(
            known, each.position, print_instant(each.effective), "ended"
        )
        if turn is not None:
            found.append(
                Relative(
                    id=thing_of(other)[1],
                    turn=turn,
                    exists=known.now.existing.life_at(other, known.dates.as_of)
                    is not None,
                    kin=_relatives(known, other, links, seen, towards),
                )
            )
    return found
