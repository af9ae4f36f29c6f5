"""Steps of plots: the last that holds on a day, and nothing after a plot is gone."""

from __future__ import annotations

import numpy as np

from domain.kernel.instants import FOREVER
from projections.memory.arrays import ABSENT
from projections.memory.overlay import Periods
from projections.over_time.steps import steps_of

DAY_US = 86_400_000_000
REGISTERED, SURVEYED, MERGED = (day * DAY_US for day in (10, 20, 30))


def pieces(*rows: tuple[int, int, int]) -> Periods:
    """Lay out plot 7 from, to and code."""
    start, end, code = (np.array(column) for column in zip(*rows, strict=True))
    return Periods(np.full(len(rows), 7), start, end, code.astype(np.int32))


def test_a_plot_that_is_gone_has_no_stage_although_one_ended_with_it() -> None:
    exists = pieces((REGISTERED, MERGED, 1))
    stated = pieces((SURVEYED, MERGED, 5))

    found = steps_of(exists, stated)

    assert found.stage.tolist() == [0, 5, ABSENT]


def test_a_plot_whose_stage_was_withdrawn_stays_in_the_books() -> None:
    exists = pieces((REGISTERED, FOREVER, 1))
    stated = pieces((SURVEYED, MERGED, 5))

    found = steps_of(exists, stated)

    assert found.stage.tolist() == [0, 5, 0]
