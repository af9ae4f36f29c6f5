"""A column with the rows of a few things replaced: the large part stays as it was."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from domain.kernel.instants import At, Instant
from projections.memory.arrays import NONE, Codes, Ints, VersionArrays
from projections.memory.overlay import Periods
from projections.memory.version_columns import VersionColumn


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
