"""A large district from afar: zones in place of plots, as far as their middle plot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.kernel.instants import Instant
from geo.mvt import Series
from geo.overview import merged
from geo.tile_grid import HALF_WORLD_M
from geo.tile_ground import TileGround
from geo.tiles import TileLayer
from projections.cached_columns import CachedColumns
from projections.plot_shapes import read_shapes
from projections.snapshots import Snapshot
from projections.stage_steps import Ints, StageSteps
from projections.typical_stages import typical_stages
from web.plot_ground import PlotGround

LAYER = "areas"
MOST_ON_A_TILE = 20_000
"""With more plots than this on one tile, a plot is about a pixel: zones say more."""
NEAREST_ZOOM = 13


@dataclass(frozen=True, slots=True)
class Overview:
    """The zones of a district, and the plots that belong to each."""

    highest_zoom: int
    """From here down tiles show zones."""
    names: tuple[str, ...]
    ground: TileGround
    """A row for each zone."""
    plots: Ints
    """Shape (p,), numbers of plots, growing."""
    zones: Ints
    """Shape (p,), the zone of each plot: its place in ``names``."""

    def layer(self, steps: StageSteps) -> TileLayer:
        """Draw the zones with the stages of their middle plots.

        Args:
            steps: Of the plots that are shown, by plot and then by day.
        """
        mine = np.isin(steps.number, self.plots)
        kept = StageSteps(steps.number[mine], steps.day[mine], steps.stage[mine])
        zone = self.zones[np.searchsorted(self.plots, kept.number)]
        typical = typical_stages(kept, zone)
        rows, counts = np.unique(typical.group, return_counts=True)
        return TileLayer(
            LAYER,
            ground=self.ground,
            rows=rows,
            numbers=rows + 1,
            properties={"name": np.array(self.names, dtype=str)[rows]},
            histories=Series(
                counts=counts, steps=np.stack((typical.day, typical.stage), axis=1)
            ),
        )


def crowded_zoom(ground: PlotGround) -> int:
    """Return the nearest zoom at which a tile is too full of plots; -1 for none."""
    west, south, east, north = ground.ground.shapes.bounds_m.T
    across, up = (west + east) / 2 + HALF_WORLD_M, (south + north) / 2 + HALF_WORLD_M
    for zoom in range(NEAREST_ZOOM, -1, -1):
        side_m = 2 * HALF_WORLD_M / 2**zoom
        tiles = np.stack((across // side_m, up // side_m), axis=1)
        _, counts = np.unique(tiles, axis=0, return_counts=True)
        if counts.max(initial=0) > MOST_ON_A_TILE:
            return zoom
    return -1


def overview(
    now: Snapshot, columns: CachedColumns, ground: PlotGround, as_known: Instant
) -> Overview | None:
    """Merge the plots of each zone; None where there are too few plots for it.

    A plot belongs to the zone that it was last in.
    """
    if (zoom := crowded_zoom(ground)) < 0:
        return None
    latest = columns.pieces("zone", as_known=as_known)
    last = np.r_[latest.thing[1:] != latest.thing[:-1], True][: len(latest.thing)]
    plots, codes = latest.thing[last], latest.code[last]
    used, zones = np.unique(codes, return_inverse=True)
    words = columns.words["zone"].all()
    shapes, texts = read_shapes(now)
    here = np.flatnonzero(np.isin(shapes.versions.thing, plots))
    groups = zones[np.searchsorted(plots, shapes.versions.thing[here])]
    areas = merged([texts[row] for row in here.tolist()], groups, count=len(used))
    return Overview(
        highest_zoom=zoom,
        names=tuple(words[code] for code in used.tolist()),
        ground=TileGround.of(areas, crs=ground.ground.crs),
        plots=plots,
        zones=zones,
    )
