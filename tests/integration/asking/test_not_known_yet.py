"""Absent is absent at every door: not known yet, not begun, divided (R3)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.integration.building import (
    Body,
    answered,
    corrected,
    guatu,
    record,
    registered,
    square,
    staged,
)
from web.district.opening import District

SPLIT: Body = {
    "record": "PlotSplit",
    "plot": "A-1",
    "effective": "2022-01-01",
    "children": [
        {"plot": "A-11", "stage": None, "boundary": square(0, 0, 10)},
        {"plot": "A-12", "stage": None, "boundary": square(10, 0, 10)},
    ],
}


def settle(district: District) -> dict[str, int]:
    """Record a plot, divide it, and a project; return where each is known."""
    at = {"nothing": district.app.journal.head().position}
    at["A-1"] = record(district.app, registered("A-1", "2021-01-01", zone="none"))
    at["split"] = record(district.app, SPLIT)
    project = {"record": "ProjectRegistered", "project": "P-1", "name": "新港"}
    at["P-1"] = record(district.app, {**project, "effective": "2021-01-01"})
    return at


THINGS = [("plot", "A-1"), ("plot", "A-11"), ("project", "P-1")]


@pytest.mark.parametrize(("kind", "thing"), THINGS)
def test_what_was_not_known_yet_is_absent_at_every_door(
    district: District, client: FlaskClient, kind: str, thing: str
) -> None:
    known = ("--as-known", str(settle(district)["nothing"]))
    dates = f"as_known={known[1]}"

    state = answered(district.home, "ask", "state", f"{kind}:{thing}", "exists", *known)
    history = answered(district.home, "history", kind, thing, *known)
    line = guatu(district.home, "history", kind, thing, *known)
    asked = client.get(f"/api/v1/{kind}s/{thing}/history?{dates}")
    page = client.get(f"/{kind}s/{thing}?{dates}&lang=en")

    assert state["answer"] == "absent"
    assert (history["facts"], history["attributes"]) == ([], {})
    assert (line.exit_code, asked.status_code, page.status_code) == (0, 200, 200)
    assert asked.get_json() == history
    assert "Not in the books" in page.text
    assert all(
        row["thing"] != f"{kind}:{thing}" for row in active(district, kind, known)
    )


def active(
    district: District, kind: str, known: tuple[str, str]
) -> list[dict[str, str]]:
    told = answered(district.home, "ask", "active", "--kind", kind, *known)
    rows: list[dict[str, str]] = told["answer"]
    return rows


@pytest.mark.parametrize("kind", ["plot", "project"])
def test_what_the_journal_never_had_is_found_by_no_door(
    district: District, client: FlaskClient, kind: str
) -> None:
    settle(district)

    lines = [
        guatu(district.home, "history", kind, "B-9"),
        guatu(district.home, "ask", "state", f"{kind}:B-9", "exists"),
    ]
    pages = [
        client.get(each) for each in (f"/api/v1/{kind}s/B-9/history", f"/{kind}s/B-9")
    ]

    assert [each.exit_code for each in lines] == [1, 1]
    assert [each.status_code for each in pages] == [404, 404]


@pytest.mark.parametrize(
    ("v", "told"),
    [("2020-12-31", "absent"), ("2022-01-01", "absent"), ("2021-12-31", "true")],
)
def test_before_it_began_and_after_it_was_divided_a_plot_is_absent(
    district: District, client: FlaskClient, v: str, told: str
) -> None:
    settle(district)
    dates = ("--as-of", v)

    state = answered(district.home, "ask", "state", "plot:A-1", "exists", *dates)
    area = answered(district.home, "ask", "plot-area", "plot:A-1", *dates)
    listed = answered(district.home, "state", "plots", *dates)["plots"]
    page = client.get(f"/plots/A-1?as_of={v}&lang=en").text

    assert state["answer"] == told
    assert (area["area_m2"] == "absent") == (told == "absent")
    assert any(row["plot"] == "A-1" for row in listed) == (told == "true")
    assert ("Not in the books" in page) == (told == "absent")


def test_a_history_prints_values_as_every_question_does(district: District) -> None:
    settle(district)
    record(district.app, staged("A-11", "vacated", "2023-01-01"))

    told = answered(district.home, "history", "plot", "A-1")["attributes"]

    assert told["exists"][0]["value"] == "true"
    assert told["zone"][0]["value"] == "“none”"
    for name, periods in told.items():
        asked = answered(district.home, "ask", "history", "plot:A-1", name)["answer"]
        assert periods == asked


def test_position_0_is_before_the_journal_began(
    district: District, client: FlaskClient
) -> None:
    settle(district)

    by_position = client.get("/api/v1/plots?as_of=2024-01-01&as_known=0")
    by_date = client.get("/api/v1/plots?as_of=2024-01-01&as_known=2000-01-01")

    told = by_position.get_json()
    assert told == {**by_date.get_json(), "as_known": "0"}
    assert (told["position"], told["plots"], told["provisional"]) == (0, [], False)


UNTIL = ["2200-01-01", "2200-01-01T00:00:00+08:00", "2199-12-31T16:00:00Z"]


@pytest.mark.parametrize("until", UNTIL)
def test_a_period_ends_with_the_last_year_by_until_as_by_through(
    district: District, until: str
) -> None:
    settle(district)
    frozen = {"record": "PlotFrozen", "plot": "A-1", "effective": "2021-06-01"}
    position = record(district.app, {**frozen, "freeze": "公告", "until": until})

    held = answered(district.home, "history", "plot", "A-1", "--as-of", "2021-12-31")
    record(district.app, corrected(position, until="2021-12-01"))
    record(district.app, corrected(position, until=until))
    fact = next(each for each in held["facts"] if each["position"] == position)

    assert fact["members"]["until"] == "2200-01-01"
    again = answered(district.home, "history", "plot", "A-1", "--as-of", "2021-12-31")
    assert again["attributes"]["freeze"] == held["attributes"]["freeze"]


@pytest.mark.parametrize(
    "until", ["2200-01-02", "2200-01-01T00:00:00.000001+08:00", "2199-12-31T16:00:01Z"]
)
def test_no_period_ends_later_and_nothing_begins_then(
    client: FlaskClient, district: District, until: str
) -> None:
    settle(district)
    frozen = {"record": "PlotFrozen", "plot": "A-1", "freeze": "公告"}
    bodies = [
        {"command_id": "c1", **frozen, "effective": "2021-06-01", "until": until},
        {"command_id": "c2", **frozen, "effective": "2200-01-01"},
    ]

    told = [client.post("/api/v1/commands", json=each) for each in bodies]

    assert [each.status_code for each in told] == [422, 422]
