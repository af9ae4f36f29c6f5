"""One question has one answer: in every format, over every door, as the kernel says."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from domain.kernel.money import print_money
from domain.kernel.questions.states import folded, histories, total
from tests.integration.building import V, answered, asked
from tests.integration.small_district import QUESTIONS, settle
from web.district.dates import resolve
from web.district.opening import District

ADDRESSES = ("plots", "plots/summary", "projects", "plots/A-1/history")
FORMS = ("table", "json", "csv")


def rows_of(answer: bytes) -> list[dict[str, Any]]:
    """Find the rows of a JSON answer, which names them in its own way."""
    told = msgspec.json.decode(answer)
    [rows] = [
        told[key] for key in ("plots", "stages", "projects", "facts") if key in told
    ]
    if isinstance(rows, dict):
        return [{"stage": stage, **row} for stage, row in rows.items()]
    return list(rows)


def csv_cell(value: object) -> str:
    """Write a JSON value as a cell of CSV should show it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in "=+@" or value == "-1+2" else value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_csv_says_what_json_says(district: District, question: str) -> None:
    known = settle(district.app)["withdrawn"]

    rows = rows_of(asked(district.home, question, "json", known))
    cells = asked(district.home, question, "csv", known).decode()

    assert list(csv.DictReader(io.StringIO(cells, newline=""))) == [
        {name: csv_cell(value) for name, value in row.items()} for row in rows
    ]


@pytest.mark.parametrize("question", QUESTIONS[:3])
def test_the_table_shows_every_value_of_json(district: District, question: str) -> None:
    known = settle(district.app)["withdrawn"]

    rows = rows_of(asked(district.home, question, "json", known))
    table = asked(district.home, question, "table", known).decode()

    shown = [v for row in rows for v in row.values() if isinstance(v, str | int)]
    assert [v for v in shown if v is not False and csv_cell(v) not in table] == []


@pytest.mark.parametrize("things", ["plots", "projects"])
def test_geojson_says_what_json_says(district: District, things: str) -> None:
    known = settle(district.app)["withdrawn"]

    told = msgspec.json.decode(asked(district.home, f"state {things}", "json", known))
    collection = msgspec.json.decode(
        asked(district.home, f"state {things}", "geojson", known)
    )

    assert [each["properties"] for each in collection["features"]] == told[things]
    for member in ("as_of", "as_known", "position", "provisional"):
        assert collection[member] == told[member]


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize(
    ("question", "address"), list(zip(QUESTIONS, ADDRESSES, strict=True))
)
def test_the_api_answers_byte_for_byte_like_the_command_line(
    district: District, client: FlaskClient, question: str, address: str, form: str
) -> None:
    known = settle(district.app)["withdrawn"]
    query = {"as_of": V, "as_known": str(known), "format": form}

    response = client.get(f"/api/v1/{address}", query_string=query)

    assert response.status_code == 200
    assert response.data == asked(district.home, question, form, known)


def test_every_answer_is_the_kernels(district: District) -> None:
    settle(district.app)
    now = resolve(district, as_of=V)

    for row in answered(district.home, "state", "plots", "--as-of", V)["plots"]:
        plot = f"plot:{row['plot']}"
        entries = district.app.entries(plot)
        values = folded(entries, plot, as_of=now.as_of, as_known=now.as_known)
        money = total(entries, plot, "amount", as_of=now.as_of, as_known=now.as_known)
        assert values is not None
        for name in ("stage", "zone", "land_use", "project"):
            assert row[name] == values.get(name)
        assert row["amount"] == print_money(int(money))


def test_the_periods_of_a_history_are_the_kernels(district: District) -> None:
    settle(district.app)

    told = answered(district.home, "history", "plot", "A-1")["attributes"]

    now = resolve(district)
    entries = district.app.entries("plot:A-1")
    periods = histories(entries, "plot:A-1", as_known=now.as_known)
    assert told.keys() == periods.keys()
    assert told["stage"] == [{"from": "2022-06-15", "to": None, "value": "demolished"}]


@pytest.mark.parametrize("form", [*FORMS, "geojson"])
def test_every_answer_states_its_dates_and_its_position(
    district: District, client: FlaskClient, form: str
) -> None:
    known = settle(district.app)["withdrawn"]
    if form == "table":
        stated = asked(district.home, "state plots", form, known).decode()
    else:
        query = {"as_of": V, "as_known": str(known), "format": form}
        response = client.get("/api/v1/plots", query_string=query)
        stated = f"{response.headers}{response.text}"

    assert V in stated
    assert f"{known}" in stated
    assert "provisional" in stated


def test_a_difference_states_both_positions(district: District) -> None:
    positions = settle(district.app)
    known = (str(positions["A-1"]), str(positions["withdrawn"]))

    told = answered(district.home, "diff", "--as-of", V, "--known", *known)

    assert told["as_of"] == V
    assert told["known"] == list(known)
    assert told["positions"] == [int(each) for each in known]
    assert told["provisional"] is False
    rows = {row["plot"]: (row["before"], row["after"]) for row in told["differences"]}
    assert rows == {
        "A-1": ("none", "demolished"),
        "A-2": ("absent", "none"),
        "A-3": ("absent", "none"),
    }
