"""The calendar of the story: days counted from 1970, working days in Shandong."""

from __future__ import annotations

import numpy as np

from web.samples.demo.ground.curves import Ints

HOLIDAYS = np.concatenate(
    [
        np.arange(first, last, dtype="datetime64[D]")
        for first, last in (
            ("2023-09-29", "2023-10-07"),
            ("2024-01-01", "2024-01-02"),
            ("2024-02-10", "2024-02-18"),
            ("2024-05-01", "2024-05-06"),
            ("2024-10-01", "2024-10-08"),
            ("2025-01-01", "2025-01-02"),
            ("2025-01-28", "2025-02-05"),
            ("2025-05-01", "2025-05-06"),
            ("2025-10-01", "2025-10-09"),
            ("2026-01-01", "2026-01-02"),
            ("2026-02-16", "2026-02-24"),
            ("2026-05-01", "2026-05-06"),
        )
    ]
)
"""Statutory holidays of these years, about; weekends worked instead are left out."""


def day(text: str) -> int:
    """Count the days to a date, from 1970."""
    return int(np.datetime64(text, "D").astype(int))


def iso(number: int) -> str:
    """Write a day as its date."""
    return str(np.datetime64(int(number), "D"))


def year(number: int) -> int:
    """Return the year a day lies in."""
    return (
        int(np.datetime64(int(number), "D").astype("datetime64[Y]").astype(int)) + 1970
    )


def office_day(days: Ints) -> Ints:
    """Return the day itself, or the next on which offices work."""
    dates = np.asarray(days, dtype=np.int64).astype("datetime64[D]")
    shifted = np.busday_offset(dates, 0, roll="forward", holidays=HOLIDAYS)
    return np.asarray(shifted.astype(np.int64))


START = day("2023-07-01")
END = day("2026-06-30")
NEVER = day("2199-01-01")
