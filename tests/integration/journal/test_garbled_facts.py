"""A stored fact that decodes to nonsense is named, and everything else goes on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from flask.testing import FlaskClient

from tests.integration import long_story
from tests.integration.building import guatu, head
from tests.integration.frame import dated_addresses
from tests.integration.frame.dated_addresses import Things, with_dates
from tests.integration.journal.garbling import Garbled, agree, garble
from tests.integration.layers.test_towns import draw_towns, outline
from tests.integration.map.test_map_data import bbox
from tests.integration.map.test_served_tiles import tile_of
from tests.integration.registers.freezing_register import freezes
from web.app import create_app
from web.asking.questions.questions import QUESTIONS
from web.district.opening import READ_MODEL, open_district
from web.frame.asked import EXTENSION

PLOTS = ("A-1", "A-2", "A-3", "甲-4", "A-5", "A-31", "A-32", "B-1")
ZOOM = 15
AT_ONCE = 20


def seeds(few: int, many: int) -> list[object]:
    """Count the seeds of ordinary runs, and those of nights."""
    nightly = (pytest.param(n, marks=pytest.mark.slow) for n in range(few, many))
    return [*range(few), *nightly]


DATES = ("2024-06-30", "2025-10-02")
NOT_WALKED = ("paper.", "live.live")
"""Drawn on paper by the same columns as the map; open for as long as a page is."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tell the long story once, with layers and a register."""
    folder = tmp_path_factory.mktemp("story")
    district, clock = long_story.found(folder / "home")
    long_story.tell(district.app, clock)
    clock.set("2025-08-30T01:00:00Z")
    draw_towns(district, folder, 东镇=outline(10, 500), 西镇=outline(-50, 10))
    clock.set("2025-10-01T00:00:00Z")
    assert freezes(folder).publish(district, "A-2,2023-12-01,2024-02-01,公告") == {}
    district.close()
    guatu(folder / "home", "rebuild")
    return folder / "home"


@pytest.fixture
def copied(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "home"))


@contextmanager
def served(home: Path) -> Iterator[FlaskClient]:
    app = create_app(home)
    yield app.test_client()
    app.extensions[EXTENSION].district.close()


def addresses(client: FlaskClient, positions: Sequence[int]) -> Iterator[str]:
    """Yield every address, of every thing and damaged entry."""
    x, y = tile_of(0, 0, ZOOM)
    thing = "kind=plot&thing=A-1&attribute=stage&"
    there = Things(
        plots=PLOTS,
        projects=["P1"],
        numbers=[4],
        positions=positions,
        bbox=bbox(-50, -50, 45, 30),
        tile=f"{ZOOM}/{x}/{y}",
        questions=[f"{name}?{thing}" for name in QUESTIONS],
    )
    for endpoint in dated_addresses.dated(client.application):
        if not endpoint.startswith(NOT_WALKED):
            for address in dated_addresses.addresses(endpoint, there):
                yield with_dates(address, DATES)
    for endpoint, address in dated_addresses.UNDATED.items():
        if not endpoint.startswith(NOT_WALKED):
            yield address


def garbled(home: Path, seed: int, count: int) -> list[Garbled]:
    """Alter so many facts behind the founding one."""
    chance = Random(seed)  # noqa: S311  (nothing is kept secret)
    places = chance.sample(range(2, head(home).position + 1), count)
    found = [garble(home, each, chance) for each in places]
    agree(home)
    return found


def status(client: FlaskClient, address: str) -> int:
    with client.get(address) as answer:
        return answer.status_code


@pytest.mark.parametrize("seed", seeds(3, 60))
def test_garbled_facts_break_no_answer_and_are_named(copied: Path, seed: int) -> None:
    there = garbled(copied, seed, AT_ONCE)

    rebuilt = guatu(copied, "rebuild")

    assert rebuilt.exit_code == 0, rebuilt.output
    with served(copied) as client:
        asked = list(addresses(client, [each.position for each in there]))
        broken = {each: code for each in asked if (code := status(client, each)) >= 500}
        listed = client.get("/conflicts?lang=en").get_data(as_text=True)
    named = {int(each) for each in re.findall(r"#(\d+)", listed)}
    assert not broken, there
    assert {each.position for each in there if each.is_damage} <= named, there
    assert guatu(copied, "verify").exit_code in {0, 1}
    assert guatu(copied, "backup", str(copied.parent / "backup")).exit_code == 0


@pytest.mark.parametrize("seed", seeds(6, 100))
def test_things_apart_from_a_garbled_fact_answer_the_same(
    copied: Path, seed: int
) -> None:
    with served(copied) as client:
        before = told_of(client)
    [there] = garbled(copied, seed, 1)
    touched = family_of(copied, there.stream)

    with served(copied) as client:
        after = told_of(client)

    others = before.keys() - touched
    assert others
    assert {each: after[each] for each in others} == {
        each: before[each] for each in others
    }


def told_of(client: FlaskClient) -> dict[str, object]:
    """Ask for the whole history of every plot, and for its row."""
    dates = f"as_of={DATES[0]}&as_known={DATES[1]}"
    sheet = client.get(f"/api/v1/plots?{dates}").get_json()["plots"]
    rows = {row["plot"]: row for row in sheet}
    return {
        f"plot:{plot}": (
            rows.get(plot),
            client.get(f"/api/v1/plots/{plot}/history?as_known={DATES[1]}").data,
        )
        for plot in PLOTS
    }


def family_of(home: Path, stream: str) -> set[str]:
    """Return the things whose answers may hang on a fact of a stream."""
    district = open_district(home)
    found = set(district.app.families([stream]))
    district.close()
    return found


def test_what_is_damaged_is_found_so_at_every_start(copied: Path) -> None:
    garbled(copied, 3, AT_ONCE)
    guatu(copied, "rebuild")
    made = (copied / READ_MODEL).read_bytes()

    with served(copied) as client:
        status(client, "/")

    assert (copied / READ_MODEL).read_bytes() == made
