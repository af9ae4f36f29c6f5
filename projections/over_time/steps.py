"""The stages of all plots as known at K, as arrays: every step, and every amount."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.kernel.instants import FOREVER
from domain.things.land import plots
from projections.memory.arrays import ABSENT, NONE
from projections.memory.narrow import Whole, narrowed
from projections.memory.overlay import Periods
from projections.over_time.days import civil_days

STAGES: tuple[str, ...] = tuple(stage or "none" for stage in plots.STAGES)
"""All stages by their codes; the first is a plot of which no stage is stated, and
``ABSENT`` one that is not in the books yet, or no longer."""

Ints = NDArray[np.int64]
WIDE = np.int32
"""Room for adding days to days and places to places."""


@dataclass(frozen=True, slots=True)
class StageSteps:
    """Steps of plots, by plot and then by day; n rows.

    A step on day d holds at the last microsecond of d and after, in Shanghai, which
    is when a question about that date is answered (R12).
    """

    number: Whole
    """The plot's number."""
    day: Whole
    """Civil days since 1970-01-01."""
    stage: Whole
    """Index into ``STAGES``, or ``ABSENT``."""

    def narrowed(self) -> StageSteps:
        """Return the same steps in a third of the room, to be kept."""
        number, day = (narrowed(each, least=WIDE) for each in (self.number, self.day))
        return StageSteps(number, day, narrowed(self.stage))

    def where(self, chosen: NDArray[np.bool_]) -> StageSteps:
        """Return the chosen steps, in their order."""
        return StageSteps(self.number[chosen], self.day[chosen], self.stage[chosen])

    @property
    def nbytes(self) -> int:
        """How much memory they take."""
        return self.number.nbytes + self.day.nbytes + self.stage.nbytes


@dataclass(frozen=True, slots=True)
class Amounts:
    """Money spent on plots; n rows."""

    number: Whole
    day: Whole
    amount: Whole
    """In the currency's smallest unit."""

    def narrowed(self) -> Amounts:
        """Return the same amounts in less room, to be kept."""
        columns = (self.number, self.day, self.amount)
        return Amounts(*(narrowed(each, least=WIDE) for each in columns))

    @property
    def nbytes(self) -> int:
        """How much memory they take."""
        return self.number.nbytes + self.day.nbytes + self.amount.nbytes


def steps_of(exists: Periods, stated: Periods) -> StageSteps:
    """Turn pieces of existence and of stages into the last step of each day.

    Args:
        exists: When each plot exists, whatever the codes.
        stated: Its stages, coded by their place in ``STAGES``.
    """
    number, instant, stage = (
        np.concatenate(parts)
        for parts in zip(
            _ends(stated, NONE),
            _ends(exists, ABSENT),
            _begins(exists, np.full(len(exists.code), NONE, np.int64)),
            _begins(stated, stated.code.astype(np.int64)),
            strict=True,
        )
    )
    # At one instant stages end before lives do, and lives begin before stages do.
    order = np.lexsort((instant, number))
    number, day, stage = number[order], civil_days(instant[order]), stage[order]
    last = np.ones(len(number), np.bool_)
    last[:-1] = (number[1:] != number[:-1]) | (day[1:] != day[:-1])
    return StageSteps(number[last], day[last], stage[last])


Steps = tuple[Ints, Ints, Ints]


def _begins(pieces: Periods, stages: Ints) -> Steps:
    return pieces.thing, pieces.start, stages


def _ends(pieces: Periods, stage: int) -> Steps:
    ended = pieces.end < FOREVER
    there = pieces.thing[ended]
    return there, pieces.end[ended], np.full(len(there), stage, np.int64)
