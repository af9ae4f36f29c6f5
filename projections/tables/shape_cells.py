"""Which squares of the plane a shape of record may touch: a coarse spatial index."""

from __future__ import annotations

import re
from itertools import product

CELL_M = 256
"""The side of a cell."""
MOST_CELLS = 4_096
EVERYWHERE = -1
"""In place of more cells than are worth a row each."""
OFFSET = 2**26
"""Makes indices positive: 17 million km to either side of the origin."""
NUMBER = re.compile(r"-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")


def cells_of(wkt: str) -> list[int]:
    """List the cells of a shape's bounding box; see ``cell_at``.

    Args:
        wkt: Two-dimensional text of record, metres.
    """
    numbers = [float(each) for each in NUMBER.findall(wkt)]
    if not numbers:
        return []
    xs, ys = _cells(numbers[::2]), _cells(numbers[1::2])
    if len(xs) * len(ys) > MOST_CELLS:
        return [EVERYWHERE]
    return [_packed(x, y) for x, y in product(xs, ys)]


def cell_at(x: float, y: float) -> int:
    """Return the cell that a point lies in, as one whole number."""
    return _packed(_cell(x), _cell(y))


def _cells(numbers: list[float]) -> range:
    return range(_cell(min(numbers)), _cell(max(numbers)) + 1)


def _cell(metres: float) -> int:
    return int(metres // CELL_M)


def _packed(x: int, y: int) -> int:
    return (x + OFFSET) * 2 * OFFSET + y + OFFSET
