"""One measure of all things in memory: exact sums at any (V, K)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, select

from domain.kernel.instants import Instant
from projections.memory.amounts import Amounts, Flags, KeptAmounts
from projections.memory.arrays import ROWS_A_TIME, Ints
from projections.tables.codes import code_of
from projections.tables.snapshot import Snapshot

PART = 2**26
"""Sums of so small parts, a hundred million of them, are exact as floats too."""
FITTING = 2**36
"""So many parts, and less than as many again, fit a machine integer."""

Sums = Ints | NDArray[np.object_]
"""Sums by group, as machine integers or as Python's."""


@dataclass(frozen=True, slots=True)
class PatchedAmounts:
    """Amounts with the rows of a few things replaced: the large part stays."""

    base: KeptAmounts
    gone: Flags
    """Which rows of the base are no longer true."""
    patch: Amounts

    @classmethod
    def of(cls, base: Amounts) -> PatchedAmounts:
        """Begin with nothing replaced."""
        return cls.on_base(KeptAmounts.of(base))

    @classmethod
    def on_base(cls, base: KeptAmounts) -> PatchedAmounts:
        """Begin with what was kept, and nothing replaced."""
        gone = np.zeros(len(base.thing), np.bool_)
        return cls(base, gone, base.where(gone))

    def patched(self, rows: Amounts, things: Ints) -> PatchedAmounts:
        """Replace the rows of some more things.

        Args:
            rows: All contributions to these things, by thing.
            things: Their numbers or places, as in the rows, growing.
        """
        gone = self.gone.copy()
        # Of another type than the rows, they would have those copied as a whole.
        mine = things.astype(self.base.thing.dtype)
        first = np.searchsorted(self.base.thing, mine, side="left").tolist()
        behind = np.searchsorted(self.base.thing, mine, side="right").tolist()
        for start, end in zip(first, behind, strict=True):
            gone[start:end] = True
        kept = self.patch.where(~np.isin(self.patch.thing, things))
        return PatchedAmounts(self.base, gone, kept.joined(rows))

    def at(self, *, as_known: Instant, as_of: Instant | None = None) -> Amounts:
        """Return what is known at K, and adds to the sums up to V, in no order."""
        kept = self.base.at(as_of=as_of, as_known=as_known)
        found = self.base.where(kept & ~self.gone)
        if not len(self.patch.thing):
            return found
        patch = KeptAmounts.of(self.patch)
        return found.joined(patch.where(patch.at(as_of=as_of, as_known=as_known)))

    @property
    def replaced(self) -> int:
        """How many things are in the patch."""
        thing = self.patch.thing
        return 0 if not len(thing) else 1 + int(np.count_nonzero(np.diff(thing)))

    def rebased(self) -> PatchedAmounts:
        """Make one column of both."""
        both = self.base.where(~self.gone).joined(self.patch)
        return PatchedAmounts.of(both.where(np.argsort(both.thing, kind="stable")))


def read_amounts(
    now: Snapshot,
    kind: str,
    measure: str,
    *,
    things: Iterable[int] | None = None,
) -> Amounts:
    """Read all contributions to a measure, or those of some things."""
    table = now.tables.contributions
    names = [field.name for field in fields(Amounts)]
    where: list[ColumnElement[bool]] = [table.c.measure == code_of(kind, measure)]
    if things is not None:
        where.append(table.c.thing.in_(list(things)))
    query = select(*(table.c[name] for name in names)).where(*where)
    ordered = query.order_by(table.c.thing, table.c.position)
    rows = now.portions(ordered, ROWS_A_TIME)
    parts = [np.array(each, dtype=np.int64).T for each in rows]
    columns = np.concatenate(parts, axis=1) if parts else np.empty((len(names), 0))
    return Amounts(*(column.astype(np.int64) for column in columns))


def amounts_of_some(now: Snapshot, kind: str, measure: str, things: Ints) -> Amounts:
    """Read all contributions to a measure of some things, once a snapshot."""
    name = "amounts", kind, measure, things.tobytes()
    some = things.tolist()
    return now.once(name, lambda: read_amounts(now, kind, measure, things=some))


def sums_by(groups: NDArray[np.integer], quantities: Ints, size: int) -> Sums:
    """Sum quantities by group, exactly: in Python's integers where others overflow.

    Args:
        groups: Shape (n,), from 0 to ``size`` - 1.
        quantities: Shape (n,).
        size: How many groups there are.
    """
    low = quantities % PART
    highs = np.bincount(groups, (quantities - low) // PART, size)
    lows = np.bincount(groups, low, size)
    high, rest = highs.astype(np.int64), lows.astype(np.int64)
    if np.abs(highs).max(initial=0) < FITTING:
        return high * PART + rest
    vast: Sums = high.astype(np.object_) * PART + rest.astype(np.object_)
    return vast
