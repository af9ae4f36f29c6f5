"""Where boxes lie: neighbours in blocks, so that a window is held against few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.tiles.rings import spread

BLOCK = 64
"""Boxes to a block."""
SCATTERED = 8
"""More than one new box to so many: then all are sorted again."""

Bounds = NDArray[np.float64]
Window = tuple[float, float, float, float]
Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class BoxBlocks:
    """n boxes in b blocks of neighbours, as a packed tree with one level.

    Source: Leutenegger, Lopez, Edgington: STR, a simple and efficient algorithm for
    R-tree packing (1997): vertical strips, each cut from south to north.
    """

    bounds_m: Bounds
    """Shape (b, 4), west, south, east, north of each block."""
    first: Places
    """Shape (b + 1,), where each block begins in ``order``, and where the last ends."""
    order: Places
    """Shape (n,), the boxes, block after block."""

    @classmethod
    def of(cls, bounds_m: Bounds) -> BoxBlocks:
        """Sort boxes; ``bounds_m`` has shape (n, 4), west, south, east, north."""
        west, south, east, north = bounds_m.T
        boxes = len(bounds_m)
        a_strip = max(BLOCK, int(np.sqrt(boxes * BLOCK)))
        strip = np.empty(boxes, np.int64)
        strip[np.argsort(west + east, kind="stable")] = np.arange(boxes) // a_strip
        order = np.lexsort((south + north, strip)).astype(np.int32)
        first = np.flatnonzero(np.arange(boxes) % a_strip % BLOCK == 0)
        ends = np.append(first, boxes).astype(np.int32)
        return cls(_around(bounds_m[order], first), ends, order)

    def followed(self, bounds_m: Bounds) -> BoxBlocks:
        """Take in more boxes behind those there are.

        Args:
            bounds_m: Shape (n, 4), of all boxes. A few new ones are blocks of their
                own, so that boxes that come one by one do not cost a sorting each time.
        """
        known = len(self.order)
        new = BoxBlocks.of(bounds_m[known:])
        blocks = len(self.bounds_m) + len(new.bounds_m)
        is_scattered = (blocks - len(bounds_m) // BLOCK) * SCATTERED > blocks
        if is_scattered or len(new.order) * SCATTERED > len(bounds_m):
            return BoxBlocks.of(bounds_m)
        return BoxBlocks(
            np.concatenate((self.bounds_m, new.bounds_m)),
            np.append(self.first, new.first[1:] + known).astype(np.int32),
            np.append(self.order, new.order + known).astype(np.int32),
        )

    def meeting(self, window: Window, bounds_m: Bounds) -> NDArray[np.int64]:
        """Find the boxes that meet a window, in no order; ``bounds_m`` of all boxes."""
        blocks = np.flatnonzero(meets(self.bounds_m, window))
        sizes = self.first[blocks + 1] - self.first[blocks]
        near = self.order[spread(self.first[blocks], sizes)]
        found = near[meets(bounds_m[near], window)]
        return found.astype(np.int64)


def meets(bounds_m: Bounds, window: Window) -> NDArray[np.bool_]:
    """Tell which boxes meet a window, be it only at an edge."""
    west, south, east, north = window
    found: NDArray[np.bool_] = (bounds_m[:, 0] <= east) & (bounds_m[:, 2] >= west)
    found &= (bounds_m[:, 1] <= north) & (bounds_m[:, 3] >= south)
    return found


def _around(bounds_m: Bounds, first: NDArray[np.intp]) -> Bounds:
    """Draw a box around each block; what has no image on the plane lies nowhere."""
    if not len(first):
        return np.empty((0, 4))
    least, most = (
        each.reduceat(bounds_m, first, axis=0) for each in (np.fmin, np.fmax)
    )
    return np.concatenate((least[:, :2], most[:, 2:]), axis=1)
