"""The ground of all plots at every date: prepared once, grown as the journal grows."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from domain.kernel.instants import At
from geo.tiles.ground import TileGround
from projections.memory.arrays import Ints
from projections.memory.cache import touched
from projections.over_time.shapes import ShapePart, ShapeVersions, shape_parts
from projections.tables.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class PlotGround:
    """Immutable: the shapes of plots row by row, and when they hold."""

    position: int
    """Every fact up to here has been read, perhaps some behind it."""
    shapes: ShapeVersions
    ground: TileGround
    """Its rows are those of ``shapes``."""
    prints: Ints
    """Shape (n,), what tells one row from another."""

    @classmethod
    def of(cls, parts: Iterable[ShapePart], *, position: int, crs: str) -> PlotGround:
        """Prepare shapes part by part, so that no more than one is there as text."""
        shapes, grounds, prints = zip(
            *(
                (part.shapes, TileGround.of(part.texts, crs=crs), _prints(part))
                for part in parts
            ),
            strict=True,
        )
        return cls(
            position,
            shapes[0].joined(*shapes[1:]),
            grounds[0].joined(*grounds[1:]),
            np.concatenate(prints),
        )

    def shown(self, *, at: At) -> tuple[Ints, Ints]:
        """Say where plots lie at (V, K): by a boundary, or else by a point.

        Returns:
            Numbers of plots, growing, and the row of the shape of each.
        """
        with_boundary, boundaries = self.held(points=False, at=at)
        with_point, points = self.held(points=True, at=at)
        bare = ~np.isin(with_point, with_boundary)
        plots = np.concatenate((with_boundary, with_point[bare]))
        rows = np.concatenate((boundaries, points[bare]))
        order = np.argsort(plots)
        return plots[order], rows[order]

    def held(self, *, points: bool, at: At) -> tuple[Ints, Ints]:
        """Return the plots that have a boundary at (V, K), or a point, and its row."""
        pieces = self.shapes.pieces(as_known=at.as_known, points=points)
        there = (pieces.start <= at.as_of) & (pieces.end > at.as_of)
        return pieces.thing[there], pieces.code[there].astype(np.int64)

    def enclosed(self, *, at: At) -> tuple[int, int]:
        """Sum the boundaries at (V, K), exactly.

        Returns:
            How many plots have one, and twice the area that these enclose, in mm².
        """
        _, rows = self.held(points=False, at=at)
        drawn = rows[~np.isnan(self.ground.areas_m2[rows])]
        return len(drawn), int(self.ground.twice_areas_mm2[drawn].sum())

    def measured_m2(self, rows: Ints) -> NDArray[np.float64]:
        """Return the areas of shapes, planar; NaN for points."""
        areas_m2 = self.ground.areas_m2[rows]
        return np.where(self.shapes.is_point[rows], np.nan, areas_m2)


class PlotGrounds:
    """The newest ground; safe to share between threads."""

    def __init__(self, crs: str) -> None:
        self._crs = crs
        self._newest: PlotGround | None = None
        self._lock = threading.Lock()

    def refreshed(self, now: Snapshot) -> PlotGround:
        """Bring the ground up to a snapshot; one that has read more is as good (R2)."""
        with self._lock:
            newest = self._newest
            if newest is None:
                parts = shape_parts(now)
                newest = PlotGround.of(parts, position=now.position, crs=self._crs)
            elif newest.position < now.position:
                newest = _grown(newest, now)
            self._newest = newest
        return newest

    def restore(self, ground: PlotGround) -> None:
        """Begin with a ground that was kept; one that is there already stays."""
        with self._lock:
            self._newest = self._newest or ground

    def at_hand(self, now: Snapshot) -> PlotGround | None:
        """Return the ground, as true as a snapshot, if anybody has prepared it yet."""
        return None if self._newest is None else self.refreshed(now)


def _grown(before: PlotGround, now: Snapshot) -> PlotGround:
    """Read the shapes of touched plots again; most facts leave them as they were."""
    plots = touched(now, before.position)
    parts = list(shape_parts(now, plots.tolist()))
    prints = np.concatenate([_prints(part) for part in parts])
    if np.array_equal(np.sort(prints), np.sort(_prints_of(before, plots))):
        return replace(before, position=now.position)
    fresh = PlotGround.of(parts, position=now.position, crs=before.ground.crs)
    return PlotGround(
        now.position,
        before.shapes.followed(fresh.shapes, plots),
        before.ground.joined(fresh.ground),
        np.append(before.prints, fresh.prints),
    )


def _prints(part: ShapePart) -> Ints:
    rows = part.shapes.versions
    dates = (rows.thing, rows.start, rows.end, rows.known_from, rows.known_to)
    columns = (each.tolist() for each in (*dates, part.shapes.is_point))
    rows_told = zip(*columns, map(_digest, part.texts), strict=True)
    return np.fromiter(map(hash, rows_told), np.int64, len(part.texts))


def _digest(text: str | None) -> int:
    """Return a number for a text that is the same in every process."""
    if text is None:
        return 0
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


def _prints_of(before: PlotGround, plots: Ints) -> Ints:
    mine = np.isin(before.shapes.versions.thing, plots) & ~before.shapes.is_gone
    return before.prints[mine]
