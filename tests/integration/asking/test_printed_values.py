"""A value is printed one way at every door for programs, and one for people."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.integration.building import answered, guatu, record, registered, staged
from web.district.opening import District
from web.words.values import decimal_text, money_text, parted, printed_decimal

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
