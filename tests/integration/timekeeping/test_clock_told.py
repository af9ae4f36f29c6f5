"""What the clock is thought of, on every page, in the log and by exit code."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.integration.building import guatu
from tests.integration.timekeeping.machines import DAY_S, HOUR_S, SECOND, Machine
from web.app import create_app
from web.district.founding import found_district
from web.frame.asked import EXTENSION
from web.timekeeping.clock import SystemClock
from web.timekeeping.keeper import MARK
from web.timekeeping.mark_file import MarkFile
from web.timekeeping.readings import Mark

PAGES = ("/", "/plots", "/projects", "/history", "/conflicts", "/nowhere")
LINE = (
    '{"command_id": "c", "record": "ProjectRegistered", "project": "P", '
    '"name": "学校", "effective": "2026-01-01"}'
)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def app(tmp_path: Path, machine: Machine) -> Iterator[Flask]:
    home = tmp_path / "office"
    found_district(
        home, name="区", crs="EPSG:4547", currency="CNY", system=machine.system
    )
    machine.start_anew(off_s=2 * HOUR_S)
    serving = create_app(home, system=machine.system)
    yield serving
    serving.extensions[EXTENSION].district.close()


def test_every_page_says_what_cannot_be_known_and_records_all_the_same(
    app: Flask,
) -> None:
    for path in PAGES:
        english = app.test_client().get(f"{path}?lang=en").get_data(as_text=True)
        chinese = app.test_client().get(f"{path}?lang=zh").get_data(as_text=True)

        assert "cannot be known: the last time that is certain" in english
        assert "无法确知本机时钟是否准确" in chinese
        assert "Recording has stopped." not in english


def test_every_page_says_that_the_clock_jumped_for_as_long_as_it_is_wrong(
    app: Flask, machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    client = app.test_client()
    caplog.set_level(logging.INFO, logger="guatu.clock")
    machine.set_wall(DAY_S)
    for path in PAGES:
        page = client.get(f"{path}?lang=en").get_data(as_text=True)
        assert "Recording has stopped." in page
        assert "moved by 86400 s" in page

    machine.set_right()

    for path in PAGES:
        page = client.get(f"{path}?lang=en").get_data(as_text=True)
        assert "Recording has stopped." not in page
    assert len([each for each in caplog.records if "86400 s" in each.message]) == 1


def mark(home: Path, **members: object) -> None:
    """Leave a mark as another run of the machine, or of the program, would have."""
    file = MarkFile(home / MARK)
    file.write(Mark(**members))  # type: ignore[arg-type]  # each is as it should be
    file.close()


def seen_on_another_start(home: Path, ago_s: int) -> None:
    certain_us = SystemClock()() - ago_s * SECOND
    mark(home, boot_id="another", certain_us=certain_us)


@pytest.fixture
def line(tmp_path: Path) -> str:
    file = tmp_path / "commands.jsonl"
    file.write_text(LINE, encoding="utf-8")
    return str(file)


def test_a_trusted_clock_is_told_by_exit_code_0(home: Path) -> None:
    told = guatu(home, "clock")

    assert told.exit_code == 0
    assert "It agrees" in told.stdout


def test_a_clock_that_moved_between_runs_is_told_by_exit_code_3(
    home: Path, line: str
) -> None:
    """As if the clock had been an hour behind when it was looked at first."""
    now = SystemClock().reading()
    wall_us = now.wall_us - HOUR_S * SECOND
    anchor = {"boot_id": now.boot_id, "boot_us": now.boot_us, "wall_us": wall_us}
    mark(home, certain_us=wall_us, seen_boot_us=now.boot_us, **anchor)

    told, recorded = guatu(home, "clock"), guatu(home, "record", line)

    assert told.exit_code == 3
    assert "moved by 36" in told.stdout
    assert recorded.exit_code == 3
    assert "ClockJumpedError" in recorded.stdout


def test_a_month_that_nobody_watched_is_confirmed_by_a_person_and_recorded(
    home: Path, line: str
) -> None:
    seen_on_another_start(home, 32 * DAY_S)
    assert guatu(home, "clock").exit_code == 3
    assert guatu(home, "record", line).exit_code == 3
    assert guatu(home, "clock", "confirm").exit_code == 1

    confirmed = guatu(home, "clock", "confirm", "--reason", "对过北京时间")

    assert confirmed.exit_code == 0
    assert guatu(home, "clock").exit_code == 0
    assert guatu(home, "record", line).exit_code == 0
    app = create_app(home)
    for language, label in (("zh", "时钟已确认"), ("en", "Clock confirmed")):
        listed = app.test_client().get(f"/history?lang={language}")
        assert label in listed.get_data(as_text=True)
    page = app.test_client().get("/history/2?lang=zh").get_data(as_text=True)
    assert "对过北京时间" in page
    app.extensions[EXTENSION].district.close()


def test_days_that_nobody_watched_are_told_by_exit_code_4_and_on_recording(
    home: Path, line: str
) -> None:
    seen_on_another_start(home, 3 * DAY_S)

    told, recorded = guatu(home, "clock"), guatu(home, "record", line)

    assert told.exit_code == 4
    assert recorded.exit_code == 0
    assert "cannot be known" in recorded.stderr


def test_confirming_is_no_correction_of_what_founded_the_journal(home: Path) -> None:
    guatu(home, "clock", "confirm", "--reason", "对过")

    again = guatu(home, "clock", "confirm", "--reason", "又对过")

    assert again.exit_code == 0
    assert guatu(home, "state", "plots").exit_code == 0
    assert guatu(home, "rebuild").exit_code == 0
