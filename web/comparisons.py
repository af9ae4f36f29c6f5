"""What differs between two knowledge dates, with the entries that caused it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.deciding.context import Reading
from domain.kernel.facts import Answer, Blank, Quantity
from domain.kernel.questions.differences import Difference, Question, diff, of_attribute
from domain.things.families import entries_of
from domain.things.registration import stream_of, thing_of
from projections.questions.causes import (
    Between,
    caused,
    entangled,
    facts_at,
    revisions_of,
    silent_of,
)
from projections.questions.compared import Compared, Span, compared, compared_totals
from projections.questions.differences import Differing, differing, differing_totals
from projections.tables.columns import ids_of
from projections.tables.snapshot import Snapshot
from web.answers import reached
from web.asking.attributes import measures_of, printed_sum, require_attribute
from web.asking.refusals import BackwardsError
from web.dates import Dates
from web.sheets import Cell, Sheet
from web.values import printed
from web.wiring import District

MOST_MOVED = 100
"""Pairs of values that sums tell, the most frequent first."""
PORTION = 500
"""So many things are explained at once, however many differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Which things of a kind are answered otherwise, to be explained some at a time.

    Both knowledge dates are fixed, so it does not matter when which part is asked for.
    """

    district: District
    kind: str
    attribute: str
    is_sum: bool
    before: Dates
    after: Dates
    found: Compared
    numbers: Sequence[int]
    """Of the things that differ, by id."""

    @property
    def span(self) -> Span:
        """What is compared."""
        return span_of(self.before, self.after)

    def rows(self, start: int = 0, stop: int | None = None) -> list[dict[str, Cell]]:
        """Explain some of the things, by their place in the order of ids."""
        some = self.numbers[start:stop]
        return list(_explained_rows(self, some)) if some else []

    def each(self) -> Iterator[dict[str, Cell]]:
        """Explain all things, some at a time: never are all of them held."""
        for start in range(0, len(self.numbers), PORTION):
            yield from self.rows(start, start + PORTION)

    def sums(self) -> dict[str, object]:
        """Tell how many differ, and in sum by what."""
        told: dict[str, object] = {"things": len(self.numbers)}
        measure = self.attribute if self.is_sum else ""
        if self.is_sum:
            names = ("total_before", "total_after")
            totals = (_printed(self.kind, measure, each) for each in self.found.totals)
            return told | dict(zip(names, totals, strict=True))
        return told | {
            "moved": [
                {
                    "before": printed(each.before),
                    "after": printed(each.after),
                    "things": each.things,
                }
                for each in self.found.moved[:MOST_MOVED]
            ]
        }


def span_of(before: Dates, after: Dates) -> Span:
    """Return what is compared between two knowledge dates."""
    return Span(after.as_of, before.as_known, after.as_known)


def compare(
    district: District, kind: str, attribute: str, *, before: Dates, after: Dates
) -> Comparison:
    """Find what differs between two knowledge dates, without the causes yet.

    Raises:
        UnknownAttributeError: It is neither an attribute nor a sum of the kind.
        BackwardsError: The first knowledge date is after the second.
    """
    is_sum = attribute in measures_of(kind)
    if not is_sum:
        require_attribute(kind, attribute)
    if before.as_known > after.as_known:
        raise BackwardsError(before=before.as_known_text, after=after.as_known_text)
    find = compared_totals if is_sum else compared
    with reached(district, after) as now:
        columns = district.columns.at_hand(now)
        found = find(now, kind, attribute, span_of(before, after), columns)
        differ = set(found.numbers.tolist())
        few = sorted(differ) if len(differ) <= PORTION else None
        numbers = [each for each in ids_of(now, kind, few) if each in differ]
    return Comparison(
        district=district,
        kind=kind,
        attribute=attribute,
        is_sum=is_sum,
        before=before,
        after=after,
        found=found,
        numbers=numbers,
    )


def diff_sheet(compared: Comparison, rows: Iterable[Mapping[str, Cell]]) -> Sheet:
    """Answer: the things whose answer about V differs between two knowledge dates."""
    before, after, kind = compared.before, compared.after, compared.kind
    return Sheet(
        about={
            "as_of": after.as_of_text,
            "attribute": compared.attribute,
            **known(before, after),
        },
        key="differences",
        columns=(kind, "before", "after", "causes"),
        rows=[of_kind(kind, row) for row in rows],
    )


def of_kind(kind: str, row: Mapping[str, Cell]) -> dict[str, Cell]:
    """Name the thing of a row by its kind and id, in place of its stream."""
    return {kind: thing_of(str(row["thing"]))[1], **_without_thing(row)}


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
    """List what differs, thing by thing, with the causes; see ``compare``."""
    return list(compare(district, kind, attribute, before=before, after=after).each())


def _explained_rows(
    asked: Comparison, numbers: Sequence[int]
) -> Iterator[dict[str, Cell]]:
    """Explain a few things that differ.

    The rows answer for whatever is alone; the kernel explains the members of families,
    each from its whole family.
    """
    district, kind, attribute = asked.district, asked.kind, asked.attribute
    before, after, span = asked.before, asked.after, asked.span
    between = Between(span.known, range(before.position + 1, after.position + 1))
    with reached(district, after) as now:
        find = differing_totals if asked.is_sum else differing
        found = find(now, kind, attribute, span, numbers)
        told = _told(district, now, kind, found, between)
        if not asked.is_sum:
            hard = _entangled(now, kind, attribute, found)
            better = _explained(district, of_attribute(attribute), span, hard)
            told = [better.get(each.thing, each) for each in told]
        facts = facts_at(now, {c.position for each in told for c in each.causes})
    measure = attribute if asked.is_sum else ""
    for each in told:
        yield _cells(kind, measure, each, facts)


def _entangled(now: Snapshot, kind: str, attribute: str, found: Differing) -> set[str]:
    """Return the streams whose rows do not tell all that has caused a difference."""
    silent = silent_of(now, kind, attribute, found.unstated)
    families = entangled(now, kind, [each.number for each in found.things])
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
