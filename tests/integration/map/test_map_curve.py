"""The curve as the map asks for it: its changes add up to what the API tells."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate

import pytest
from flask.testing import FlaskClient

from tests.integration.building import EAST, NORTH, Body, Told, record, staged
from tests.integration.map.test_map_data import asked, bbox, settle
from web.district.opening import District

CM2_A_M2 = 10_000
STAGES = 8
ASKED = (
    "",
    "zone=东",
    "zone=西&zone=none",
    "zone=南",
    "as_known={known}",
    "as_known={known}&zone=东",
    "bbox={view}",
    "bbox={view}&as_known={known}&zone=西",
    "bbox=0,0,0.1,0.1",
)


def told(district: District) -> int:
    """Record plots with land of odd sizes and money; return where K may be."""
    known = settle(district)
    for number in range(3):
        body: Body = {"record": "PlotRegistered", "plot": f"odd-{number}", "zone": "西"}
        land = strip(1_000 + number * 50, 9.87 + number / 7)
        record(district.app, {**body, "effective": "2021-06-01", "boundary": land})
        paid = staged(f"odd-{number}", "compensated", "2022-02-0" + str(number + 1))
        record(district.app, {**paid, "amount": f"{number}7.35"})
    record(district.app, staged("1", "demolished", "2022-05-01", amount="-3.20"))
    return known


def strip(east: int, width_m: float) -> str:
    """Draw 13 m of a strip whose area is no round number."""
    west, south = EAST + east, NORTH + 500
    over, up = west + width_m, south + 13
    ring = f"{west} {south}, {over} {south}, {over} {up}, {west} {up}, {west} {south}"
    return f"POLYGON (({ring}))"


def on_every_day(sent: Told, measure: str) -> list[list[int]]:
    """Add changes up, and turn stage by stage into day by day."""
    sums = [list(accumulate(changes)) for changes in sent[measure]]
    assert len(sums) == STAGES
    return [list(row) for row in zip(*sums, strict=True)]


def money_on_every_day(sent: Told) -> list[list[str]]:
    """Add up changes of money, which are text with two decimals."""
    changes = [[Decimal(each) for each in stage] for stage in sent["amount"]]
    sums = on_every_day({"amount": changes}, "amount")
    return [[f"{each:.2f}" for each in row] for row in sums]


@pytest.mark.parametrize("query", ASKED)
def test_changes_add_up_to_the_figures_of_the_api_on_every_day(
    district: District, client: FlaskClient, query: str
) -> None:
    known = told(district)
    query = query.format(known=known, view=bbox(-50, -50, 1_200, 560))

    sent = asked(client, f"/map/curve?{query}")

    whole = asked(client, f"/api/v1/plots/curve?{query}")
    assert list(accumulate(sent["days"])) == whole["days"]
    assert on_every_day(sent, "plots") == whole["plots"]
    assert money_on_every_day(sent) == whole["amount"]
    area_m2 = [[n / CM2_A_M2 for n in row] for row in on_every_day(sent, "area_cm2")]
    assert area_m2 == whole["area_m2"]
    for about in ("as_of", "position", "provisional", "stages"):
        assert sent[about] == whole[about]


def test_only_what_is_asked_for_is_sent(
    district: District, client: FlaskClient
) -> None:
    told(district)

    sent = asked(client, "/map/curve?measures=amount,plots")

    assert {"plots", "amount"} < sent.keys()
    assert not {"area_cm2", "area_drawn"} & sent.keys()


def test_area_to_draw_is_right_to_a_ten_thousandth_and_highest_sums_are_exact(
    district: District, client: FlaskClient
) -> None:
    told(district)

    drawn = asked(client, "/map/curve?measures=area_drawn")["area_drawn"]

    rows = asked(client, "/api/v1/plots/curve")["area_m2"]
    further = [[sum(row[stage:]) for row in rows] for stage in range(STAGES)]
    highest = [max(sums) for sums in further]
    assert drawn["highest_m2"] == pytest.approx(highest, abs=1e-3)
    units = on_every_day(drawn, "changes")
    for row, counted in zip(rows, units, strict=True):
        for area_m2, number in zip(row, counted, strict=True):
            off_m2 = abs(number * drawn["unit_m2"] - area_m2)
            assert off_m2 <= highest[0] / 10_000


def test_a_district_without_plots_has_a_curve_without_days(
    district: District, client: FlaskClient
) -> None:
    sent = asked(client, "/map/curve?measures=plots,area,amount,area_drawn")

    assert district.app.journal.head().position == sent["position"]
    assert sent["days"] == []
    assert sent["plots"] == sent["amount"] == sent["area_cm2"] == [[]] * STAGES
    assert sent["area_drawn"]["highest_m2"] == [0] * STAGES


def test_what_is_no_measure_is_refused_with_those_that_are(
    client: FlaskClient,
) -> None:
    accept = {"Accept": "application/json"}

    chinese = client.get("/map/curve?measures=plots,height", headers=accept)
    english = client.get("/map/curve?measures=height&lang=en", headers=accept)

    assert (chinese.status_code, english.status_code) == (422, 422)
    assert chinese.json is not None
    assert english.json is not None
    assert "曲线没有“height”这一量" in chinese.json["detail"]
    assert "plots, area, amount, area_drawn" in english.json["detail"]


def test_a_curve_at_a_position_is_kept_for_ever_and_todays_is_asked_for_again(
    district: District, client: FlaskClient
) -> None:
    known = told(district)

    then = client.get(f"/map/curve?as_known={known}&measures=plots")
    now = client.get("/map/curve?measures=plots")

    assert then.cache_control.immutable
    assert now.cache_control.no_cache
