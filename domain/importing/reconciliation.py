"""Reconciling: what a newer edition of a register changes in what it said before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from domain.errors import Refusal
from domain.importing.edition_rows import require_possible, require_sound_row
from domain.kernel.facts import (
    Fact,
    FactCorrected,
    FactWithdrawn,
    Source,
    WorldFact,
)
from domain.kernel.instants import Instant
from domain.things.families import Known
from domain.things.record.registers import Edition, EditionRow, Stated, statements


class Change(StrEnum):
    """What a reconciliation appends."""

    RECORD = "record"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    REINSTATEMENT = "reinstatement"


class Outcome(StrEnum):
    """What became of one thing from the last edition to this one."""

    NEW = "new"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    REAPPEARED = "reappeared"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that cannot be recorded, and why."""

    line: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What an edition would append, and the totals that a preview shows."""

    facts: Sequence[tuple[str, Fact]]
    refused: Sequence[Refused]
    changes: Mapping[Change, int]
    outcomes: Mapping[Outcome, int]
    members: Mapping[str, int]
    """Corrected member → in how many facts."""
    new_within: int
    """New rows that are dated no later than the last edition's newest date."""
    earlier_end: Instant | None
    """The newest date that earlier editions stated."""


@dataclass(slots=True)
class _Tally:
    facts: list[tuple[str, Fact]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    changes: Counter[Change] = field(default_factory=Counter)
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    members: Counter[str] = field(default_factory=Counter)
    new_dates: list[Instant] = field(default_factory=list)

    def add(self, stream: str, planned: Sequence[tuple[Change, Fact]]) -> None:
        """Take up what one thing's rows change."""
        self.facts += ((stream, fact) for _, fact in planned)
        self.changes.update(change for change, _ in planned)
        for _, fact in planned:
            if isinstance(fact, FactCorrected):
                self.members.update(fact.changes.keys())


def reconcile(edition: Edition, known: Known) -> Reconciliation:
    """Compare an edition with what its register said before; decide what to append.

    New rows become facts, changed values corrections, vanished rows withdrawals; a
    row that is back withdraws its withdrawal, and an unchanged one does nothing.

    Args:
        edition: Rows of distinct things.
        known: All entries of every stream that a row names or that the register ever
            spoke of, and of their families; a stream without entries may be left out.
    """
    said = {
        stream: statements(entries, edition.register)
        for stream, entries in known.items()
    }
    tally = _Tally()
    for row in edition.rows:
        _reconcile_row(edition, row, known, said.get(row.stream, {}), tally)
    _withdraw_vanished(edition, said, tally)
    end = max((_date(stated) for stated in said.values() if stated), default=None)
    return Reconciliation(
        facts=tally.facts,
        refused=tally.refused,
        changes=tally.changes,
        outcomes=tally.outcomes,
        members=tally.members,
        new_within=sum(end is not None and date <= end for date in tally.new_dates),
        earlier_end=end,
    )


def _reconcile_row(
    edition: Edition,
    row: EditionRow,
    known: Known,
    said: Mapping[str, Stated],
    tally: _Tally,
) -> None:
    planned = list(_changes(edition, row, said))
    try:
        require_possible(row, known, said)
        require_sound_row(row, known, [fact for _, fact in planned])
    except Refusal as refusal:
        tally.refused.append(Refused(row.line, refusal))
        return
    tally.add(row.stream, planned)
    tally.outcomes[_outcome(said, planned)] += 1
    if not said:
        tally.new_dates.append(
            max(fact.effective for fact in _dated(row.facts.values()))
        )


def _changes(
    edition: Edition, row: EditionRow, said: Mapping[str, Stated]
) -> Iterator[tuple[Change, Fact]]:
    for slot, fact in row.facts.items():
        stated = said.get(slot)
        if stated is None:
            yield Change.RECORD, fact
            continue
        source = _source(edition, row.line, slot)
        if stated.withdrawn_by is not None:
            back = FactWithdrawn(
                target=stated.withdrawn_by, reason="The row is back.", source=source
            )
            yield Change.REINSTATEMENT, back
        if changes := _changed(stated.fact, fact):
            reason = "The register states it otherwise now."
            correction = FactCorrected(
                target=stated.position, reason=reason, changes=changes, source=source
            )
            yield Change.CORRECTION, correction
    gone = said.keys() - row.facts.keys()
    for slot in sorted(gone, key=lambda slot: said[slot].position):
        yield from _withdrawal(edition, row.line, slot, said[slot])


def _withdraw_vanished(
    edition: Edition, said: Mapping[str, Mapping[str, Stated]], tally: _Tally
) -> None:
    present = {row.stream for row in edition.rows} | set(edition.unread)
    for stream, slots in said.items():
        if stream in present or not slots:
            continue
        planned = [f for s in slots for f in _withdrawal(edition, 0, s, slots[s])]
        tally.add(stream, planned)
        tally.outcomes[Outcome.WITHDRAWN] += bool(planned)


def _withdrawal(
    edition: Edition, line: int, slot: str, stated: Stated
) -> Iterator[tuple[Change, Fact]]:
    """Withdraw what the register said, unless it has taken it back already."""
    if stated.withdrawn_by is None:
        reason = "The register no longer states it."
        source = _source(edition, line, slot)
        gone = FactWithdrawn(target=stated.position, reason=reason, source=source)
        yield Change.WITHDRAWAL, gone


def _source(edition: Edition, line: int, slot: str) -> Source:
    """Name where a change was read; line 0 stands for a row that is not there."""
    return Source(register=edition.register, file=edition.file, line=line, slot=slot)


def _changed(before: WorldFact, after: WorldFact) -> dict[str, Any]:
    """Return the members that differ, as the journal writes them."""
    old, new = (_members(fact) for fact in (before, after))
    return {name: value for name, value in new.items() if old[name] != value}


def _members(fact: WorldFact) -> dict[str, Any]:
    return {
        name: msgspec.to_builtins(getattr(fact, name))
        for name in fact.__struct_fields__
        if name != "source"
    }


def _outcome(said: Mapping[str, Stated], planned: Sequence[object]) -> Outcome:
    if not said:
        return Outcome.NEW
    if all(stated.withdrawn_by is not None for stated in said.values()):
        return Outcome.REAPPEARED
    return Outcome.CORRECTED if planned else Outcome.UNCHANGED


def _date(said: Mapping[str, Stated]) -> Instant:
    return max(
        fact.effective for fact in _dated([stated.fact for stated in said.values()])
    )


def _dated(facts: Iterable[WorldFact]) -> list[WorldFact]:
    """Leave out the registration, unless there is nothing else to date a row by."""
    listed = list(facts)
    return [fact for fact in listed if not fact.begins] or listed
