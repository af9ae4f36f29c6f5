"""Contributions to one measure of all things, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from domain.kernel.instants import Instant
from projections.memory.arrays import Ints


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
