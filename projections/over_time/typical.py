"""How far groups of plots have got, as one step series each: their middle plot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projections.memory.arrays import ABSENT, NONE
from projections.over_time.steps import STAGES, Ints, StageSteps


@dataclass(frozen=True, slots=True)
class GroupSteps:
    """Steps of groups, by group and then by day; n rows."""

    group: Ints
    day: Ints
    """Civil days since 1970-01-01."""
    stage: Ints
    """Index into ``STAGES`` of the middle plot, or ``ABSENT``."""


def typical_stages(steps: StageSteps, groups: Ints) -> GroupSteps:
    """Follow the middle plot of each group: half of its plots are at least so far.

    Only plots that have reached a stage count; a group in which none has, but some are
    in the books, is at none.

    Args:
        steps: Of all plots, by plot and then by day.
        groups: Shape (n,), the group of each step's plot, 0 or more.
    """
    counts, group, day = _counts(steps, groups)
    under_way = counts[:, 1:]
    half = (under_way.sum(axis=1, keepdims=True) + 1) // 2
    further = under_way[:, ::-1].cumsum(axis=1)[:, ::-1]
    places = (further >= half).sum(axis=1)
    stage = np.where(half[:, 0] > 0, places, np.where(counts[:, 0] > 0, NONE, ABSENT))
    changed = np.ones(len(stage), dtype=bool)
    changed[1:] = (stage[1:] != stage[:-1]) | (group[1:] != group[:-1])
    return GroupSteps(group[changed], day[changed], stage[changed])


def _counts(steps: StageSteps, groups: Ints) -> tuple[NDArray[np.int64], Ints, Ints]:
    """Count the plots of each group by stage on each day on which one changes.

    Returns:
        Shape (m, stages), and the group and the day of each of the m rows.
    """
    before = np.full(len(steps.stage), ABSENT)
    same_plot = steps.number[1:] == steps.number[:-1]
    before[1:][same_plot] = steps.stage[:-1][same_plot]
    keys = np.stack((groups, steps.day), axis=1)
    rows, row = np.unique(keys, axis=0, return_inverse=True)
    changes = np.zeros((len(rows), len(STAGES)), dtype=np.int64)
    for sign, stage in ((-1, before), (1, steps.stage)):
        there = stage != ABSENT
        np.add.at(changes, (row.ravel()[there], stage[there]), sign)
    running = changes.cumsum(axis=0)
    # What groups before this one have come to is not its own.
    first = np.searchsorted(rows[:, 0], rows[:, 0])
    earlier = np.where(first[:, None] > 0, running[first - 1], 0)
    return running - earlier, rows[:, 0], rows[:, 1]
