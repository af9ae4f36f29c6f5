"""Land: pieces with their use, joined from many hands into one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from web.samples.demo.ground.curves import Flags, Ints, Shapes
from web.samples.demo.ground.cutting import noded

LAND_USES = {
    "yard": "城镇住宅用地",
    "flats": "城镇住宅用地",
    "home": "农村宅基地",
    "shop": "商业服务业用地",
    "school": "教育用地",
    "clinic": "医疗卫生用地",
    "office": "机关团体用地",
    "works": "工业用地",
    "store": "物流仓储用地",
    "park": "公园绿地",
    "green": "防护绿地",
    "field": "水浇地",
    "dry": "旱地",
    "orchard": "果园",
    "wood": "乔木林地",
    "pond": "坑塘水面",
}
"""What each use is called in a register."""

OPEN_LAND = ("field", "dry", "orchard", "wood", "pond", "park", "green")
"""Uses on which nothing stands that could be pulled down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """Pieces of land: n rows."""

    shapes: Shapes
    use: Shapes
    face: Ints
    """The cell each lies in."""
    block: Ints
    """The street block: what a site is made of."""
    row: Ints
    """The row within the block whose pieces touch: what comes down together."""

    def __len__(self) -> int:
        return len(self.shapes)

    def only(self, rows: Flags | Ints) -> Land:
        """Return some of the rows."""
        return Land(
            shapes=self.shapes[rows],
            use=self.use[rows],
            face=self.face[rows],
            block=self.block[rows],
            row=self.row[rows],
        )


def divided(
    pieces: Shapes, row: Ints, parents: Land, parent_of_row: Ints, least_m2: float
) -> Land:
    """Node pieces row by row, and let each keep what its block is.

    Args:
        pieces: Shape (n,), polygons; those of one row touch.
        row: Shape (n,), the row of each.
        parents: The blocks.
        parent_of_row: Which block each row was cut from.
        least_m2: Smaller pieces are joined to a neighbour.
    """
    shapes, own = noded(pieces, row, least_m2)
    parent = parent_of_row[own]
    return Land(
        shapes=shapes,
        use=parents.use[parent],
        face=parents.face[parent],
        block=parents.block[parent],
        row=own,
    )


def blocks_of(shapes: Shapes, use: Shapes, face: Ints) -> Land:
    """Make a table of blocks, each one row of its own."""
    number = np.arange(len(shapes))
    return Land(shapes=shapes, use=use, face=face, block=number, row=number)


def joined(lots: Sequence[Land]) -> Land:
    """Join tables into one, with blocks and rows numbered through."""
    lots = [lot for lot in lots if len(lot)]
    return Land(
        shapes=np.concatenate([lot.shapes for lot in lots]),
        use=np.concatenate([lot.use for lot in lots]),
        face=np.concatenate([lot.face for lot in lots]),
        block=_through([lot.block for lot in lots]),
        row=_through([lot.row for lot in lots]),
    )


def _through(numbers: Sequence[Ints]) -> Ints:
    used, through = 0, []
    for each in numbers:
        through.append(each + used)
        used += int(each.max()) + 1
    dense: Ints = np.unique(np.concatenate(through), return_inverse=True)[1]
    return dense
