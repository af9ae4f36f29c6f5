"""The id of a plot by its number: what the map asks for under the pointer."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.integration.building import record, registered
from web.district.opening import District


def test_a_number_of_the_map_leads_to_the_id_and_to_nothing_else(
    district: District, client: FlaskClient
) -> None:
    number = record(district.app, registered("A-1", "2030-01-01"))

    found = client.get(f"/plots/number/{number}/id")

    assert found.json == {"plot": "A-1"}
    assert found.cache_control.immutable


def test_a_number_that_is_no_plot_is_not_found(
    district: District, client: FlaskClient
) -> None:
    project = {"record": "ProjectRegistered", "project": "P-1", "name": "新港"}
    number = record(district.app, {**project, "effective": "2020-01-01"})

    for other in (number, number + 1, 0):
        assert client.get(f"/plots/number/{other}/id").status_code == 404
