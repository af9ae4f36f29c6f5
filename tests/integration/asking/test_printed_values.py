"""A value is printed one way at every door for programs, and one for people."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from domain.application import KeyProjects
from domain.kernel.instants import Instant
from tests.integration.building import answered, guatu, record, registered, staged
from tests.integration.recording.commanding import answers, sent
from web.district.opening import District
from web.frame.asked import EXTENSION
from web.words.values import (
    decimal_text,
    moment_text,
    money_text,
    parted,
    printed_decimal,
)

AREA, AMOUNT = "1234567.50", "7654321.05"
"""As they are recorded."""
PRINTED_AREA, PRINTED_AMOUNT = "1234567.5", "7654321.05"
SHOWN_AREA, SHOWN_AMOUNT = "1,234,567.5", "7,654,321.05"
DATES = "as_of=2024-01-01&lang=en"


@pytest.fixture
def position(district: District) -> int:
    """Record a plot whose values have thousands and a last nought."""
    first = record(district.app, registered("A-1", paper_area_m2=AREA))
    record(district.app, staged("A-1", "surveyed", "2021-01-01", amount=AMOUNT))
    return first


def test_programs_are_told_the_same_at_every_door(
    client: FlaskClient, home: Path, position: int
) -> None:
    about = {"thing": "plot:A-1", "attribute": "paper_area_m2", "as_of": "2024-01-01"}
    history = client.get("/api/v1/plots/A-1/history").get_json()
    [listed] = client.get("/api/v1/plots?as_of=2024-01-01").get_json()["plots"]
    cells = client.get("/api/v1/plots?as_of=2024-01-01&format=csv").text
    [typed] = answered(home, "state", "plots", "--as-of", "2024-01-01")["plots"]
    asked = client.get("/api/v1/ask/state", query_string=about).get_json()
    form = client.get(f"/correct/{position}?lang=en").text

    areas = [
        asked["answer"],
        listed["paper_area_m2"],
        typed["paper_area_m2"],
        history["attributes"]["paper_area_m2"][0]["value"],
        history["facts"][0]["members"]["paper_area_m2"],
    ]
    amounts = [
        listed["amount"],
        typed["amount"],
        history["facts"][1]["members"]["amount"],
    ]
    assert areas == [PRINTED_AREA] * 5
    assert amounts == [PRINTED_AMOUNT] * 3
    assert f",{PRINTED_AREA},{PRINTED_AMOUNT}\r\n" in cells
    assert f'value="{PRINTED_AREA}"' in form
    assert PRINTED_AREA in guatu(home, "history", "plot", "A-1").stdout


@pytest.mark.parametrize(
    "address", ["/plots?", "/plots/A-1?", "/history?", "/plots/number/{position}?"]
)
def test_people_are_shown_the_same_on_every_page(
    client: FlaskClient, position: int, address: str
) -> None:
    page = client.get(address.format(position=position) + DATES).text

    assert SHOWN_AMOUNT in page
    assert AREA not in page
    assert PRINTED_AREA not in page
    assert PRINTED_AMOUNT not in page


def test_an_area_is_shown_to_people_as_programs_read_it_but_for_its_thousands(
    client: FlaskClient, position: int
) -> None:
    pages = [
        client.get(f"{address}?{DATES}").text
        for address in ("/plots", "/plots/A-1", f"/history/{position}")
    ]

    assert [SHOWN_AREA in page for page in pages] == [True] * 3


@pytest.mark.parametrize(
    "text", ["0", "-0.5", "999", "1000", "-1234567.0125", "0.0001", "9" * 40]
)
def test_only_the_thousands_differ(text: str) -> None:
    value = Decimal(text)

    assert printed_decimal(value) == text
    assert decimal_text(value).replace(",", "") == text
    assert parted(text) == decimal_text(value)


@pytest.mark.parametrize("amount", [0, -5, -99, 99_999, -123_456_789, 10**17])
def test_money_is_parted_exactly(amount: int) -> None:
    shown = money_text(amount)

    assert Decimal(shown.replace(",", "")) * 100 == amount
    assert shown.startswith("-") == (amount < 0)


def test_a_recorded_time_is_told_the_same_at_every_door_and_can_be_asked_for(
    client: FlaskClient, home: Path
) -> None:
    [receipt] = answers(sent(client, {**registered("A-1"), "command_id": "c"}))
    position, recorded = receipt["position"], receipt["recorded"]
    about = {"thing": "plot:A-1", "attribute": "exists", "value": "true"}

    told = {
        client.get("/api/v1/plots/A-1/history").get_json()["facts"][0]["recorded"],
        answered(home, "history", "plot", "A-1")["facts"][0]["recorded"],
        client.get("/api/v1/plots/A-1/history?format=csv").text.split(",")[16],
        client.get("/api/v1/ask/first_known", query_string=about).get_json()["answer"],
    }
    asked = f"/api/v1/plots?as_known={recorded}"
    local = moment_text(instant_told(recorded))
    pages = [
        client.get(f"{address}?lang=en").text
        for address in ("/plots/A-1", f"/history/{position}")
    ]

    assert told == {recorded}
    assert client.get(asked).get_json()["position"] == position
    assert local == (parsed(recorded) + timedelta(hours=8)).strftime(
        "%Y-%m-%d %H:%M:%S"
    )
    assert [local[:10] in page for page in pages] == [True, True]
    assert local in pages[1]


def test_a_stage_has_one_code_for_programs_and_one_name_for_people(
    client: FlaskClient, home: Path
) -> None:
    for plot, stage in {"A-1": None, "A-2": "vacated"}.items():
        record(open_app(client), registered(plot))
        if stage:
            record(open_app(client), staged(plot, stage, "2021-01-01"))
    for plot, code, name, asked in (
        ("A-1", "none", "Registered", "none"),
        ("A-2", "vacated", "Vacated", "vacated"),
    ):
        about = {"thing": f"plot:{plot}", "attribute": "stage", "as_of": "2024-01-01"}
        state = client.get("/api/v1/ask/state", query_string=about).get_json()
        history = client.get(f"/api/v1/plots/{plot}/history").get_json()
        summary = client.get("/api/v1/plots/summary?as_of=2024-01-01").get_json()
        listed = client.get(f"/plots?stage={code}&{DATES}").text
        sheet = client.get(f"/plots/{plot}?{DATES}").text
        number = record_number(client, plot)
        panel = client.get(f"/plots/number/{number}?{DATES}").text

        assert state["answer"] == asked
        assert (
            history["attributes"].get("stage", [{"value": "none"}])[-1]["value"]
            == asked
        )
        assert summary["stages"][code]["plots"] == 1
        assert plot in listed
        assert [name in page for page in (listed, sheet, panel)] == [True] * 3
        assert guatu(home, "state", "plots", "--summary").stdout.count(code) == 1


def test_a_flag_is_told_and_shown_one_way(client: FlaskClient, home: Path) -> None:
    record(open_app(client), registered("A-1"))
    about = {"thing": "plot:A-1", "attribute": "exists", "as_of": "2024-01-01"}
    state = client.get("/api/v1/ask/state", query_string=about).get_json()["answer"]
    history = client.get("/api/v1/plots/A-1/history").get_json()
    cells = client.get("/api/v1/plots/A-1/history?format=csv").text
    founded = client.get("/history/1?lang=en").text

    assert state == history["attributes"]["exists"][-1]["value"] == "true"
    assert history["facts"][0]["stranded"] is False
    assert ",false," in cells
    assert ",False," not in cells
    assert "<dt>Demonstration</dt><dd>no</dd>" in founded
    assert "True" not in guatu(home, "history", "plot", "A-1").stdout


def test_no_value_and_absent_are_told_by_the_same_words(
    client: FlaskClient, home: Path
) -> None:
    first = record(open_app(client), registered("A-1"))
    record(open_app(client), staged("A-1", "surveyed", "2021-01-01"))
    for attribute, as_of, word in (
        ("zone", "2024-01-01", "none"),
        ("zone", "1999-01-01", "absent"),
        ("stage", "1999-01-01", "absent"),
    ):
        about = {"thing": "plot:A-1", "attribute": attribute, "as_of": as_of}
        state = client.get("/api/v1/ask/state", query_string=about).get_json()
        typed = answered(
            *(home, "ask", "state", "plot:A-1", attribute, "--as-of", as_of)
        )

        assert state["answer"] == typed["answer"] == word
    differ = client.get(f"/api/v1/plots/diff?known=1&known={first}").get_json()
    assert (differ["differences"][0]["before"], differ["differences"][0]["after"]) == (
        "absent",
        "none",
    )
    dates = "as_of_1=1999-01-01&as_known_1={0}&as_of_2=2024-01-01&as_known_2={0}"
    moved = client.get(f"/map/changes?{dates.format(first)}").get_json()["moved"]
    assert moved == [{"from": "absent", "to": "none", "plots": 1}]
    assert "—" in client.get(f"/plots?{DATES}").text


def open_app(client: FlaskClient) -> KeyProjects:
    """Return the application behind what is served."""
    district: District = client.application.extensions[EXTENSION].district
    return district.app


def record_number(client: FlaskClient, plot: str) -> int:
    """Return the position of a plot's registration, which pages call its number."""
    [line, *_] = open_app(client).journal.lines_of([f"plot:{plot}"])
    return line.position


def parsed(text: str) -> datetime:
    return datetime.fromisoformat(text.removesuffix("Z"))


def instant_told(text: str) -> Instant:
    return Instant(
        (parsed(text) - datetime(1970, 1, 1)) // timedelta(microseconds=1)  # noqa: DTZ001  (both are UTC)
    )
