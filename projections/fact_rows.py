"""The journal as a stream: a row for each fact, with all that it is searched by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.journal.lines import Line
from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn, WorldFact
from domain.kernel.instants import SHANGHAI, Instant, moment_of
from domain.kernel.standing import Entry


def fact_records(
    number: int, kind: str, lines: Sequence[Line], entries: Sequence[Entry]
) -> list[dict[str, Any]]:
    """Compute the rows of all facts of one stream.

    Args:
        number: The position of the stream's first entry.
        kind: The kind of its thing, or of the stream where it is no thing's.
        lines: All its lines, in order.
        entries: The same, decoded.
    """
    effective: dict[int, Instant | None] = {}
    rows = []
    for line, entry in zip(lines, entries, strict=True):
        fact, source = entry.fact, entry.fact.source
        effective[line.position] = _effective(fact, effective)
        rows.append(
            {
                "position": line.position,
                "thing": number,
                "kind": kind,
                "name": line.name,
                "actor": line.actor,
                "register": None if source is None else source.register,
                "effective": effective[line.position],
                "late_days": _late_days(fact, line.recorded),
            }
        )
    return rows


def _effective(fact: Fact, before: Mapping[int, Instant | None]) -> Instant | None:
    """Tell which point in the world a fact is about; a revision, its target's."""
    if isinstance(fact, FactCorrected):
        return fact.changes.get("effective", before.get(fact.target))
    if isinstance(fact, FactWithdrawn):
        return before.get(fact.target)
    effective: Instant | None = getattr(fact, "effective", None)
    return effective


def _late_days(fact: Fact, recorded: Instant) -> int | None:
    """Count the civil days from what happened to when it was recorded."""
    if not isinstance(fact, WorldFact):
        return None
    return (_day(recorded) - _day(fact.effective)).days


def _day(instant: Instant) -> date:
    return moment_of(instant).astimezone(SHANGHAI).date()
