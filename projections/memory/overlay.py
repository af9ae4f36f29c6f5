"""Laying versions over one another for all things at once: what shows on top."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from projections.memory.arrays import NONE, Codes, Ints, VersionArrays


@dataclass(frozen=True, slots=True)
class Pieces:
    """p disjoint periods with their values, by thing, then by time.

    Equal neighbours that meet are one piece, and stretches without a value are left
    out (R11).
    """

    thing: Ints
    start: Ints
    end: Ints
    code: Codes

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Pieces:
        """Return the chosen pieces, in their order."""
        return Pieces(*(getattr(self, f.name)[chosen] for f in fields(self)))

    def without(self, things: Ints) -> Pieces:
        """Leave out those of some things."""
        return self.where(~np.isin(self.thing, things)) if len(things) else self

    def joined(self, other: Pieces) -> Pieces:
        """Return the pieces of both, by thing; no thing has pieces in both."""
        if not len(other.thing):
            return self
        both = Pieces(
            *(
                np.concatenate([getattr(self, f.name), getattr(other, f.name)])
                for f in fields(self)
            )
        )
        return both.where(np.argsort(both.thing, kind="stable"))


def painted(rows: VersionArrays, *, is_period: bool) -> Pieces:
    """Lay the versions that are known at one K over one another.

    Args:
        rows: Of one attribute, all known at the same K.
        is_period: Whether the attribute is one of periods, where a later one may end
            before those below it.
    """
    found = _laid(rows) if is_period else _in_turn(rows)
    return _coalesced(found)


def _in_turn(rows: VersionArrays) -> Pieces:
    """Let each change point hold until the next of its thing, or its life's end."""
    end = rows.end.copy()
    same = rows.thing[1:] == rows.thing[:-1]
    end[:-1][same] = np.minimum(end[:-1][same], rows.start[1:][same])
    found = Pieces(rows.thing, rows.start, end, rows.code)
    return found.where(rows.start < end)


def _laid(rows: VersionArrays) -> Pieces:
    """Cut each thing's time at every start and end, and find what is on top there.

    Every version is compared with every stretch of its thing: few of few.
    """
    thing = np.repeat(rows.thing, 2)
    cut = np.stack([rows.start, rows.end], axis=1).ravel()
    order = np.lexsort((cut, thing))
    thing, cut = thing[order], cut[order]
    begins = (thing[1:] == thing[:-1]) & (cut[1:] > cut[:-1])
    stretches = Pieces(
        thing[:-1][begins],
        cut[:-1][begins],
        cut[1:][begins],
        np.full(int(begins.sum()), NONE, np.int32),
    )
    return _topped(stretches, rows)


def _topped(stretches: Pieces, rows: VersionArrays) -> Pieces:
    """Give each stretch the value of the last version that covers it."""
    first = np.searchsorted(stretches.thing, rows.thing, side="left")
    sizes = np.searchsorted(stretches.thing, rows.thing, side="right") - first
    version = np.repeat(np.arange(len(rows)), sizes)
    place = np.arange(len(version)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    stretch = np.repeat(first, sizes) + place
    covers = (rows.start[version] <= stretches.start[stretch]) & (
        rows.end[version] >= stretches.end[stretch]
    )
    code = stretches.code.copy()
    # Where an index occurs again, the later assignment stays.
    code[stretch[covers]] = rows.code[version[covers]]
    return Pieces(stretches.thing, stretches.start, stretches.end, code)


def _coalesced(pieces: Pieces) -> Pieces:
    valued = pieces.where(pieces.code != NONE)
    if not len(valued.thing):
        return valued
    continues = (
        (valued.thing[1:] == valued.thing[:-1])
        & (valued.start[1:] == valued.end[:-1])
        & (valued.code[1:] == valued.code[:-1])
    )
    first = np.flatnonzero(np.r_[True, ~continues])
    last = np.r_[first[1:], len(valued.thing)] - 1
    return Pieces(
        valued.thing[first], valued.start[first], valued.end[last], valued.code[first]
    )
