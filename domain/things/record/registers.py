"""Registers: named lists kept elsewhere, whose editions are imported and reconciled."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.kernel.facts import (
    Fact,
    FactCorrected,
    FactWithdrawn,
    WorldFact,
    corrected,
)
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.things.registration import stream_of as stream_of_thing

KIND = "register"


class RegisterImported(Fact, frozen=True, kw_only=True):
    """An edition of a register was read, and its difference to the last recorded."""

    register: str
    edition: int
    file: str
    sha256: str
    rows: int
    records: int
    corrections: int
    withdrawals: int
    reinstatements: int
    effective: Instant


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One line of an edition: the thing it speaks of, and a fact for each slot."""

    kind: str
    thing: str
    line: int
    facts: Mapping[str, WorldFact]

    @property
    def stream(self) -> str:
        """The stream of the thing."""
        return stream_of_thing(self.kind, self.thing)


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition that is being read: its register, its file, its rows."""

    register: str
    file: str
    rows: Sequence[EditionRow]
    unread: Collection[str] = ()
    """Streams of rows that are there but could not be read: they have not vanished."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a register last said in one of its slots about one thing."""

    position: int
    fact: WorldFact
    withdrawn_by: int | None = None
    """The register's own withdrawal, when its newest edition left the fact out."""


def stream_of(register: str) -> str:
    """Return the stream that remembers the editions of a register."""
    return f"{KIND}:{register}"


def statements(entries: Sequence[Entry], register: str) -> dict[str, Stated]:
    """Fold what a register said of one thing, slot by slot.

    Only entries whose source is an edition of this register count: what people
    corrected by hand meanwhile is theirs, and does not change what the register said.
    """
    stated: dict[str, Stated] = {}
    for entry in entries:
        source = entry.fact.source
        if source is None or source.register != register:
            continue
        if isinstance(entry.fact, WorldFact):
            stated[source.slot] = Stated(entry.position, entry.fact)
        else:
            stated[source.slot] = _revised(stated[source.slot], entry)
    return stated


def _revised(before: Stated, entry: Entry) -> Stated:
    """Apply the register's own correction, withdrawal, or withdrawal of that."""
    fact = entry.fact
    if isinstance(fact, FactCorrected):
        return replace(before, fact=corrected(before.fact, fact.changes))
    if isinstance(fact, FactWithdrawn) and fact.target == before.withdrawn_by:
        return replace(before, withdrawn_by=None)
    return replace(before, withdrawn_by=entry.position)
