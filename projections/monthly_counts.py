"""Plots in each stage at the end of each month, group by group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from projections.painting import Pieces
from projections.stage_steps import ABSENT, STAGES, Ints, StageSteps
from projections.step_masks import refined


@dataclass(frozen=True, slots=True)
class MonthlyCounts:
    """g groups, m months, s stages."""

    groups: Ints
    """Shape (g,), codes of the groups."""
    days: Ints
    """Shape (m,), the last civil day of each month, since 1970-01-01."""
    plots: Ints
    """Shape (g, m, s)."""


def monthly_counts(steps: StageSteps, grouped: Pieces) -> MonthlyCounts:
    """Count plots where they belonged at the time.

    Args:
        steps: Of plots, by plot and then by day.
        grouped: To which group each plot belongs from when until when; their codes.
    """
    parts = refined(steps, grouped)
    groups, group = np.unique(grouped.code[parts.number], return_inverse=True)
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


def _month_ends(days: Ints) -> Ints:
    """Return the last day of every month from the first day to the last."""
    if not len(days):
        return days
    first, last = (
        np.datetime64(int(each), "D").astype("datetime64[M]")
        for each in (days.min(), days.max())
    )
    months = np.arange(first, last + np.timedelta64(1, "M"))
    following = (months + np.timedelta64(1, "M")).astype("datetime64[D]")
    ends: Ints = following.astype(np.int64) - 1
    return ends
