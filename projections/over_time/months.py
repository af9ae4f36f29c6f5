"""Plots in each stage at the end of each month, group by group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from projections.memory.arrays import ABSENT, NONE
from projections.memory.narrow import Whole
from projections.memory.overlay import Periods
from projections.over_time.masks import outside, refined
from projections.over_time.steps import STAGES, Ints, StageSteps


@dataclass(frozen=True, slots=True)
class MonthlyCounts:
    """g groups, m months, s stages."""

    groups: Ints
    """Shape (g,), codes of the groups, growing; ``NONE`` where some are in none."""
    days: Ints
    """Shape (m,), the last civil day of each month, since 1970-01-01."""
    plots: Ints
    """Shape (g, m, s)."""


def monthly_counts(steps: StageSteps, grouped: Periods) -> MonthlyCounts:
    """Count plots where they belonged at the time, and those that belonged nowhere.

    Args:
        steps: Of plots, by plot and then by day.
        grouped: To which group each plot belongs from when until when; their codes.
    """
    inside, rest = refined(steps, grouped), outside(steps, grouped)
    codes = np.append(grouped.code[inside.number], np.full(len(rest.day), NONE))
    # A piece and a plot may have the same number; behind all pieces they differ.
    number = np.append(inside.number, rest.number + len(grouped.code))
    parts = StageSteps(
        number, np.append(inside.day, rest.day), np.append(inside.stage, rest.stage)
    )
    groups, group = np.unique(codes, return_inverse=True)
    days = _month_ends(parts.day)
    counts = np.zeros((len(groups), len(days), len(STAGES)), np.int64)
    month = np.searchsorted(days, parts.day)
    before = np.full(len(parts.stage), ABSENT)
    same = parts.number[1:] == parts.number[:-1]
    before[1:][same] = parts.stage[:-1][same]
    for sign, stage in ((-1, before), (1, parts.stage)):
        there = stage != ABSENT
        np.add.at(counts, (group[there], month[there], stage[there]), sign)
    return MonthlyCounts(groups.astype(np.int64), days, counts.cumsum(axis=1))


def _month_ends(days: Whole) -> Ints:
    """Return the last day of every month from the first day to the last."""
    if not len(days):
        return days.astype(np.int64)
    first, last = (
        np.datetime64(int(each), "D").astype("datetime64[M]")
        for each in (days.min(), days.max())
    )
    months = np.arange(first, last + np.timedelta64(1, "M"))
    following = (months + np.timedelta64(1, "M")).astype("datetime64[D]")
    ends: Ints = following.astype(np.int64) - 1
    return ends
