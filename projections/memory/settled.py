"""A settled history: one value for each V, as its changes in order and snapshots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.kernel.instants import FOREVER, Instant
from projections.memory.arrays import NONE, Codes, Ints
from projections.memory.narrow import Whole, narrowed
from projections.memory.overlay import Periods
from projections.memory.ranks import RankedRows, Small

LEAST_SPACING = 8_192


@dataclass(frozen=True, slots=True)
class SettledHistory:
    """t changes of m things in the order of time, with snapshots among them."""

    valid: Ints
    """Shape (i,), growing: every instant at which a thing may change."""
    behind: Small
    """Shape (i + 1,): how many changes lie before each instant, and how many in all."""
    thing: Small
    """Shape (t,): places of things."""
    code: Whole
    """What the thing has from the instant on, or ``NONE``."""
    spacing: int
    """So many changes lie between two snapshots."""
    snapshots: tuple[Whole, ...]
    """What all things had before each ``apart``-th turn: shape (m,) each."""

    @classmethod
    def of(cls, rows: RankedRows, *, is_period: bool) -> SettledHistory:
        """Return when what changes, as known from the last revision on."""
        pieces = rows.latest_pieces(is_period=is_period)
        ended = _is_last(pieces) & (rows.valid[pieces.end] < FOREVER)
        rank = np.r_[pieces.end[ended], pieces.start]
        nothing = np.full(int(ended.sum()), NONE, pieces.code.dtype)
        # No thing changes twice at an instant: an end where a piece starts is none.
        order = np.argsort(rank, kind="stable")
        thing = np.r_[pieces.thing[ended], pieces.thing][order]
        code = np.r_[nothing, pieces.code][order]
        behind = np.searchsorted(rank[order], np.arange(len(rows.valid) + 1))
        spacing = max(len(rows.numbers), LEAST_SPACING)
        snapshots = _snapshots(thing, code, len(rows.numbers), spacing)
        return cls(rows.valid, behind.astype(np.int32), thing, code, spacing, snapshots)

    def codes(self, as_of: Instant) -> Codes:
        """Return what every thing has at V: shape (m,)."""
        behind = int(self.behind[np.searchsorted(self.valid, as_of, side="right")])
        checkpoint = behind // self.spacing
        codes = self.snapshots[checkpoint].astype(np.int32)
        since = slice(checkpoint * self.spacing, behind)
        # Where a thing changes again, the later assignment stays.
        codes[self.thing[since]] = self.code[since]
        return codes

    @property
    def nbytes(self) -> int:
        """How much memory they take; the instants belong to the rows."""
        changes = self.behind.nbytes + self.thing.nbytes + self.code.nbytes
        return changes + sum(array.nbytes for array in self.snapshots)


def _is_last(pieces: Periods) -> NDArray[np.bool_]:
    """Tell after which pieces their things have nothing."""
    last = np.ones(len(pieces.thing), np.bool_)
    last[:-1] = (pieces.thing[1:] != pieces.thing[:-1]) | (
        pieces.start[1:] != pieces.end[:-1]
    )
    return last


def _snapshots(
    thing: Small, code: Whole, things: int, spacing: int
) -> tuple[Whole, ...]:
    now = np.full(things, NONE, code.dtype)
    snapshots = []
    for place in range(0, len(thing) + 1, spacing):
        snapshots.append(narrowed(now.copy()))
        now[thing[place : place + spacing]] = code[place : place + spacing]
    return tuple(snapshots)
