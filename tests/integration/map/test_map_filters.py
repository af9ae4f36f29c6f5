"""What the map can be filtered by: values, names, and for how long that is true."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.integration.building import Body, record
from tests.integration.map.test_map_data import asked, settle
from web.district.opening import District


def test_filters_list_the_values_in_use_with_their_plots(
    district: District, client: FlaskClient
) -> None:
    settle(district)

    found = asked(client, "/map/filters?as_of=2024-01-01")

    assert found["zone"] == [
        {"value": "东", "plots": 20},
        {"value": "西", "plots": 20},
    ]
    assert found["project"] == [{"value": "none", "plots": 40}]


def test_a_project_is_listed_with_its_name(
    district: District, client: FlaskClient
) -> None:
    settle(district)
    for project, name in (("P-1", "新港"), ("P-2", "老街")):
        body: Body = {"record": "ProjectRegistered", "project": project, "name": name}
        record(district.app, {**body, "effective": "2021-01-01"})
        plot: Body = {"record": "PlotAssigned", "plot": project[-1], "project": project}
        record(district.app, {**plot, "effective": "2021-01-01"})

    found = asked(client, "/map/filters?as_of=2024-01-01")["project"]

    assert found == [
        {"value": "P-1", "plots": 1, "label": "新港"},
        {"value": "P-2", "plots": 1, "label": "老街"},
        {"value": "none", "plots": 38},
    ]


def test_what_is_told_of_today_is_asked_for_again_tomorrow(
    district: District, client: FlaskClient
) -> None:
    known = settle(district)
    dates = f"as_known={known}"

    today = client.get(f"/map/filters?{dates}")
    past = client.get(f"/map/filters?{dates}&as_of=2024-01-01")
    moved = client.get(f"/map/changes?as_known_2={known}&as_of_2=2024-01-01")

    assert today.cache_control.no_cache
    assert past.cache_control.immutable
    assert moved.cache_control.no_cache
