"""What differs between two knowledge dates, with the entries that caused it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from domain.families import entries_of
from domain.kernel.differences import Difference, Question, diff, of_attribute
from domain.kernel.facts import Answer, Blank, Quantity
from domain.reading import Reading
from domain.things import stream_of, thing_of
from projections.differing import Differing, Span, differing, differing_totals
from projections.revised import (
    Between,
    caused,
    entangled,
    facts_at,
    revisions_of,
    silent_of,
)
from projections.snapshots import Snapshot
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

    The rows answer for whatever is alone; the kernel explains the members of families,
    each from its whole family.

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
    between = Between(
        (before.as_known, after.as_known),
        range(before.position + 1, after.position + 1),
    )
    with reached(district, after) as now:
        find = differing_totals if is_sum else differing
        found = find(now, kind, attribute, span)
        told = _told(district, now, kind, found, between)
        if not is_sum:
            hard = _entangled(now, kind, attribute, found)
            better = _explained(district, of_attribute(attribute), span, hard)
            told = [better.get(each.thing, each) for each in told]
        facts = facts_at(now, {c.position for each in told for c in each.causes})
    measure = attribute if is_sum else ""
    return [_cells(kind, measure, each, facts) for each in told]


def _entangled(now: Snapshot, kind: str, attribute: str, found: Differing) -> set[str]:
    """Return the streams whose rows do not tell all that has caused a difference."""
    silent = silent_of(now, kind, attribute, found.unstated)
    families = entangled(now, kind)
    return {
        stream
        for each in found.things
        for stream in (stream_of(kind, each.id),)
        if stream in families or each.number in silent
    }


def _told(
    district: District, now: Snapshot, kind: str, found: Differing, between: Between
) -> list[Difference]:
    """Tell each difference as the rows and the thing's own revisions have it."""
    journal, last = district.app.journal, between.new.stop - 1
    things = [each.number for each in found.things]
    revisions = revisions_of(now, journal, things, up_to=last)
    return [
        Difference(
            stream_of(kind, each.id),
            each.before,
            each.after,
            caused(
                revisions.get(each.number, ()),
                (each.behind_before, each.behind_after),
                between,
            ),
        )
        for each in found.things
    ]


def _explained(
    district: District, question: Question, span: Span, streams: Collection[str]
) -> dict[str, Difference]:
    """Explain things from all entries of their families."""
    reading = Reading(district.app.journal)
    reading.load(streams)
    read = reading.known()
    found = diff(
        {stream: entries_of(read, stream) for stream in streams},
        question,
        as_of=span.as_of,
        known_before=span.known_before,
        known_after=span.known_after,
    )
    return {each.thing: each for each in found}


def _cells(
    kind: str, measure: str, found: Difference, facts: Mapping[int, tuple[str, str]]
) -> dict[str, Cell]:
    return {
        "thing": found.thing,
        "before": _printed(kind, measure, found.before),
        "after": _printed(kind, measure, found.after),
        "causes": [
            {
                "position": cause.position,
                "role": cause.role.value,
                "fact": facts[cause.position][0],
                "thing": facts[cause.position][1],
            }
            for cause in found.causes
        ],
    }


def _printed(kind: str, measure: str, answer: Answer | Quantity) -> str:
    if measure and not isinstance(answer, Blank | str) and answer is not None:
        return printed_sum(kind, measure, answer)
    return printed(answer)
