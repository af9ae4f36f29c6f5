"""What the journal hands out: stored lines, receipts, and where it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from domain.commands import Envelope
from domain.journal.mapper import meant
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry

LAST_POSITION = 2**62
"""Beyond every position."""


class Line(msgspec.Struct, frozen=True, gc=False):
    """One entry as it is stored, with who recorded it and in which command."""

    position: int
    stream: str
    version: int
    name: str
    state: bytes
    recorded: Instant
    actor: str
    command_id: str
    leaf: bytes

    def entry(self) -> Entry:
        """Decode the line for the kernel."""
        fact = meant(self.name, self.state)
        return Entry(self.position, self.recorded, self.stream, fact)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a command: its positions, first to last, and its recorded time."""

    first: int
    last: int
    recorded: Instant
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """Where the journal ends."""

    position: int
    recorded: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What an append relies on, besides the streams that it writes to.

    Those are at the versions before those of the events.
    """

    versions: Mapping[str, int]
    """The version each stream was read at, 0 if empty: it may not have moved."""
    in_force: Mapping[str, int] = field(default_factory=dict)
    """Likewise of streams of which nothing may have been withdrawn: what was only
    referred to is in the books for as long as nobody says that it never was."""


Written = tuple[str, int, str, bytes]
"""A fact as it is written: stream, version, name, state."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One command on its way into the journal: its facts, under one envelope."""

    facts: Sequence[Written]
    envelope: Envelope
    condition: Condition
