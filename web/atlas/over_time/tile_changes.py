"""Where a map of all dates has changed since it was computed: which tiles stay good."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geo.tiles.boxes import Bounds, meets
from geo.tiles.grid import Tile
from geo.tiles.shapes import POINT_BUFFER

MOST_BOXES = 4_096
"""Beyond so many the older half is forgotten, and every tile is cut once more."""

Ints = NDArray[np.int64]


def _no_boxes() -> Bounds:
    return np.empty((0, 4))


def _no_positions() -> Ints:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class TileChanges:
    """The boxes of what has changed from one map to the next, oldest first."""

    origin: Hashable
    """What tells the map that all this began with from others."""
    boxes_m: Bounds = field(default_factory=_no_boxes)
    """Shape (b, 4), EPSG:3857: shapes as they were, and as they are."""
    positions: Ints = field(default_factory=_no_positions)
    """Shape (b,), of the map that was the first to show each change, growing."""

    def followed(self, boxes_m: Bounds, position: int) -> TileChanges:
        """Return these with what one more map has changed."""
        boxes = np.concatenate((self.boxes_m, boxes_m))
        positions = np.append(self.positions, np.full(len(boxes_m), position))
        if len(boxes) <= MOST_BOXES:
            return TileChanges(self.origin, boxes, positions)
        recent = max(len(boxes) - MOST_BOXES // 2, 0)
        forgotten = self.origin, int(positions[recent - 1])
        return TileChanges(forgotten, boxes[recent:], positions[recent:])

    def name(self, tile: Tile) -> tuple[Hashable, int]:
        """Tell a tile from others that this one place has had.

        Maps with one origin hold the same there from one change to the next, whichever
        of them were computed between: what is known at a position is always the same.
        """
        window = tile.bounds_m(buffer=POINT_BUFFER)
        met = self.positions[meets(self.boxes_m, window)]
        return self.origin, int(met[-1]) if len(met) else 0
