"""Snapshots of the answers at (C, C) for some instants C: for dates not far from them.

A version that covers (V, K), and started and was known at an instant C before both,
covered (C, C) too. So the answer at (V, K) is the one at (C, C), if that still covers
(V, K), or a version that started or became known since; only things whose answer at C
has ended or been revised meanwhile are looked at anew, each in all its versions.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.kernel.instants import At, Instant
from projections.memory.arrays import Ints
from projections.memory.narrow import Whole, narrowed
from projections.memory.ranks import NOBODY, Place, RankedRows, Small

LEAST_SPACING = 8_192
MOST_BYTES = 12_000_000
"""So much may the checkpoints of one column take, and lie further apart if need be."""
WORTH_IT = 4
"""A checkpoint is used where it saves looking at all but a fourth of the versions."""


class Checkpoint(NamedTuple):
    """The answers at (C, C)."""

    place: Place
    nth: Whole
    """Shape (m,): which of its rows answered for each thing, or ``NOBODY``."""
    may_expire: Small
    """Those of the winners that end, or are revised, at any time later."""


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """Answers at some instants, and n rows in the order of either axis."""

    at: tuple[Checkpoint, ...]
    """By their instants, growing."""
    by_start: Small
    by_known: Small
    started: Small
    """Shape (v + 1,): how many rows have a start before each instant, and in all."""
    learnt: Small
    """Shape (k + 1,): how many rows were known before each instant, and in all."""
    start_known_from: Whole
    """Shape (n,): the knowledge dates of ``by_start``."""
    known_start: Whole
    """Shape (n,): the starts of ``by_known``."""

    @classmethod
    def of(cls, rows: RankedRows) -> Checkpoints:
        """Set checkpoints, each computed from the one before."""
        by_start = np.argsort(rows.start, kind="stable").astype(np.int32)
        by_known = np.argsort(rows.known_from, kind="stable").astype(np.int32)
        found = cls(
            at=(),
            by_start=by_start,
            by_known=by_known,
            started=_so_far(rows.start, len(rows.valid)),
            learnt=_so_far(rows.known_from, len(rows.known_at)),
            start_known_from=rows.known_from[by_start],
            known_start=rows.start[by_known],
        )
        spacing = _spacing(rows)
        for known_rank in rows.known_from[by_known[spacing::spacing]].tolist():
            checkpoint = found.checkpoint(rows, _at(rows, known_rank))
            found = replace(found, at=(*found.at, checkpoint))
        return found

    def checkpoint(self, rows: RankedRows, place: Place) -> Checkpoint:
        """Answer at a place, by way of the checkpoint before it."""
        top = self.topmost(rows, place)
        if top is None:
            top = rows.topmost(place)
        nth = np.where(top == NOBODY, NOBODY, top - rows.first[:-1])
        return Checkpoint(place, narrowed(nth), rows.may_expire(top))

    def topmost(self, rows: RankedRows, at: Place) -> Small | None:
        """Return the row that answers for each thing; None where it is too far."""
        checkpoint = self._nearest(at)
        if checkpoint is None:
            return None
        since = checkpoint.place
        learnt = _between(self.learnt, since.as_known, at.as_known)
        started = _between(self.started, since.as_of, at.as_of)
        if WORTH_IT * (_length(started) + _length(learnt)) > len(rows.thing):
            return None
        new = self.by_known[learnt][self.known_start[learnt] <= at.as_of]
        was_known = self.start_known_from[started] <= since.as_known
        both = np.concatenate([new, self.by_start[started][was_known]])
        return _since(rows, at, checkpoint, np.sort(both[rows.still_valid(both, at)]))

    def _nearest(self, at: Place) -> Checkpoint | None:
        """Find the last checkpoint that is before both V and K."""
        v = bisect_right(self.at, at.as_of, key=lambda each: each.place.as_of)
        k = bisect_right(self.at, at.as_known, key=lambda each: each.place.as_known)
        return self.at[min(v, k) - 1] if min(v, k) else None

    @property
    def nbytes(self) -> int:
        """How much memory they take."""
        orders = self.by_start, self.by_known, self.started, self.learnt
        more = self.start_known_from, self.known_start
        answers = (array for each in self.at for array in (each.nth, each.may_expire))
        return sum(array.nbytes for array in (*orders, *more, *answers))


def _so_far(ranks: Whole, instants: int) -> Small:
    counts = np.bincount(ranks, minlength=instants)
    so_far: Small = np.r_[0, counts.cumsum()].astype(np.int32)
    return so_far


def _between(so_far: Small, after: int, up_to: int) -> slice:
    return slice(int(so_far[after + 1]), int(so_far[up_to + 1]))


def _since(
    rows: RankedRows, at: Place, checkpoint: Checkpoint, new: NDArray[np.integer]
) -> Small:
    """Bring the answers of a checkpoint forward."""
    top = np.where(checkpoint.nth == NOBODY, NOBODY, rows.first[:-1])
    top += np.maximum(checkpoint.nth, 0)
    lost = rows.thing[
        checkpoint.may_expire[~rows.still_valid(checkpoint.may_expire, at)]
    ]
    theirs = _all_rows(rows, lost)
    top[lost] = rows.last_of(theirs[rows.cover(theirs, at)])[lost]
    latest: Small = np.maximum(top, rows.last_of(new))
    return latest


def _all_rows(rows: RankedRows, things: Small) -> Ints:
    """Return all rows of some things, which come in order."""
    first = rows.first[things]
    sizes = rows.first[things + 1] - first
    skipped = np.repeat(np.cumsum(sizes) - sizes, sizes)
    behind_first: Ints = np.arange(len(skipped), dtype=np.int64) - skipped
    found: Ints = behind_first + np.repeat(first, sizes)
    return found


def _at(rows: RankedRows, known_rank: int) -> Place:
    instant = Instant(int(rows.known_at[known_rank]))
    return rows.place(at=At(instant, instant))


def _spacing(rows: RankedRows) -> int:
    """Say how many versions lie between two checkpoints, for all of them to fit."""
    things = len(rows.numbers)
    fitting = len(rows.thing) * things // MOST_BYTES
    return max(LEAST_SPACING, things // 4, fitting)


def _length(of: slice) -> int:
    return int(of.stop - of.start)
