"""The journal as a stream: a row for each fact, with all that it is searched by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.kernel.facts import (
    Fact,
    FactCorrected,
    FactWithdrawn,
    UnreadableFact,
    WorldFact,
)
from domain.kernel.instants import SHANGHAI, Instant, moment_of
from domain.kernel.live_facts import Entry
from projections.building.batch import Batch, RawLine
from projections.tables.codes import UNREADABLE

HOUR_US = 3_600_000_000
WHOLE_HOURS_FROM = -2_145_916_800_000_000
"""1902: from here on every change of the clocks in Shanghai fell on a whole hour."""


def add_facts(  # noqa: PLR0913, PLR0917  (a stream, twice)
    batch: Batch,
    number: int,
    kind: str,
    lines: Sequence[RawLine],
    entries: Sequence[Entry],
    behind: int = 0,
) -> None:
    """Add the rows of the facts of one stream.

    Args:
        batch: What they are added to.
        number: The position of the stream's first entry.
        kind: The kind of its thing, or of the stream where it is no thing's.
        lines: All its lines, in order.
        entries: The same, decoded.
        behind: Facts up to this position have their rows already.
    """
    effective: dict[int, Instant | None] = {}
    for line, entry in zip(lines, entries, strict=True):
        fact, position, late = entry.fact, entry.position, None
        when = _effective(fact, effective)
        if when is not None and isinstance(fact, WorldFact):
            late = days_between(when, entry.recorded)
        effective[position] = when
        if position > behind:
            register = None if fact.source is None else fact.source.register
            name = line.name
            if isinstance(fact, UnreadableFact):
                name = UNREADABLE + fact.name
            code = batch.class_code(kind, name, line.actor, register)
            batch.facts.append((number, position, code, when, late))
            if register is not None:
                batch.register_rows.add((register, number))


def _effective(fact: Fact, before: Mapping[int, Instant | None]) -> Instant | None:
    """Tell which point in the world an entry is about; a revision, its target's."""
    if isinstance(fact, WorldFact):
        return fact.effective
    if isinstance(fact, FactCorrected):
        return fact.changes.get("effective", before.get(fact.target))
    if isinstance(fact, FactWithdrawn):
        return before.get(fact.target)
    effective: Instant | None = getattr(fact, "effective", None)
    return effective


class _Days(dict[int, int]):
    """Hour since 1970 → the civil day in Shanghai that it lies in, looked up once."""

    def __missing__(self, hour: int) -> int:
        day = self[hour] = _exact_day(Instant(hour * HOUR_US))
        return day


DAYS = _Days()


def days_between(before: Instant, after: Instant) -> int:
    """Count the civil days in Shanghai from one instant to another."""
    if before < WHOLE_HOURS_FROM or after < WHOLE_HOURS_FROM:
        return _exact_day(after) - _exact_day(before)
    return DAYS[after // HOUR_US] - DAYS[before // HOUR_US]


def _exact_day(instant: Instant) -> int:
    return moment_of(instant).astimezone(SHANGHAI).toordinal()
