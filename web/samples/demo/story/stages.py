"""Stages: on which day each plot of a site was surveyed, signed, paid, pulled down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.things.land.plots import PlotStage
from web.samples.demo.calendar import NEVER, office_day
from web.samples.demo.ground.curves import Flags, Floats, Ints, Rng

STAGES = tuple(PlotStage)
STUBBORN = 0.04
NEVER_SIGNED = NEVER - 9_000
"""Far beyond the story, with room for the steps that would follow."""
NEVER_SIGNING = 0.3
"""Of the stubborn, how many sign at no time within the story."""
SIGNING = ((0.0, 0.25, 0.72, 0.93, 1.0), (0.0, 0.07, 0.52, 0.94, 1.0))
"""Share of plots against share of the signing period: a rush before it ends."""
GONE_BEFORE_SWEEP = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What the days of a site depend on: n plots."""

    start: int
    front: Floats
    row: Ints
    block: Ints
    built: Flags
    """Whether something stands on the plot that is pulled down."""


def days_of(rng: Rng, site: Front) -> Ints:
    """Tell the days of a site's plots.

    Returns:
        Shape (n, 7), the day of each stage, ``NEVER`` for those that are left out:
        open land is never demolished.
    """
    count = len(site.front)
    surveyed = site.start + _survey(rng, site)
    signed = _signed(rng, site, surveyed)
    compensated = office_day(signed + rng.integers(7, 45, count))
    vacated = compensated + rng.integers(7, 56, count)
    demolished = _demolished(rng, site, vacated)
    cleared = _cleared(rng, site, demolished)
    handed_over = _handed_over(rng, site, cleared)
    demolished = np.where(site.built, demolished, NEVER)
    steps = (surveyed, signed, compensated, vacated, demolished, cleared, handed_over)
    return np.stack(steps, axis=1)


def _survey(rng: Rng, site: Front) -> Ints:
    """Survey block by block along the front, a team a day or two in each."""
    count = len(site.front)
    return np.asarray(6 + site.front * (8 + count / 5) + rng.integers(0, 5, count), int)


def _signed(rng: Rng, site: Front, surveyed: Ints) -> Ints:
    count = len(site.front)
    period = 55 + count * 0.55
    begins = int(surveyed.max()) + 14
    reluctance = 0.5 * site.front + rng.normal(0, 0.45, count)
    share = (np.argsort(np.argsort(reluctance)) + 0.5) / count
    signed = begins + period * np.interp(share, *SIGNING) + rng.normal(0, 1.5, count)
    stubborn = rng.random(count) < STUBBORN
    late = period + rng.gamma(2.0, 90, count)
    signed = np.where(stubborn, begins + late, signed)
    day = office_day(np.maximum(signed, surveyed + 5).astype(int))
    never = stubborn & (rng.random(count) < NEVER_SIGNING)
    return np.where(never, NEVER_SIGNED, day)


def _demolished(rng: Rng, site: Front, vacated: Ints) -> Ints:
    """Pull down row by row behind the front; who is still there stays a while.

    Open land, on which nothing stands, is reached by the machines likewise.
    """
    pace = 190 + 1.6 * len(site.front)
    sweep = np.quantile(vacated, 0.35) + pace * site.front
    ready = _by_group(vacated, site.row, GONE_BEFORE_SWEEP) + 3
    day = np.maximum(sweep, ready).astype(int)
    alone = vacated + rng.integers(6, 22, len(vacated))
    return np.where(vacated < day, day + rng.integers(0, 4, len(day)), alone)


def _cleared(rng: Rng, site: Front, down: Ints) -> Ints:
    row = _by_group(down, site.row, GONE_BEFORE_SWEEP) + rng.integers(12, 38)
    return np.maximum(row.astype(int) + rng.integers(0, 5, len(down)), down + 3)


def _handed_over(rng: Rng, site: Front, cleared: Ints) -> Ints:
    block = _by_group(cleared, site.block, 0.9) + rng.integers(25, 80)
    return office_day(np.maximum(block.astype(int), cleared + 4))


def _by_group(days: Ints, group: Ints, share: float) -> Floats:
    """Return for each member the day by which that share of its group has got there."""
    _, member = np.unique(group, return_inverse=True)
    order = np.lexsort((days, member))
    starts = np.flatnonzero(np.diff(member[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(days)))
    at = starts + ((sizes - 1) * share).astype(int)
    return np.asarray(days[order][at][member], dtype=float)
