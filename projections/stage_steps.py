"""The stages of all plots as known at K, as arrays: every step, and every amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Row, Table, select

from domain.kernel.instants import FOREVER, Instant
from domain.plots import PlotStage
from projections.read_model import Snapshot

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


def stage_steps(now: Snapshot, *, as_known: Instant) -> StageSteps:
    """Read every step of every plot as known at K, the last one of each day."""
    exists = _rows(now, "plot.exists", as_known)
    stated = _rows(now, "plot.stage", as_known)
    codes = {code: index for index, code in enumerate(STAGES)}
    steps = pd.concat(
        [
            _begins(exists, [0] * len(exists)),
            _ends(exists, ABSENT),
            _ends(stated, 0),
            _begins(stated, [codes[row.value] for row in stated]),
        ]
    )
    # A stage that begins where another ends comes after it, and wins the day.
    steps = steps.sort_values(["number", "instant"], kind="stable")
    steps["day"] = civil_days(steps["instant"].to_numpy())
    last = steps.drop_duplicates(["number", "day"], keep="last")
    return StageSteps(
        *(last[name].to_numpy(np.int64) for name in ("number", "day", "stage"))
    )


def amounts(now: Snapshot, *, as_known: Instant) -> Amounts:
    """Read all money spent on plots as known at K."""
    table = now.tables.contributions
    query = select(table.c.thing, table.c.effective, table.c.quantity).where(
        table.c.measure == "plot.amount",
        table.c.known_from <= as_known,
        table.c.known_to > as_known,
    )
    rows = np.array(now.connection.execute(query).all(), dtype=np.int64).reshape(-1, 3)
    return Amounts(rows[:, 0], civil_days(rows[:, 1]), rows[:, 2])


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


def _rows(
    now: Snapshot, attribute: str, as_known: Instant
) -> Sequence[Row[int, int, int, str]]:
    table: Table = now.tables.attributes
    columns = (table.c.thing, table.c.valid_from, table.c.valid_to, table.c.value)
    query = select(*columns).where(
        table.c.attribute == attribute,
        table.c.known_from <= as_known,
        table.c.known_to > as_known,
    )
    return now.connection.execute(query).all()


def _begins(rows: Sequence[Row[int, int, int, str]], stages: list[int]) -> pd.DataFrame:
    return _frame([r.thing for r in rows], [r.valid_from for r in rows], stages)


def _ends(rows: Sequence[Row[int, int, int, str]], stage: int) -> pd.DataFrame:
    ended = [row for row in rows if row.valid_to < FOREVER]
    ends = [row.valid_to for row in ended]
    return _frame([row.thing for row in ended], ends, [stage] * len(ended))


def _frame(numbers: list[int], instants: list[int], stages: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {"number": numbers, "instant": instants, "stage": stages}, dtype=np.int64
    )
