"""The town of every plot: by where it lies, at any V, as known at any K."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from domain.kernel.instants import At, Instant
from projections.memory.arrays import FIRST, NONE, Codes, VersionArrays
from projections.memory.overlay import Periods, overlaid
from projections.over_time.steps import Ints
from web.atlas.towns import Editions, Outlines, Towns, TownsKnown
from web.district.grounds import PlotGround
from web.memory.cache import Cache, MemoryBudget

Middles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlotTowns:
    """The town that each shape of a ground has its middle in."""

    ground: PlotGround
    names: tuple[str, ...]
    town: Codes
    """Shape (n,), for each row of the ground its place in ``names`` as a code."""
    known: TownsKnown

    def at(self, *, at: At) -> tuple[Ints, Codes]:
        """Return the plots that lie somewhere at (V, K), and the town of each.

        Raises:
            LostLayerError: See ``TownsKnown.require_whole``.
        """
        self.known.require_whole()
        plots, rows = self.ground.shown(at=at)
        return plots, self.town[rows]

    def pieces(self, *, as_known: Instant) -> Periods:
        """Return from when until when each plot lies in which town, as known at K.

        A plot lies where its boundary is, and where its point is while it has none.

        Raises:
            LostLayerError: See ``TownsKnown.require_whole``.
        """
        self.known.require_whole()
        boundaries, points = (
            self._placed(each) for each in self.ground.shapes.both(as_known=as_known)
        )
        is_both = np.isin(boundaries.thing, points.thing)
        under = np.isin(points.thing, boundaries.thing)
        alone = boundaries.where(~is_both).joined(points.where(~under))
        both = _stacked(points.where(under), boundaries.where(is_both))
        found = overlaid(_versions(alone), is_period=False)
        return found.joined(overlaid(_versions(both), is_period=True))

    def _placed(self, shapes: Periods) -> Periods:
        return Periods(shapes.thing, shapes.start, shapes.end, self.town[shapes.code])


class PlotTownsCache:
    """The towns of plots, found once an edition and followed; safe to share."""

    def __init__(self, towns: Towns, budget: MemoryBudget) -> None:
        self._towns = towns
        self._cache: Cache[Editions, tuple[Middles, Codes]] = Cache(
            budget, "plot towns", lambda kept: kept[1].nbytes
        )

    def of(self, ground: PlotGround, position: int) -> PlotTowns:
        """Return the towns of a ground's shapes, by the editions known at a position.

        Only shapes that the ground has gained are looked at.
        """
        editions, known = self._towns.at(position)
        middles_m = ground.ground.middles_m
        middles_and_towns = self._cache.get(
            editions,
            lambda: (
                middles_m,
                _followed(self._cache.find(editions), middles_m, known.outlines),
            ),
            holds=lambda kept: kept[0] is middles_m,
        )
        return PlotTowns(ground, tuple(known.outlines), middles_and_towns[1], known)

    def are_same(self, *positions: int) -> bool:
        """Tell whether the same towns are known at several positions."""
        return len({self._towns.editions(each) for each in positions}) == 1


def _followed(
    before: tuple[Middles, Codes] | None, middles_m: Middles, outlines: Outlines
) -> Codes:
    """Keep the towns of the rows that are as they were, and find those of the rest."""
    before_m, towns = (
        (middles_m[:0], np.empty(0, np.int32)) if before is None else before
    )
    both = min(len(before_m), len(middles_m))
    if not np.array_equal(before_m[:both], middles_m[:both], equal_nan=True):
        both = 0
    return np.append(towns[:both], towns_at(middles_m[both:], outlines))


def towns_at(middles_m: Middles, outlines: Outlines) -> Codes:
    """Say in which town points lie; on a border in none.

    Args:
        middles_m: Shape (n, 2), in the CRS of the outlines; NaN lies nowhere.
        outlines: By name; where two overlap, the first has the point.

    Returns:
        Shape (n,), the code of the name by its place, or ``NONE``.
    """
    found = np.full(len(middles_m), NONE, np.int32)
    across, up = middles_m.T
    for place, outline in enumerate(outlines.values(), start=FIRST):
        west, south, east, north = outline.bounds
        near = (across >= west) & (across <= east) & (up >= south) & (up <= north)
        places = np.flatnonzero(near & (found == NONE))
        shapely.prepare(outline)
        found[places[shapely.contains_xy(outline, middles_m[places])]] = place
    return found


def _stacked(below: Periods, above: Periods) -> Periods:
    """Put the pieces of each thing one after the other: what is above comes last."""
    every = (
        np.concatenate((getattr(below, name), getattr(above, name)))
        for name in ("thing", "start", "end", "code")
    )
    both = Periods(*every)
    return both.where(np.argsort(both.thing, kind="stable"))


def _versions(pieces: Periods) -> VersionArrays:
    """Pass pieces off as versions; when they are known does not matter any more."""
    known = np.zeros(len(pieces.thing), np.int64)
    return VersionArrays(
        pieces.thing, pieces.start, pieces.end, known, known, pieces.code
    )
