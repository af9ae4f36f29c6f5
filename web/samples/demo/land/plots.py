"""Plots: yards in rows, homesteads, estates, factories, and fields as long strips."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from web.samples.demo.ground.curves import Floats, Ints, Rng, Shapes
from web.samples.demo.ground.cutting import banded, extent, halved, long_side
from web.samples.demo.land.land import Land, blocks_of, divided

QUARTER = np.pi / 2
ESTATE_M2 = {
    "flats": 8_500.0,
    "shop": 4_200.0,
    "school": 26_000.0,
    "clinic": 22_000.0,
    "office": 9_000.0,
    "park": 40_000.0,
    "works": 21_000.0,
    "store": 30_000.0,
}
"""About how large a plot of each use is."""


def yards(
    rng: Rng, blocks: Land, *, depth_m: float, width_m: float, lane_m: float
) -> Land:
    """Divide blocks into rows of yards, two rows back to back between lanes.

    Args:
        rng: Where chance comes from.
        blocks: What to divide.
        depth_m: Depth of a yard.
        width_m: About how wide it is to the lane.
        lane_m: Width of the lanes.
    """
    strips, parent = _strips(rng, blocks.shapes, 2 * depth_m, lane_m)
    angle = long_side(blocks.shapes)[parent]
    rows, strip = banded(
        rng,
        strips,
        angle=angle + QUARTER,
        count=np.where(_height(strips, angle) > 1.45 * depth_m, 2, 1),
        jitter=0.04,
        least_m2=90,
    )
    turned = angle[strip]
    pieces, row = banded(
        rng,
        rows,
        angle=turned,
        count=np.maximum(1, np.round(_height(rows, turned + QUARTER) / width_m)).astype(
            int
        ),
        jitter=0.17,
        least_m2=70,
    )
    return divided(pieces, strip[row], blocks, parent, 0.55 * depth_m * width_m)


def _strips(
    rng: Rng, shapes: Shapes, height_m: float, lane_m: float
) -> tuple[Shapes, Ints]:
    angle = long_side(shapes)
    count = np.round((_height(shapes, angle) + lane_m) / (height_m + lane_m)).astype(
        int
    )
    return banded(
        rng,
        shapes,
        angle=angle + QUARTER,
        count=count,
        gap_m=lane_m,
        jitter=0.03,
        least_m2=160,
    )


def _height(shapes: Shapes, angle: Floats) -> Floats:
    """Return how far each shape reaches across a direction."""
    _, _, low, high = extent(shapes, angle)
    return high - low


def homesteads(rng: Rng, blocks: Land) -> Land:
    """Divide the blocks of villages into homesteads, less evenly than in town."""
    return yards(rng, blocks, depth_m=16.0, width_m=15.5, lane_m=3.0)


def courtyards(rng: Rng, blocks: Land) -> Land:
    """Divide blocks of the old town into courtyards along lanes."""
    return yards(rng, blocks, depth_m=19.0, width_m=17.0, lane_m=3.2)


def estates(rng: Rng, blocks: Land) -> Land:
    """Divide blocks into few large plots, by their use."""
    target = np.array([ESTATE_M2[use] for use in blocks.use])
    pieces, parent = halved(
        rng, blocks.shapes, target_m2=target, jitter=0.06, least_m2=250
    )
    return divided(pieces, parent, blocks, np.arange(len(blocks)), 1_200)


def fields(rng: Rng, land: Land, count: int) -> Land:
    """Divide open land by field paths, then into long strips, about so many in all.

    Args:
        rng: Where chance comes from.
        land: What villages, roads and water leave.
        count: How many plots to make of it.
    """
    area = float(shapely.area(land.shapes).sum())
    strip_m2 = float(np.clip(0.88 * area / max(count, 1), 1_100, 7_600))
    blocks = _field_blocks(rng, land, strip_m2)
    sizes = shapely.area(blocks.shapes)
    wide = rng.uniform(0.75, 1.35, len(blocks)) * strip_m2
    pieces, parent = banded(
        rng,
        blocks.shapes,
        angle=long_side(blocks.shapes),
        count=np.where(
            np.isin(blocks.use, ("wood", "pond")),
            1,
            np.maximum(1, np.round(sizes / wide)),
        ).astype(int),
        jitter=0.13,
        least_m2=180,
    )
    return divided(pieces, parent, blocks, np.arange(len(blocks)), 0.4 * strip_m2)


def _field_blocks(rng: Rng, land: Land, strip_m2: float) -> Land:
    target = rng.uniform(4.0, 9.5, len(land)) * strip_m2
    shapes, parent = halved(
        rng,
        land.shapes,
        target_m2=target,
        gaps_m=(5.0, 4.0, 3.4),
        jitter=0.11,
        least_m2=420,
    )
    blocks = blocks_of(shapes, land.use[parent], land.face[parent])
    tended = rng.random(len(blocks))
    use = blocks.use.copy()
    use[(tended < 0.13) & (use == "field")] = "dry"  # noqa: PLR2004  (a share)
    return replace(blocks, use=use)
