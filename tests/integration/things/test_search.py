"""The search: by the beginning of an id first, then by any part of id or name."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.integration.building import EAST, NORTH, record, record_many, registered
from tests.integration.small_district import settle
from web.district.opening import District


@pytest.fixture
def steps(district: District) -> dict[str, int]:
    """Settle the small district; return its positions by name."""
    return settle(district.app)


def found(client: FlaskClient, text: str, **dates: object) -> list[str]:
    query = {"q": text, **dates}
    return [each["id"] for each in client.get("/search", query_string=query).json or []]


def test_a_thing_is_answered_with_where_it_is(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    [project] = client.get("/search?q=新港").json or []
    lat_deg, lon_deg = project.pop("centre")

    assert project == {
        "kind": "project",
        "id": "P-1",
        "label": "+新港",
        "number": steps["project"],
        "url": "/projects/P-1",
    }
    # The tests' origin is at 114° E, 35.2° N; the site lies 350 m east and north.
    assert (round(lat_deg, 2), round(lon_deg, 2)) == (35.23, 114.0)
    assert EAST == 500_000
    assert NORTH == 3_900_000


@pytest.mark.usefixtures("steps")
def test_what_begins_with_the_text_comes_first(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("1-A"))

    assert found(client, "1") == ["1-A", "A-1", "P-1"]
    assert found(client, "a-") == ["A-1", "A-2", "A-3"]


@pytest.mark.parametrize("text", ["", " ", "%", "_", "\\", "'", "nobody", "x" * 5_000])
@pytest.mark.usefixtures("steps")
def test_nothing_is_found_by_what_is_no_part_of_a_name(
    client: FlaskClient, text: str
) -> None:
    assert found(client, text) == []


def test_only_what_exists_as_known_is_found(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    assert found(client, "A-3", as_of="2023-12-31") == []
    assert found(client, "A-3", as_of="2024-01-01") == ["A-3"]
    assert found(client, "A-3", as_known=steps["A-2"]) == []


def test_a_hit_leads_to_the_dates_that_were_asked(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    known = steps["A-3"]

    [hit] = client.get(f"/search?q=A-3&as_of=2024-02-01&as_known={known}").json or []

    assert hit["url"] == f"/plots/A-3?as_of=2024-02-01&as_known={known}"
    assert client.get(hit["url"]).status_code == 200


def test_at_most_twelve_are_found(district: District, client: FlaskClient) -> None:
    record_many(district.app, 1, 40)

    assert found(client, "00") == [f"{number:06}" for number in range(1, 13)]


def test_an_id_of_any_characters_is_led_to(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("甲 #1?"))

    [hit] = client.get("/search?q=" + quote("甲 #")).json or []

    assert client.get(hit["url"]).status_code == 200
