"""Civil days of arrays, against ``zoneinfo`` instant by instant."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np

from domain.kernel.instants import SHANGHAI, Instant, moment_of
from projections.over_time.days import MICROSECONDS, civil_days

FIRST_US, LAST_US = -2_208_988_800 * MICROSECONDS, 7_258_118_400 * MICROSECONDS
HOUR_US = 3_600 * MICROSECONDS
EPOCH = date(1970, 1, 1).toordinal()


def day_of(instant: int) -> int:
    return moment_of(Instant(instant)).astimezone(SHANGHAI).toordinal() - EPOCH


def offset_s(instant: int) -> float:
    offset = moment_of(Instant(instant)).astimezone(SHANGHAI).utcoffset()
    assert offset is not None
    return offset.total_seconds()


def changes_of_clocks() -> list[int]:
    """Find the hours within which clocks were changed: the days first, then hours."""
    # The last change of clocks in Shanghai was in 1991.
    days = changes(range(FIRST_US, 700_000_000 * MICROSECONDS, 24 * HOUR_US))
    return [
        hour
        for end in days
        for hour in changes(range(end - 24 * HOUR_US, end + 1, HOUR_US))
    ]


def changes(instants: range) -> list[int]:
    """Find the instants at which the offset is another than at the one before."""
    return [
        after
        for before, after in pairwise(instants)
        if offset_s(before) != offset_s(after)
    ]


def test_any_instant_lies_on_the_day_that_zoneinfo_says() -> None:
    instants = np.random.default_rng(3).integers(FIRST_US, LAST_US, 5_000)

    assert civil_days(instants).tolist() == list(map(day_of, instants.tolist()))


def test_days_are_right_around_every_change_of_clocks() -> None:
    changes = changes_of_clocks()
    steps = (-HOUR_US, -1, 0, 1, 2_099_123_456, HOUR_US)
    instants = np.array([hour + step for hour in changes for step in steps])

    assert len(changes) > 20
    assert civil_days(instants).tolist() == list(map(day_of, instants.tolist()))


def test_no_instants_have_no_days() -> None:
    assert civil_days(np.empty(0, np.int64)).tolist() == []
