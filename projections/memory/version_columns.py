"""One attribute of all things in memory: the answer at any (V, K) in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel.instants import FOREVER, At, Instant
from projections.memory.arrays import Codes, Ints, VersionArrays
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
