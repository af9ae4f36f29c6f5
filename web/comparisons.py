"""What differs between two knowledge dates, with the entries that caused it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.facts import NAMES
from domain.families import entries_of
from domain.kernel.differences import Difference, Question, diff, of_attribute, of_total
from domain.kernel.facts import Answer, Blank, Quantity
from domain.kernel.standing import Entry
from domain.reading import Reading
from domain.things import stream_of, thing_of
from projections.differing import Span, differing, differing_totals
from web.answers import reached
from web.asking.attributes import measures_of, printed_sum, require_attribute
from web.asking.refusals import BackwardsError
from web.asking.values import printed
from web.dates import Dates
from web.sheets import Cell, Sheet
from web.wiring import District


def diff_sheet(
    district: District, kind: str, attribute: str, *, before: Dates, after: Dates
) -> Sheet:
    """Answer: the things whose answer about V differs between two knowledge dates."""
    rows = differences(district, kind, attribute, before=before, after=after)
    return Sheet(
        about={
            "as_of": after.as_of_text,
            "attribute": attribute,
            **known(before, after),
        },
        key="differences",
        columns=(kind, "before", "after", "causes"),
        rows=[
            {kind: thing_of(str(row["thing"]))[1], **_without_thing(row)}
            for row in rows
        ],
    )


def known(before: Dates, after: Dates) -> dict[str, object]:
    """Head a difference with both knowledge dates and what they resolve to."""
    return {
        "known": [before.as_known_text, after.as_known_text],
        "positions": [before.position, after.position],
        "as_known": after.as_known_text,
        "position": after.position,
        "provisional": after.provisional,
    }


def _without_thing(row: Mapping[str, Cell]) -> dict[str, Cell]:
    return {name: cell for name, cell in row.items() if name != "thing"}


def differences(
    district: District, kind: str, attribute: str, *, before: Dates, after: Dates
) -> list[dict[str, Cell]]:
    """List what differs, thing by thing, with the causes.

    One query finds the things; the kernel then explains each from its own family.

    Raises:
        UnknownAttributeError: It is neither an attribute nor a sum of the kind.
        BackwardsError: The first knowledge date is after the second.
    """
    is_sum = attribute in measures_of(kind)
    if not is_sum:
        require_attribute(kind, attribute)
    if before.as_known > after.as_known:
        raise BackwardsError(before=before.as_known_text, after=after.as_known_text)
    span = Span(after.as_of, before.as_known, after.as_known)
    with reached(district, after) as now:
        find = differing_totals if is_sum else differing
        things = find(now, kind, attribute, span)
    question = of_total(attribute) if is_sum else of_attribute(attribute)
    streams = [stream_of(kind, thing) for thing in things]
    families = _families(district, streams)
    facts = {entry.position: entry for each in families.values() for entry in each}
    return [
        _cells(kind, attribute if is_sum else "", each, facts)
        for each in _explained(families, question, span)
    ]


def _families(district: District, streams: Sequence[str]) -> dict[str, Sequence[Entry]]:
    """Load all entries of each thing's family."""
    reading = Reading(district.app.journal)
    reading.load(streams)
    read = reading.known()
    return {stream: entries_of(read, stream) for stream in streams}


def _explained(
    families: Mapping[str, Sequence[Entry]], question: Question, span: Span
) -> list[Difference]:
    return diff(
        families,
        question,
        as_of=span.as_of,
        known_before=span.known_before,
        known_after=span.known_after,
    )


def _cells(
    kind: str, measure: str, found: Difference, facts: Mapping[int, Entry]
) -> dict[str, Cell]:
    return {
        "thing": found.thing,
        "before": _printed(kind, measure, found.before),
        "after": _printed(kind, measure, found.after),
        "causes": [
            {
                "position": cause.position,
                "role": cause.role.value,
                "fact": NAMES[type(facts[cause.position].fact)],
                "thing": facts[cause.position].thing,
            }
            for cause in found.causes
        ],
    }


def _printed(kind: str, measure: str, answer: Answer | Quantity) -> str:
    if measure and not isinstance(answer, Blank | str) and answer is not None:
        return printed_sum(kind, measure, answer)
    return printed(answer)
