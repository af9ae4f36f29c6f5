"""What holds for every thing: its stream, its id, and that it begins once."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from domain.errors import (
    AlreadyRegisteredError,
    EmptyPeriodError,
    InvalidMemberError,
    UnknownThingError,
)
from domain.kernel.facts import Fact, PeriodFact, Redrawing, WorldFact
from domain.kernel.fast_path import is_unrevised
from domain.kernel.instants import FOREVER, print_end, print_instant
from domain.kernel.live_facts import Entry, LiveFact, live_facts
from domain.members.characters import is_plain_id, made_visible

MAX_ID_LENGTH = 80
ID = re.compile(r"(?!\s)[^/\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+(?<!\s)")

LOOKS_ALIKE = (
    "another id could look the same: it holds what cannot be seen, a letter in two "
    "parts, or dots alone; type it anew"
)


def stream_of(kind: str, thing: str) -> str:
    """Return the journal's stream of a thing: ``plot:A-17``."""
    return f"{kind}:{thing}"


def thing_of(stream: str) -> tuple[str, str]:
    """Return the kind and the id of the thing behind a stream."""
    kind, _, thing = stream.partition(":")
    return kind, thing


def require_id(kind: str, thing: str) -> str:
    """Refuse an id that could not stand in a table or an address.

    Raises:
        InvalidMemberError: Blank, longer than 80 characters, with a slash, or written
            so that another id could look the same.
    """
    if len(thing) > MAX_ID_LENGTH or not ID.fullmatch(thing):
        why = f"an id has 1 to {MAX_ID_LENGTH} characters on one line, without slashes"
        raise InvalidMemberError(value=thing, name="id", record=kind, why=why)
    if not is_plain_id(thing):
        shown = made_visible(thing)
        raise InvalidMemberError(value=shown, name="id", record=kind, why=LOOKS_ALIKE)
    return thing


def registration(entries: Sequence[Entry], stream: str) -> LiveFact | None:
    """Return what began the thing and stands, as known now.

    Args:
        entries: Those of the thing's family, by position.
        stream: The thing's own.
    """
    if is_unrevised(entries) and entries[0].thing == stream:
        relevant = entries[:1]
    else:
        relevant = [entry for entry in entries if _may_begin(entry.fact)]
    return next(
        (live for live in live_facts(relevant, FOREVER) if stream in begun_by(live)),
        None,
    )


def _may_begin(fact: Fact) -> bool:
    """Tell whether a fact could begin a thing, or revise one that does."""
    if isinstance(fact, WorldFact):
        return fact.begins or isinstance(fact, Redrawing)
    return True


def begun_by(live: LiveFact) -> Collection[str]:
    """Return the streams of the things that a fact begins."""
    if isinstance(live.fact, Redrawing):
        return live.fact.redrawn(live.thing).begun.keys()
    return (live.thing,) if live.fact.begins else ()


def require_registered(entries: Sequence[Entry], kind: str, thing: str) -> None:
    """Refuse a fact of a thing that never was there.

    Raises:
        UnknownThingError: Neither a registration nor a redrawing that begins it stands.
    """
    if registration(entries, stream_of(kind, thing)) is None:
        raise UnknownThingError(kind=kind, thing=thing)


def require_unregistered(entries: Sequence[Entry], kind: str, thing: str) -> None:
    """Refuse to begin a thing twice.

    Raises:
        AlreadyRegisteredError: A registration of it stands, or a redrawing.
    """
    require_id(kind, thing)
    if (found := registration(entries, stream_of(kind, thing))) is not None:
        raise AlreadyRegisteredError(kind=kind, thing=thing, position=found.position)


def require_positive(value: Decimal | None, *, name: str, record: str) -> None:
    """Refuse an area that is zero or negative.

    Raises:
        InvalidMemberError: The member has a value, and it is not positive.
    """
    if value is not None and value <= 0:
        raise InvalidMemberError(
            value=value, name=name, record=record, why="an area is greater than zero"
        )


def require_period(fact: PeriodFact) -> None:
    """Refuse a period that holds at no time (R1).

    Raises:
        EmptyPeriodError: It ends where it begins, or before.
    """
    if fact.until is not None and fact.until <= fact.effective:
        raise EmptyPeriodError(
            record=type(fact).__name__,
            effective=print_instant(fact.effective),
            until=print_end(fact.until, typed_through=fact.typed_through),
        )
