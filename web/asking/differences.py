"""What differs between two knowledge dates, with the entries that caused it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.things.registration import thing_of
from projections.questions.compared import Compared, compared, compared_totals
from projections.tables.columns import ids_of, ordered_by_id
from projections.tables.snapshot import Snapshot
from web.asking.explanations import Comparing, explained, printed_answer, span_of
from web.asking.paging import Paging
from web.asking.questions.attributes import measures_of, require_attribute
from web.asking.questions.refusals import BackwardsError
from web.district.dates import Dates
from web.district.opening import District
from web.district.reading import snapshot_at
from web.words.tables import Cell, Sheet

MOST_MOVED = 100
"""Pairs of values that sums tell, the most frequent first."""
PORTION = 500
"""So many things are explained at once, however many differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Comparing):
    """Which things of a kind are answered otherwise, to be explained some at a time.

    Both knowledge dates are fixed, so it does not matter when which part is asked for.
    """

    found: Compared
    numbers: Sequence[int]
    """Of the things that differ, by id."""

    def rows(self, start: int = 0, stop: int | None = None) -> list[dict[str, Cell]]:
        """Explain some of the things, by their place in the order of ids."""
        some = self.numbers[start:stop]
        return list(explained(self, some)) if some else []

    def each(self) -> Iterator[dict[str, Cell]]:
        """Explain all things, some at a time: never are all of them held."""
        for start in range(0, len(self.numbers), PORTION):
            yield from self.rows(start, start + PORTION)

    def sums(self) -> dict[str, object]:
        """Tell how many differ, and in sum by what."""
        summary: dict[str, object] = {"things": len(self.numbers)}
        if self.is_sum:
            names = ("total_before", "total_after")
            totals = (
                printed_answer(self.kind, self.attribute, each)
                for each in self.found.totals
            )
            return summary | dict(zip(names, totals, strict=True))
        return summary | {
            "moved": [
                {
                    "before": printed_answer(self.kind, self.attribute, each.before),
                    "after": printed_answer(self.kind, self.attribute, each.after),
                    "things": each.things,
                }
                for each in self.found.transitions[:MOST_MOVED]
            ]
        }


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
    with snapshot_at(district, after) as now:
        columns = district.columns.at_hand(now)
        found = find(now, kind, attribute, span_of(before, after), columns)
        numbers = _by_id(now, kind, found.numbers.tolist())
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


def _by_id(now: Snapshot, kind: str, numbers: Sequence[int]) -> list[int]:
    if len(numbers) <= PORTION:
        return list(ids_of(now, kind, numbers))
    differ = set(numbers)
    return [each for each in ordered_by_id(now, kind) if each in differ]


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


def paged_diff(compared: Comparison, given: Mapping[str, str]) -> Sheet:
    """Answer: a page of what differs, under what all of it comes to in sum.

    Raises:
        PageError: There is no such page, or it would be too long.
    """
    paging = Paging.of(given, len(compared.numbers))
    sheet = diff_sheet(compared, compared.rows(paging.start, paging.stop))
    return replace(sheet, about={**sheet.about, **compared.sums(), **paging.about})


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
