"""One attribute of all things in memory: the answer at any (V, K) in milliseconds."""

from __future__ import annotations

import numpy as np

from domain.kernel.instants import FOREVER, Instant
from projections.checkpoints import Checkpoints
from projections.painting import Pieces, painted
from projections.ranked_rows import RankedRows
from projections.turns import Turns
from projections.version_arrays import Codes, Ints, VersionArrays


class VersionColumn:
    """The versions of one attribute, immutable, so that threads may share it.

    Three ways lead to the same answer; the cheapest that serves is taken:

    - as known now or later, the history is known: the turns since a checkpoint;
    - V and K lie near one another: a checkpoint at both, and what came since;
    - else every version is looked at.
    """

    def __init__(
        self, rows: VersionArrays, numbers: Ints, *, is_period: bool = False
    ) -> None:
        """Prepare a column.

        Args:
            rows: All versions of the attribute, by thing, then by rank.
            numbers: Shape (m,), growing: all things of the kind, with rows or without.
            is_period: Whether the attribute is one of periods.
        """
        self.numbers, self.is_period = numbers, is_period
        self._rows = RankedRows.of(rows, numbers)
        known = np.r_[rows.known_from, rows.known_to[rows.known_to < FOREVER]]
        self._settled = int(known.max()) if len(known) else 0
        latest = painted(rows.where(rows.known_to == FOREVER), is_period=is_period)
        self._turns = Turns.of(latest, numbers)
        self._checkpoints = Checkpoints.of(self._rows)

    def codes(self, *, as_of: Instant, as_known: Instant) -> Codes:
        """Answer for every thing at (V, K).

        Returns:
            Shape (m,): codes of values; ``NONE`` where there is none, or no thing.
        """
        if as_known >= self._settled:
            return self._turns.codes(as_of)
        rows = self._rows
        at = rows.place(as_of=as_of, as_known=as_known)
        winners = self._checkpoints.winners(rows, at)
        if winners is None:
            winners = rows.winners(at)
        return rows.codes_of(winners)

    def pieces(self, *, as_known: Instant) -> Pieces:
        """Return the history of every thing as known at K."""
        return painted(self._rows.known(as_known), is_period=self.is_period)

    def arrays(self) -> VersionArrays:
        """Return all versions, as they were given."""
        return self._rows.arrays()

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        return self._rows.nbytes + self._turns.nbytes + self._checkpoints.nbytes
