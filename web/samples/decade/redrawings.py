"""Redrawings: plots that are split, merged, or change their boundary with another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from web.samples.decade.acts import Acts, Kind, acts
from web.samples.decade.land import COLUMNS, Land
from web.samples.decade.scale import LAST_DAY, REDRAWN, REDRAWN_FROM, Ints, Rng, Scale

PROMPT_DAYS = 3
MISTAKEN = 0.1
"""Of the steps of plots that came after others, how many are told of those."""


class Way(IntEnum):
    """How two neighbours are redrawn; a split needs only the first."""

    SPLIT_IN_TWO = 0
    SPLIT_IN_THREE = 1
    MERGED = 2
    ADJUSTED = 3

    @property
    def children(self) -> int:
        """How many plots a split begins."""
        return self.value + 2


MOST_CHILDREN = 3
CONCERNED = np.array([2, 3, 2, 1])
"""How many other streams each way concerns."""
SHARES = (0.3, 0.15, 0.35, 0.2)


@dataclass(frozen=True, slots=True)
class Redrawings:
    """n redrawings of pairs of neighbours: ``plot``, and the one east of it.

    A pair is redrawn once at most.
    """

    plot: Ints
    way: Ints
    day: Ints
    said: Ints

    def acts(self, land: Land, plots: int) -> Acts:
        """Tell them; a merger is told of the plot that it begins."""
        merged = plots + np.arange(len(self.plot))
        return acts(
            Kind.REDRAWN,
            thing=np.where(self.way == Way.MERGED, merged, self.plot),
            day=self.day,
            said=self.said,
            office=land.office[self.plot],
            first=np.arange(len(self.plot)),
        )


def drawn_redrawings(rng: Rng, scale: Scale) -> Redrawings:
    """Choose pairs of neighbours, and what becomes of them."""
    first = np.arange(0, scale.plots - 1, 2)  # rows have an even number of plots
    assert COLUMNS % 2 == 0  # noqa: S101
    number = max(len(SHARES), round(scale.plots * REDRAWN))
    plot = np.sort(rng.permutation(first)[:number])
    way = rng.choice(len(SHARES), len(plot), p=SHARES)
    way[: len(SHARES)] = np.arange(len(SHARES))  # a small decade has each of them
    day = rng.integers(REDRAWN_FROM, LAST_DAY - PROMPT_DAYS, len(plot))
    return Redrawings(plot, way, day, day + rng.integers(0, PROMPT_DAYS, len(plot)))


def continued(rng: Rng, steps: Acts, redrawings: Redrawings, plots: int) -> Acts:
    """Tell later steps of redrawn plots of those that came after them.

    What is recorded before the redrawing itself is told of the plot that is no more,
    and so are some by mistake: they are stranded there (R15).
    """
    mistaken = rng.random(len(steps)) < MISTAKEN
    heir = _heirs(redrawings, plots)[steps.thing]
    at = np.maximum(heir, 0)
    moves = (
        (heir >= 0)
        & (steps.day >= redrawings.day[at])
        & (steps.said > redrawings.said[at])
        & ~mistaken
    )
    return _told_of(rng, steps, np.where(moves, at, -1), redrawings, plots)


def _heirs(redrawings: Redrawings, plots: int) -> Ints:
    """Return for each plot the redrawing that ends it, or -1."""
    ends = np.full(plots, -1)
    number = np.arange(len(redrawings.plot))
    ended = redrawings.way != Way.ADJUSTED
    ends[redrawings.plot[ended]] = number[ended]
    merged = redrawings.way == Way.MERGED
    ends[redrawings.plot[merged] + 1] = number[merged]
    return ends


def _told_of(
    rng: Rng, steps: Acts, redrawing: Ints, redrawings: Redrawings, plots: int
) -> Acts:
    """Name the heirs: one plot for each merger; of a split's children, any."""
    number = len(redrawings.plot)
    way = redrawings.way[np.maximum(redrawing, 0)]
    child = (rng.random(len(steps)) * CONCERNED[way]).astype(np.int64)
    layer = np.where(way == Way.MERGED, 0, child)
    thing = np.where(redrawing >= 0, plots + layer * number + redrawing, steps.thing)
    return Acts(
        steps.kind,
        thing,
        steps.day,
        steps.said,
        steps.office,
        steps.first,
        steps.second,
    )
