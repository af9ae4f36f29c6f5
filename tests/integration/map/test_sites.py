"""The sites of projects for the map, against what ``guatu state projects`` answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from domain.application import KeyProjects
from tests.integration.building import (
    Body,
    Told,
    corrected,
    guatu,
    record,
    registered,
    square,
    withdrawn,
)
from tests.integration.map.test_map_data import asked
from web.district.opening import District

EPOCH = date(1970, 1, 1)
SITE = square(0, 0, 300)


def project(name: str, effective: str, **members: object) -> Body:
    body = {"record": "ProjectRegistered", "project": name, "effective": effective}
    return {**body, "name": f"{name} 片区", **members}


def settle(app: KeyProjects) -> list[int]:
    """Record four projects, of which one has no site; return all positions.

    One is moved and renamed, one has its date corrected, one is withdrawn.
    """
    first = record(app, project("P-1", "2021-05-01", boundary=SITE))
    second = record(app, project("P-2", "2022-01-10", boundary=square(400, 0, 90)))
    record(app, project("P-3", "2020-01-01"))
    gone = record(app, project("P-4", "2020-02-02", boundary=square(0, 500, 50)))
    record(app, corrected(first, boundary=square(10, 10, 250), name="新港"))
    record(app, corrected(second, effective="2022-03-01"))
    last = record(app, withdrawn(gone))
    return list(range(first, last + 1))


@pytest.fixture
def positions(district: District) -> list[int]:
    return settle(district.app)


def shown(told: Told, day: str) -> dict[str, Any]:
    """Read the sites of a day off the answer for all time, as the map does."""
    number = (date.fromisoformat(day) - EPOCH).days
    return {
        each["properties"]["project"]: (each["properties"]["name"], each["geometry"])
        for each in told["features"]
        if each["properties"]["from"] <= number
        and (each["properties"]["to"] is None or number < each["properties"]["to"])
    }


def stated(home: Path, day: str, known: int) -> dict[str, Any]:
    """Ask the command line for the projects that have a site."""
    dates = ("--as-of", day, "--as-known", str(known))
    result = guatu(home, "state", "projects", *dates, "--format", "geojson")
    assert result.exit_code == 0, result.output
    told: Told = msgspec.json.decode(result.stdout)
    return {
        each["properties"]["project"]: (each["properties"]["name"], each["geometry"])
        for each in told["features"]
        if each["geometry"] is not None
    }


def test_the_sites_of_every_day_are_those_of_the_command_line_at_every_knowledge(
    district: District, client: FlaskClient, positions: list[int]
) -> None:
    days = ("2020-01-31", "2021-04-30", "2021-05-01", "2022-01-10", "2022-03-01")
    seen = []
    for known in positions:
        told = asked(client, f"/map/sites?as_known={known}")
        for day in days:
            seen.append(shown(told, day))

            assert seen[-1] == stated(district.home, day, known), (known, day)
    assert max(map(len, seen)) == 3
    assert {name for each in seen for name, _ in each.values()} >= {"新港", "P-1 片区"}


@pytest.mark.usefixtures("positions")
def test_a_site_holds_from_its_first_instant_where_an_instant_is_asked_for(
    client: FlaskClient,
) -> None:
    before = asked(client, "/map/sites?as_of=2021-04-30T23:59:59%2B08:00")
    after = asked(client, "/map/sites?as_of=2021-05-01T00:00:00%2B08:00")

    found = [
        {each["properties"]["project"] for each in told["features"]}
        for told in (before, after)
    ]
    assert found == [set(), {"P-1"}]


def test_what_is_known_of_the_past_is_kept_by_the_browser(
    client: FlaskClient, positions: list[int]
) -> None:
    address = f"/map/sites?as_known={positions[1]}"
    past, now = client.get(address), client.get("/map/sites")

    assert past.content_type == "application/geo+json"
    assert past.cache_control.immutable
    assert now.cache_control.no_cache
    tag = {"If-None-Match": past.headers["ETag"]}
    assert client.get(address, headers=tag).status_code == 304


@pytest.mark.usefixtures("positions")
def test_a_project_without_a_site_is_not_on_the_map(
    client: FlaskClient,
) -> None:
    told = asked(client, "/map/sites")

    assert {each["properties"]["project"] for each in told["features"]} == {
        "P-1",
        "P-2",
    }


def test_facts_about_plots_move_no_site_and_those_about_projects_do(
    district: District, client: FlaskClient
) -> None:
    before = asked(client, "/map/sites")
    record(district.app, project("P-9", "2021-01-01", boundary=SITE))
    with_project = asked(client, "/map/sites")
    plot = record(district.app, registered("A-1"))
    known = asked(client, f"/map/sites?as_known={plot}")
    record(district.app, withdrawn(plot - 1))

    after = asked(client, "/map/sites")

    assert before["features"] == after["features"] == []
    assert len(with_project["features"]) == 1
    assert known["features"] == with_project["features"]
    assert asked(client, f"/map/sites?as_known={plot}") == known


def test_the_sites_say_at_which_position_they_are_known(
    client: FlaskClient, positions: list[int]
) -> None:
    day = msgspec.json.decode(client.get("/api/v1/plots/summary").data)["position"]

    then = asked(client, f"/map/sites?as_known={positions[1]}")
    now = asked(client, "/map/sites")

    assert (then["position"], now["position"]) == (positions[1], day)
    assert (then["provisional"], now["provisional"]) == (False, True)
