"""Laying versions over one another for all things at once: what shows on top."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from projections.memory.arrays import NONE, Codes, Ints, VersionArrays


@dataclass(frozen=True, slots=True)
class Periods:
    """p disjoint periods with their values, by thing, then by time.

    Equal neighbours that meet are one period, and those without a value are left out
    (R11).
    """

    thing: Ints
    start: Ints
    end: Ints
    code: Codes

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Periods:
        """Return the chosen pieces, in their order."""
        return Periods(*(getattr(self, f.name)[chosen] for f in fields(self)))

    def without(self, things: Ints) -> Periods:
        """Leave out those of some things."""
        return self.where(~np.isin(self.thing, things)) if len(things) else self

    def joined(self, other: Periods) -> Periods:
        """Return the pieces of both, by thing; no thing has pieces in both."""
        if not len(other.thing):
            return self
        both = Periods(
            *(
                np.concatenate([getattr(self, f.name), getattr(other, f.name)])
                for f in fields(self)
            )
        )
        return both.where(np.argsort(both.thing, kind="stable"))


def overlaid(rows: VersionArrays, *, is_period: bool) -> Periods:
    """Lay the versions that are known at one K over one another.

    Args:
        rows: Of one attribute, all known at the same K.
        is_period: Whether the attribute is one of periods, where a later one may end
            before those below it.
    """
    found = _overlaid_periods(rows) if is_period else _in_turn(rows)
    return _coalesced(found)


def _in_turn(rows: VersionArrays) -> Periods:
    """Let each change point hold until the next of its thing, or its life's end."""
    end = rows.end.copy()
    same = rows.thing[1:] == rows.thing[:-1]
    end[:-1][same] = np.minimum(end[:-1][same], rows.start[1:][same])
    found = Periods(rows.thing, rows.start, end, rows.code)
    return found.where(rows.start < end)


def _overlaid_periods(rows: VersionArrays) -> Periods:
    """Cut each thing's time at every start and end, and find what is on top there.

    Every version is compared with every interval of its thing: few of few.
    """
    thing = np.repeat(rows.thing, 2)
    cut = np.stack([rows.start, rows.end], axis=1).ravel()
    order = np.lexsort((cut, thing))
    thing, cut = thing[order], cut[order]
    begins = (thing[1:] == thing[:-1]) & (cut[1:] > cut[:-1])
    intervals = Periods(
        thing[:-1][begins],
        cut[:-1][begins],
        cut[1:][begins],
        np.full(int(begins.sum()), NONE, np.int32),
    )
    return _with_top_codes(intervals, rows)


def _with_top_codes(intervals: Periods, rows: VersionArrays) -> Periods:
    """Give each interval the value of the last version that covers it."""
    first = np.searchsorted(intervals.thing, rows.thing, side="left")
    sizes = np.searchsorted(intervals.thing, rows.thing, side="right") - first
    version = np.repeat(np.arange(len(rows)), sizes)
    place = np.arange(len(version)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    interval = np.repeat(first, sizes) + place
    covers = (rows.start[version] <= intervals.start[interval]) & (
        rows.end[version] >= intervals.end[interval]
    )
    code = intervals.code.copy()
    # Where an index occurs again, the later assignment stays.
    code[interval[covers]] = rows.code[version[covers]]
    return Periods(intervals.thing, intervals.start, intervals.end, code)


def _coalesced(pieces: Periods) -> Periods:
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
    return Periods(
        valued.thing[first], valued.start[first], valued.end[last], valued.code[first]
    )
