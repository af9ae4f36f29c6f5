"""The clock: the only place that reads the time, and doubts it."""

from __future__ import annotations

import time
from collections.abc import Callable

from domain.errors import ClockJumpedError
from domain.kernel.instants import Instant

Clock = Callable[[], Instant]

MAX_DRIFT_S = 300
NANOSECONDS = 1_000
MICROSECONDS_A_SECOND = 1_000_000


class SystemClock:
    """The machine's wall clock, watched against its monotonic one.

    A wall clock that runs ahead would poison recorded time until the world caught up,
    so a jump of more than five minutes within the process stops recording. A clock set
    back is harmless: recorded time never decreases.
    """

    def __init__(
        self,
        wall_us: Callable[[], int] = lambda: time.time_ns() // NANOSECONDS,  # noqa: TID251  (here it is read)
        monotonic_us: Callable[[], int] = lambda: time.monotonic_ns() // NANOSECONDS,
    ) -> None:
        self._wall_us, self._monotonic_us = wall_us, monotonic_us
        self._offset_us = wall_us() - monotonic_us()

    def __call__(self) -> Instant:
        """Return the present instant.

        Raises:
            ClockJumpedError: The wall clock ran ahead of the monotonic one.
        """
        now = self.seen()
        ahead_s = (
            now - self._monotonic_us() - self._offset_us
        ) // MICROSECONDS_A_SECOND
        if ahead_s > MAX_DRIFT_S:
            raise ClockJumpedError(seconds=ahead_s)
        return now

    def seen(self) -> Instant:
        """Return what the wall clock shows, good enough to ask questions by."""
        return Instant(self._wall_us())
