"""Between facts and stored events: short stable names, msgspec JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from eventsourcing.persistence import Mapper, StoredEvent

from domain.facts import FACTS, NAMES
from domain.journal.texts import printed_text
from domain.kernel.facts import Fact, UnreadableFact
from domain.unmeant import unmeant

_decoders = {name: msgspec.json.Decoder(kind).decode for name, kind in FACTS.items()}


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact with its place in a stream: all that an event store needs."""

    originator_id: str
    originator_version: int
    fact: Fact


class FactMapper(Mapper[str]):
    """Stores a fact under its name in ``FACTS``, never under a module's."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:  # noqa: ANN401
        """Encode a ``Placed`` fact."""
        placed: Placed = domain_event
        return StoredEvent(
            placed.originator_id,
            placed.originator_version,
            NAMES[type(placed.fact)],
            encoded(placed.fact),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:  # noqa: ANN401
        """Decode to a ``Placed`` fact."""
        return Placed(
            str(stored_event.originator_id),
            stored_event.originator_version,
            decoded(stored_event.topic, stored_event.state),
        )


encoded = msgspec.json.Encoder().encode
"""Encode a fact as the bytes that are stored."""


def printed(state: object) -> str:
    """Print stored bytes for people, those that are no JSON as they are."""
    stored = state if isinstance(state, bytes) else str(state).encode()
    try:
        return msgspec.json.format(stored, indent=2).decode()
    except UNREADABLE:
        return stored.decode(errors="backslashreplace")


UNKNOWN_MEMBER = "unknown field"
UNREADABLE = (msgspec.MsgspecError, ValueError, TypeError, RecursionError)


def decoded(name: str, state: bytes) -> Fact:
    """Decode the stored bytes of the fact called ``name``.

    What cannot be read stands there as an ``UnreadableFact``: everything else is
    answered as if it were not there, and whoever meets it says so.
    """
    decode = _decoders.get(name)
    if decode is None:
        said = printed_text(name)
        is_newer = said.isascii() and said.isidentifier()
        return UnreadableFact(name=said, is_newer=is_newer, why="its name is not known")
    try:
        fact: Fact = decode(state)
    except UNREADABLE as error:
        why = str(error)
        return UnreadableFact(name=name, is_newer=UNKNOWN_MEMBER in why, why=why)
    return fact


def meant(name: str, state: bytes) -> Fact:
    """Decode likewise; what nobody can have recorded cannot be read either."""
    fact = decoded(name, state)
    if member := unmeant(fact):
        why = f"nobody can have recorded its {member}"
        return UnreadableFact(name=name, is_newer=False, why=why)
    return fact
