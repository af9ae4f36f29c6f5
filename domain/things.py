"""What holds for every thing: its stream, and that it is registered once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.errors import AlreadyRegisteredError, InvalidMemberError, UnknownThingError
from domain.kernel.facts import WorldFact
from domain.kernel.instants import FOREVER
from domain.kernel.standing import Entry, Standing, standing

MAX_ID_LENGTH = 80
ID = re.compile(r"(?!\s)[^/\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+(?<!\s)")


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
        InvalidMemberError: Blank, longer than 80 characters, or with a slash.
    """
    if len(thing) > MAX_ID_LENGTH or not ID.fullmatch(thing):
        why = f"an id has 1 to {MAX_ID_LENGTH} characters on one line, without slashes"
        raise InvalidMemberError(value=thing, name="id", record=kind, why=why)
    return thing


def registration(entries: Sequence[Entry]) -> Standing | None:
    """Return the registration of the thing that stands, as known now."""
    timeline = standing(entries, FOREVER)
    return next((each for each in timeline if each.fact.begins), None)


def require_registered(entries: Sequence[Entry], kind: str, thing: str) -> None:
    """Refuse a fact of a thing that is not there.

    Raises:
        UnknownThingError: No registration of it stands.
    """
    if registration(entries) is None:
        raise UnknownThingError(kind=kind, thing=thing)


def require_unregistered(entries: Sequence[Entry], kind: str, thing: str) -> None:
    """Refuse to register a thing twice.

    Raises:
        AlreadyRegisteredError: A registration of it stands.
    """
    require_id(kind, thing)
    if (found := registration(entries)) is not None:
        raise AlreadyRegisteredError(kind=kind, thing=thing, position=found.position)


def require_positive(fact: WorldFact, member: str) -> None:
    """Refuse an area that is zero or negative.

    Raises:
        InvalidMemberError: The member has a value, and it is not positive.
    """
    value = getattr(fact, member)
    if value is not None and value <= 0:
        record = type(fact).__name__
        raise InvalidMemberError(
            value=value, name=member, record=record, why="an area is greater than zero"
        )
