"""The history of one thing: its facts as the journal has them, its periods as known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.errors import UnknownThingError
from domain.journal.lines import Line
from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn, Source, WorldFact
from domain.kernel.instants import (
    SHANGHAI,
    Instant,
    moment_of,
    print_bound,
    print_instant,
)
from domain.kernel.money import print_money
from domain.kernel.questions import conflicts, histories
from domain.kernel.standing import standing, withdrawn_by
from domain.things import stream_of
from web.answers import about
from web.dates import Dates
from web.sheets import Cell, Sheet
from web.wiring import District

HIDDEN = frozenset({"effective", "source"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One entry of a thing's history, in words."""

    position: int
    kind: str
    """``record``, ``correction`` or ``withdrawal``."""
    name: str
    effective: str | None
    recorded: str
    actor: str
    members: Mapping[str, str | None]
    source: Source | None
    reason: str | None
    target: int | None
    """The position that a correction corrects, or a withdrawal withdraws."""
    withdrawn_by: int | None
    stranded: bool
    """Whether the thing did not exist yet, so that the fact is not applied (R15)."""
    late_days: int | None
    """Days from what happened to when it was recorded."""


def lines_known(district: District, kind: str, thing: str, dates: Dates) -> list[Line]:
    """Load what is known of a thing at K.

    Raises:
        UnknownThingError: Nothing is known of it at K.
    """
    lines = district.app.journal.lines_of(
        [stream_of(kind, thing)], up_to=dates.position
    )
    if not lines:
        raise UnknownThingError(kind=kind, thing=thing)
    return lines


def fact_lines(lines: Sequence[Line], dates: Dates) -> list[FactLine]:
    """Put the entries of one thing into words, by position."""
    entries = [line.entry() for line in lines]
    withdrawn = withdrawn_by(entries)
    stranded = set(conflicts(entries, as_known=dates.as_known))
    return [
        _fact_line(line, entry.fact, withdrawn.get(line.position), stranded)
        for line, entry in zip(lines, entries, strict=True)
    ]


def _fact_line(
    line: Line, fact: Fact, withdrawn: int | None, stranded: set[int]
) -> FactLine:
    effective = fact.effective if isinstance(fact, WorldFact) else None
    revision = fact if isinstance(fact, FactCorrected | FactWithdrawn) else None
    return FactLine(
        position=line.position,
        kind=_kind(fact),
        name=line.name,
        effective=None if effective is None else print_instant(effective),
        recorded=print_local(line.recorded),
        actor=line.actor,
        members=_members(fact),
        source=fact.source,
        reason=None if revision is None else revision.reason,
        target=None if revision is None else revision.target,
        withdrawn_by=withdrawn,
        stranded=line.position in stranded,
        late_days=None if effective is None else _days(effective, line.recorded),
    )


def _kind(fact: Fact) -> str:
    if isinstance(fact, FactCorrected):
        return "correction"
    return "withdrawal" if isinstance(fact, FactWithdrawn) else "record"


def _members(fact: Fact) -> dict[str, str | None]:
    if isinstance(fact, FactCorrected):
        return {name: _printed(name, value) for name, value in fact.changes.items()}
    if isinstance(fact, FactWithdrawn):
        return {}
    values = {name: getattr(fact, name) for name in fact.__struct_fields__}
    return {
        name: _printed(name, value)
        for name, value in values.items()
        if name not in HIDDEN and value is not None
    }


def _printed(name: str, value: object) -> str | None:
    if value is None:
        return None
    if name == "amount" and isinstance(value, int):
        return print_money(value)
    if name == "effective" and isinstance(value, int):
        return print_instant(Instant(value))
    return str(value)


def print_local(instant: Instant) -> str:
    """Print a recorded instant as people in the district read it, with its offset."""
    return moment_of(instant).astimezone(SHANGHAI).isoformat(timespec="seconds")


def _days(effective: Instant, recorded: Instant) -> int:
    happened, known = (
        moment_of(each).astimezone(SHANGHAI).date() for each in (effective, recorded)
    )
    return (known - happened).days


def history_sheet(district: District, kind: str, thing: str, dates: Dates) -> Sheet:
    """Answer: the facts of one thing as known at K, with each attribute's periods."""
    lines = lines_known(district, kind, thing, dates)
    facts = fact_lines(lines, dates)
    head = {kind: thing, **about(dates), "attributes": _periods(lines, dates)}
    rows = [_cells(fact) for fact in facts]
    return Sheet(about=head, key="facts", columns=tuple(rows[0]), rows=rows)


def _periods(lines: Sequence[Line], dates: Dates) -> dict[str, list[dict[str, Cell]]]:
    timeline = standing([line.entry() for line in lines], dates.as_known)
    return {
        attribute: [
            {
                "from": print_bound(period.start),
                "to": print_bound(period.end),
                "value": str(period.value),
            }
            for period in periods
        ]
        for attribute, periods in sorted(histories(timeline).items())
    }


def _cells(fact: FactLine) -> dict[str, Cell]:
    source = fact.source
    return {
        "position": fact.position,
        "kind": fact.kind,
        "fact": fact.name,
        "effective": fact.effective,
        "recorded": fact.recorded,
        "actor": fact.actor,
        "target": fact.target,
        "withdrawn_by": fact.withdrawn_by,
        "stranded": fact.stranded,
        "members": dict(fact.members),
        "reason": fact.reason,
        "source": None if source is None else f"{source.file}:{source.line}",
    }
