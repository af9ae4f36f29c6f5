"""From versions to answers: what the kernel and the read model have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.kernel.facts import ABSENT, Answer, Value
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.periods import (
    Answered,
    Layer,
    Period,
    answers,
    coalesced,
    layering,
    overlaid,
    same,
)


class KnownLayer(Layer, Protocol):
    """A layer that is known from one date until another."""

    @property
    def known_from(self) -> Instant:
        """The first knowledge date inside."""

    @property
    def known_to(self) -> Instant:
        """The first knowledge date outside."""


@dataclass(frozen=True, slots=True)
class Belief:
    """An answer that was given from one knowledge date until another."""

    known_from: Instant
    known_to: Instant
    answer: Answer


@dataclass(frozen=True, slots=True)
class Rectangle:
    """From one knowledge date until another, a value held over one period."""

    attribute: str
    known_from: Instant
    known_to: Instant
    valid_from: Instant
    valid_to: Instant
    value: Value


Rows = Sequence[KnownLayer]


def known_at(rows: Iterable[KnownLayer], as_known: Instant) -> list[KnownLayer]:
    """Return the rows that are known at K."""
    return [row for row in rows if row.known_from <= as_known < row.known_to]


def answer_of(rows: Rows, lives: Rows, *, as_of: Instant, as_known: Instant) -> Answer:
    """Answer for (V, K) from the versions of an attribute and of existence."""
    top = _on_top(known_at(rows, as_known), as_of)
    if top is not None:
        return top.value
    exists = _on_top(known_at(lives, as_known), as_of)
    return ABSENT if exists is None else None


def _on_top(rows: Iterable[KnownLayer], as_of: Instant) -> KnownLayer | None:
    valid = (row for row in rows if row.start <= as_of < row.end)
    return max(valid, key=layering, default=None)


def history_of(rows: Rows, *, as_known: Instant) -> list[Period]:
    """List the periods of one attribute as known at K, in order, coalesced."""
    return coalesced(overlaid(known_at(rows, as_known)))


def answers_of(rows: Rows, lives: Rows, *, as_known: Instant) -> list[Answered]:
    """Answer for all V as known at K, blanks included."""
    exists = overlaid(known_at(lives, as_known))
    return answers(overlaid(known_at(rows, as_known)), exists)


def knowledge_dates(*versions: Rows) -> list[Instant]:
    """List the knowledge dates at which any of the rows begins or ends, in order."""
    dates = {
        date
        for rows in versions
        for row in rows
        for date in (row.known_from, row.known_to)
    }
    return sorted(dates - {FOREVER})


def _believed(
    rows: Rows, lives: Rows, as_of: Instant
) -> Iterator[tuple[Instant, Answer]]:
    """Yield each knowledge date at which the answer about V becomes another one."""
    before: Answer = ABSENT
    for known in knowledge_dates(rows, lives):
        answer = answer_of(rows, lives, as_of=as_of, as_known=known)
        if not same(answer, before):
            yield known, answer
            before = answer


def beliefs_of(rows: Rows, lives: Rows, *, as_of: Instant) -> list[Belief]:
    """List what was believed about V, over K; leading absent or none is left out."""
    changes = list(_believed(rows, lives, as_of))
    while changes and (changes[0][1] is ABSENT or changes[0][1] is None):
        changes.pop(0)
    ends = [*(known for known, _ in changes[1:]), FOREVER]
    return [
        Belief(known, end, answer)
        for (known, answer), end in zip(changes, ends, strict=False)
    ]


def first_known_of(
    rows: Rows, lives: Rows, value: Answer, *, as_of: Instant
) -> Instant | None:
    """Return the earliest K at which the answer about V was ``value``, or None."""
    changes = _believed(rows, lives, as_of)
    return next((known for known, answer in changes if same(answer, value)), None)


def rectangles_of(attribute: str, rows: Rows) -> list[Rectangle]:
    """List the full relation of one attribute, by known-from, then valid-from.

    A row lasts as long as its validity period and its value stay identical.
    """
    since: dict[Period, Instant] = {}
    found: list[Rectangle] = []
    for known in [*knowledge_dates(rows), FOREVER]:
        held = set(history_of(rows, as_known=known))
        gone = since.keys() - held
        found += [_rectangle(attribute, e, since.pop(e), known) for e in gone]
        since.update((period, known) for period in held - since.keys())
    return sorted(found, key=lambda row: (row.known_from, row.valid_from))


def _rectangle(
    attribute: str, period: Period, since: Instant, until: Instant
) -> Rectangle:
    return Rectangle(attribute, since, until, period.start, period.end, period.value)
