"""The full relation of one thing: rectangles of knowledge and validity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.kernel.facts import Quantity, Value
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.questions import Period, histories, knowledge_dates
from domain.kernel.standing import Entry, Standing, standing


@dataclass(frozen=True, slots=True)
class Rectangle:
    """From one knowledge date until another, a value held over one period."""

    attribute: str
    known_from: Instant
    known_to: Instant
    valid_from: Instant
    valid_to: Instant
    value: Value


@dataclass(frozen=True, slots=True)
class Contribution:
    """From one knowledge date until another, a fact added to a measure."""

    measure: str
    known_from: Instant
    known_to: Instant
    effective: Instant
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Relation:
    """Everything that was ever answered about one thing."""

    rectangles: Sequence[Rectangle]
    contributions: Sequence[Contribution]


Row = TypeVar("Row")


class _Sweep(Generic[Row]):
    """Rows that are met at successive knowledge dates, joined while they stay."""

    def __init__(self) -> None:
        self._since: dict[Row, Instant] = {}
        self._lasted: list[tuple[Row, Instant, Instant]] = []

    def meet(self, known: Instant, rows: AbstractSet[Row]) -> None:
        """Close the rows that are gone at ``known`` and open the new ones."""
        for row in self._since.keys() - rows:
            self._lasted.append((row, self._since.pop(row), known))
        self._since.update((row, known) for row in rows - self._since.keys())

    def end(self) -> Iterable[tuple[Row, Instant, Instant]]:
        """Return each row with the knowledge dates between which it lasted."""
        self.meet(FOREVER, frozenset())
        return self._lasted


def relation(entries: Sequence[Entry]) -> Relation:
    """Sweep K over the knowledge dates of one thing.

    A row lasts as long as its validity period and its value stay identical.
    """
    periods: _Sweep[tuple[str, Period]] = _Sweep()
    quantities: _Sweep[tuple[str, Instant, Quantity, int]] = _Sweep()
    for known in knowledge_dates(entries):
        timeline = standing(entries, known)
        periods.meet(known, _periods_of(timeline))
        quantities.meet(known, _quantities_of(timeline))
    return Relation(
        rectangles=sorted(
            (
                Rectangle(name, since, until, period.start, period.end, period.value)
                for (name, period), since, until in periods.end()
            ),
            key=lambda row: (row.attribute, row.known_from, row.valid_from),
        ),
        contributions=sorted(
            (
                Contribution(measure, since, until, effective, quantity)
                for (measure, effective, quantity, _), since, until in quantities.end()
            ),
            key=lambda row: (row.measure, row.known_from, row.effective),
        ),
    )


def _periods_of(timeline: Sequence[Standing]) -> set[tuple[str, Period]]:
    return {
        (name, period)
        for name, periods in histories(timeline).items()
        for period in periods
    }


def _quantities_of(
    timeline: Sequence[Standing],
) -> set[tuple[str, Instant, Quantity, int]]:
    return {
        (measure, each.fact.effective, quantity, each.position)
        for each in timeline
        for measure, quantity in each.fact.quantities()
    }


def rectangles(entries: Sequence[Entry], attribute: str) -> list[Rectangle]:
    """List the rectangles of one attribute, by known-from, then valid-from."""
    return [row for row in relation(entries).rectangles if row.attribute == attribute]
