"""Whose time is recorded: the system's, as long as it can be trusted, or a demo's."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import ClockJumpedError
from domain.kernel.instants import Instant, effective_from
from tests.integration.building import Now, record, registered
from web.answers import plots_sheet
from web.clock import MAX_DRIFT_S, SystemClock
from web.dates import resolve
from web.refusals import RealJournalError
from web.wiring import District, found_district, open_district

SECOND = 1_000_000
START = 1_800_000_000 * SECOND


class Machine:
    """A machine whose wall clock can be set, and whose monotonic clock cannot."""

    def __init__(self) -> None:
        self.wall, self.monotonic = START, 7 * SECOND
        self.clock = SystemClock(lambda: self.wall, lambda: self.monotonic)

    def run(self, seconds: int) -> None:
        """Let time pass."""
        self.wall += seconds * SECOND
        self.monotonic += seconds * SECOND

    def set_wall(self, seconds: int) -> None:
        """Set the wall clock ahead, or back."""
        self.wall += seconds * SECOND


def test_time_that_passes_is_told() -> None:
    machine = Machine()

    machine.run(86_400)

    assert machine.clock() == START + 86_400 * SECOND


def test_a_small_step_ahead_is_tolerated() -> None:
    machine = Machine()

    machine.set_wall(MAX_DRIFT_S)

    assert machine.clock() == START + MAX_DRIFT_S * SECOND


def test_a_jump_ahead_stops_recording_and_appends_nothing(district: District) -> None:
    machine = Machine()
    district.app.journal.clock = machine.clock
    record(district.app, registered("A-1"))
    before = district.app.journal.head()

    machine.set_wall(MAX_DRIFT_S + 1)

    with pytest.raises(ClockJumpedError):
        record(district.app, registered("A-2"))
    assert district.app.journal.head() == before


def test_recording_goes_on_once_the_clock_is_right_again(district: District) -> None:
    machine = Machine()
    district.app.journal.clock = machine.clock
    machine.set_wall(7_200)
    with pytest.raises(ClockJumpedError):
        record(district.app, registered("A-1"))

    machine.set_wall(-7_200)

    assert record(district.app, registered("A-1")) == 2


def test_reading_goes_on_after_a_jump(district: District) -> None:
    machine = Machine()
    district.app.journal.clock = machine.clock
    record(district.app, registered("A-1"))

    machine.set_wall(7_200)

    known = resolve(district, as_of="2024-06-30", as_known="2")
    assert [row["plot"] for row in plots_sheet(district, known).rows] == ["A-1"]


def test_a_clock_set_back_is_tolerated_and_recorded_time_still_grows(
    district: District,
) -> None:
    machine = Machine()
    district.app.journal.clock = machine.clock
    record(district.app, registered("A-1"))
    before = district.app.journal.head()

    machine.set_wall(-86_400)
    record(district.app, registered("A-2"))

    after = district.app.journal.head()
    assert after.position == before.position + 1
    assert after.recorded == before.recorded + 1
    assert district.now() == after.recorded


def test_a_demonstration_is_told_the_time(tmp_path: Path) -> None:
    clock = Now("2021-03-01")
    found_district(tmp_path, name="演示", crs="EPSG:4547", currency="CNY", clock=clock)
    district = open_district(tmp_path, clock)
    clock.set("2021-03-02T09:00:00+08:00")

    record(district.app, registered("A-1"))

    told = [line.recorded for line in district.app.journal.lines_after(0, limit=9)]
    assert told == [
        effective_from("2021-03-01"),
        effective_from("2021-03-02T01:00:00Z"),
    ]
    assert district.about.demonstration
    district.close()


def test_a_real_journal_refuses_to_be_told_the_time(home: Path) -> None:
    with pytest.raises(RealJournalError, match="real one"):
        open_district(home, Now("2021-03-01"))

    opened = open_district(home)
    assert not opened.about.demonstration
    opened.close()


def test_the_founding_of_a_real_journal_is_dated_by_the_system(home: Path) -> None:
    machine_time = SystemClock()()

    opened = open_district(home)

    founded = opened.about.effective
    opened.close()
    assert Instant(machine_time - 3_600 * SECOND) < founded <= machine_time
