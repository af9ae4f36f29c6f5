"""Acts: what is recorded, as columns, a row for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np

from web.samples.decade.scale import Flags, Ints


class Kind(IntEnum):
    """What a row records."""

    PROJECT = 0
    PLOT = 1
    ASSIGNED = 2
    STAGE = 3
    AMOUNT = 4
    FREEZE = 5
    REDRAWN = 6
    CORRECTED = 7
    WITHDRAWN = 8


@dataclass(frozen=True, slots=True)
class Acts:
    """n acts; what ``first`` and ``second`` say depends on the kind.

    PROJECT, PLOT: nothing. ASSIGNED: the project. STAGE: the stage, the amount in fen
    or 0. AMOUNT: the fen. FREEZE: how many days. REDRAWN: which redrawing. CORRECTED:
    the row of what is corrected, the new value (``day`` is the new day, or 0).
    WITHDRAWN: the row of what is withdrawn.
    """

    kind: Ints
    thing: Ints
    """A plot's number, or a project's."""
    day: Ints
    """When it became true: days since 1970."""
    said: Ints
    """The day on which it is recorded."""
    office: Ints
    first: Ints
    second: Ints

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.kind)

    def only(self, rows: Ints | Flags) -> Acts:
        """Return some rows."""
        return Acts(*(getattr(self, each.name)[rows] for each in fields(self)))


def acts(kind: Kind, **columns: Ints | int) -> Acts:
    """Make rows of one kind; a column that is a number, or left out, is filled up."""
    rows = max(np.size(column) for column in columns.values())
    filled = (
        np.broadcast_to(np.asarray(columns.get(each.name, 0), dtype=np.int64), rows)
        for each in fields(Acts)[1:]
    )
    return Acts(np.full(rows, kind, dtype=np.int64), *filled)


def joined(parts: Sequence[Acts]) -> Acts:
    """Put rows after one another."""
    return Acts(
        *(
            np.concatenate([getattr(part, each.name) for part in parts])
            for each in fields(Acts)
        )
    )
