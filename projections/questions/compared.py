"""All things of a kind at two knowledge dates, side by side: which differ, and by what.

No loop over things: what makes the answers is found afterwards, for some of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select

from domain.kernel.facts import EXISTS, Answer, Quantity
from domain.kernel.instants import At, Instant
from domain.things.land.plots import KIND
from projections.memory.amount_columns import Sums, sums_by
from projections.memory.arrays import ABSENT, Codes, Ints, Words
from projections.memory.state import CachedColumns
from projections.questions.deciding import answers_of, decided_at
from projections.tables.codes import code_of, quantity_of
from projections.tables.columns import table_of, totals_at
from projections.tables.conditions import at_v, known_once
from projections.tables.snapshot import Snapshot

MEASURE = "amount"
FEW = 10_000
"""So many things are asked for by number, rather than all of them."""


@dataclass(frozen=True, slots=True)
class Span:
    """V, and the two knowledge dates between which answers are compared."""

    as_of: Instant
    known_before: Instant
    known_after: Instant

    @property
    def known(self) -> tuple[Instant, Instant]:
        """Both knowledge dates."""
        return self.known_before, self.known_after


@dataclass(frozen=True, slots=True)
class Transition:
    """How many things are answered by one value before and by another after."""

    before: Answer
    after: Answer
    things: int


@dataclass(frozen=True, slots=True)
class Compared:
    """The n things that are answered otherwise, and what they have moved between."""

    numbers: Ints
    """Shape (n,), growing."""
    transitions: Sequence[Transition]
    """The most frequent first; none of a sum."""
    totals: tuple[Quantity, ...] = ()
    """What a sum comes to over these things, before and after; none of a value."""


def compared(
    now: Snapshot,
    kind: str,
    attribute: str,
    span: Span,
    columns: CachedColumns | None = None,
) -> Compared:
    """Find the things whose attribute is answered otherwise.

    Args:
        now: An open snapshot that has read the journal up to K2.
        kind: The kind of thing.
        attribute: Its name.
        span: What is compared.
        columns: The plots in memory, where they are: sooner asked than the tables.
    """
    if columns is not None and columns.holds(kind, attribute):
        words = columns.words[attribute]
        sides = [
            columns.column(attribute, at=At(span.as_of, known))[:2]
            for known in span.known
        ]
    else:
        words = Words()
        some = _may_differ(now, kind, attribute, span)
        found = [
            decided_at(
                now, kind, attribute, words, at=At(span.as_of, known), things=some
            )
            for known in span.known
        ]
        sides = [(each.number, each.code) for each in found]
    every = np.union1d(sides[0][0], sides[1][0])
    before, after = (_placed(every, *side) for side in sides)
    differ = before != after
    answers = answers_of(words, attribute)
    return Compared(every[differ], _transitions(before[differ], after[differ], answers))


def _may_differ(
    now: Snapshot, kind: str, attribute: str, span: Span
) -> list[int] | None:
    """Return the things of which something is known at one of both dates only.

    Returns:
        Their numbers, growing; None where they are so many that all may be asked.
    """
    things: set[int] = set()
    for name in (EXISTS, attribute):
        table = table_of(now, f"{kind}.{name}")
        query = select(table.c.thing).where(
            table.c.attribute == code_of(kind, name),
            *at_v(table, as_of=span.as_of),
            known_once(table, span.known),
        )
        things.update(row[0] for row in now.tuples(query))
    return sorted(things) if len(things) <= FEW else None


def _placed(every: Ints, numbers: Ints, codes: Codes) -> Ints:
    found = np.full(len(every), ABSENT, np.int64)
    found[np.searchsorted(every, numbers)] = codes
    return found


def _transitions(
    before: Ints, after: Ints, answers: Sequence[Answer]
) -> list[Transition]:
    size = len(answers)
    pairs = (before - ABSENT) * size + (after - ABSENT)
    found, counts = np.unique(pairs, return_counts=True)
    rank = _ranks(answers)
    order = np.lexsort((rank[found % size], rank[found // size], -counts))
    return [
        Transition(answers[pair // size], answers[pair % size], things)
        for pair, things in zip(
            found[order].tolist(), counts[order].tolist(), strict=True
        )
    ]


def _ranks(answers: Sequence[Answer]) -> Ints:
    """Order answers: blanks first, then by value; codes come in the order of reading.

    What is as frequent stands in the same order in every process, then.
    """
    _, _, *values = answers
    order = sorted(range(len(values)), key=lambda place: str(values[place]))
    ranks = np.arange(len(answers))
    ranks[np.array(order, dtype=np.int64) + 2] = np.arange(2, len(answers))
    return ranks


def compared_totals(
    now: Snapshot,
    kind: str,
    measure: str,
    span: Span,
    columns: CachedColumns | None = None,
) -> Compared:
    """Find the things whose sum of a measure differs; see ``compared``."""
    if columns is not None and (kind, measure) == (KIND, MEASURE):
        sides = [_spent(columns, At(span.as_of, known)) for known in span.known]
        numbers, (before, after) = columns.numbers, sides
    else:
        found = [
            totals_at(now, f"{kind}.{measure}", at=At(span.as_of, known))
            for known in span.known
        ]
        numbers = np.array(sorted({*found[0], *found[1]}), dtype=np.int64)
        before, after = (_totals(numbers, each) for each in found)
    differ = before != after
    totals = (
        quantity_of(kind, measure, sum(s[differ].tolist())) for s in (before, after)
    )
    return Compared(numbers[differ], (), tuple(totals))


def _spent(columns: CachedColumns, at: At) -> Sums:
    rows = columns.amounts.at(as_of=at.as_of, as_known=at.as_known)
    return sums_by(rows.thing, rows.quantity, len(columns.numbers))


def _totals(numbers: Ints, found: Mapping[int, int]) -> Sums:
    return _exact([found.get(number, 0) for number in numbers.tolist()])


def _exact(sums: list[int]) -> Sums:
    """Put sums into an array: of machine integers where they fit, else of Python's."""
    try:
        return np.array(sums, dtype=np.int64)
    except OverflowError:
        return np.array(sums, dtype=object)
