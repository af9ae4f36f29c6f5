"""Why things differ between two knowledge dates: the entries that caused it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.deciding.context import DecisionContext
from domain.kernel.facts import Answer, Quantity
from domain.kernel.questions.differences import Difference, Question, diff, of_attribute
from domain.things.families import entries_of
from domain.things.registration import stream_of
from projections.questions.causes import (
    Between,
    causes_between,
    facts_at,
    members_of_families,
    revisions_of,
    without_rows,
)
from projections.questions.compared import Span
from projections.questions.differences import Differing, differing, differing_totals
from projections.tables.snapshot import Snapshot
from web.asking.questions.attributes import measures_of, require_attribute
from web.district.dates import Dates
from web.district.opening import District
from web.district.reading import snapshot_at
from web.words.tables import Cell
from web.words.values import printed_as


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """What is compared: an attribute or a sum of a kind, at two knowledge dates."""

    district: District
    kind: str
    attribute: str
    is_sum: bool
    before: Dates
    after: Dates

    @property
    def span(self) -> Span:
        """V, and both knowledge dates."""
        return span_of(self.before, self.after)


def span_of(before: Dates, after: Dates) -> Span:
    """Return what is compared between two knowledge dates."""
    return Span(after.as_of, before.as_known, after.as_known)


def explained(asked: Comparing, numbers: Sequence[int]) -> Iterator[dict[str, Cell]]:
    """Explain a few things that differ.

    The rows answer for whatever is alone; the kernel explains the members of families,
    each from its whole family.
    """
    district, kind, attribute = asked.district, asked.kind, asked.attribute
    before, after, span = asked.before, asked.after, asked.span
    between = Between(span.known, range(before.position + 1, after.position + 1))
    with snapshot_at(district, after) as now:
        find = differing_totals if asked.is_sum else differing
        found = find(now, kind, attribute, span, numbers)
        differences = _differences(district, now, kind, found, between)
        if not asked.is_sum:
            explained_by_kernel = _with_causes_elsewhere(now, kind, attribute, found)
            better = _by_the_kernel(
                district, of_attribute(attribute), span, explained_by_kernel
            )
            differences = [better.get(each.thing, each) for each in differences]
        facts = facts_at(now, {c.position for each in differences for c in each.causes})
    for each in differences:
        yield _cells(kind, attribute, each, facts)


def _with_causes_elsewhere(
    now: Snapshot, kind: str, attribute: str, found: Differing
) -> set[str]:
    """Return the streams whose rows do not tell all that has caused a difference."""
    silent = without_rows(now, kind, attribute, found.unstated)
    families = members_of_families(now, kind, [each.number for each in found.things])
    return {
        stream
        for each in found.things
        for stream in (stream_of(kind, each.id),)
        if stream in families or each.number in silent
    }


def _differences(
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
            causes_between(
                revisions.get(each.number, ()),
                (each.behind_before, each.behind_after),
                between,
            ),
        )
        for each in found.things
    ]


def _by_the_kernel(
    district: District, question: Question, span: Span, streams: Collection[str]
) -> dict[str, Difference]:
    """Explain things from all entries of their families."""
    reading = DecisionContext(district.app.journal)
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
    kind: str, attribute: str, found: Difference, facts: Mapping[int, tuple[str, str]]
) -> dict[str, Cell]:
    return {
        "thing": found.thing,
        "before": printed_answer(kind, attribute, found.before),
        "after": printed_answer(kind, attribute, found.after),
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


def printed_answer(kind: str, name: str, answer: Answer | Quantity) -> str:
    """Print an answer about an attribute, or a sum of a measure."""
    return printed_as(
        measures_of(kind).get(name) or require_attribute(kind, name), answer
    )
