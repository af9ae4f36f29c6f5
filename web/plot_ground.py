"""The ground of all plots at every date: prepared once, grown as the journal grows."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from domain.kernel.instants import Instant
from geo.tile_ground import TileGround
from projections.column_cache import touched
from projections.plot_shapes import ShapeVersions, read_shapes
from projections.snapshots import Snapshot
from projections.version_arrays import Ints

Texts = Sequence[str | None]


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

    def shown(self, *, as_of: Instant, as_known: Instant) -> tuple[Ints, Ints]:
        """Say where plots lie at (V, K): by a boundary, or else by a point.

        Returns:
            Numbers of plots, growing, and the row of the shape of each.
        """
        found: dict[bool, tuple[Ints, Ints]] = {}
        for points in (False, True):
            pieces = self.shapes.pieces(as_known=as_known, points=points)
            there = (pieces.start <= as_of) & (pieces.end > as_of)
            found[points] = pieces.thing[there], pieces.code[there].astype(np.int64)
        bare = ~np.isin(found[True][0], found[False][0])
        plots = np.concatenate((found[False][0], found[True][0][bare]))
        rows = np.concatenate((found[False][1], found[True][1][bare]))
        order = np.argsort(plots)
        return plots[order], rows[order]

    def measured_m2(self, rows: Ints) -> NDArray[np.float64]:
        """Return the areas of shapes, planar; NaN for points."""
        areas_m2 = self.ground.areas_m2[rows]
        return np.where(self.shapes.is_point[rows], np.nan, areas_m2)


class PlotGrounds:
    """The newest ground; safe to share between threads."""

    def __init__(self, crs: str) -> None:
        self._crs = crs
        self._kept: PlotGround | None = None
        self._lock = threading.Lock()

    def refreshed(self, now: Snapshot) -> PlotGround:
        """Bring the ground up to a snapshot; one that has read more is as good (R2)."""
        with self._lock:
            kept = self._kept
            if kept is None:
                kept = self._kept = _read(now, self._crs)
            elif kept.position < now.position:
                kept = self._kept = _grown(kept, now)
        return kept


def _read(now: Snapshot, crs: str) -> PlotGround:
    shapes, texts = read_shapes(now)
    ground = TileGround.of(texts, crs=crs)
    return PlotGround(now.position, shapes, ground, _prints(shapes, texts))


def _grown(kept: PlotGround, now: Snapshot) -> PlotGround:
    """Read the shapes of touched plots again; most facts leave them as they were."""
    plots = touched(now, kept.position)
    shapes, texts = read_shapes(now, plots.tolist())
    prints = _prints(shapes, texts)
    if np.array_equal(np.sort(prints), np.sort(_prints_of(kept, plots))):
        return replace(kept, position=now.position)
    return PlotGround(
        now.position,
        kept.shapes.followed(shapes, plots),
        kept.ground.grown(texts),
        np.append(kept.prints, prints),
    )


def _prints(shapes: ShapeVersions, texts: Texts) -> Ints:
    rows = shapes.versions
    dates = (rows.thing, rows.start, rows.end, rows.known_from, rows.known_to)
    columns = (each.tolist() for each in (*dates, shapes.is_point))
    rows_told = zip(*columns, texts, strict=True)
    return np.fromiter(map(hash, rows_told), np.int64, len(texts))


def _prints_of(kept: PlotGround, plots: Ints) -> Ints:
    mine = np.isin(kept.shapes.versions.thing, plots) & ~kept.shapes.is_gone
    return kept.prints[mine]
