"""A home may have any name that a file system allows, and everything stays in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.building import answered, guatu, record, registered
from web.district.founding import found_district
from web.district.opening import JOURNAL, READ_MODEL, open_district

ODD = [
    "question?x=1",
    "question?mode=ro&cache=shared",
    "per%20cent",
    "100%",
    "%3F",
    "hash#1",
    "semi;colon",
    "quote'and\"double",
    "区 县",
    "new\nline",
    "back\\slash",
    "🗺",
    ":memory:",
    "x mode=memory",
    "file:x",
    "a.zip",
    "!bang",
    "-dash",
    "~",
    "$HOME",
    "l" * 200,
    "\udcff not text",
]


@pytest.mark.parametrize("name", ODD)
def test_a_home_of_any_name_keeps_everything_inside(tmp_path: Path, name: str) -> None:
    within = tmp_path / "within"
    home = within / name
    within.mkdir()
    found_district(home, name="区", crs="EPSG:4547", currency="CNY")
    district = open_district(home)
    record(district.app, registered("A-1"))
    district.close()

    rebuilt = guatu(home, "rebuild")

    assert rebuilt.exit_code == 0, rebuilt.output
    assert [row["plot"] for row in answered(home, "state", "plots")["plots"]] == ["A-1"]
    assert [each.name for each in within.iterdir()] == [name]
    assert {JOURNAL, READ_MODEL} <= {each.name for each in home.iterdir()}


def test_homes_whose_names_go_on_behind_a_question_mark_share_nothing(
    tmp_path: Path,
) -> None:
    homes = [tmp_path / f"question?x={number}" for number in (1, 2)]
    for home in homes:
        found_district(home, name="区", crs="EPSG:4547", currency="CNY")
    district = open_district(homes[0])
    record(district.app, registered("A-1"))
    district.refresh()
    district.close()

    plots = [answered(home, "state", "plots")["plots"] for home in homes]

    assert [len(each) for each in plots] == [1, 0]


def test_a_relative_home_named_like_an_address_is_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    founded = guatu(Path("file:x?mode=memory"), "init")

    assert founded.exit_code == 0
    assert (tmp_path / "file:x?mode=memory" / JOURNAL).exists()
