"""The history of one thing: its facts as the journal has them, its periods as known."""

from __future__ import annotations

from domain.errors import UnknownThingError
from domain.kernel.instants import print_bound, print_instant
from domain.kernel.questions.states import histories_in
from domain.things.registration import stream_of
from web.district.dates import Dates
from web.district.opening import District
from web.district.reading import about_all_days
from web.history.entries import FactLine, fact_lines
from web.history.families import Family, family_of
from web.history.things import type_of
from web.words.tables import Cell, Sheet
from web.words.values import printed_as

COLUMNS = (
    *("position", "kind", "fact", "effective", "recorded", "actor", "target"),
    *("withdrawn_by", "stranded", "members", "reason", "source", "kept_in"),
)


def family_known(district: District, kind: str, thing: str, dates: Dates) -> Family:
    """Load what is known at K of a thing and of its family: nothing before it was.

    Raises:
        UnknownThingError: The journal never had it.
    """
    stream, journal = stream_of(kind, thing), district.app.journal
    family = family_of(journal, [stream], up_to=dates.position)
    if not family.lines and not journal.has(stream):
        raise UnknownThingError(kind=kind, thing=thing)
    return family


def history_sheet(district: District, kind: str, thing: str, dates: Dates) -> Sheet:
    """Answer: the facts of one thing as known at K, with each attribute's periods."""
    stream = stream_of(kind, thing)
    family = family_known(district, kind, thing, dates)
    facts = fact_lines(family, family.naming(stream), dates)
    head = {
        kind: thing,
        **about_all_days(dates),
        "attributes": _periods(family, kind, stream, dates),
    }
    rows = [_cells(fact) for fact in facts]
    return Sheet(about=head, key="facts", columns=COLUMNS, rows=rows)


def _periods(
    family: Family, kind: str, stream: str, dates: Dates
) -> dict[str, list[dict[str, Cell]]]:
    known = histories_in(family.timeline(dates.as_known), stream)
    return {
        attribute: [
            {
                "from": print_bound(period.start),
                "to": print_bound(period.end),
                "value": printed_as(type_of(kind, attribute), period.value),
            }
            for period in periods
        ]
        for attribute, periods in sorted(known.items())
    }


def _cells(fact: FactLine) -> dict[str, Cell]:
    source = fact.source
    return {
        "position": fact.position,
        "kind": fact.kind,
        "fact": fact.name,
        "effective": fact.effective,
        "recorded": print_instant(fact.recorded),
        "actor": fact.actor,
        "target": fact.target,
        "withdrawn_by": fact.withdrawn_by,
        "stranded": fact.stranded,
        "members": dict(fact.members),
        "reason": fact.reason,
        "source": None if source is None else f"{source.file}:{source.line}",
        "kept_in": fact.stream,
    }
