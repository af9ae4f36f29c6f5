"""What is called final is the same bytes on another day, in another process (R2)."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import msgspec
import pytest
from flask import Flask

from domain.journal.lines import LAST_POSITION
from tests.integration import long_story
from tests.integration.building import Now
from tests.integration.drawn_questions import BOUNDS, Drawing, written
from tests.integration.frame import dated_addresses
from tests.integration.frame.dated_addresses import Known, Things, Told, with_dates
from tests.integration.layers.test_towns import draw_towns, outline
from tests.integration.map.test_map_data import bbox
from tests.integration.map.test_served_tiles import tile_of
from tests.integration.registers.freezing_register import freezes
from web.app import create_app
from web.asking.questions.questions import QUESTIONS
from web.district.opening import READ_MODEL
from web.frame.asked import EXTENSION

FIRST_DAY, NEXT_DAY, LATER_DAY = (
    *("2025-10-01T00:00:00Z", "2025-10-02T03:00:00Z"),
    "2025-12-01T00:00:00Z",
)
ZOOM = 15
FROZEN = "A-2,2023-12-01,2024-02-01,公告 8 号"
"""A line of a register that is imported between both days."""
COMPARED = 60
"""So many answers at least are final, else the walk has shown nothing."""
ANSWERED = (200, 204, 404)
"""Where a thing is not known yet, a page says so with 404."""
Walked = dict[str, Told]


@dataclass
class Walk:
    """The story's district, served, and what it is asked day after day."""

    home: Path
    clock: Now
    app: Flask
    asked: Sequence[str]
    positions: dict[str, int]

    def again(self) -> Walked:
        """Ask the server that has been running all the time."""
        return dated_addresses.walked(self.app, self.asked)

    def elsewhere(self, day: str, folder: Path) -> Walked:
        """Ask in a process of its own, on a day of its own."""
        asked, out = folder / "asked.json", folder / "told.json"
        asked.write_bytes(msgspec.json.encode(self.asked))
        module = "tests.integration.frame.dated_addresses"
        words = [str(self.home), day, str(asked), str(out)]
        subprocess.run([sys.executable, "-m", module, *words], check=True)
        return msgspec.json.decode(out.read_bytes(), type=dict[str, Told])

    def go_on(self, folder: Path) -> None:
        """Record late facts and revisions, import a register, draw the towns anew."""
        district = self.app.extensions[EXTENSION].district
        steps = long_story.LATER
        long_story.go_on(district.app, self.clock, "2025-11", steps, self.positions)
        assert freezes(folder).publish(district, FROZEN) == {}
        draw_towns(district, folder, 全镇=outline(-100, 5_000))


def dates_drawn(random: Random, recorded: Mapping[int, int]) -> list[Known]:
    """Draw V and K, on what was recorded and a microsecond beside it, in each form."""
    instants = random.sample(sorted(recorded), 3)
    days = ["", "", random.choice(BOUNDS), "2024-06-30T12:00:00Z"]
    known = [
        str(recorded[instants[0]]),
        written(instants[1] + random.choice((-1, 0, 1))),
        written(instants[2])[:10],
        "2025-08-31",
    ]
    return list(zip(random.sample(days, 3), random.sample(known, 3), strict=True))


def asked_of(app: Flask, there: Things, dates: Sequence[Known]) -> Iterator[str]:
    """Yield every address that takes dates, with them; maps on paper only once."""
    for endpoint in dated_addresses.dated(app):
        some = dates[-1:] if endpoint.startswith("paper.") else dates
        for address in dated_addresses.addresses(endpoint, there):
            yield from (with_dates(address, each) for each in some)


@pytest.fixture(params=[3, pytest.param(11, marks=pytest.mark.slow)])
def walk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Walk]:
    home = tmp_path / "district"
    district, clock = long_story.found(home)
    positions = long_story.tell(district.app, clock)
    clock.set("2025-08-30T01:00:00Z")
    draw_towns(district, tmp_path, 东镇=outline(10, 500), 西镇=outline(-50, 10))
    lines = district.app.journal.lines_after(0, limit=LAST_POSITION)
    district.close()
    clock.set(FIRST_DAY)
    app = create_app(home, clock)
    random = Random(request.param)  # noqa: S311  (nothing is kept secret)
    drawing = Drawing([line.entry() for line in lines], seed=request.param)
    dates = dates_drawn(random, {each.recorded: each.position for each in lines})
    x, y = tile_of(0, 0, ZOOM)
    there = Things(
        plots=random.sample(["A-1", "A-2", "A-3", "甲-4", "A-31"], 2),
        projects=["P1"],
        numbers=[positions["A-1"]],
        positions=[random.choice(sorted(positions.values()))],
        bbox=bbox(-50, -50, 45, 30),
        tile=f"{ZOOM}/{x}/{y}",
        questions=[
            f"{name}?{each}&" for name in QUESTIONS for each in stated(drawing, name)
        ],
    )
    yield Walk(home, clock, app, list(asked_of(app, there, dates)), positions)
    app.extensions[EXTENSION].district.close()


def stated(drawing: Drawing, name: str) -> list[str]:
    """Draw one question without dates, as an address has it."""
    [given] = drawing.questions(name, 1)
    dates = ("as_of", "as_known", "known")
    asked = {n: v for n, v in given.items() if n not in dates}
    return [urlencode(asked | ({"known": "K1"} if "known" in given else {}))]


def test_every_address_is_walked_or_looks_at_no_date(walk: Walk) -> None:
    undated = list(dated_addresses.UNDATED.values())
    with_date = [f"{each}?as_known=no-date" for each in undated]

    walked = dated_addresses.dated(walk.app)
    plain = dated_addresses.walked(walk.app, undated).values()
    asked_so = dated_addresses.walked(walk.app, with_date).values()

    assert sorted(walked) == sorted(dated_addresses.TEMPLATES)
    assert {each.status for each in plain} <= {200, 204}
    assert [each.body for each in asked_so] == [each.body for each in plain]


def test_what_is_called_final_never_changes(walk: Walk, tmp_path: Path) -> None:
    first = walk.again()
    walk.clock.set(NEXT_DAY)
    next_day = walk.again()
    walk.go_on(tmp_path)
    walk.clock.set(LATER_DAY)
    caught_up = walk.again()
    restarted = walk.elsewhere(LATER_DAY, tmp_path)
    (walk.home / READ_MODEL).unlink()
    rebuilt = walk.elsewhere("2026-02-28T18:00:00Z", tmp_path)

    later = [next_day, caught_up, restarted, rebuilt]
    refused = [_text(told) for told in first.values() if told.status not in ANSWERED]
    assert refused == []
    assert sum(told.is_final for told in first.values()) > COMPARED
    assert [each for told in later for each in changed(first, told)] == []


def changed(first: Walked, later: Walked) -> list[tuple[str, str, str]]:
    """List what was final and is otherwise, and what has one tag for two answers."""
    return [
        (address, _text(before), _text(later[address]))
        for address, before in first.items()
        if (before.is_final and before != later[address])
        or (
            (before.tag and before.tag == later[address].tag)
            and before.body != later[address].body
        )
    ]


def _text(told: Told) -> str:
    body = base64.b64decode(told.body)
    return f"{told.status} {told.tag} {body[:600].decode(errors='replace')}"
