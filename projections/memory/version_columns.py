"""One attribute of all things in memory: the answer at any (V, K) in milliseconds.

A base that never changes, and beside it a small column of the few things whose rows
have been replaced since: the large part stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from domain.kernel.instants import FOREVER, At, Instant
from projections.memory.arrays import NONE, Codes, Ints, VersionArrays
from projections.memory.checkpoints import Checkpoints
from projections.memory.overlay import Periods
from projections.memory.ranks import RankedRows
from projections.memory.settled import SettledHistory


@dataclass(frozen=True, slots=True)
class VersionColumn:
    """The versions of one attribute, immutable, so that threads may share it.

    Three ways lead to the same answer; the cheapest that serves is taken:

    - as known now or later, the history is settled: the changes since a snapshot;
    - V and K lie near one another: a checkpoint at both, and what came since;
    - else every version is looked at.
    """

    numbers: Ints
    """Shape (m,), growing: all things of the kind, with rows or without."""
    is_period: bool
    """Whether the attribute is one of periods."""
    rows: RankedRows
    settled_from: int
    """From this K on the history is known."""
    settled_history: SettledHistory
    checkpoints: Checkpoints

    @classmethod
    def of(
        cls, versions: VersionArrays, numbers: Ints, *, is_period: bool = False
    ) -> VersionColumn:
        """Prepare a column.

        Args:
            versions: All versions of the attribute, by thing, then by rank.
            numbers: Shape (m,), growing: all things of the kind.
            is_period: Whether the attribute is one of periods.
        """
        rows = RankedRows.of(versions, numbers)
        settled_from = int(rows.known_at[rows.known_at < FOREVER].max(initial=0))
        settled_history = SettledHistory.of(rows, is_period=is_period)
        return cls(
            numbers,
            is_period,
            rows,
            settled_from,
            settled_history,
            Checkpoints.of(rows),
        )

    def codes(self, *, at: At) -> Codes:
        """Answer for every thing at (V, K).

        Returns:
            Shape (m,): codes of values; ``NONE`` where there is none, or no thing.
        """
        if at.as_known >= self.settled_from:
            return self.settled_history.codes(at.as_of)
        rows = self.rows
        place = rows.place(at=at)
        top = self.checkpoints.topmost(rows, place)
        if top is None:
            top = rows.topmost(place)
        return rows.codes_of(top)

    def pieces(self, *, as_known: Instant) -> Periods:
        """Return the history of every thing as known at K."""
        return self.rows.pieces(as_known, is_period=self.is_period)

    def of_some(self, things: Ints) -> VersionArrays:
        """Return all versions of some things, whose numbers grow; others have none."""
        return self.rows.of_some(things)

    def arrays(self) -> VersionArrays:
        """Return all versions, as they were given."""
        return self.rows.arrays()

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        return self.rows.nbytes + self.settled_history.nbytes + self.checkpoints.nbytes


@dataclass(frozen=True, slots=True)
class PatchedColumn:
    """An immutable base, and a small column of the things whose rows are others now."""

    numbers: Ints
    """Shape (m,), growing: those of the base, and behind them the new ones."""
    base: VersionColumn
    patch: VersionColumn

    @classmethod
    def of(cls, base: VersionColumn) -> PatchedColumn:
        """Begin with nothing replaced."""
        nothing = VersionColumn.of(VersionArrays.empty(), np.empty(0, np.int64))
        return cls(base.numbers, base, nothing)

    def patched(
        self, rows: VersionArrays, things: Ints, numbers: Ints
    ) -> PatchedColumn:
        """Replace the rows of some more things, unless they are what they were.

        Most facts are about money: then all other columns stay as they are, however
        many facts there are.

        Args:
            rows: All versions of these things, by thing, then by rank.
            things: Their numbers, growing.
            numbers: Those of all things now.
        """
        if self.of_some(things).is_same(rows):
            return replace(self, numbers=numbers)
        before = self.patch.arrays()
        kept = before.where(~np.isin(before.thing, things))
        both = kept.joined(rows)
        all_things = np.union1d(self.patch.numbers, things)
        patch = VersionColumn.of(both, all_things, is_period=self.base.is_period)
        return PatchedColumn(numbers, self.base, patch)

    def of_some(self, things: Ints) -> VersionArrays:
        """Return all versions of some things, by thing, then by rank.

        Args:
            things: Their numbers, growing.
        """
        is_replaced = np.isin(things, self.patch.numbers)
        base = self.base.of_some(things[~is_replaced])
        return base.joined(self.patch.of_some(things[is_replaced]))

    def codes(self, *, at: At) -> Codes:
        """Answer for every thing at (V, K), shape (m,): see ``VersionColumn``."""
        codes = self.base.codes(at=at)
        new = len(self.numbers) - len(codes)
        if new:
            codes = np.concatenate([codes, np.full(new, NONE, np.int32)])
        if len(self.patch.numbers):
            place = np.searchsorted(self.numbers, self.patch.numbers)
            codes[place] = self.patch.codes(at=at)
        return codes

    def pieces(self, *, as_known: Instant) -> Periods:
        """Return the history of every thing as known at K."""
        base, patch = (
            each.pieces(as_known=as_known) for each in (self.base, self.patch)
        )
        return base.without(self.patch.numbers).joined(patch)

    def rebased(self) -> PatchedColumn:
        """Make one column of both."""
        if not len(self.patch.numbers) and len(self.numbers) == len(self.base.numbers):
            return self
        base = self.base.arrays()
        kept = base.where(~np.isin(base.thing, self.patch.numbers))
        rows = kept.joined(self.patch.arrays())
        whole = VersionColumn.of(rows, self.numbers, is_period=self.base.is_period)
        return PatchedColumn.of(whole)
