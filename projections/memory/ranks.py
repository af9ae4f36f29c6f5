"""Versions with their instants replaced by ranks: a third of the memory, and quick."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.kernel.instants import FOREVER, At, Instant
from projections.memory.arrays import NONE, Codes, Ints, VersionArrays
from projections.memory.narrow import Whole, narrowed
from projections.memory.overlay import Periods, overlaid

Small = NDArray[np.int32]
NOBODY = -1
"""In place of a row: no version answers."""


class Place(NamedTuple):
    """A (V, K), as the last of the instants in the rows that is not after each."""

    as_of: int
    as_known: int


@dataclass(frozen=True, slots=True)
class RankedRows:
    """n versions of m things, by thing, then by rank; of two the later one answers."""

    numbers: Ints
    """Shape (m,)."""
    first: Small
    """Shape (m + 1,): the first row of each thing, and of the one behind the last."""
    thing: Small
    """Shape (n,): places in ``numbers``."""
    start: Whole
    """Shape (n,), as all ranks and codes in the smallest type that holds them."""
    end: Whole
    known_from: Whole
    known_to: Whole
    code: Whole
    valid: Ints
    """Every instant at which a version starts or ends, growing."""
    known_at: Ints
    """Every instant from or to which a version is known, growing."""

    @classmethod
    def of(cls, rows: VersionArrays, numbers: Ints) -> RankedRows:
        """Rank the instants of versions."""
        valid = np.unique(np.r_[rows.start, rows.end])
        known_at = np.unique(np.r_[rows.known_from, rows.known_to])
        thing = _places(numbers, rows.thing)
        return cls(
            numbers=numbers,
            first=_places(thing, np.arange(len(numbers) + 1, dtype=thing.dtype)),
            thing=thing,
            start=narrowed(_places(valid, rows.start)),
            end=narrowed(_places(valid, rows.end)),
            known_from=narrowed(_places(known_at, rows.known_from)),
            known_to=narrowed(_places(known_at, rows.known_to)),
            code=narrowed(rows.code),
            valid=valid,
            known_at=known_at,
        )

    def place(self, *, at: At) -> Place:
        """Find the ranks of V and K."""
        return Place(
            int(np.searchsorted(self.valid, at.as_of, side="right")) - 1,
            int(np.searchsorted(self.known_at, at.as_known, side="right")) - 1,
        )

    def topmost(self, at: Place) -> Small:
        """Look at every version; return the row that answers for each thing."""
        valid = self.start <= at.as_of
        valid &= self.end > at.as_of
        valid &= self.known_from <= at.as_known
        valid &= self.known_to > at.as_known
        return self.last_of(np.flatnonzero(valid))

    def cover(self, rows: NDArray[np.integer], at: Place) -> NDArray[np.bool_]:
        """Tell which of some rows cover (V, K)."""
        inside = self.still_valid(rows, at)
        inside &= self.start[rows] <= at.as_of
        inside &= self.known_from[rows] <= at.as_known
        return inside

    def still_valid(self, rows: NDArray[np.integer], at: Place) -> NDArray[np.bool_]:
        """Tell which rows have neither ended by V nor been revised by K."""
        inside: NDArray[np.bool_] = self.end[rows] > at.as_of
        inside &= self.known_to[rows] > at.as_known
        return inside

    def may_expire(self, top: Small) -> Small:
        """Return those of the winners that end, or are revised, at any time."""
        rows = top[top != NOBODY]
        ends = self.valid[self.end[rows]] < FOREVER
        ends |= self.known_at[self.known_to[rows]] < FOREVER
        found: Small = rows[ends]
        return found

    def last_of(self, rows: NDArray[np.integer]) -> Small:
        """Return, for each thing, the last of some rows, which come in order."""
        thing = self.thing[rows]
        last = np.ones(len(rows), np.bool_)
        np.not_equal(thing[1:], thing[:-1], out=last[:-1])
        found = np.full(len(self.numbers), NOBODY, np.int32)
        found[thing[last]] = rows[last]
        return found

    def codes_of(self, top: Small) -> Codes:
        """Return the code of each thing's row."""
        codes = np.full(len(top), NONE, np.int32)
        there = top != NOBODY
        codes[there] = self.code[top[there]]
        return codes

    def pieces(self, as_known: Instant, *, is_period: bool) -> Periods:
        """Return the history of every thing as known at K.

        Ranks stand in the order of their instants, so they are overlaid just as well.
        """
        rank = self.place(at=At(as_known, as_known)).as_known
        chosen = np.flatnonzero((self.known_from <= rank) & (self.known_to > rank))
        return self._dated(overlaid(self._ranks(chosen), is_period=is_period))

    def latest_pieces(self, *, is_period: bool) -> Periods:
        """Return the history of every thing as known from the last change on.

        Returns:
            Their things are places in ``numbers``, their instants ranks in ``valid``.
        """
        last = self.known_to == int(np.searchsorted(self.known_at, FOREVER))
        return overlaid(self._ranks(np.flatnonzero(last)), is_period=is_period)

    def _ranks(self, rows: NDArray[np.intp]) -> VersionArrays:
        names = [field.name for field in fields(VersionArrays)]
        return VersionArrays(*(getattr(self, name)[rows] for name in names))

    def _dated(self, ranked: Periods) -> Periods:
        return Periods(
            self.numbers[ranked.thing],
            self.valid[ranked.start],
            self.valid[ranked.end],
            ranked.code.astype(np.int32),
        )

    def arrays(self) -> VersionArrays:
        """Return all versions."""
        return self._versions(slice(None))

    def of_some(self, things: Ints) -> VersionArrays:
        """Return all versions of some things, whose numbers grow; others have none."""
        place = np.searchsorted(self.numbers, things)
        place = place[np.isin(things, self.numbers)]
        counts = self.first[place + 1] - self.first[place]
        begins = np.repeat(self.first[place] - np.cumsum(counts) + counts, counts)
        return self._versions(begins + np.arange(len(begins)))

    def _versions(self, rows: Ints | slice) -> VersionArrays:
        return VersionArrays(
            self.numbers[self.thing[rows]],
            self.valid[self.start[rows]],
            self.valid[self.end[rows]],
            self.known_at[self.known_from[rows]],
            self.known_at[self.known_to[rows]],
            self.code[rows].astype(np.int32),
        )

    @property
    def nbytes(self) -> int:
        """How much memory they take; the numbers belong to all columns together."""
        names = {field.name for field in fields(self)} - {"numbers"}
        return sum(getattr(self, name).nbytes for name in names)


def _places(values: NDArray[np.integer], wanted: NDArray[np.integer]) -> Small:
    return np.searchsorted(values, wanted).astype(np.int32)
