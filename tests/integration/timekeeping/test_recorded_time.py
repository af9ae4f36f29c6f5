"""Recorded time cannot be poisoned: a walk over runs, starts, suspends, jumps, reads.

The test keeps the true time by itself, in whole microseconds, and with it what is
certain: the true time so far less all the time for which nobody watched the clock.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from domain.errors import StoppedError
from domain.kernel.instants import Instant, print_instant
from tests.integration.building import record, registered
from tests.integration.timekeeping.machines import DAY_S, HOUR_S, SECOND, Machine
from web.district.confirming import confirm
from web.district.dates import resolve
from web.district.founding import found_district
from web.district.opening import District, open_district
from web.timekeeping.notices import ClockUnknownNotice
from web.words.statuses import OURS

FIVE_MINUTES_US = 300 * SECOND
MONTH_US = 31 * DAY_S * SECOND
NOTED_US = 60 * SECOND
"""What a look at the clock may lie back before it is kept again."""
STEPS = 60
KILLED = 0.3
"""How often a process does not end in order."""
SHIFTS_S = (-400 * DAY_S, -DAY_S, -301, -240, -7, 7, 240, 301, DAY_S, 400 * DAY_S)


class Walk:
    """A district on a machine, and what a person with a right watch knows of both."""

    def __init__(self, home: Path, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311  (a seeded walk, no secret)
        self.home, self.machine = home, Machine()
        found_district(
            home, name="区", crs="EPSG:4547", currency="CNY", system=self.machine.system
        )
        self.district = self.opened()
        self.unwatched_us = 0
        """All time that has passed unseen since a person vouched for the clock."""
        self.seen = self.machine.now()
        """The true time when the clock was last kept, at the least."""
        self.killed: list[District] = []
        self.final: dict[Instant, int] = {}
        """Knowledge dates whose answers were called final, with their positions."""
        self.recorded = 0
        self.is_new_start = False
        """Whether the machine was started anew since a person vouched for the clock."""

    def opened(self) -> District:
        """Open the district as a process does."""
        return open_district(self.home, system=self.machine.system)

    def run(self) -> None:
        """Let the machine work, or sleep with its lid closed."""
        self.machine.run(self.chance.choice((1, 50, 500, HOUR_S, 9 * DAY_S)))

    def set_clock(self) -> None:
        """Set the wall clock wrong."""
        self.machine.set_wall(self.chance.choice(SHIFTS_S))

    def set_right(self) -> None:
        """Set the wall clock right."""
        self.machine.set_right()

    def start_anew(self) -> None:
        """Switch the machine off and on; its clock may have run wrong meanwhile."""
        self._leave()
        ahead_s = self.chance.choice((0, 0, 0, -HOUR_S, HOUR_S, 20 * DAY_S, 99 * DAY_S))
        off_s = self.chance.choice((30, 3 * HOUR_S, 12 * DAY_S, 40 * DAY_S))
        self.machine.start_anew(off_s, ahead_s)
        self.is_new_start = True
        self.unwatched_us += self.machine.now() - self.seen
        self.seen = self.machine.now()
        self.district = self.opened()
        self._see()

    def run_anew(self) -> None:
        """End the process and begin another."""
        self._leave()
        self.district = self.opened()
        self._see()

    def _leave(self) -> None:
        """End the process in order, or as by a kill, which keeps nothing."""
        if self.chance.random() < KILLED:
            self.killed.append(self.district)
        else:
            self._see()
            self.district.close()

    def _see(self) -> None:
        """Remember that a district has kept how far the machine has run."""
        self.seen = max(self.seen, Instant(self.machine.now() - NOTED_US))

    def ask(self) -> None:
        """Ask about some knowledge date: past, near, or far ahead."""
        around = self.chance.choice((self.machine.true_us, self.machine.wall_us()))
        off_s = self.chance.choice((-9 * DAY_S, -60, -1, 0, 1, 60, DAY_S, 300 * DAY_S))
        known = print_instant(Instant(around + off_s * SECOND))
        try:
            dates = resolve(self.district, as_known=known)
        except OURS:
            return
        if not dates.provisional:
            self.final[dates.as_known] = dates.position

    def record(self) -> None:
        """Record a command, and hold its recorded time against the true one."""
        before = self.district.app.journal.head().recorded
        try:
            record(self.district.app, registered(f"A-{self.recorded}"))
        except StoppedError:
            return
        self.recorded += 1
        self._require_in_time(before)

    def confirm(self) -> None:
        """Set the clock right, and say so."""
        self.machine.set_right()
        confirm(self.district, reason="对过表", actor="test")
        self.unwatched_us, self.is_new_start = 0, False
        self.seen = self.machine.now()
        assert self.district.notices() == []
        assert self.district.stops() == []

    def step(self) -> None:
        """Let something happen, then hold what is promised."""
        walks = (self.run, self.set_clock, self.set_right, self.start_anew)
        uses = (self.run_anew, self.ask, self.record, self.record, self.confirm)
        weights = (6, 4, 3, 2, 2, 6, 6, 6, 1)
        [act] = self.chance.choices((*walks, *uses), weights)
        act()

    def end(self) -> None:
        """Nothing was recorded at or before what was called final; close everything."""
        journal = self.district.app.journal
        for known, position in self.final.items():
            assert journal.head_at(known).position == position
        for district in (self.district, *self.killed):
            district.close()

    def _require_in_time(self, before: Instant) -> None:
        """The interval that recorded time never leaves."""
        true_us, recorded = self.machine.true_us, self.district.app.journal.head()
        # Without a word on the pages it is right within five minutes, new start or not.
        says_so = any(
            isinstance(each, ClockUnknownNotice) for each in self.district.notices()
        )
        assert self.is_new_start or not says_so
        late_us = MONTH_US if says_so else FIVE_MINUTES_US
        ahead_of_all = before + 1
        assert recorded.recorded > before
        assert recorded.recorded >= true_us - self.unwatched_us
        if recorded.recorded != ahead_of_all:
            assert recorded.recorded <= true_us + late_us


@pytest.mark.parametrize("seed", range(6))
def test_recorded_time_stays_between_what_is_certain_and_five_minutes_or_a_month(
    tmp_path: Path, seed: int
) -> None:
    walk = Walk(tmp_path / "district", seed)

    for _ in range(STEPS):
        walk.step()

    walk.end()
    assert walk.recorded > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_recorded_time_stays_there_on_long_walks(tmp_path: Path, seed: int) -> None:
    walk = Walk(tmp_path / "district", seed)

    for _ in range(4 * STEPS):
        walk.step()

    walk.end()
