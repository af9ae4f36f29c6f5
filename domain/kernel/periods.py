"""Periods: assertions laid over one another, coalesced, their gaps filled (R1, R11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Protocol

import msgspec

from domain.kernel.facts import ABSENT, Answer, Value
from domain.kernel.instants import ALWAYS, FOREVER, Instant


class Period(msgspec.Struct, frozen=True, gc=False):
    """A value that holds from ``start`` on and no longer at ``end`` (R1)."""

    start: Instant
    end: Instant
    value: Value


class Answered(msgspec.Struct, frozen=True, gc=False):
    """An answer, blanks included, that is given for every V in [start, end)."""

    start: Instant
    end: Instant
    answer: Answer


class Layer(Protocol):
    """Something that asserts a value over a period, on top of what lies below."""

    @property
    def start(self) -> Instant:
        """The first instant inside."""

    @property
    def end(self) -> Instant:
        """The first instant outside."""

    @property
    def value(self) -> Value:
        """The value, or none."""

    @property
    def position(self) -> int:
        """The fact's position in the journal."""

    @property
    def is_period(self) -> bool:
        """Whether it is a period, not a change point."""


def layering(row: Layer) -> tuple[Instant, int]:
    """Order layers: change points by R5, periods by position alone (R10)."""
    return Instant(0) if row.is_period else row.start, row.position


def overlaid(rows: Sequence[Layer]) -> list[Period]:
    """Lay assertions of one attribute over one another; return disjoint periods.

    Periods follow one another in time; a value may be None, and equal neighbours are
    not merged yet.
    """
    if not _has_periods(rows) and len({row.end for row in rows}) == 1:
        return _in_turn(sorted(rows, key=CHANGES))
    pieces: list[Period] = []
    for row in sorted(rows, key=layering):
        top = Period(row.start, row.end, row.value)
        if pieces and row.start < pieces[-1].end:
            pieces = _laid_over(pieces, top)
        else:
            pieces.append(top)
    return pieces


def _in_turn(layers: Sequence[Layer]) -> list[Period]:
    """Let each change point of one life end the one before: the usual case."""
    starts = [row.start for row in layers]
    ends = [*starts[1:], layers[-1].end]
    return [
        Period(start, end, row.value)
        for row, start, end in zip(layers, starts, ends, strict=True)
        if start < end
    ]


def _has_periods(rows: Iterable[Layer]) -> bool:
    return any(row.is_period for row in rows)


CHANGES = attrgetter("start", "position")
"""R5's order: ``layering`` of change points, quickly."""


def _laid_over(pieces: list[Period], top: Period) -> list[Period]:
    """Put a period on top of disjoint ones, of which parts may be left on its sides."""
    if pieces[-1].start <= top.start and pieces[-1].end <= top.end:
        below = pieces.pop()
        if below.start < top.start:
            pieces.append(_cut(below, below.start, top.start))
        return [*pieces, top]
    left = [_cut(p, p.start, min(p.end, top.start)) for p in pieces]
    right = [_cut(p, max(p.start, top.end), p.end) for p in pieces]
    whole = [*left, top, *right]
    return [piece for piece in whole if piece.start < piece.end]


def _cut(piece: Period, start: Instant, end: Instant) -> Period:
    return Period(start, end, piece.value)


def coalesced(pieces: Iterable[Period]) -> list[Period]:
    """Merge equal neighbours that meet, and leave out periods without a value."""
    merged: list[Period] = []
    for piece in pieces:
        if piece.value is None:
            continue
        last = merged[-1] if merged else None
        if last is not None and last.end == piece.start and last.value == piece.value:
            merged[-1] = Period(last.start, piece.end, last.value)
        else:
            merged.append(piece)
    return merged


def answers(pieces: Sequence[Period], lives: Sequence[Period]) -> list[Answered]:
    """Answer for all of time: absent outside the lives, none where no value holds.

    Args:
        pieces: What is asserted, disjoint, in order, each within one life.
        lives: When the thing exists, disjoint, in order.
    """
    inside = [
        answered
        for life in lives
        for answered in _filled(
            [p for p in pieces if life.start <= p.start < life.end],
            Answered(life.start, life.end, None),
        )
    ]
    whole = Answered(ALWAYS, FOREVER, ABSENT)
    return list(joined(_filled(inside, whole)))


def _filled(pieces: Iterable[Period | Answered], blank: Answered) -> Iterator[Answered]:
    """Fill the gaps between pieces with a blank, over the whole of the blank."""
    filled_until = blank.start
    for piece in pieces:
        if filled_until < piece.start:
            yield Answered(filled_until, piece.start, blank.answer)
        answer = piece.value if isinstance(piece, Period) else piece.answer
        yield Answered(piece.start, piece.end, answer)
        filled_until = piece.end
    if filled_until < blank.end:
        yield Answered(filled_until, blank.end, blank.answer)


def joined(pieces: Iterable[Answered]) -> Iterator[Answered]:
    """Join neighbours with equal answers, so that each lasts as long as it can."""
    before: Answered | None = None
    for piece in pieces:
        if before is not None and same(before.answer, piece.answer):
            before = Answered(before.start, piece.end, before.answer)
            continue
        if before is not None:
            yield before
        before = piece
    if before is not None:
        yield before


def same(one: Answer, other: Answer) -> bool:
    """Tell whether two answers are the same; True is not the number 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)
