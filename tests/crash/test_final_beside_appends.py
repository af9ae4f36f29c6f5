"""What is called final holds against whoever is appending in another process (R2)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from domain.kernel.instants import Instant, print_instant
from tests.crash.processes import line_of, running, tell
from tests.crash.slow_recorder import batch
from web.district.dates import Dates, resolve
from web.district.opening import District, open_district
from web.timekeeping.clock import SystemClock

SLOW = (sys.executable, "-m", "tests.crash.slow_recorder")
COMMANDS = 150


def known_now(district: District, *, back_us: int = 1) -> Dates:
    """Ask about a moment that has just passed."""
    return resolve(district, as_known=print_instant(Instant(SystemClock()() - back_us)))


def test_a_moment_within_an_append_under_way_is_final_only_after_it(
    home: Path,
) -> None:
    district = open_district(home)
    with running(*SLOW, str(home)) as child:
        assert line_of(child).strip() == "in flight"

        within = known_now(district)
        tell(child, "go on")
        first, second = map(int, line_of(child).split())

    assert within.provisional
    assert first <= within.as_known < second
    after = resolve(district, as_known=within.as_known_text)
    assert not after.provisional
    # It had gained a fact: called final before, the answer would have changed.
    assert after.position == within.position + 1
    district.close()


def test_an_appender_that_is_killed_leaves_its_moment_final(home: Path) -> None:
    district = open_district(home)
    with running(*SLOW, str(home)) as child:
        assert line_of(child).strip() == "in flight"
        assert known_now(district).provisional
        child.kill()
        child.wait()

    assert not known_now(district).provisional
    district.close()


@pytest.mark.parametrize("back_us", [1, 5_000])
def test_answers_about_a_moment_ago_hold_while_another_process_records(
    home: Path, back_us: int
) -> None:
    district, final = open_district(home), dict[Instant, int]()
    journal = district.app.journal
    with running(*SLOW, str(home), str(COMMANDS)) as child:
        while line_of(child):
            dates = known_now(district, back_us=back_us)
            if not dates.provisional:
                final[dates.as_known] = dates.position

    assert journal.head().position == COMMANDS + 1
    assert final
    assert {k: journal.head_at(k).position for k in final} == final
    district.close()


def test_two_processes_heed_each_others_promises(home: Path) -> None:
    """One promises; the other's clock, set back a little, records after it."""
    reader = open_district(home)
    system = SystemClock(wall_us=lambda: SystemClock()() - 200_000_000)
    promised = known_now(reader)
    assert not promised.provisional
    recorder = open_district(home, system=system)

    recorder.app.journal.append_many([batch("one")])

    assert recorder.app.journal.head().recorded > promised.as_known
    assert reader.app.journal.head_at(promised.as_known).position == promised.position
    recorder.close()
    reader.close()
