"""Moments: random (V, K) of a decade, fixed by a seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.kernel.instants import At, Instant
from web.samples.decade.ordering import DAY_S, MICROSECONDS
from web.samples.decade.scale import FIRST_DAY, LAST_DAY

DAY_US = DAY_S * MICROSECONDS
SEED = 20_260_701
NEAR_DAYS = 30


@dataclass(frozen=True, slots=True)
class Moment:
    """A pair of dates to ask about."""

    as_of: Instant
    as_known: Instant

    @property
    def at(self) -> At:
        """Both."""
        return At(self.as_of, self.as_known)


def _instant(day: float) -> Instant:
    return Instant(int(day * DAY_US))


def drawn(number: int) -> list[Moment]:
    """Draw any V and any K of the decade, each without regard to the other."""
    rng = np.random.default_rng(SEED)
    days = rng.uniform(FIRST_DAY + 60, LAST_DAY, (number, 2))
    return [Moment(_instant(v), _instant(k)) for v, k in days.tolist()]


def known_now(number: int, head: Instant) -> list[Moment]:
    """Draw any V, as known now."""
    return [Moment(moment.as_of, head) for moment in drawn(number)]


def known_then(number: int) -> list[Moment]:
    """Draw any V, as known up to a month after it."""
    rng = np.random.default_rng(SEED)
    days = rng.uniform(FIRST_DAY + 60, LAST_DAY - NEAR_DAYS, number)
    lags = rng.uniform(0, NEAR_DAYS, number)
    pairs = zip(days.tolist(), (days + lags).tolist(), strict=True)
    return [Moment(_instant(v), _instant(k)) for v, k in pairs]


def known_after(number: int, years: float) -> list[Moment]:
    """Draw any V, as known so many years after it."""
    rng = np.random.default_rng(SEED)
    days = rng.uniform(FIRST_DAY + 60, LAST_DAY - years * 365.25, number)
    return [Moment(_instant(v), _instant(v + years * 365.25)) for v in days.tolist()]
