"""The history of one thing: its facts as the journal has them, its periods as known."""

from __future__ import annotations

from domain.errors import UnknownThingError
from domain.kernel.instants import print_bound
from domain.kernel.questions import histories
from domain.things import stream_of
from web.answers import about_all_days
from web.dates import Dates
from web.fact_lines import FactLine, fact_lines
from web.families import Family, family_of
from web.sheets import Cell, Sheet
from web.wiring import District


def family_known(district: District, kind: str, thing: str, dates: Dates) -> Family:
    """Load what is known at K of a thing and of its family.

    Raises:
        UnknownThingError: Nothing names it at K.
    """
    stream = stream_of(kind, thing)
    family = family_of(district.app.journal, [stream], up_to=dates.position)
    if not family.lines:
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
        "attributes": _periods(family, stream, dates),
    }
    rows = [_cells(fact) for fact in facts]
    return Sheet(about=head, key="facts", columns=tuple(rows[0]), rows=rows)


def _periods(
    family: Family, stream: str, dates: Dates
) -> dict[str, list[dict[str, Cell]]]:
    known = histories(family.entries, stream, as_known=dates.as_known)
    return {
        attribute: [
            {
                "from": print_bound(period.start),
                "to": print_bound(period.end),
                "value": str(period.value),
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
        "recorded": fact.recorded,
        "actor": fact.actor,
        "target": fact.target,
        "withdrawn_by": fact.withdrawn_by,
        "stranded": fact.stranded,
        "members": dict(fact.members),
        "reason": fact.reason,
        "source": None if source is None else f"{source.file}:{source.line}",
        "kept_in": fact.stream,
    }
