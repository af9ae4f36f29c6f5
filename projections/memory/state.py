"""What the memory knows of all plots at one position: columns, counts, sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.kernel.facts import EXISTS
from domain.kernel.instants import Instant
from domain.things.land.plots import KIND
from projections.memory.amount_columns import PatchedAmounts, sums_by
from projections.memory.amounts import Amounts
from projections.memory.arrays import NONE, Codes, Ints, Words
from projections.memory.overlay import Pieces
from projections.memory.patched_columns import PatchedColumn
from projections.rows import StageRow


class Column(NamedTuple):
    """An attribute of the n existing plots at (V, K)."""

    numbers: Ints
    """Shape (n,): the numbers of the plots, growing."""
    codes: Codes
    """Shape (n,): places in ``words``, or -1 for *none*."""
    words: Sequence[str]


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

    def column(self, attribute: str, *, as_of: Instant, as_known: Instant) -> Column:
        """Answer an attribute of all plots that exist at (V, K)."""
        exists = self._exist(as_of, as_known)
        codes = self._codes(attribute, as_of, as_known)
        words = self.words[attribute].all()
        return Column(self.numbers[exists], codes[exists], words)

    def counts(
        self, attribute: str, *, as_of: Instant, as_known: Instant
    ) -> dict[str | None, int]:
        """Count the existing plots by the value of an attribute; None is *none*."""
        _, codes, words = self.column(attribute, as_of=as_of, as_known=as_known)
        counts = np.bincount(codes - NONE, minlength=len(words) + 1).tolist()
        of_words = zip((None, *words), counts, strict=True)
        return {word: count for word, count in of_words if count}

    def stages(self, *, as_of: Instant, as_known: Instant) -> list[StageRow]:
        """Count the existing plots in each stage, and sum their money up to V."""
        words = (None, *self.words["stage"].all())
        stages = self._codes("stage", as_of, as_known) - NONE + 1
        # Group 0 takes the plots that do not exist, with what was spent on them.
        groups = np.where(self._exist(as_of, as_known), stages, 0)
        spent = self.amounts.at(as_of=as_of, as_known=as_known)
        size = len(words) + 1
        plots = np.bincount(groups, minlength=size).tolist()[1:]
        amounts = sums_by(groups[spent.thing], spent.quantity, size)[1:]
        rows = zip(words, plots, amounts, strict=True)
        return [StageRow(stage=word, plots=n, amount=a) for word, n, a in rows]

    def spent(self, *, as_known: Instant) -> Amounts:
        """Return all money spent on plots as known at K, by their numbers."""
        rows = self.amounts.at(as_known=as_known)
        if len(self.amounts.patch.thing):
            rows = rows.where(np.argsort(rows.thing, kind="stable"))
        return replace(rows, thing=self.numbers[rows.thing])

    def pieces(self, attribute: str, *, as_known: Instant) -> Pieces:
        """Return the history of an attribute of every plot as known at K."""
        return self.columns[attribute].pieces(as_known=as_known)

    @property
    def replaced(self) -> int:
        """How many plots are in patches."""
        return max(len(each.patch.numbers) for each in self.columns.values())

    def rebased(self) -> CachedColumns:
        """Return the same, with nothing in patches."""
        columns = {name: each.rebased() for name, each in self.columns.items()}
        return replace(self, columns=columns, amounts=self.amounts.rebased())

    def _exist(self, as_of: Instant, as_known: Instant) -> NDArray[np.bool_]:
        there: NDArray[np.bool_] = self._codes(EXISTS, as_of, as_known) != NONE
        return there

    def _codes(self, attribute: str, as_of: Instant, as_known: Instant) -> Codes:
        return self.columns[attribute].codes(as_of=as_of, as_known=as_known)
