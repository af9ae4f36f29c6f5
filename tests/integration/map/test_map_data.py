"""What the map is told beside its tiles: figures of views, filters, changes, news."""

from __future__ import annotations

import gzip
from datetime import date
from typing import Any

import mapbox_vector_tile
import pytest
from flask.testing import FlaskClient
from pyproj import Transformer

from tests.integration.building import (
    EAST,
    NORTH,
    Told,
    answered,
    corrected,
    record,
    registered,
    square,
    staged,
)
from tests.integration.map.test_served_tiles import tile_of
from web.district.opening import District

EPOCH = date(1970, 1, 1)
NOTHING = (0, "0.00")
ROW = 10


def settle(district: District) -> int:
    """Record 40 plots in four rows, in two zones, three of which change sides."""
    for number in range(40):
        place = (number % ROW * 100, number // ROW * 100)
        zone = "东" if number % ROW > 4 else "西"
        land = {"boundary": square(*place), "zone": zone}
        record(district.app, registered(f"{number}", "2021-01-01", **land))
        record(district.app, staged(f"{number}", "surveyed", "2022-01-01", amount="5"))
        if number % 3 == 0:
            record(district.app, staged(f"{number}", "vacated", "2023-03-01"))
    return district.app.journal.head().position


def asked(client: FlaskClient, address: str) -> Told:
    response = client.get(address)
    assert response.status_code == 200, response.text
    told: Told | None = response.json
    assert told is not None
    return told


def on(curve: Told, day: str, measure: str = "plots") -> dict[str, Any]:
    """Read a curve at a date: figures that are not zero, by stage."""
    number = (date.fromisoformat(day) - EPOCH).days
    rows = [
        row
        for at, row in zip(curve["days"], curve[measure], strict=True)
        if at <= number
    ]
    if not rows:
        return {}  # before anything changed for the first time
    return {
        s: n for s, n in zip(curve["stages"], rows[-1], strict=True) if n not in NOTHING
    }


def bbox(west: int, south: int, east: int, north: int) -> str:
    degrees = Transformer.from_crs("EPSG:4547", "EPSG:4326", always_xy=True)
    corners = ((west, south), (east, north))
    found = [degrees.transform(EAST + x, NORTH + y) for x, y in corners]
    return ",".join(f"{each:.7f}" for corner in found for each in corner)


def test_the_curve_of_a_view_counts_the_plots_whose_middle_lies_inside(
    district: District, client: FlaskClient
) -> None:
    settle(district)
    view = bbox(-50, -50, 350, 150)

    found = asked(client, f"/api/v1/plots/curve?bbox={view}")

    inside = [n for n in range(40) if n % ROW < 4 and n // ROW < 2]
    vacated = sum(n % 3 == 0 for n in inside)
    expected = {"surveyed": len(inside) - vacated, "vacated": vacated}
    assert on(found, "2024-01-01") == expected
    assert on(found, "2022-06-01") == {"surveyed": 8}
    assert on(found, "2022-06-01", "amount") == {"surveyed": "40.00"}
    assert on(found, "2022-06-01", "area_m2") == pytest.approx({"surveyed": 3_200})


def test_a_filter_is_true_on_every_day_even_where_plots_change_sides(
    district: District, client: FlaskClient
) -> None:
    settle(district)
    moved = record(district.app, registered("new", "2021-01-01", zone="东"))
    before = district.app.journal.head().position
    record(district.app, corrected(moved, zone="西"))

    def east(known: int) -> Told:
        return asked(client, f"/api/v1/plots/curve?zone=东&as_known={known}")

    assert on(east(before), "2021-06-01") == {"none": 21}
    assert on(east(before + 1), "2021-06-01") == {"none": 20}
    both = asked(client, "/api/v1/plots/curve?zone=东&zone=西")
    assert on(both, "2024-01-01") == on(
        asked(client, "/api/v1/plots/curve"), "2024-01-01"
    )


def test_a_filtered_tile_holds_the_plots_of_the_filter_only(
    district: District, client: FlaskClient
) -> None:
    settle(district)
    x, y = tile_of(100, 100, 14)

    response = client.get(f"/tiles/history/14/{x}/{y}.mvt?zone=西")

    layers = mapbox_vector_tile.decode(response.data)
    assert len(layers["plots"]["features"]) == 20
    assert len(layers["plots_history"]["features"]) == 20


def test_a_large_tile_is_sent_compressed_to_those_who_take_it(
    district: District, client: FlaskClient
) -> None:
    settle(district)
    x, y = tile_of(100, 100, 13)
    address = f"/tiles/history/13/{x}/{y}.mvt"

    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert packed.headers.get("Content-Encoding") in (None, "gzip")
    body = packed.data
    if packed.headers.get("Content-Encoding"):
        body = gzip.decompress(body)
    assert body == plain.data


def test_durations_are_days_from_stage_to_stage(
    district: District, client: FlaskClient
) -> None:
    settle(district)

    [found] = asked(client, "/map/durations")["steps"]

    days = (date(2023, 3, 1) - date(2022, 1, 1)).days
    assert (found["before"], found["after"]) == ("surveyed", "vacated")
    assert (found["plots"], found["median_days"], found["p90_days"]) == (14, days, days)


def test_groups_are_counted_at_the_end_of_each_month(
    district: District, client: FlaskClient
) -> None:
    settle(district)

    found = asked(client, "/api/v1/plots/curve?by=zone")

    for group in found["groups"]:
        side = {"东": (5, ROW), "西": (0, 5)}[group["name"]]
        mine = [n for n in range(40) if side[0] <= n % ROW < side[1]]
        vacated = sum(n % 3 == 0 for n in mine)
        curve = {**found, "plots": group["plots"]}
        expected = {"surveyed": 20 - vacated, "vacated": vacated}
        assert on(curve, found_day(found)) == expected
        assert on(curve, "2022-02-01") == {"surveyed": 20}


def found_day(found: Told) -> str:
    """Return the last day of the last month."""
    return date.fromordinal(EPOCH.toordinal() + found["days"][-1]).isoformat()


def test_changes_count_what_moved_between_two_dates(
    district: District, client: FlaskClient
) -> None:
    known = settle(district)
    late = record(district.app, staged("1", "demolished", "2022-05-01"))

    dates = "as_of_1=2022-06-01&as_of_2=2024-01-01"
    moved = asked(client, f"/map/changes?{dates}&as_known_1={known}&as_known_2={late}")
    east = asked(client, f"/map/changes?{dates}&zone=东")

    assert moved["moved"] == [
        {"from": "surveyed", "to": "vacated", "plots": 14},
        {"from": "surveyed", "to": "demolished", "plots": 1},
    ]
    vacated = sum(n % 3 == 0 and n % ROW > 4 for n in range(40))
    assert east["moved"] == [{"from": "surveyed", "to": "vacated", "plots": vacated}]


def test_the_legend_of_the_map_is_what_the_command_line_says(
    district: District, client: FlaskClient
) -> None:
    settle(district)

    page = client.get("/legend?as_of=2022-06-01").text

    stages = answered(
        district.home, "state", "plots", "--summary", "--as-of", "2022-06-01"
    )["stages"]
    assert stages["surveyed"] == {"plots": 40, "amount": "200.00"}
    assert ">40<" in page
    assert "16,000.0" in page


@pytest.mark.parametrize("view", ["1,2,3", "a,b,c,d", "5,1,4,2", "nan,0,1,1"])
def test_a_view_that_is_none_is_refused_with_what_to_write(
    client: FlaskClient, view: str
) -> None:
    response = client.get(f"/api/v1/plots/curve?bbox={view}")

    assert response.status_code == 422
    assert response.json is not None
    assert "西,南,东,北" in response.json["detail"]


def test_who_listens_is_told_once_of_what_was_recorded(
    district: District, client: FlaskClient
) -> None:
    known = settle(district)

    first = client.get("/api/v1/live").text
    quiet = client.get("/api/v1/live", headers={"Last-Event-ID": str(known)}).text
    record(district.app, staged("1", "cleared", "2024-01-01"))
    news = client.get("/api/v1/live", headers={"Last-Event-ID": str(known)}).text

    assert f"event: standing\nid: {known}\n" in first
    assert quiet == "retry: 350\n\n"
    assert f"event: recorded\nid: {known + 1}\n" in news
