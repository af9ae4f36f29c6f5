"""Boundaries and points of plots, every version that was ever known, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from domain.kernel.instants import Instant
from domain.plots import KIND
from projections.painting import Pieces, painted
from projections.snapshots import Snapshot
from projections.version_arrays import Ints, VersionArrays, Words, read_versions

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ShapeVersions:
    """n versions; those of one plot and attribute stand in the order of their rank."""

    versions: VersionArrays
    """Their codes are their own places, 0 to n - 1."""
    is_point: Flags
    """Shape (n,): points, where all others are boundaries."""
    is_gone: Flags
    """Shape (n,): replaced by versions further behind."""

    def pieces(self, *, as_known: Instant, points: bool) -> Pieces:
        """Return from when until when each shape holds as known at K, by plot.

        Args:
            as_known: K.
            points: Whether points are asked for, not boundaries.

        Returns:
            Their codes are places of versions, each at most once.
        """
        rows = self.versions
        known = (rows.known_from <= as_known) & (rows.known_to > as_known)
        chosen = np.flatnonzero(known & ~self.is_gone & (self.is_point == points))
        by_plot = np.argsort(rows.thing[chosen], kind="stable")
        return painted(rows.where(chosen[by_plot]), is_period=False)

    def both(self, *, as_known: Instant) -> tuple[Pieces, Pieces]:
        """Return the pieces of boundaries, and of points."""
        boundaries, points = (
            self.pieces(as_known=as_known, points=each) for each in (False, True)
        )
        return boundaries, points

    def followed(self, others: ShapeVersions, gone: Ints) -> ShapeVersions:
        """Replace the versions of some plots by others, put behind all there are."""
        mine, theirs = self.versions, others.versions
        gone_now = self.is_gone | np.isin(mine.thing, gone)
        return _numbered(
            VersionArrays(
                *(
                    np.concatenate((getattr(mine, name), getattr(theirs, name)))
                    for name in VersionArrays.__slots__
                )
            ),
            np.append(self.is_point, others.is_point),
            np.append(gone_now, others.is_gone),
        )


def read_shapes(
    now: Snapshot, things: Iterable[int] | None = None
) -> tuple[ShapeVersions, Sequence[str | None]]:
    """Read the versions of all plots, or of some, and the text of each: WKT."""
    words = Words()
    some = None if things is None else list(things)
    boundaries, points = (
        read_versions(now, KIND, name, words, things=some)
        for name in ("boundary", "point")
    )
    both = VersionArrays(
        *(
            np.concatenate((getattr(boundaries, name), getattr(points, name)))
            for name in VersionArrays.__slots__
        )
    )
    texts = (*words.all(), None)
    is_point = np.arange(len(both)) >= len(boundaries)
    shapes = [texts[code] for code in both.code.tolist()]
    return _numbered(both, is_point, np.zeros(len(both), dtype=bool)), shapes


def _numbered(versions: VersionArrays, is_point: Flags, gone: Flags) -> ShapeVersions:
    places = np.arange(len(versions), dtype=np.int32)
    return ShapeVersions(replace(versions, code=places), is_point, gone)
