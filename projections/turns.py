"""A history that is known for good: every turn in order, and where things stood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.kernel.instants import FOREVER, Instant
from projections.painting import Pieces
from projections.ranked_rows import Small
from projections.version_arrays import NONE, Codes, Ints

LEAST_APART = 8_192


@dataclass(frozen=True, slots=True)
class Turns:
    """t turns of m things in the order of time, with checkpoints among them."""

    instant: Ints
    """Shape (t,), growing."""
    thing: Small
    code: Codes
    """What the thing has from the instant on, or ``NONE``."""
    apart: int
    """So many turns lie between two checkpoints."""
    stood: tuple[Codes, ...]
    """What all things had before each ``apart``-th turn: shape (m,) each."""

    @classmethod
    def of(cls, pieces: Pieces, numbers: Ints) -> Turns:
        """Turn disjoint pieces into what changes when."""
        ended = pieces.end < FOREVER
        instant = np.r_[pieces.end[ended], pieces.start]
        who = np.r_[pieces.thing[ended], pieces.thing]
        code = np.r_[np.full(int(ended.sum()), NONE, np.int32), pieces.code]
        # Ends come first: what starts where another ends has the last word.
        order = np.argsort(instant, kind="stable")
        instant, code = instant[order], code[order]
        thing = np.searchsorted(numbers, who[order]).astype(np.int32)
        apart = max(len(numbers), LEAST_APART)
        now: Codes = np.full(len(numbers), NONE, np.int32)
        stood: list[Codes] = []
        for place in range(0, len(instant) + 1, apart):
            stood.append(now.copy())
            now[thing[place : place + apart]] = code[place : place + apart]
        return cls(instant, thing, code, apart, tuple(stood))

    def codes(self, as_of: Instant) -> Codes:
        """Return what every thing has at V: shape (m,)."""
        behind = int(np.searchsorted(self.instant, as_of, side="right"))
        checkpoint = behind // self.apart
        codes = self.stood[checkpoint].copy()
        since = slice(checkpoint * self.apart, behind)
        # Where a thing turns again, the later assignment stays.
        codes[self.thing[since]] = self.code[since]
        return codes

    @property
    def nbytes(self) -> int:
        """How much memory they take."""
        turns = self.instant.nbytes + self.thing.nbytes + self.code.nbytes
        return turns + sum(array.nbytes for array in self.stood)
