"""Tiles asked for again while other things than plots are recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.building import record, registered, staged
from tests.property.made_once import ZOOM, X, Y
from web.app import create_app
from web.serving import EXTENSION
from web.wiring import found_district

ADDRESSES = (f"/tiles/{ZOOM}/{X}/{Y}.mvt", f"/tiles/history/{ZOOM}/{X}/{Y}.mvt")
PROJECT = {
    "record": "ProjectRegistered",
    "project": "P1",
    "name": "堤",
    "effective": "2026-01-01",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_tile_is_not_sent_again_after_a_fact_of_a_project(
    tmp_path: Path, address: str
) -> None:
    found_district(tmp_path / "home", name="片", crs="EPSG:4547", currency="CNY")
    app = create_app(tmp_path / "home")
    district = app.extensions[EXTENSION].district
    record(district.app, registered("A-1"))
    first = app.test_client().get(address)

    district.app.execute({"command_id": "p1", **PROJECT}, actor="law")
    again = app.test_client().get(
        address, headers={"If-None-Match": first.headers["ETag"]}
    )

    assert first.data
    assert again.status_code == 304
    district.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_tile_is_sent_again_after_a_fact_of_its_plot(
    tmp_path: Path, address: str
) -> None:
    found_district(tmp_path / "home", name="片", crs="EPSG:4547", currency="CNY")
    app = create_app(tmp_path / "home")
    district = app.extensions[EXTENSION].district
    record(district.app, registered("A-1"))
    first = app.test_client().get(address)

    record(district.app, staged("A-1", "surveyed", "2026-01-02", amount="1.00"))
    again = app.test_client().get(
        address, headers={"If-None-Match": first.headers["ETag"]}
    )

    assert again.status_code == 200
    assert again.data != first.data
    district.close()
