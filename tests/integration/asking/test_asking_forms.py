"""What people wrote stays what it is: no formula, no markup, no blank, no shift."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import msgspec
import pytest
from pyproj import Transformer

from tests.integration.building import (
    EAST,
    NORTH,
    answered,
    asked,
    corrected,
    guatu,
    record,
    registered,
    staged,
)
from tests.integration.small_district import BOUNDARY, FORMULA, QUESTIONS, settle
from web.district.opening import District


@pytest.mark.parametrize("value", ["none", "absent"])
def test_a_value_is_never_shown_like_a_blank(district: District, value: str) -> None:
    position = record(district.app, registered("A-1", zone=value))
    known = (str(position), "")
    record(district.app, corrected(position, zone=None))

    options = ("--attribute", "zone", "--known", *known)
    [row] = answered(district.home, "diff", *options)["differences"]

    assert row["before"] != "none"
    assert row["before"] != row["after"]


@pytest.mark.parametrize(
    ("things", "attribute"),
    [("plots", "stagee"), ("plots", "investment"), ("projects", "amount")],
)
def test_a_difference_of_something_that_is_no_attribute_is_refused(
    district: District, things: str, attribute: str
) -> None:
    position = record(district.app, registered("A-1"))

    asked_for = (things, "--attribute", attribute, "--known", "1", str(position))
    refused = guatu(district.home, "diff", *asked_for)

    assert refused.exit_code != 0


def test_a_difference_of_money_names_the_correction_behind_it(
    district: District,
) -> None:
    record(district.app, registered("A-1"))
    body = staged("A-1", "surveyed", "2021-01-01", amount="5.00")
    stage = record(district.app, body)
    correction = record(district.app, corrected(stage, amount="7.05"))
    known = ("--known", str(stage), str(correction))

    told = answered(district.home, "diff", "plots", "--attribute", "amount", *known)

    [row] = told["differences"]
    assert (row["before"], row["after"]) == ("5.00", "7.05")
    assert {
        "position": correction,
        "role": "corrects",
        "fact": "FactCorrected",
        "thing": "plot:A-1",
    } in row["causes"]


def test_a_sum_of_any_size_is_exact(district: District) -> None:
    largest = "999999999999999.99"
    paid = {"record": "PlotAmountRecorded", "plot": "A-1", "purpose": "大额"}
    record(district.app, registered("A-1"))
    for _ in range(100):
        record(district.app, {**paid, "amount": largest, "effective": "2024-01-01"})

    [row] = answered(district.home, "state", "plots")["plots"]

    assert Decimal(row["amount"]) == 100 * Decimal(largest)


def test_no_cell_of_csv_begins_like_a_formula(district: District) -> None:
    known = settle(district.app)["withdrawn"]

    cells = [
        cell
        for question in QUESTIONS
        for row in csv.reader(
            io.StringIO(asked(district.home, question, "csv", known).decode())
        )
        for cell in row
    ]

    assert f"'{FORMULA}" in cells
    begins = [c for c in cells if c[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert [
        c for c in begins if not c.removeprefix("-").replace(".", "").isdigit()
    ] == []


@pytest.mark.parametrize("text", ["A:100:B", "[red]A[/red]", r"A\[red]B", "A\\"])
def test_a_table_shows_text_as_it_is(district: District, text: str) -> None:
    record(district.app, registered("A-1", zone=text))

    table = guatu(district.home, "state", "plots").stdout

    assert text in table


def test_geojson_lies_where_another_library_puts_it(district: District) -> None:
    known = settle(district.app)["withdrawn"]
    degrees = Transformer.from_crs("EPSG:4547", "EPSG:4326", always_xy=True)
    collection = msgspec.json.decode(
        asked(district.home, "state plots", "geojson", known)
    )
    outline, point = (each["geometry"] for each in collection["features"][:2])

    corners = [each.split() for each in BOUNDARY[10:-2].split(", ")]
    expected = {degrees.transform(float(x), float(y)) for x, y in corners}

    assert outline["type"] == "Polygon"
    found = {tuple(corner) for corner in outline["coordinates"][0]}
    for corner in expected:
        assert min(abs(x - corner[0]) + abs(y - corner[1]) for x, y in found) < 2e-7
    assert point["coordinates"] == pytest.approx(
        degrees.transform(EAST, NORTH), abs=1e-7
    )


def test_a_count_has_no_geometry(district: District) -> None:
    refused = guatu(district.home, "state", "plots", "--summary", "--format", "geojson")

    assert refused.exit_code == 1
    assert "no geometry" in refused.stderr
