"""A history that is known for good: every turn in order, and where things stood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.kernel.instants import FOREVER, Instant
from projections.memory.arrays import NONE, Codes, Ints
from projections.memory.narrow import Whole, narrowed
from projections.memory.overlay import Pieces
from projections.memory.ranks import RankedRows, Small

LEAST_APART = 8_192


@dataclass(frozen=True, slots=True)
class Turns:
    """t turns of m things in the order of time, with checkpoints among them."""

    valid: Ints
    """Shape (i,), growing: every instant at which a thing may turn."""
    behind: Small
    """Shape (i + 1,): how many turns lie before each instant, and how many in all."""
    thing: Small
    """Shape (t,): places of things."""
    code: Whole
    """What the thing has from the instant on, or ``NONE``."""
    apart: int
    """So many turns lie between two checkpoints."""
    stood: tuple[Whole, ...]
    """What all things had before each ``apart``-th turn: shape (m,) each."""

    @classmethod
    def of(cls, rows: RankedRows, *, is_period: bool) -> Turns:
        """Turn what is known for good into what changes when."""
        pieces = rows.latest_pieces(is_period=is_period)
        ended = _is_last(pieces) & (rows.valid[pieces.end] < FOREVER)
        rank = np.r_[pieces.end[ended], pieces.start]
        nothing = np.full(int(ended.sum()), NONE, pieces.code.dtype)
        # No thing turns twice at an instant: an end where another piece starts is none.
        order = np.argsort(rank, kind="stable")
        thing = np.r_[pieces.thing[ended], pieces.thing][order]
        code = np.r_[nothing, pieces.code][order]
        behind = np.searchsorted(rank[order], np.arange(len(rows.valid) + 1))
        apart = max(len(rows.numbers), LEAST_APART)
        stood = _standing(thing, code, len(rows.numbers), apart)
        return cls(rows.valid, behind.astype(np.int32), thing, code, apart, stood)

    def codes(self, as_of: Instant) -> Codes:
        """Return what every thing has at V: shape (m,)."""
        behind = int(self.behind[np.searchsorted(self.valid, as_of, side="right")])
        checkpoint = behind // self.apart
        codes = self.stood[checkpoint].astype(np.int32)
        since = slice(checkpoint * self.apart, behind)
        # Where a thing turns again, the later assignment stays.
        codes[self.thing[since]] = self.code[since]
        return codes

    @property
    def nbytes(self) -> int:
        """How much memory they take; the instants belong to the rows."""
        turns = self.behind.nbytes + self.thing.nbytes + self.code.nbytes
        return turns + sum(array.nbytes for array in self.stood)


def _is_last(pieces: Pieces) -> NDArray[np.bool_]:
    """Tell after which pieces their things have nothing."""
    last = np.ones(len(pieces.thing), np.bool_)
    last[:-1] = (pieces.thing[1:] != pieces.thing[:-1]) | (
        pieces.start[1:] != pieces.end[:-1]
    )
    return last


def _standing(thing: Small, code: Whole, things: int, apart: int) -> tuple[Whole, ...]:
    now = np.full(things, NONE, code.dtype)
    stood = []
    for place in range(0, len(thing) + 1, apart):
        stood.append(narrowed(now.copy()))
        now[thing[place : place + apart]] = code[place : place + apart]
    return tuple(stood)
