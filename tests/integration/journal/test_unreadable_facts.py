"""A fact that cannot be read is named, and nothing but its thing answers otherwise."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest
from _pytest.mark.structures import ParameterSet
from flask.testing import FlaskClient

from tests.integration.building import (
    Body,
    guatu,
    record,
    registered,
    square,
    staged,
    withdrawn,
)
from tests.integration.recording.commanding import sent
from tests.integration.verification.test_marks import reseal
from web.app import create_app
from web.district.founding import found_district
from web.district.opening import JOURNAL, open_district
from web.frame.asked import EXTENSION

Stored = tuple[str, bytes]
PLOTS = ("A-1", "A-2", "A-3")
PAGES = ("/", "/plots", "/projects", "/history", "/conflicts", "/legend")
V = "as_of=2024-06-30"


def remade(state: bytes, **members: object) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(state) | members)


DAMAGES: dict[str, Callable[[str, bytes], Stored]] = {
    "garbage": lambda name, state: (name, b"\xff\x00" + state[2:]),
    "cut": lambda name, state: (name, state[: len(state) // 2]),
    "empty": lambda name, _: (name, b""),
    "no member": lambda name, _: (name, b"{}"),
    "wrong type": lambda name, state: (name, remade(state, effective="never")),
    "unknown member": lambda name, state: (name, remade(state, colour="red")),
    "unknown name": lambda _, state: ("PlotTeleported", state),
}
NEWER = {"unknown member", "unknown name"}


def damage(home: Path, position: int, how: str) -> None:
    """Let a stored entry be one that was written so: its leaf and marks agree with it.

    What was changed without its leaf stops recording as a whole: see ``test_marks``.
    """
    with closing(sqlite3.connect(home / JOURNAL)) as file, file:
        where = "WHERE position = ?"
        [stored] = file.execute(
            f"SELECT topic, state FROM stored_events {where}", (position,)
        )
        file.execute(
            f"UPDATE stored_events SET topic = ?, state = ? {where}",
            (*DAMAGES[how](*stored), position),
        )
    reseal(home)
    for place in (home / "marks", Path(os.environ["XDG_STATE_HOME"]) / "guatu"):
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Register three plots at 2 to 4 and let two things happen to each."""
    home = tmp_path_factory.mktemp("unreadable") / "district"
    found_district(home, name="测试区", crs="EPSG:4547", currency="CNY")
    district = open_district(home)
    for number, plot in enumerate(PLOTS):
        place = {"boundary": square(100 * number)}
        record(district.app, {**registered(plot), **place, "point": None})
    for plot in PLOTS:
        record(district.app, staged(plot, "surveyed", "2021-01-01"))
        record(district.app, staged(plot, "agreement_signed", "2022-01-01"))
    district.close()
    return home


@pytest.fixture
def told(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "district"))


@contextmanager
def asking(home: Path) -> Iterator[FlaskClient]:
    app = create_app(home)
    yield app.test_client()
    app.extensions[EXTENSION].district.close()


def about_others(client: FlaskClient, damaged: str) -> dict[str, object]:
    """Ask everything that is only about other plots."""
    others = [plot for plot in PLOTS if plot != damaged]
    sheet = client.get(f"/api/v1/plots?as_known=10&{V}").get_json()["plots"]
    found: dict[str, object] = {
        plot: client.get(f"/api/v1/plots/{plot}/history?as_known=10&{V}").data
        for plot in others
    }
    return found | {"rows": [row for row in sheet if row["plot"] in others]}


def drawn(positions: Sequence[int]) -> list[ParameterSet]:
    """Let each damage be done to one position, and to the others every night."""
    return [
        pytest.param(
            position,
            how,
            marks=[pytest.mark.slow] if (number - nth) % len(positions) else [],
            id=f"{how} at {position}",
        )
        for number, how in enumerate(DAMAGES)
        for nth, position in enumerate(positions)
    ]


@pytest.mark.parametrize(("position", "how"), drawn([2, 5, 6]))
def test_nothing_but_the_damaged_thing_answers_otherwise(
    told: Path, how: str, position: int
) -> None:
    with asking(told) as client:
        before = about_others(client, "A-1")

    damage(told, position, how)
    rebuilding = guatu(told, "rebuild")

    assert rebuilding.exit_code == 0, rebuilding.output
    with asking(told) as client:
        assert about_others(client, "A-1") == before
        of_fact = f"/history/{position}", f"/withdraw/{position}"
        own = ("/plots/A-1", "/api/v1/plots/A-1/history", *of_fact)
        pages = {path: client.get(path) for path in (*PAGES, *own)}
        statuses = {path: page.status_code for path, page in pages.items()}
        assert statuses == dict.fromkeys(pages, 200)
        history = client.get("/api/v1/plots/A-1/history").get_json()["facts"]
        listed = client.get("/conflicts?lang=en").get_data(as_text=True)
    [lost] = [each for each in history if each["position"] == position]
    assert set(lost["members"]) == {"unreadable"}
    assert ("newer Guatu" in lost["members"]["unreadable"]) == (how in NEWER)
    assert "Facts that cannot be read" in listed
    assert f"#{position}" in listed


@pytest.mark.parametrize("how", DAMAGES)
def test_a_decision_about_a_thing_that_cannot_be_read_is_refused_with_its_position(
    told: Path, how: str
) -> None:
    damage(told, 5, how)
    with asking(told) as client:
        stage: Body = {"record": "PlotStageRecorded", "stage": "demolished"}
        body = {**stage, "plot": "A-1", "effective": "2023-01-01", "command_id": "c"}
        refused = sent(client, body)
        other = sent(client, {**body, "plot": "A-2", "command_id": "d"})

    assert refused.status_code == 409
    detail = refused.get_data(as_text=True)
    assert " 5 " in detail
    assert "plot:A-1" in detail
    assert other.status_code == 200


@pytest.mark.parametrize("how", DAMAGES)
def test_a_person_may_withdraw_what_is_damaged_and_not_what_is_newer(
    told: Path, how: str
) -> None:
    damage(told, 5, how)
    with asking(told) as client:
        withdrawal = sent(client, {**withdrawn(5), "command_id": "w"})
        stage: Body = {"record": "PlotStageRecorded", "stage": "demolished"}
        body = {**stage, "plot": "A-1", "effective": "2023-01-01", "command_id": "c"}
        after = sent(client, body)

    expected = 409 if how in NEWER else 200
    assert (withdrawal.status_code, after.status_code) == (expected, expected)


def test_what_can_be_read_again_is_read_into_the_tables(told: Path) -> None:
    with asking(told) as client:
        before = client.get(f"/api/v1/plots?as_known=10&{V}").data
    with closing(sqlite3.connect(told / JOURNAL)) as file:
        [[state]] = file.execute("SELECT state FROM stored_events WHERE position = 6")
    damage(told, 6, "cut")
    guatu(told, "rebuild")
    with asking(told) as client:
        assert client.get(f"/api/v1/plots?as_known=10&{V}").data != before

    with closing(sqlite3.connect(told / JOURNAL)) as file, file:
        file.execute("UPDATE stored_events SET state = ? WHERE position = 6", (state,))

    with asking(told) as client:
        assert client.get(f"/api/v1/plots?as_known=10&{V}").data == before


def test_a_district_whose_founding_cannot_be_read_says_so(told: Path) -> None:
    damage(told, 1, "cut")

    refused = guatu(told, "state", "plots")

    assert refused.exit_code == 1
    assert "position 1" in refused.output
