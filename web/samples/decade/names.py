"""Names: the ids of plots and projects, and the dates of the decade."""

from __future__ import annotations

import numpy as np

from web.samples.decade.redrawings import MOST_CHILDREN, Redrawings
from web.samples.decade.scale import FIRST_DAY, LAST_DAY, Scale
from web.samples.decade.steps import LONGEST_FREEZE

Body = dict[str, object]
"""A command as a client sends it."""


class Names:
    """What things and days are called, by their numbers."""

    def __init__(self, scale: Scale, redrawings: Redrawings) -> None:
        width = len(str(scale.plots))
        own = [f"P{number:0{width}d}" for number in range(scale.plots)]
        parents = [own[plot] for plot in redrawings.plot.tolist()]
        children = range(1, MOST_CHILDREN + 1)
        self.plots = [
            *own,
            *(f"{each}-{turn}" for turn in children for each in parents),
        ]
        """Behind the plots of the beginning, all first children, then all second."""
        self.projects = [f"K{number:03d}" for number in range(scale.projects)]
        days = np.arange(FIRST_DAY, LAST_DAY + LONGEST_FREEZE, dtype="datetime64[D]")
        self._days = [str(day) for day in days]

    def day(self, number: int) -> str:
        """Write a day as its date."""
        return self._days[number - FIRST_DAY]


def yuan(fen: int) -> str:
    """Write fen as yuan."""
    return f"{fen // 100}.{fen % 100:02d}"
