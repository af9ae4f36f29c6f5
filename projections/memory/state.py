"""What the memory knows of all plots at one position: columns, counts, sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from domain.kernel.facts import EXISTS
from domain.kernel.instants import At, Instant
from domain.things.land.plots import KIND
from projections.memory.amount_columns import PatchedAmounts, sums_by
from projections.memory.amounts import Amounts, Flags
from projections.memory.arrays import ABSENT, NONE, Codes, Ints, Words
from projections.memory.overlay import Periods
from projections.memory.version_columns import PatchedColumn
from projections.rows import StageRow


class Column(NamedTuple):
    """An attribute of the n existing plots at (V, K)."""

    numbers: Ints
    """Shape (n,): the numbers of the plots, growing."""
    codes: Codes
    """Shape (n,): places in ``words``."""
    words: Sequence[str | None]
    """What each code stands for: None first, for *none*."""


@dataclass(frozen=True, slots=True)
class CachedColumns:
    """Immutable: every answer is of one state, from end to end."""

    position: int
    """Every fact up to here has been read, perhaps some behind it."""
    numbers: Ints
    """Shape (m,), growing: all plots ever recorded."""
    columns: Mapping[str, PatchedColumn]
    words: Mapping[str, Words]
    amounts: PatchedAmounts
    """By the places of plots in ``numbers``, which never change."""

    def holds(self, kind: str, attribute: str) -> bool:
        """Tell whether an attribute is kept in memory."""
        return kind == KIND and attribute in self.columns

    def column(self, attribute: str, *, at: At) -> Column:
        """Answer an attribute of all plots that exist at (V, K)."""
        exists = self._exist(at)
        codes = self._codes(attribute, at)
        words = self.words[attribute].by_code()
        return Column(self.numbers[exists], codes[exists], words)

    def counts(self, attribute: str, *, at: At) -> dict[str | None, int]:
        """Count the existing plots by the value of an attribute; None is *none*."""
        return self.values_of(self._exist(at), attribute, at=at)

    def chosen(self, values: Mapping[str, str | None], *, at: At) -> Flags:
        """Tell which plots exist at (V, K) and have certain values.

        Args:
            values: Attribute → the value it must have; None: it must have none.
            at: V and K.

        Returns:
            Shape (m,), by the places of plots in ``numbers``.
        """
        found = self._exist(at)
        for name, value in values.items():
            code = self.words[name].find(value)
            codes = self._codes(name, at)
            found &= False if code is None else codes == code
        return found

    def values_of(
        self, plots: Flags, attribute: str, *, at: At
    ) -> dict[str | None, int]:
        """Count some plots, as ``chosen`` tells them, by the value of an attribute."""
        codes = self._codes(attribute, at)[plots]
        words = self.words[attribute].by_code()
        counts = np.bincount(codes, minlength=len(words)).tolist()
        return {word: n for word, n in zip(words, counts, strict=True) if n}

    def spent_on(self, plots: Flags, *, at: At) -> int:
        """Sum the money spent up to V on some plots, as ``chosen`` tells them."""
        spent = self.amounts.at(as_of=at.as_of, as_known=at.as_known)
        groups = (~plots[spent.thing]).astype(np.int64)
        return int(sums_by(groups, spent.quantity, 2)[0])

    def stages(self, *, at: At) -> list[StageRow]:
        """Count the existing plots in each stage, and sum their money up to V."""
        words = self.words["stage"].by_code()
        stages = np.where(self._exist(at), self._codes("stage", at), ABSENT)
        # Group 0 takes the plots that do not exist, with what was spent on them.
        groups = stages - ABSENT
        spent = self.amounts.at(as_of=at.as_of, as_known=at.as_known)
        size = len(words) + 1
        plots = np.bincount(groups, minlength=size).tolist()[1:]
        amounts = sums_by(groups[spent.thing], spent.quantity, size)[1:].tolist()
        rows = zip(words, plots, amounts, strict=True)
        return [StageRow(stage=word, plots=n, amount=a) for word, n, a in rows]

    def spent(self, *, as_known: Instant) -> Amounts:
        """Return all money spent on plots as known at K, by their numbers."""
        rows = self.amounts.at(as_known=as_known)
        if len(self.amounts.patch.thing):
            rows = rows.where(np.argsort(rows.thing, kind="stable"))
        return replace(rows, thing=self.numbers[rows.thing])

    def pieces(self, attribute: str, *, as_known: Instant) -> Periods:
        """Return the history of an attribute of every plot as known at K."""
        return self.columns[attribute].pieces(as_known=as_known)

    @property
    def replaced(self) -> int:
        """How many plots are in patches."""
        columns = max(len(each.patch.numbers) for each in self.columns.values())
        return max(columns, self.amounts.replaced)

    def rebased(self) -> CachedColumns:
        """Return the same, with nothing in patches."""
        columns = {name: each.rebased() for name, each in self.columns.items()}
        return replace(self, columns=columns, amounts=self.amounts.rebased())

    def _exist(self, at: At) -> Flags:
        there: Flags = self._codes(EXISTS, at) != NONE
        return there

    def _codes(self, attribute: str, at: At) -> Codes:
        return self.columns[attribute].codes(at=at)
