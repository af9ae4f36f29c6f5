"""A parameter that takes one text is refused at every address where it is doubled."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.integration.frame import dated_addresses
from tests.integration.frame.dated_addresses import Things
from web.asking.questions.questions import QUESTIONS

THERE = Things(
    plots=["A-1"],
    projects=["P1"],
    numbers=[1],
    positions=[1],
    bbox="0,0,1,1",
    tile="3/6/3",
    questions=[f"{name}?" for name in QUESTIONS],
)
FOR_PROGRAMS = {"Accept": "application/json"}
SEVERAL = {
    "/?town=a&town=b&off=none&off=vacated": "town",
    "/map/curve?zone=a&zone=b": "zone",
    "/map/known-then?day=2024-06-30&day=2025-05-03": "day",
}


def asked(app: Flask) -> list[str]:
    """List every address that answers GET, each as it is asked for one thing."""
    dated = [
        address
        for endpoint in dated_addresses.dated(app)
        for address in dated_addresses.addresses(endpoint, THERE)
    ]
    return [*dated, *dated_addresses.UNDATED.values()]


def test_no_address_takes_the_first_of_two_languages(
    app: Flask, client: FlaskClient
) -> None:
    for address in asked(app):
        plain = address.replace("TWICE", "").replace("lang=en&", "").rstrip("&?")
        plain = plain.replace("known=K1", "known=1&known=1")
        sign = "&" if "?" in plain else "?"

        answer = client.get(f"{plain}{sign}lang=en&lang=zh", headers=FOR_PROGRAMS)

        assert answer.status_code == 422, plain
        assert "“lang” was given 2 times" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "/plots?zone=a&zone=b",
        "/projects?q=a&q=b",
        "/history?kind=plot&kind=project",
        "/map/sites?as_of=2024-01-01&as_of=2025-01-01",
        "/map/curve?bbox=0,0,1,1&bbox=1,1,2,2",
        "/api/v1/plots/curve?by=zone&by=town",
        "/map/changes?as_known_1=1&as_known_1=2",
        "/map/causes?after=1&after=2",
        "/map/wall.png?paper=A4&paper=A3",
        "/layers.json?as_known=1&as_known=1",
        "/api/v1/live?after=1&after=2",
    ],
)
def test_the_parameter_that_is_doubled_is_named(
    client: FlaskClient, address: str
) -> None:
    name = address.rpartition("&")[2].partition("=")[0]

    answer = client.get(f"{address}&lang=en", headers=FOR_PROGRAMS)

    assert answer.status_code == 422
    assert f"“{name}” was given 2 times" in answer.get_json()["detail"]


@pytest.mark.parametrize("address", SEVERAL)
def test_what_takes_several_values_still_does(
    client: FlaskClient, address: str
) -> None:
    assert client.get(address).status_code == 200
