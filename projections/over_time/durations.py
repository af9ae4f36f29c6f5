"""How many days plots took from each stage to the next that they reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from projections.over_time.steps import STAGES, StageSteps


@dataclass(frozen=True, slots=True)
class Duration:
    """From one stage to another: so many plots, and how long half and most took."""

    before: str
    after: str
    plots: int
    median_days: float
    p90_days: float
    """Nine plots of ten took no longer."""


def durations(steps: StageSteps) -> list[Duration]:
    """Measure each step from one stage forward to another, in their order.

    Args:
        steps: Of plots, by plot and then by day.
    """
    same = steps.number[1:] == steps.number[:-1]
    # A pair of stages makes one number, for which a stage's own type has no room.
    stage = steps.stage.astype(np.int64)
    before, after = stage[:-1], stage[1:]
    forward = np.flatnonzero(same & (before > 0) & (after > before))
    days = (steps.day[1:] - steps.day[:-1])[forward]
    pairs = before[forward] * len(STAGES) + after[forward]
    return list(_measured(pairs, days))


def _measured(
    pairs: np.ndarray[tuple[int], np.dtype[np.int64]],
    days: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> Iterator[Duration]:
    for pair in np.unique(pairs).tolist():
        took = days[pairs == pair]
        median, p90 = np.percentile(took, (50, 90)).tolist()
        before, after = divmod(pair, len(STAGES))
        yield Duration(STAGES[before], STAGES[after], len(took), median, p90)
