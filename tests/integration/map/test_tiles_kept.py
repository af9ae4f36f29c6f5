"""Tiles asked for again while other things than plots are recorded."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.integration.building import EAST, NORTH, Body, record, registered, staged
from tests.property.made_once import ZOOM, X, Y
from web.atlas.served import Served
from web.frame.asked import EXTENSION
from web.frame.made.tiles import SHELF

ADDRESSES = (f"/tiles/{ZOOM}/{X}/{Y}.mvt", f"/tiles/history/{ZOOM}/{X}/{Y}.mvt")
PROJECT = {
    "record": "ProjectRegistered",
    "project": "P1",
    "name": "堤",
    "effective": "2026-01-01",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_tile_is_not_sent_again_after_a_fact_of_a_project(
    app: Flask, client: FlaskClient, address: str
) -> None:
    district = app.extensions[EXTENSION].district
    record(district.app, registered("A-1"))
    first = client.get(address)

    district.app.execute({"command_id": "p1", **PROJECT}, actor="law")
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.data
    assert again.status_code == 304


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_tile_is_sent_again_after_a_fact_of_its_plot(
    app: Flask, client: FlaskClient, address: str
) -> None:
    district = app.extensions[EXTENSION].district
    record(district.app, registered("A-1"))
    first = client.get(address)

    record(district.app, staged("A-1", "surveyed", "2026-01-02", amount="1.00"))
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200
    assert again.data != first.data


@pytest.mark.parametrize(
    ("fact", "is_cut"),
    [
        (staged("B-1", "surveyed", "2026-01-02"), False),
        (staged("A-1", "surveyed", "2026-01-02"), True),
        (registered("C-1", point=f"POINT ({EAST + 3} {NORTH})"), True),
        (registered("C-2", point=f"POINT ({EAST + 5_000} {NORTH})"), False),
    ],
)
def test_only_what_changes_on_a_tile_has_it_cut_again(
    app: Flask, client: FlaskClient, fact: Body, *, is_cut: bool
) -> None:
    serving = app.extensions[EXTENSION]
    record(serving.district.app, registered("A-1"))
    far = registered("B-1", point=f"POINT ({EAST + 5_000} {NORTH})")
    record(serving.district.app, far)
    first = client.get(ADDRESSES[1])
    before = _names_of_tiles(serving)

    record(serving.district.app, fact)
    again = client.get(ADDRESSES[1])

    assert (_names_of_tiles(serving) != before) == is_cut
    assert (again.data != first.data) == is_cut


def test_money_spent_on_a_plot_has_no_tile_cut_again(
    app: Flask, client: FlaskClient
) -> None:
    serving = app.extensions[EXTENSION]
    record(serving.district.app, registered("A-1"))
    client.get(ADDRESSES[1])
    before = _names_of_tiles(serving)

    money = {"record": "PlotAmountRecorded", "plot": "A-1", "effective": "2026-01-03"}
    record(serving.district.app, {**money, "amount": "5.00", "purpose": "看护费"})
    client.get(ADDRESSES[1])
    curve = client.get("/map/curve").get_json()

    assert _names_of_tiles(serving) == before
    assert "5.00" in {each for day in curve["amount"] for each in day}


def _names_of_tiles(serving: Served) -> list[object]:
    return [name for name, _ in serving.budget.named(SHELF)]
