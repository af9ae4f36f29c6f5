"""A machine whose true time a test knows: it runs, starts anew, is set wrong."""

from __future__ import annotations

from domain.kernel.instants import Instant
from web.timekeeping.clock import SystemClock

SECOND = 1_000_000
MINUTE_S = 60
HOUR_S = 3_600
DAY_S = 86_400
START = 1_900_000_000 * SECOND
"""In 2030: behind everything that the system's own clock has recorded before."""


class Machine:
    """Clocks that show what a test wants; nobody can set how long the machine runs."""

    def __init__(self, true_us: int = START) -> None:
        self.true_us = true_us
        self.ahead_us = 0
        self.starts = 0
        self._started_us = true_us - 7 * SECOND
        self.system = SystemClock(self.wall_us, self.boot_us, self.boot_id)

    def wall_us(self) -> int:
        """Tell what the wall clock shows."""
        return self.true_us + self.ahead_us

    def boot_us(self) -> int:
        """Tell how long the machine has been on, suspended or not."""
        return self.true_us - self._started_us

    def boot_id(self) -> str:
        """Name this run of the machine."""
        return f"start-{self.starts}"

    def run(self, seconds: float) -> None:
        """Let time pass: at work, or with the lid closed."""
        self.true_us += int(seconds * SECOND)

    def set_wall(self, seconds: float) -> None:
        """Set the wall clock ahead, or back."""
        self.ahead_us += int(seconds * SECOND)

    def set_right(self) -> None:
        """Set the wall clock to the true time."""
        self.ahead_us = 0

    def start_anew(self, off_s: float, ahead_s: float = 0) -> None:
        """Switch the machine off for a while; its clock may be wrong when it is on."""
        self.run(off_s)
        self.starts += 1
        self._started_us = self.true_us
        self.ahead_us = int(ahead_s * SECOND)

    def now(self) -> Instant:
        """Tell the true time."""
        return Instant(self.true_us)
