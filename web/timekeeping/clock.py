"""The clock: the only place that reads the time; ``timekeeping`` doubts it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from secrets import token_hex

from domain.kernel.instants import Instant
from web.timekeeping.readings import ClockReading

Clock = Callable[[], Instant]

NANOSECONDS = 1_000
MICROSECONDS_A_SECOND = 1_000_000
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
BOOT_SESSION = ("/usr/sbin/sysctl", "-n", "kern.bootsessionuuid")
"""The same on macOS."""


def _running_clock() -> int | None:
    """Choose the clock that goes on in suspend and that nobody can set.

    Source: clock_gettime(2) of Linux; clock_gettime(3) of macOS, whose CLOCK_MONOTONIC
    counts sleep, which ``time.monotonic`` there does not.
    """
    name = "CLOCK_MONOTONIC" if sys.platform == "darwin" else "CLOCK_BOOTTIME"
    return getattr(time, name, None)


RUNNING = _running_clock()


def _boot_us() -> int:
    if RUNNING is None:
        return time.monotonic_ns() // NANOSECONDS
    return time.clock_gettime_ns(RUNNING) // NANOSECONDS


@cache
def _boot_id() -> str:
    """Name this run of the machine; where it has no name, this run of the process."""
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        pass
    try:
        said = subprocess.run(BOOT_SESSION, capture_output=True, check=True, text=True)  # noqa: S603  (a constant)
    except (OSError, subprocess.CalledProcessError):
        return f"process-{token_hex(16)}"
    return said.stdout.strip()


class SystemClock:
    """The machine's wall clock, and how long it has been running since its start.

    Args:
        wall_us: Tells the wall clock, in microseconds since 1970.
        boot_us: Tells the time since the machine was started, suspended or not.
        boot_id: Tells which start that was.
    """

    def __init__(
        self,
        wall_us: Callable[[], int] = lambda: time.time_ns() // NANOSECONDS,  # noqa: TID251  (here it is read)
        boot_us: Callable[[], int] = _boot_us,
        boot_id: Callable[[], str] = _boot_id,
    ) -> None:
        self._wall_us, self._boot_us, self._boot_id = wall_us, boot_us, boot_id

    def __call__(self) -> Instant:
        """Return what the wall clock shows, right or wrong."""
        return Instant(self._wall_us())

    def reading(self) -> ClockReading:
        """Look at both clocks at once."""
        return ClockReading(self._wall_us(), self._boot_us(), self._boot_id())
