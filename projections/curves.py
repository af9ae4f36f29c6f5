"""How many plots, how much land and money stood in each stage, day by day, at one K."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from projections.stage_steps import ABSENT, STAGES, Amounts, Ints, StageSteps


@dataclass(frozen=True, slots=True)
class StageCurve:
    """Figures that hold from each day on, until the next; d days, s stages."""

    days: Ints
    """Shape (d,), civil days since 1970-01-01, growing."""
    plots: Ints
    """Shape (d, s)."""
    amount: Ints
    """Shape (d, s), money up to the day on the plots in the stage."""
    area_m2: NDArray[np.float64]
    """Shape (d, s), as measured; plots without boundary count as nothing."""


def stage_curve(
    steps: StageSteps, spent: Amounts, area_m2: Mapping[int, float]
) -> StageCurve:
    """Total the stages over time.

    Each change of a plot takes its count, its land and its money out of the stage it
    was in and puts them into the stage it is in, so that one running sum does it all.

    Args:
        steps: Of all plots.
        spent: On all plots.
        area_m2: Plot number → measured area, where it has a boundary.
    """
    changes = _changes(steps, spent)
    changes["area_m2"] = changes["number"].map(area_m2).fillna(0.0)
    days, row = np.unique(changes["day"], return_inverse=True)
    shape = (len(days), len(STAGES))
    plots, amount = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    area = np.zeros(shape)
    for sign, stage, money in (
        (-1, "stage_before", "money_before"),
        (1, "stage", "money"),
    ):
        there = (changes[stage] != ABSENT).to_numpy()
        at = (row[there], changes[stage].to_numpy(np.int64)[there])
        np.add.at(plots, at, sign)
        np.add.at(amount, at, sign * changes[money].to_numpy(np.int64)[there])
        np.add.at(area, at, sign * changes["area_m2"].to_numpy()[there])
    return StageCurve(days, plots.cumsum(0), amount.cumsum(0), area.cumsum(0))


def _changes(steps: StageSteps, spent: Amounts) -> pd.DataFrame:
    """Join steps and amounts by plot and day: stage and money before and after each."""
    stages = pd.DataFrame(
        {"number": steps.number, "day": steps.day, "stage": steps.stage}
    )
    money = pd.DataFrame(
        {"number": spent.number, "day": spent.day, "money": spent.amount}
    )
    money = money.groupby(["number", "day"], as_index=False).sum()
    joined = stages.merge(money, on=["number", "day"], how="outer", sort=True)
    by_plot = joined["number"]
    joined["stage"] = (
        joined.groupby(by_plot)["stage"].ffill().fillna(ABSENT).astype(int)
    )
    joined["money"] = (
        joined["money"].fillna(0).astype(np.int64).groupby(by_plot).cumsum()
    )
    before = joined.groupby(by_plot)[["stage", "money"]].shift(1)
    joined["stage_before"] = before["stage"].fillna(ABSENT).astype(np.int64)
    joined["money_before"] = before["money"].fillna(0).astype(np.int64)
    return joined
