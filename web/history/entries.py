"""The facts of the journal in words that programs and people share, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from domain.facts import FACTS
from domain.journal.lines import Line
from domain.kernel.facts import (
    Concerned,
    Fact,
    FactCorrected,
    FactWithdrawn,
    Redrawing,
    Redrawn,
    Source,
    UnreadableFact,
    WorldFact,
    corrected,
)
from domain.kernel.instants import (
    SHANGHAI,
    Instant,
    moment_of,
    print_instant,
)
from domain.kernel.live_facts import Entry, withdrawn_by
from domain.kernel.questions.states import conflicts_in
from web.district.dates import Dates
from web.history.families import Family
from web.history.members import HIDDEN, Member, members_of


class FactLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One entry of a thing's history, in words: a sheet has hundreds of them."""

    position: int
    stream: str
    """The stream it is kept in: a redrawing is told of other things as well."""
    kind: str
    """``record``, ``correction``, ``withdrawal`` or ``concerned``."""
    name: str
    of: type[Fact]
    """The class of the fact that it records, or that it revises."""
    effective: str | None
    recorded: Instant
    actor: str
    members: Mapping[str, Member]
    redrawn: Redrawn | None
    """What becomes of which things, where the fact says so."""
    source: Source | None
    reason: str | None
    target: int | None
    """What a correction corrects, a withdrawal withdraws, a marker leads to."""
    withdrawn_by: int | None
    stranded: bool
    """Whether the thing did not exist then, so that the fact is not applied (R15)."""
    late_days: int | None
    """Days from what happened to when it was recorded."""


def fact_lines(
    family: Family, positions: Iterable[int], dates: Dates
) -> list[FactLine]:
    """Put entries into words, from all that is known of their families."""
    withdrawn = withdrawn_by(family.entries)
    stranded = set(conflicts_in(family.timeline(dates.as_known)))
    wanted = set(positions)
    return [
        _fact_line(family, line, entry, withdrawn.get(line.position), stranded)
        for line, entry in zip(family.lines, family.entries, strict=True)
        if line.position in wanted
    ]


def _fact_line(
    family: Family,
    line: Line,
    entry: Entry,
    withdrawn: int | None,
    stranded: set[int],
) -> FactLine:
    fact, about = entry.fact, _about(family, entry)
    effective = fact.effective if isinstance(fact, WorldFact) else None
    return FactLine(
        position=line.position,
        stream=line.stream,
        kind=kind_of(fact),
        name=line.name,
        of=about,
        effective=None if effective is None else print_instant(effective),
        recorded=line.recorded,
        actor=line.actor,
        members=members_of(fact, about),
        redrawn=_redrawn(family, entry),
        source=fact.source,
        reason=fact.reason if isinstance(fact, FactCorrected | FactWithdrawn) else None,
        target=_target(family, entry),
        withdrawn_by=withdrawn,
        stranded=line.position in stranded,
        late_days=None if effective is None else _days(effective, line.recorded),
    )


def _about(family: Family, entry: Entry) -> type[Fact]:
    """Return the class of the fact that an entry is about, though it is unreadable."""
    fact = entry.fact
    if isinstance(fact, FactCorrected | FactWithdrawn):
        fact = root_of(family.entries, entry).fact
    return (
        FACTS.get(fact.name, Fact) if isinstance(fact, UnreadableFact) else type(fact)
    )


def kind_of(fact: Fact) -> str:
    """Tell what an entry is: a record, a revision, or only a marker."""
    if isinstance(fact, FactCorrected):
        return "correction"
    if isinstance(fact, Concerned):
        return "concerned"
    return "withdrawal" if isinstance(fact, FactWithdrawn) else "record"


def _target(family: Family, entry: Entry) -> int | None:
    if isinstance(entry.fact, FactCorrected | FactWithdrawn):
        return entry.fact.target
    if isinstance(entry.fact, Concerned):
        behind = family.redrawing_behind(entry.position)
        return None if behind is None else behind.position
    return None


def _redrawn(family: Family, entry: Entry) -> Redrawn | None:
    """Say what a redrawing does; of a correction, what it newly states."""
    if isinstance(entry.fact, Redrawing):
        return entry.fact.redrawn(entry.thing)
    if not isinstance(entry.fact, FactCorrected):
        return None
    root = root_of(family.entries, entry)
    if not isinstance(root.fact, Redrawing) or entry.fact.changes.keys() <= HIDDEN:
        return None
    revised = corrected(root.fact, entry.fact.changes)
    return revised.redrawn(root.thing) if isinstance(revised, Redrawing) else None


def root_of(entries: Iterable[Entry], entry: Entry) -> Entry:
    """Follow revisions to the fact that they are about in the end."""
    by_position = {each.position: each for each in entries}
    while isinstance(entry.fact, FactCorrected | FactWithdrawn):
        entry = by_position[entry.fact.target]
    return entry


def _days(effective: Instant, recorded: Instant) -> int:
    happened, known = (
        moment_of(each).astimezone(SHANGHAI).date() for each in (effective, recorded)
    )
    return (known - happened).days
