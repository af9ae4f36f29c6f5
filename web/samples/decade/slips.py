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


def with_slips(rng: Rng, told: Acts) -> Acts:
    """Append corrections and withdrawals of steps, some of them withdrawn again."""
    early = told.said < LAST_DAY
    number = len(told)
    shares = CORRECTED * number, WITHDRAWN * number
    corrected = _chosen(rng, early & np.isin(told.kind, CORRECTABLE), shares[0])
    withdrawn = _chosen(
        rng, early & np.isin(told.kind, (*CORRECTABLE, Kind.FREEZE)), shares[1]
    )
    corrections = _corrections(rng, told, corrected)
    withdrawals = _withdrawals(rng, told, withdrawn)
    told = joined([told, corrections, withdrawals])
    again = _chosen(
        rng,
        (told.kind == Kind.WITHDRAWN) & (told.said < LAST_DAY),
        WITHDRAWN_AGAIN * len(withdrawals),
    )
    return joined([told, _withdrawals(rng, told, again)])


def _chosen(rng: Rng, among: Flags, number: float) -> Ints:
    rows = np.flatnonzero(among)
    return np.sort(rng.permutation(rows)[: round(number)])


def _later(rng: Rng, told: Acts, rows: Ints) -> Ints:
    """Draw days after those on which rows are recorded, none after the decade."""
    room = np.minimum(LAST_DAY - told.said[rows], LATE_DAYS[1])
    return np.asarray(told.said[rows] + 1 + (rng.random(len(rows)) * room).astype(int))


def _corrections(rng: Rng, told: Acts, rows: Ints) -> Acts:
    """Correct the day of one half, and the stage or the amount of the other."""
    shift = rng.integers(1, OTHER_DAYS, len(rows)) * rng.choice((-1, 1), len(rows))
    day = np.clip(told.day[rows] + shift, FIRST_DAY, told.said[rows])
    is_stage = told.kind[rows] == Kind.STAGE
    other = np.where(
        is_stage,
        (told.first[rows] + 1) % len(STAGES),
        told.first[rows] * rng.integers(80, 120, len(rows)) // 100,
    )
    return acts(
        Kind.CORRECTED,
        thing=told.thing[rows],
        office=told.office[rows],
        said=_later(rng, told, rows),
        day=np.where(rng.random(len(rows)) < HALF, day, 0),
        first=rows,
        second=other,
    )


def _withdrawals(rng: Rng, told: Acts, rows: Ints) -> Acts:
    return acts(
        Kind.WITHDRAWN,
        thing=told.thing[rows],
        office=told.office[rows],
        said=_later(rng, told, rows),
        first=rows,
    )
