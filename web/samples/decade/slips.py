"""Slips: what was recorded wrongly and put right, or never happened."""

from __future__ import annotations

import numpy as np

from web.samples.decade.acts import Acts, Kind, acts, joined
from web.samples.decade.scale import (
    CORRECTED,
    FIRST_DAY,
    LAST_DAY,
    LATE_DAYS,
    STAGES,
    WITHDRAWN,
    WITHDRAWN_AGAIN,
    Flags,
    Ints,
    Rng,
)

OTHER_DAYS = 60
HALF = 0.5
CORRECTABLE = (Kind.STAGE, Kind.AMOUNT)
STEPS = (*CORRECTABLE, Kind.FREEZE)


def with_slips(rng: Rng, recorded: Acts) -> Acts:
    """Append corrections and withdrawals of steps, some of them withdrawn again."""
    early = recorded.said < LAST_DAY
    number = len(recorded)
    shares = CORRECTED * number, WITHDRAWN * number
    corrected = _chosen(rng, early & np.isin(recorded.kind, CORRECTABLE), shares[0])
    withdrawn = _chosen(
        rng, early & np.isin(recorded.kind, (*CORRECTABLE, Kind.FREEZE)), shares[1]
    )
    corrections = _corrections(rng, recorded, corrected)
    withdrawals = _withdrawals(rng, recorded, withdrawn)
    recorded = joined([recorded, corrections, withdrawals])
    again = _chosen(
        rng,
        (recorded.kind == Kind.WITHDRAWN) & (recorded.said < LAST_DAY),
        WITHDRAWN_AGAIN * len(withdrawals),
    )
    return joined([recorded, _withdrawals(rng, recorded, again)])


def _chosen(rng: Rng, among: Flags, number: float) -> Ints:
    rows = np.flatnonzero(among)
    return np.sort(rng.permutation(rows)[: round(number)])


def _later(rng: Rng, recorded: Acts, rows: Ints) -> Ints:
    """Draw days after those on which rows are recorded, none after the decade."""
    room = np.minimum(LAST_DAY - recorded.said[rows], LATE_DAYS[1])
    return np.asarray(
        recorded.said[rows] + 1 + (rng.random(len(rows)) * room).astype(int)
    )


def _corrections(rng: Rng, recorded: Acts, rows: Ints) -> Acts:
    """Correct the day of one half, and the stage or the amount of the other."""
    shift = rng.integers(1, OTHER_DAYS, len(rows)) * rng.choice((-1, 1), len(rows))
    day = np.clip(recorded.day[rows] + shift, FIRST_DAY, recorded.said[rows])
    is_stage = recorded.kind[rows] == Kind.STAGE
    other = np.where(
        is_stage,
        (recorded.first[rows] + 1) % len(STAGES),
        recorded.first[rows] * rng.integers(80, 120, len(rows)) // 100,
    )
    return acts(
        Kind.CORRECTED,
        thing=recorded.thing[rows],
        office=recorded.office[rows],
        said=_later(rng, recorded, rows),
        day=np.where(rng.random(len(rows)) < HALF, day, 0),
        first=rows,
        second=other,
    )


def _withdrawals(rng: Rng, recorded: Acts, rows: Ints) -> Acts:
    return acts(
        Kind.WITHDRAWN,
        thing=recorded.thing[rows],
        office=recorded.office[rows],
        said=_later(rng, recorded, rows),
        first=rows,
    )
