"""Steps: what happens to plots once they are in the books, most of it stages."""

from __future__ import annotations

import numpy as np

from web.samples.decade.acts import Acts, Kind, acts, joined
from web.samples.decade.land import Land
from web.samples.decade.scale import (
    ASSIGNING_DAYS,
    FIRST_DAY,
    LAST_DAY,
    LATE,
    LATE_DAYS,
    REGISTERING_DAYS,
    STAGES,
    STEPS_FROM,
    Ints,
    Rng,
    Scale,
)

SPREAD = 4
"""By how many facts the history of one plot may be shorter or longer than another's."""
PROMPT_DAYS = 3
SKIPPED = 0.12
"""Of the stages: no register speaks of them."""
AMOUNTS = 0.06
FREEZES = 0.03
LONGEST_FREEZE = 365
FEN = (100_000, 900_000_000)
COSTLY = np.isin(STAGES, ("compensated", "demolished", "cleared"))


def books(rng: Rng, scale: Scale, land: Land) -> Acts:
    """Register projects and plots, and assign plots to projects."""
    plots, projects = np.arange(scale.plots), np.arange(scale.projects)
    project = plots * scale.projects // scale.plots
    registered = FIRST_DAY + plots * REGISTERING_DAYS // scale.plots
    assigned = FIRST_DAY + rng.integers(*ASSIGNING_DAYS, scale.plots)
    offices = {"thing": plots, "office": land.office}
    return joined(
        [
            acts(Kind.PROJECT, thing=projects, day=FIRST_DAY, said=FIRST_DAY),
            acts(Kind.PLOT, **offices, day=FIRST_DAY, said=registered),
            acts(
                Kind.ASSIGNED,
                **offices,
                day=assigned,
                said=assigned + rng.integers(0, PROMPT_DAYS, scale.plots),
                first=project,
            ),
        ]
    )


def steps(rng: Rng, scale: Scale, land: Land) -> Acts:
    """Tell the steps of all plots, by plot and then by day."""
    plot = np.repeat(np.arange(scale.plots), _counts(rng, scale))
    lag = _lag(rng, len(plot))
    room = LAST_DAY - lag - STEPS_FROM
    day = STEPS_FROM + (rng.random(len(plot)) * room).astype(np.int64)
    order = np.lexsort((day, plot))
    day, lag = day[order], lag[order]
    kind = _kinds(rng, len(plot))
    stage = _stages(rng, plot, kind)
    first, second = _said_of(rng, kind, stage)
    return Acts(kind, plot, day, day + lag, land.office[plot], first, second)


def _counts(rng: Rng, scale: Scale) -> Ints:
    """Share the steps out, so that their sum is exact."""
    base, rest = divmod(scale.steps, scale.plots)
    counts = base + rng.integers(-min(SPREAD, base), SPREAD + 1, scale.plots)
    counts[:rest] += 1
    off = scale.steps - int(counts.sum())
    # Plots that are too short already cannot give anything away.
    able = np.flatnonzero(counts > 0) if off < 0 else np.arange(scale.plots)
    counts[rng.permutation(able)[: abs(off)]] += np.sign(off)
    return np.asarray(counts)


def _lag(rng: Rng, rows: int) -> Ints:
    late = rng.random(rows) < LATE
    return np.where(
        late, rng.integers(*LATE_DAYS, rows), rng.integers(0, PROMPT_DAYS, rows)
    )


def _kinds(rng: Rng, rows: int) -> Ints:
    chance = rng.random(rows)
    other = np.where(chance < AMOUNTS, Kind.AMOUNT, Kind.FREEZE)
    return np.where(chance < AMOUNTS + FREEZES, other, Kind.STAGE).astype(np.int64)


def _stages(rng: Rng, plot: Ints, kind: Ints) -> Ints:
    """Number the stages of each plot in order, with gaps, round after round."""
    moves = np.where(kind == Kind.STAGE, 1 + (rng.random(len(kind)) < SKIPPED), 0)
    so_far = np.cumsum(moves)
    starts = np.searchsorted(plot, plot)
    before = np.where(starts > 0, so_far[starts - 1], 0)
    return np.asarray((so_far - before - 1) % len(STAGES))


def _said_of(rng: Rng, kind: Ints, stage: Ints) -> tuple[Ints, Ints]:
    fen = rng.integers(*FEN, len(kind))
    days = rng.integers(30, LONGEST_FREEZE, len(kind))
    first = np.where(
        kind == Kind.STAGE, stage, np.where(kind == Kind.AMOUNT, fen, days)
    )
    costs = (kind == Kind.STAGE) & COSTLY[stage]
    return first, np.where(costs, fen, 0)
