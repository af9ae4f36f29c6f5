"""What differs between two knowledge dates, with the entries that caused it."""

from __future__ import annotations

from itertools import groupby

from domain.commands import RECORDABLE
from domain.journal.lines import Line
from domain.kernel.differences import Difference, diff, of_attribute, of_total
from domain.kernel.facts import EXISTS, Answer, Blank, Quantity
from domain.kernel.money import print_money
from domain.things import stream_of, thing_of
from projections.differing import Span, differing, differing_totals
from web.answers import NONE, reached
from web.dates import Dates
from web.refusals import UnknownAttributeError
from web.sheets import Cell, Sheet
from web.wiring import District

BLANKS = frozenset({NONE, Blank.ABSENT.value})
PERMIT = "permit:"
MEASURES = frozenset({"amount", "investment"})
"""What is summed up, and compared as a sum."""


def diff_sheet(
    district: District, kind: str, attribute: str, *, before: Dates, after: Dates
) -> Sheet:
    """Answer: the things whose answer about V differs between two knowledge dates.

    One query finds them; the kernel then explains each from its own entries.
    """
    require_attribute(kind, attribute)
    span = Span(after.as_of, before.as_known, after.as_known)
    is_measure = attribute in MEASURES
    with reached(district, after) as now:
        find = differing_totals if is_measure else differing
        things = find(now, kind, attribute, span)
    lines = district.app.journal.lines_of(stream_of(kind, each) for each in things)
    differences = diff(
        {
            stream: [line.entry() for line in each]
            for stream, each in groupby(lines, key=lambda line: line.stream)
        },
        of_total(attribute) if is_measure else of_attribute(attribute),
        as_of=span.as_of,
        known_before=span.known_before,
        known_after=span.known_after,
    )
    names = {line.position: line for line in lines}
    return Sheet(
        about=_about(before, after, attribute),
        key="differences",
        columns=(kind, "before", "after", "causes"),
        rows=[_cells(kind, each, names) for each in differences],
    )


def _about(before: Dates, after: Dates, attribute: str) -> dict[str, object]:
    return {
        "as_of": after.as_of_text,
        "attribute": attribute,
        "known": [before.as_known_text, after.as_known_text],
        "positions": [before.position, after.position],
        "provisional": after.provisional,
    }


def _cells(
    kind: str, difference: Difference, lines: dict[int, Line]
) -> dict[str, Cell]:
    return {
        kind: thing_of(difference.thing)[1],
        "before": printed(difference.before),
        "after": printed(difference.after),
        "causes": [
            {
                "position": cause.position,
                "role": cause.role.value,
                "fact": lines[cause.position].name,
            }
            for cause in difference.causes
        ],
    }


def printed(answer: Answer | Quantity) -> str:
    """Print an answer so that the three blanks differ (R3); money with two decimals."""
    if isinstance(answer, Blank):
        return answer.value
    if isinstance(answer, int) and not isinstance(answer, bool):
        return print_money(answer)
    if answer is None:
        return NONE
    text = str(answer)
    return f"“{text}”" if text in BLANKS else text


def require_attribute(kind: str, attribute: str) -> None:
    """Refuse to compare what a kind of thing does not have.

    Raises:
        UnknownAttributeError: It is neither an attribute nor a sum of the kind.
    """
    known = {EXISTS} | {
        name
        for fact in RECORDABLE.values()
        if fact.kind == kind
        for name in (*fact.attributes, *fact.measures)
    }
    if attribute not in known and not attribute.startswith(PERMIT):
        listed = ", ".join(sorted(known))
        raise UnknownAttributeError(kind=kind, attribute=attribute, known=listed)
