"""Contributions to one measure of all things, as arrays and as memory keeps them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from domain.kernel.instants import Instant
from projections.memory.arrays import Ints
from projections.memory.narrow import Whole, narrowed

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Amounts:
    """n contributions to a measure, by thing."""

    thing: NDArray[np.integer]
    """Shape (n,), growing: numbers of things, or once ``placed`` their places."""
    effective: Ints
    known_from: Ints
    known_to: Ints
    quantity: Ints

    def placed(self, numbers: Ints) -> Amounts:
        """Put the places of things among all things for their numbers."""
        place = np.searchsorted(numbers, self.thing).astype(np.int32)
        return replace(self, thing=place)

    def known(self, as_known: Instant) -> Amounts:
        """Return the rows that are known at K, in their order."""
        return self.where((self.known_from <= as_known) & (self.known_to > as_known))

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Amounts:
        """Return the chosen rows, in their order."""
        return Amounts(*(getattr(self, f.name)[chosen] for f in fields(self)))

    def joined(self, other: Amounts) -> Amounts:
        """Return the rows of both, those of the other behind."""
        return Amounts(
            *(
                np.concatenate([getattr(self, f.name), getattr(other, f.name)])
                for f in fields(self)
            )
        )


@dataclass(frozen=True, slots=True)
class KeptAmounts:
    """n contributions, by thing; ranks and sums in the smallest types they fit."""

    thing: NDArray[np.integer]
    """Shape (n,), growing."""
    effective: Whole
    """Shape (n,), places in ``valid``."""
    known_from: Whole
    known_to: Whole
    """Shape (n,), places in ``known_at``."""
    quantity: Whole
    valid: Ints
    """Every instant at which anything is effective, growing."""
    known_at: Ints
    """Every instant from or to which anything is known, growing."""

    @classmethod
    def of(cls, rows: Amounts) -> KeptAmounts:
        """Rank the instants of contributions."""
        valid = np.unique(rows.effective)
        known_at = np.unique(np.r_[rows.known_from, rows.known_to])
        return cls(
            thing=rows.thing,
            effective=narrowed(np.searchsorted(valid, rows.effective)),
            known_from=narrowed(np.searchsorted(known_at, rows.known_from)),
            known_to=narrowed(np.searchsorted(known_at, rows.known_to)),
            quantity=narrowed(rows.quantity),
            valid=valid,
            known_at=known_at,
        )

    def at(self, *, as_known: Instant, as_of: Instant | None = None) -> Flags:
        """Tell what is known at K, and adds to the sums up to V."""
        known = _rank(self.known_at, as_known)
        chosen: Flags = (self.known_from <= known) & (self.known_to > known)
        if as_of is not None:
            chosen &= self.effective <= _rank(self.valid, as_of)
        return chosen

    def where(self, chosen: Flags) -> Amounts:
        """Return the chosen rows, in their order."""
        return Amounts(
            self.thing[chosen],
            self.valid[self.effective[chosen]],
            self.known_at[self.known_from[chosen]],
            self.known_at[self.known_to[chosen]],
            self.quantity[chosen].astype(np.int64),
        )

    @property
    def nbytes(self) -> int:
        """How much memory they take."""
        return sum(getattr(self, field.name).nbytes for field in fields(self))


def _rank(instants: Ints, instant: Instant) -> int:
    return int(np.searchsorted(instants, instant, side="right")) - 1
