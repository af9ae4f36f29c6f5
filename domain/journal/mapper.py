"""Between facts and stored events: short stable names, msgspec JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from eventsourcing.persistence import Mapper, StoredEvent

from domain.facts import FACTS, NAMES
from domain.kernel.facts import Fact

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


def decoded(name: str, state: bytes) -> Fact:
    """Decode the stored bytes of the fact called ``name``."""
    fact: Fact = _decoders[name](state)
    return fact
