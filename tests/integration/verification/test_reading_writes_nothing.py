"""Reading changes no byte of the journal, least of all on the word of a wrong clock."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask

from domain.kernel.instants import Instant, print_instant
from tests.integration.building import guatu, record, registered, staged
from tests.integration.timekeeping.machines import DAY_S, HOUR_S, SECOND, Machine
from web.app import create_app
from web.district.founding import found_district
from web.district.opening import JOURNAL
from web.frame.asked import EXTENSION
from web.timekeeping.clock import SystemClock

SETTINGS_S = (0, HOUR_S, 400 * DAY_S, -400 * DAY_S)
"""How far ahead the clock is set while people read."""
VALUES = {
    "<any(plots, projects):things>": "plots",
    "<any(pdf, png):form>": "png",
    "<int:z>/<int:x>/<int:y>": "0/0/0",
    "<path:filename>": "css/tokens.css",
    "<question>": "count",
    "<record>": "PlotStageRecorded",
    "<project>": "P-1",
    "<ticket>": "no-such",
    "<name>": "no-such",
}
REST = ((r"<int[^>]*>", "2"), (r"<[^>]*>", "A-1"))
PARAMETERS: Mapping[str, str] = {
    "/api/v1/ask/count": "attribute=stage&value=surveyed&",
    "/api/v1/plots/diff": "attribute=stage&known1={known}&known2={known}&",
    "/map/changes": "from_known={known}&to_known={known}&",
    "/map/known-then": "day={day}&",
    "/search": "q=A&",
}
WALL = "/map/wall."
"""Paper is drawn for seconds: once is enough for it."""


def address_of(rule: str) -> str:
    for placeholder, value in VALUES.items():
        rule = rule.replace(placeholder, value)
    for pattern, value in REST:
        rule = re.sub(pattern, value, rule)
    return rule


def addresses(app: Flask) -> list[str]:
    """List every address that can be read."""
    rules = {str(r) for r in app.url_map.iter_rules() if "GET" in (r.methods or ())}
    return sorted(map(address_of, rules))


def knowns(machine: Machine) -> Iterator[str]:
    """Yield knowledge dates around the true time and around the clock's."""
    for around in (machine.true_us, machine.wall_us()):
        for off_s in (-2 * DAY_S, -1, 0, 300 * DAY_S):
            yield print_instant(Instant(around + off_s * SECOND))


def asked(app: Flask, known: str, *, with_paper: bool) -> list[int]:
    """Read everything as known at a date; return the statuses."""
    client, answers = app.test_client(), []
    for address in addresses(app):
        if address.startswith(WALL) and not with_paper:
            continue
        parameters = PARAMETERS.get(address, "").format(known=known, day=known[:10])
        answer = client.get(f"{address}?{parameters}as_known={known}")
        answers.append(answer.status_code)
        answer.close()
    return answers


def bytes_of(home: Path) -> dict[str, str]:
    """Digest the journal and its log, by another process: SQLite's locks stay."""
    files = sorted(str(path) for path in home.glob(f"{JOURNAL}*"))
    lasting = [file for file in files if not file.endswith("-shm")]
    assert len(lasting) == 2
    told = subprocess.run(
        ["sha256sum", *lasting],  # noqa: S607  (wherever it is)
        check=True,
        capture_output=True,
        text=True,
    )
    return {name: digest for digest, name in map(str.split, told.stdout.splitlines())}


@pytest.fixture
def machine() -> Machine:
    return Machine(SystemClock()() + SECOND)


@pytest.fixture
def app(tmp_path: Path, machine: Machine) -> Iterator[Flask]:
    home = tmp_path / "district"
    crs = {"crs": "EPSG:4547", "currency": "CNY"}
    found_district(home, name="区", system=machine.system, **crs)  # type: ignore[arg-type]  # mypy joins the values
    serving = create_app(home, system=machine.system)
    district = serving.extensions[EXTENSION].district
    machine.run(3 * DAY_S)
    record(district.app, registered("A-1"))
    record(district.app, staged("A-1", "surveyed", "2026-01-01"))
    machine.run(DAY_S)
    yield serving
    district.close()


@pytest.mark.parametrize("ahead_s", SETTINGS_S[:-1:2])
def test_no_address_and_no_command_of_reading_changes_a_byte(
    app: Flask, machine: Machine, ahead_s: int
) -> None:
    district = app.extensions[EXTENSION].district
    before = bytes_of(district.home)
    machine.set_wall(ahead_s)

    for number, known in enumerate(knowns(machine)):
        statuses = asked(app, known, with_paper=number == 0)
        assert not [status for status in statuses if status >= 500]
        assert 200 in statuses

    for known in knowns(machine):
        for question in ("state plots", "history plot A-1", "ask conflicts"):
            told = guatu(district.home, *question.split(), "--as-known", known)
            assert told.exit_code in {0, 1}
    assert bytes_of(district.home) == before


@pytest.mark.parametrize("ahead_s", SETTINGS_S)
def test_once_the_clock_is_right_the_next_command_is_recorded_now(
    app: Flask, machine: Machine, ahead_s: int
) -> None:
    """The repro of the attack: K ahead of the truth, and the map's own comparison."""
    district, client = app.extensions[EXTENSION].district, app.test_client()
    machine.set_wall(ahead_s)
    for known in knowns(machine):
        client.get(f"/api/v1/plots/summary?as_known={known}")
        client.get(f"/map/known-then?day={known[:10]}")

    machine.set_right()
    machine.run(1)

    record(district.app, registered("A-2"))
    assert district.app.journal.head().recorded == machine.now()


def test_a_date_beyond_what_is_certain_is_refused_under_a_wrong_clock(
    app: Flask, machine: Machine
) -> None:
    client = app.test_client()
    machine.set_wall(400 * DAY_S)
    ahead = print_instant(Instant(machine.true_us + 300 * DAY_S * SECOND))

    refused = client.get(f"/api/v1/plots/summary?as_known={ahead}")

    assert refused.status_code == 422
    assert client.get("/api/v1/plots/summary").status_code == 200


def test_under_a_wrong_clock_what_is_recorded_is_final_and_the_rest_provisional(
    app: Flask, machine: Machine
) -> None:
    client = app.test_client()
    near = print_instant(Instant(machine.true_us - HOUR_S * SECOND))
    machine.set_wall(400 * DAY_S)

    recorded = client.get("/api/v1/plots/summary?as_known=3").get_json()
    behind = client.get(f"/api/v1/plots/summary?as_known={near}").get_json()

    assert recorded["provisional"] is False
    assert behind["provisional"] is True
    machine.set_right()
    behind = client.get(f"/api/v1/plots/summary?as_known={near}").get_json()
    assert behind["provisional"] is False
