"""Civil days in Shanghai of many instants at once, by the tz database (R12)."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import numpy as np

from domain.kernel.instants import (
    FIRST_YEAR,
    LAST_YEAR,
    SHANGHAI,
    Instant,
    first_instant,
    moment_of,
)
from projections.memory.arrays import Ints

MICROSECONDS = 1_000_000
DAY_US = 86_400 * MICROSECONDS
WEEK_US = 7 * DAY_US


def civil_days(instants: Ints) -> Ints:
    """Return the civil day in Shanghai on which each instant lies.

    Args:
        instants: Shape (n,), microseconds since 1970 in UTC, of the years that facts
            may name; those after have the last offset, those before the first.

    Returns:
        Days since 1970-01-01.
    """
    changed, offsets_us = _offsets()
    offset_us = offsets_us[np.searchsorted(changed, instants, side="right")]
    days: Ints = (instants + offset_us) // DAY_US
    return days


@cache
def _offsets() -> tuple[Ints, Ints]:
    """List when clocks were changed, and how far they stood from UTC before and after.

    Returns:
        Shapes (c,) and (c + 1,), microseconds.

    Source:
        ``zoneinfo`` tells the offset at an instant, not when it changes: every change
        lies between two weeks, and is found there by halving. None undoes another
        within a week.
    """
    changed, offsets = [], [_offset_us(_new_year(FIRST_YEAR))]
    before = _new_year(FIRST_YEAR)
    for after in range(before + WEEK_US, _new_year(LAST_YEAR + 1), WEEK_US):
        if _offset_us(after) != offsets[-1]:
            changed.append(_change(before, after))
            offsets.append(_offset_us(after))
        before = Instant(after)
    return np.array(changed), np.array(offsets)


def _new_year(year: int) -> Instant:
    return first_instant(datetime(year, 1, 1, tzinfo=SHANGHAI).date())


def _change(before: int, after: int) -> int:
    """Find the first instant of an offset that begins between two instants."""
    new = _offset_us(after)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (
            (before, middle) if _offset_us(middle) == new else (middle, after)
        )
    return after


def _offset_us(instant: int) -> int:
    offset = moment_of(Instant(instant)).astimezone(SHANGHAI).utcoffset()
    assert offset is not None, "a zone has an offset"  # noqa: S101
    return round(offset.total_seconds()) * MICROSECONDS
