"""Whose time is recorded: the system's, as long as it can be trusted, or a demo's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import (
    ClockBehindError,
    ClockJumpedError,
    ClockUnconfirmedError,
    RecordedAheadError,
    StoppedError,
)
from domain.journal.sqlite.transactions import writing
from domain.kernel.instants import Instant, effective_from, print_instant
from tests.integration.building import Now, record, registered, stored
from tests.integration.timekeeping.machines import (
    DAY_S,
    HOUR_S,
    MINUTE_S,
    SECOND,
    Machine,
)
from web.district.confirming import confirm
from web.district.dates import resolve
from web.district.founding import found_district
from web.district.opening import District, open_district
from web.district.reading import plots_sheet
from web.timekeeping.clock import SystemClock
from web.timekeeping.keeper import MARK
from web.timekeeping.notices import ClockMovedNotice, ClockNotice, ClockUnknownNotice
from web.words.refusals import RealJournalError

LIMIT_S = 300


class Office:
    """A district on a machine, opened anew for each run of the program."""

    def __init__(self, home: Path) -> None:
        self.home, self.machine = home, Machine()
        found_district(
            home, name="区", crs="EPSG:4547", currency="CNY", system=self.machine.system
        )
        self.machine.run(1)
        self.numbers = iter(range(1_000))

    def opened(self) -> District:
        """Open it as a process does."""
        return open_district(self.home, system=self.machine.system)

    def record(self) -> Instant:
        """Record a command in a run of its own; return its recorded time."""
        district = self.opened()
        try:
            record(district.app, registered(f"A-{next(self.numbers)}"))
            return district.app.journal.head().recorded
        finally:
            district.close()

    def stops(self) -> list[StoppedError]:
        """Tell what a page would say."""
        district = self.opened()
        try:
            return district.stops()
        finally:
            district.close()

    def notices(self) -> list[ClockNotice]:
        """Tell what else a page would say."""
        district = self.opened()
        try:
            return district.notices()
        finally:
            district.close()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "office")


@pytest.fixture
def open_office(office: Office) -> Iterator[District]:
    district = office.opened()
    yield district
    district.close()


def test_time_that_passes_is_recorded(office: Office) -> None:
    office.machine.run(40 * DAY_S)

    assert office.record() == office.machine.now()


def test_a_small_step_ahead_is_tolerated(office: Office) -> None:
    office.machine.set_wall(LIMIT_S)

    assert office.record() == office.machine.wall_us()


@pytest.mark.parametrize("seconds", [LIMIT_S + 1, -LIMIT_S - 1, 400 * DAY_S, -DAY_S])
@pytest.mark.parametrize("is_same_process", [True, False])
def test_a_jump_stops_recording_in_the_process_and_in_the_next(
    office: Office, seconds: int, *, is_same_process: bool
) -> None:
    first = office.opened()
    record(first.app, registered("X"))
    if not is_same_process:
        first.close()
        first = office.opened()
    before = first.app.journal.head()
    office.machine.run(HOUR_S)

    office.machine.set_wall(seconds)

    with pytest.raises(ClockJumpedError, match=f"moved by {seconds} s"):
        record(first.app, registered("Y"))
    assert first.app.journal.head() == before
    assert [type(stop) for stop in first.stops()] == [ClockJumpedError]
    first.close()


def test_steps_that_are_small_each_do_not_add_up(office: Office) -> None:
    office.machine.set_wall(4 * MINUTE_S)
    office.record()
    office.machine.run(DAY_S)

    office.machine.set_wall(4 * MINUTE_S)

    with pytest.raises(ClockJumpedError, match="moved by 480 s"):
        office.record()


def test_people_are_told_before_small_steps_stop_recording(office: Office) -> None:
    office.machine.set_wall(151)

    [notice] = office.notices()

    assert isinstance(notice, ClockMovedNotice)
    assert "moved by 151 s" in str(notice)
    assert office.stops() == []


def test_suspend_is_no_jump(office: Office) -> None:
    office.record()

    # The lid is closed: the clock of the running machine goes on, as BOOTTIME does.
    office.machine.run(3 * DAY_S)

    assert office.record() == office.machine.now()
    assert office.notices() == []


def test_recording_goes_on_in_the_same_process_once_the_clock_is_right_again(
    office: Office, open_office: District
) -> None:
    office.machine.set_wall(7_200)
    with pytest.raises(ClockJumpedError):
        record(open_office.app, registered("A-1"))

    office.machine.set_wall(-7_200)

    assert open_office.stops() == []
    assert record(open_office.app, registered("A-1")) == 2
    assert open_office.app.journal.head().recorded == office.machine.now()


def test_reading_goes_on_after_a_jump_by_the_time_that_is_certain(
    office: Office, open_office: District
) -> None:
    record(open_office.app, registered("A-1"))
    office.machine.run(HOUR_S)

    office.machine.set_wall(400 * DAY_S)

    known = resolve(open_office, as_of="2024-06-30", as_known="2")
    assert [row["plot"] for row in plots_sheet(open_office, known).rows] == ["A-1"]
    assert open_office.now() == office.machine.now()


def test_a_clock_set_back_a_little_does_not_hold_time_up(
    office: Office, open_office: District
) -> None:
    record(open_office.app, registered("A-1"))
    office.machine.run(1)

    office.machine.set_wall(-LIMIT_S)
    record(open_office.app, registered("A-2"))

    # The machine has run for a second since: that much is certain.
    assert open_office.app.journal.head().recorded == office.machine.now()


def test_what_was_recorded_a_little_ahead_is_followed_by_a_microsecond(
    office: Office,
) -> None:
    office.machine.set_wall(LIMIT_S)
    ahead = office.record()

    office.machine.set_right()

    assert office.record() == ahead + 1


def test_after_a_new_start_a_clock_that_is_past_what_was_seen_is_noticed(
    office: Office,
) -> None:
    office.machine.run(HOUR_S)
    office.record()
    seen = print_instant(office.machine.now())

    office.machine.start_anew(off_s=20 * DAY_S)

    assert office.record() == office.machine.now()
    [notice] = office.notices()
    assert isinstance(notice, ClockUnknownNotice)
    assert seen in str(notice)
    assert office.stops() == []


def test_a_new_start_within_five_minutes_is_certain_enough(office: Office) -> None:
    office.record()

    office.machine.start_anew(off_s=200)

    assert office.record() == office.machine.now()
    assert office.notices() == []


def test_after_a_new_start_31_days_on_a_person_confirms_the_clock_first(
    office: Office,
) -> None:
    office.record()
    office.machine.start_anew(off_s=31 * DAY_S + 1)

    with pytest.raises(ClockUnconfirmedError, match="31 days before"):
        office.record()

    district = office.opened()
    receipt = confirm(district, reason="看过挂钟", actor="test")
    assert receipt.recorded == office.machine.now()
    assert district.notices() == []
    district.close()
    assert office.record() == office.machine.now() + 1


def test_starts_do_not_add_up_to_more_than_31_days(office: Office) -> None:
    """Each start is 20 days past the one before; the true time stands nearly still."""
    office.record()
    office.machine.start_anew(off_s=60, ahead_s=20 * DAY_S)
    office.record()

    office.machine.start_anew(off_s=60, ahead_s=40 * DAY_S)

    with pytest.raises(ClockUnconfirmedError, match="40 days before"):
        office.record()


def test_time_without_the_machine_adds_up_and_time_with_it_does_not(
    office: Office,
) -> None:
    for _ in range(6):
        office.record()
        office.machine.run(20 * DAY_S)
        office.record()
        office.machine.start_anew(off_s=5 * DAY_S)

    assert office.record() == office.machine.now()
    office.machine.start_anew(off_s=1 * DAY_S + 1)
    with pytest.raises(ClockUnconfirmedError):
        office.record()


def test_after_a_new_start_a_clock_behind_what_was_seen_stops(office: Office) -> None:
    office.machine.run(HOUR_S)
    office.record()

    office.machine.start_anew(off_s=60, ahead_s=-HOUR_S)

    with pytest.raises(ClockBehindError):
        office.record()
    assert [type(stop) for stop in office.stops()] == [ClockBehindError]
    office.machine.set_right()
    assert office.record() == office.machine.now()


def test_a_clock_that_stays_behind_is_not_believed_when_time_has_passed(
    office: Office,
) -> None:
    """An hour later it is an hour later, whatever the wall clock shows."""
    office.record()
    office.machine.start_anew(off_s=60, ahead_s=-HOUR_S)
    assert [type(stop) for stop in office.stops()] == [ClockBehindError]

    for _ in range(3):
        office.machine.run(HOUR_S)
        assert [type(stop) for stop in office.stops()] == [ClockBehindError]


def test_a_wrong_time_that_was_recorded_is_let_go_on_from_by_a_person(
    office: Office,
) -> None:
    """The clock was ahead when the machine started, and nobody could know."""
    office.machine.start_anew(off_s=60, ahead_s=20 * DAY_S)
    wrong = office.record()
    office.machine.start_anew(off_s=60)
    assert [type(stop) for stop in office.stops()] == [RecordedAheadError]
    with pytest.raises(RecordedAheadError):
        office.record()

    district = office.opened()
    receipt = confirm(district, reason="主板电池没电", actor="test")
    assert district.stops() == []
    district.close()

    assert receipt.recorded == wrong + 1
    assert office.record() == wrong + 2
    office.machine.run(21 * DAY_S)
    assert office.record() == office.machine.now()


def test_a_promise_of_an_older_release_is_heeded(office: Office) -> None:
    """Releases before the mark promised in the journal itself, however far ahead."""
    district = office.opened()
    with stored(district.app).datastore.transaction(commit=True) as cursor:
        promised = office.machine.true_us + 200 * DAY_S * SECOND
        cursor.execute(f"UPDATE journal_identity SET promised = {promised}")
    district.close()
    with pytest.raises(RecordedAheadError):
        office.record()

    district = office.opened()
    receipt = confirm(district, reason="旧版本写下的", actor="test")
    district.close()

    assert receipt.recorded == promised + 1
    assert office.record() == promised + 2


def test_without_its_mark_the_journal_itself_says_what_is_certain(
    office: Office,
) -> None:
    office.machine.run(HOUR_S)
    office.record()

    (office.home / MARK).unlink()
    office.machine.set_wall(32 * DAY_S)

    with pytest.raises(ClockUnconfirmedError):
        office.record()


@pytest.mark.parametrize("damage", [b"", b"\0" * 1024, b"{}" * 512, b"x" * 9])
def test_a_damaged_mark_is_no_mark(office: Office, damage: bytes) -> None:
    office.record()

    (office.home / MARK).write_bytes(damage)
    office.machine.run(60)

    assert office.record() == office.machine.now()
    assert office.notices() == []


@pytest.mark.parametrize("is_there", [True, False])
def test_where_no_mark_can_be_kept_answers_are_provisional_and_commands_recorded(
    office: Office, *, is_there: bool
) -> None:
    """A folder in place of the mark can be neither read nor written, by anybody."""
    (office.home / MARK).unlink()
    if is_there:
        (office.home / MARK).mkdir()
    district = office.opened()
    record(district.app, registered("A-1"))
    recorded = district.app.journal.head().recorded
    office.machine.run(HOUR_S)

    behind = resolve(district, as_known=print_instant(Instant(recorded + SECOND)))
    within = resolve(district, as_known=print_instant(recorded))

    assert behind.provisional == is_there
    assert not within.provisional
    office.machine.set_wall(HOUR_S)
    with pytest.raises(ClockJumpedError):
        record(district.app, registered("A-2"))
    district.close()


def test_while_somebody_appends_a_promise_is_heeded_and_no_new_one_is_made(
    office: Office,
) -> None:
    """As while an import goes on, for which nobody waits."""
    district = office.opened()
    office.machine.run(HOUR_S)
    promised = print_instant(Instant(office.machine.true_us - 60 * SECOND))
    assert not resolve(district, as_known=promised).provisional
    known = office.machine.now()
    office.machine.run(1)
    other = office.opened()

    with writing(stored(other.app).datastore):
        behind = resolve(district, as_known=print_instant(known))
        before = resolve(district, as_known=promised)

    assert behind.provisional
    assert not before.provisional
    assert not resolve(district, as_known=print_instant(known)).provisional
    other.close()
    district.close()


def test_a_torn_mark_leaves_the_one_before(office: Office) -> None:
    for _ in range(3):
        office.machine.run(HOUR_S)
        office.record()
    mark = office.home / MARK
    written = mark.read_bytes()
    newest = max((0, 512), key=lambda at: written[at:].split(b'"number":')[1][:3])

    mark.write_bytes(written[: newest + 90] + b"\0" * 60 + written[newest + 150 :])

    office.machine.set_wall(HOUR_S)
    with pytest.raises(ClockJumpedError):
        office.record()


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


def test_a_demonstration_is_doubted_once_the_system_tells_the_time(
    tmp_path: Path,
) -> None:
    """What it was told, years away, proves nothing; what the system showed does."""
    clock, machine = Now("2021-03-01"), Machine()
    found_district(tmp_path, name="演示", crs="EPSG:4547", currency="CNY", clock=clock)
    open_district(tmp_path, system=machine.system).close()
    machine.set_wall(400 * DAY_S)

    district = open_district(tmp_path, system=machine.system)

    with pytest.raises(ClockJumpedError):
        record(district.app, registered("A-1"))
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


def test_the_machine_under_the_tests_is_read_like_any_other() -> None:
    system = SystemClock()

    one, other = system.reading(), system.reading()

    assert one.boot_id == other.boot_id
    assert one.boot_us <= other.boot_us
    assert abs(one.wall_us - system()) < 60 * SECOND
