"""Tiles show every plot once a zoom, and are kept as long as they are true."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from typing import Any

import mapbox_vector_tile
import pytest
from flask.testing import FlaskClient
from pyproj import Transformer

from tests.integration.building import (
    EAST,
    NORTH,
    answered,
    corrected,
    record,
    registered,
    square,
    staged,
)
from web.district.opening import District

STAGES = ("surveyed", "vacated", "demolished", "cleared")
Z = 15


def tile_of(east: int, north: int, z: int) -> tuple[int, int]:
    """Find the tile of a place by the slippy map's published formula."""
    degrees = Transformer.from_crs("EPSG:4547", "EPSG:4326", always_xy=True)
    lon, lat = degrees.transform(EAST + east, NORTH + north)
    x = (lon + 180) / 360
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int(x * 2**z), int(y * 2**z)


def settle(district: District) -> int:
    """Record 60 plots over some kilometres, some without stage or boundary."""
    for number in range(60):
        place = (number % 10 * 400, number // 10 * 400)
        boundary = square(*place) if number % 7 else None
        point = f"POINT ({EAST + place[0]} {NORTH + place[1]})"
        record(district.app, registered(f"{number}", boundary=boundary, point=point))
        if number % 5 > 1:
            stage = STAGES[number % len(STAGES)]
            record(district.app, staged(f"{number}", stage, "2022-01-01"))
    return district.app.journal.head().position


def features(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    response = client.get(address)
    if response.status_code == 204:
        return []
    assert response.status_code == 200
    assert response.mimetype == "application/vnd.mapbox-vector-tile"
    decoded = mapbox_vector_tile.decode(response.data)
    found: list[dict[str, Any]] = decoded["plots"]["features"]
    return found


@pytest.mark.parametrize("z", [Z, 17])
def test_the_stages_on_all_tiles_of_a_zoom_are_the_stages_counted(
    district: District, client: FlaskClient, z: int
) -> None:
    known = settle(district)
    (west, south), (east, north) = tile_of(-99, -99, z), tile_of(4_000, 3_000, z)
    query = f"as_of=2024-01-01&as_known={known}"

    shown = {
        each["id"]: each["properties"]["stage"]
        for x in range(west, east + 1)
        for y in range(north, south + 1)
        for each in features(client, f"/tiles/{z}/{x}/{y}.mvt?{query}")
    }

    options = ("--as-of", "2024-01-01", "--as-known", str(known), "--summary")
    counted = answered(district.home, "state", "plots", *options)["stages"]
    assert Counter(shown.values()) == {
        stage: row["plots"] for stage, row in counted.items() if row["plots"]
    }
    assert len(shown) == 60


def test_a_tile_holds_no_name_and_no_money(
    district: District, client: FlaskClient
) -> None:
    settle(district)
    x, y = tile_of(0, 0, Z)

    found = features(client, f"/tiles/{Z}/{x}/{y}.mvt")

    assert found
    assert {name for each in found for name in each["properties"]} == {"stage"}


def test_a_tile_without_plots_has_no_content(
    district: District, client: FlaskClient
) -> None:
    settle(district)

    response = client.get(f"/tiles/{Z}/0/0.mvt")

    assert (response.status_code, response.data) == (204, b"")


def test_a_tile_that_has_not_changed_is_not_sent_again(
    district: District, client: FlaskClient
) -> None:
    settle(district)
    x, y = tile_of(0, 0, Z)
    address = f"/tiles/{Z}/{x}/{y}.mvt"
    tag = {"If-None-Match": client.get(address).headers["ETag"]}

    unchanged = client.get(address, headers=tag)
    record(district.app, staged("0", "handed_over", "2023-01-01"))
    changed = client.get(address, headers=tag)

    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag["If-None-Match"]


def test_a_tile_of_past_knowledge_is_kept_for_ever_and_todays_is_not(
    district: District, client: FlaskClient
) -> None:
    known = settle(district) - 1
    x, y = tile_of(0, 0, Z)

    past = client.get(
        f"/tiles/{Z}/{x}/{y}.mvt?as_of=2026-01-01&as_known={known}"
    ).cache_control
    today = client.get(f"/tiles/{Z}/{x}/{y}.mvt").cache_control

    assert (past.immutable, past.max_age, past.private) == (True, 31_536_000, True)
    assert (today.immutable, today.no_cache, today.private) == (False, True, True)


def test_a_plot_that_nobody_can_draw_breaks_no_tile(
    district: District, client: FlaskClient
) -> None:
    settle(district)
    record(district.app, registered("far", point="POINT (0 0)"))

    x, y = tile_of(0, 0, Z)

    assert features(client, f"/tiles/{Z}/{x}/{y}.mvt")


@pytest.mark.parametrize("by", ["2019-12-31", "2020-01-01", "2022-06-30", "2024-01-01"])
def test_the_curve_passes_through_the_counts_of_every_day(
    district: District, client: FlaskClient, by: str
) -> None:
    settle(district)
    record(district.app, staged("1", "surveyed", "2022-06-30", amount="12.50"))
    moved = record(district.app, staged("1", "vacated", "2022-06-30", amount="7.00"))
    record(district.app, corrected(moved, effective="2023-06-30"))

    curve = client.get("/api/v1/plots/curve").get_json()

    day = (date.fromisoformat(by) - date(1970, 1, 1)).days
    last = max((n for n, each in enumerate(curve["days"]) if each <= day), default=None)
    counted = answered(district.home, "state", "plots", "--as-of", by, "--summary")
    for column, stage in enumerate(curve["stages"]):
        figures = counted["stages"][stage]
        there = 0 if last is None else curve["plots"][last][column]
        spent = "0.00" if last is None else curve["amount"][last][column]
        assert (there, spent) == (figures["plots"], figures["amount"])
