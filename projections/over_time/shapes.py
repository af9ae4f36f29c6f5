"""Boundaries and points of plots, every version that was ever known, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.kernel.instants import Instant
from domain.things.land.plots import KIND
from projections.memory.arrays import (
    FIRST,
    NONE,
    Ints,
    Portion,
    VersionArrays,
    portions,
)
from projections.memory.overlay import Periods, overlaid
from projections.tables.snapshot import Snapshot

Flags = NDArray[np.bool_]
BOUNDARY, POINT = "boundary", "point"
SHAPES_A_TIME = 10_000


@dataclass(frozen=True, slots=True)
class ShapeVersions:
    """n versions; those of one plot and attribute stand in the order of their rank."""

    versions: VersionArrays
    """Their codes are their own places, counted from ``FIRST``."""
    is_point: Flags
    """Shape (n,): points, where all others are boundaries."""
    is_gone: Flags
    """Shape (n,): replaced by versions further behind."""

    def __len__(self) -> int:
        return len(self.is_point)

    def pieces(
        self, *, as_known: Instant, points: bool, things: Ints | None = None
    ) -> Periods:
        """Return from when until when each shape holds as known at K, by plot.

        Args:
            as_known: K.
            points: Whether points are asked for, not boundaries.
            things: Numbers of plots; None for all.

        Returns:
            In place of codes they have rows of versions, from 0, each at most once.
        """
        rows = self.versions
        known = (rows.known_from <= as_known) & (rows.known_to > as_known)
        chosen = np.flatnonzero(known & ~self.is_gone & (self.is_point == points))
        if things is not None:
            chosen = chosen[np.isin(rows.thing[chosen], things)]
        by_plot = np.argsort(rows.thing[chosen], kind="stable")
        found = overlaid(rows.where(chosen[by_plot]), is_period=False)
        return replace(found, code=found.code - FIRST)

    def both(
        self, *, as_known: Instant, things: Ints | None = None
    ) -> tuple[Periods, Periods]:
        """Return the pieces of boundaries, and of points, of all plots or of some."""
        boundaries, points = (
            self.pieces(as_known=as_known, points=each, things=things)
            for each in (False, True)
        )
        return boundaries, points

    def followed(self, others: ShapeVersions, gone: Ints) -> ShapeVersions:
        """Replace the versions of some plots by others, put behind all there are."""
        gone_now = self.is_gone | np.isin(self.versions.thing, gone)
        return replace(self, is_gone=gone_now).joined(others)

    def joined(self, *others: ShapeVersions) -> ShapeVersions:
        """Return these versions and others, put behind them."""
        every = (self, *others)
        versions = VersionArrays(
            *(
                np.concatenate([getattr(each.versions, name) for each in every])
                for name in VersionArrays.__slots__
            )
        )
        return _numbered(
            versions,
            np.concatenate([each.is_point for each in every]),
            np.concatenate([each.is_gone for each in every]),
        )


class ShapePart(NamedTuple):
    """Some versions, and the text of each: WKT, None where it says there is none."""

    shapes: ShapeVersions
    texts: Sequence[str | None]


def shape_parts(
    now: Snapshot, things: Iterable[int] | None = None
) -> Iterator[ShapePart]:
    """Read the versions of all plots, or of some, part by part: boundaries, points.

    The texts of a city take more room than all that is kept of it.
    """
    some = None if things is None else list(things)
    nothing = np.empty(0, dtype=bool)
    yield ShapePart(ShapeVersions(VersionArrays.empty(), nothing, nothing), ())
    for name in (BOUNDARY, POINT):
        read = portions(now, KIND, name, things=some)
        for numbers, texts in _gathered(read):
            count = len(texts)
            thing, start, end, *known = numbers
            codes = np.full(count, NONE, np.int32)  # until they are numbered
            versions = VersionArrays(thing, start, end, known[0], known[1], codes)
            is_point = np.full(count, name == POINT)
            none_gone = np.zeros(count, dtype=bool)
            yield ShapePart(_numbered(versions, is_point, none_gone), texts)


def _gathered(read: Iterator[Portion]) -> Iterator[Portion]:
    """Join small portions to larger ones, which take shapes apart more quickly."""
    columns: list[list[Ints]] = []
    texts: list[str | None] = []
    for numbers, values in read:
        columns.append(numbers)
        texts += values
        if len(texts) >= SHAPES_A_TIME:
            yield _side_by_side(columns), texts
            columns, texts = [], []
    if texts:
        yield _side_by_side(columns), texts


def _side_by_side(columns: list[list[Ints]]) -> list[Ints]:
    return [np.concatenate(each) for each in zip(*columns, strict=True)]


def read_shapes(
    now: Snapshot, things: Iterable[int] | None = None
) -> tuple[ShapeVersions, Sequence[str | None]]:
    """Read the versions of all plots, or of some, with the text of each."""
    first, *rest = shape_parts(now, things)
    shapes = first.shapes.joined(*(part.shapes for part in rest))
    return shapes, [text for part in rest for text in part.texts]


def _numbered(versions: VersionArrays, is_point: Flags, gone: Flags) -> ShapeVersions:
    codes = np.arange(FIRST, FIRST + len(versions), dtype=np.int32)
    return ShapeVersions(replace(versions, code=codes), is_point, gone)
