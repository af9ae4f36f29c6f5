"""The stages of all plots as known at K, as arrays: every step, and every amount."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.kernel.instants import FOREVER
from domain.plots import PlotStage
from projections.painting import Pieces

STAGES: tuple[str, ...] = ("none", *PlotStage)
"""All stages in order; the first is a plot of which no stage is stated."""
ABSENT = -1
"""In place of a stage: the plot is not in the books yet, or no longer."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StageSteps:
    """Steps of plots, by plot and then by day; n rows.

    A step on day d holds at the last microsecond of d and after, in Shanghai, which
    is when a question about that date is answered (R12).
    """

    number: Ints
    """The plot's number."""
    day: Ints
    """Civil days since 1970-01-01."""
    stage: Ints
    """Index into ``STAGES``, or ``ABSENT``."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Money spent on plots; n rows."""

    number: Ints
    day: Ints
    amount: Ints
    """In the currency's smallest unit."""


def steps_of(exists: Pieces, stated: Pieces) -> StageSteps:
    """Turn pieces of existence and of stages into the last step of each day.

    Args:
        exists: When each plot exists, whatever the codes.
        stated: Its stages, coded by their place in ``STAGES`` less one.
    """
    number, instant, stage = (
        np.concatenate(parts)
        for parts in zip(
            _begins(exists, np.zeros(len(exists.code), np.int64)),
            _ends(exists, ABSENT),
            _ends(stated, 0),
            _begins(stated, stated.code.astype(np.int64) + 1),
            strict=True,
        )
    )
    # A stage that begins where another ends comes after it, and wins the day.
    order = np.lexsort((instant, number))
    number, day, stage = number[order], civil_days(instant[order]), stage[order]
    last = np.ones(len(number), np.bool_)
    last[:-1] = (number[1:] != number[:-1]) | (day[1:] != day[:-1])
    return StageSteps(number[last], day[last], stage[last])


def civil_days(instants: Ints) -> Ints:
    """Return the civil day in Shanghai on which each instant lies.

    Args:
        instants: Microseconds since 1970 in UTC.

    Returns:
        Days since 1970-01-01, by the tz database.
    """
    utc = pd.to_datetime(instants, unit="us", utc=True)
    local = utc.tz_convert("Asia/Shanghai").tz_localize(None)
    days: Ints = local.to_numpy().astype("datetime64[D]").astype(np.int64)
    return days


Steps = tuple[Ints, Ints, Ints]


def _begins(pieces: Pieces, stages: Ints) -> Steps:
    return pieces.thing, pieces.start, stages


def _ends(pieces: Pieces, stage: int) -> Steps:
    ended = pieces.end < FOREVER
    there = pieces.thing[ended]
    return there, pieces.end[ended], np.full(len(there), stage, np.int64)
