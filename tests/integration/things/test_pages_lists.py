"""The lists: the same totals as ``guatu state``, filtered and sorted by the server."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.integration.building import V, answered, record, record_many, registered
from tests.integration.small_district import settle
from web.district.opening import District

ROW = re.compile(r'<th scope="row"><a href="[^"]*">([^<]*)</a>')
TOTAL = re.compile(r'class="lead figure"><strong>([\d,]+)</strong>')
STAGE = re.compile(r'<span class="swatch stage-(\w+)"></span>.*?<strong[^>]*>([\d,]+)')


@pytest.fixture
def steps(district: District) -> dict[str, int]:
    """Settle the small district; return its positions by name."""
    return settle(district.app)


def rows(page: str) -> list[str]:
    """Read the ids of the rows, in order."""
    return ROW.findall(page)


def known_as(steps: dict[str, int]) -> list[int]:
    return [steps["A-1"], steps["A-3"], steps["corrected"], steps["withdrawn"]]


def test_the_totals_are_those_of_guatu_state_at_every_date(
    home: Path, client: FlaskClient, steps: dict[str, int]
) -> None:
    for as_of in ("2020-06-01", "2021-06-01", V):
        for known in known_as(steps):
            dates = ("--as-of", as_of, "--as-known", str(known))
            state = answered(home, "state", "plots", *dates)["plots"]
            stages = answered(home, "state", "plots", "--summary", *dates)["stages"]

            page = client.get(f"/plots?as_of={as_of}&as_known={known}").text

            assert rows(page) == [row["plot"] for row in state]
            assert TOTAL.findall(page) == [str(len(state))]
            assert dict(STAGE.findall(page)) == {
                name: str(figures["plots"]) for name, figures in stages.items()
            }
            amount = sum(float(row["amount"]) for row in state)
            assert f"<strong>{amount:,.2f}</strong>" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("stage=demolished", ["A-1"]),
        ("stage=none", ["A-2", "A-3"]),
        ("zone=北区", ["A-1"]),
        ("zone==HYPERLINK(1)", ["A-2"]),
        ("land_use=none", ["A-1", "A-3"]),
        ("project=P-1", ["A-1"]),
        ("project=none&sort=-id", ["A-3", "A-2"]),
        ("q=-2", ["A-2"]),
        ("q=%25", []),
        ("zone=北区&stage=none", []),
        ("sort=-amount", ["A-2", "A-3", "A-1"]),
        ("sort=amount", ["A-1", "A-2", "A-3"]),
        ("sort=paper_area_m2", ["A-1", "A-2", "A-3"]),
        ("sort=-stage", ["A-1", "A-2", "A-3"]),
        ("sort=zone", ["A-3", "A-2", "A-1"]),
        ("sort=nothing&page=99", ["A-1", "A-2", "A-3"]),
    ],
)
@pytest.mark.usefixtures("steps")
def test_plots_are_filtered_and_sorted(
    client: FlaskClient, query: str, expected: list[str]
) -> None:
    assert rows(client.get(f"/plots?as_of={V}&{query}").text) == expected


@pytest.mark.parametrize("form", ["csv", "json", "geojson"])
@pytest.mark.usefixtures("steps")
def test_a_filtered_list_is_written_as_it_is_filtered(
    client: FlaskClient, form: str
) -> None:
    written = client.get(f"/plots?as_of={V}&stage=none&format={form}")

    assert written.status_code == 200
    assert "A-2" in written.text
    assert "A-1" not in written.text


@pytest.mark.usefixtures("steps")
def test_an_unknown_format_is_refused(client: FlaskClient) -> None:
    assert client.get("/plots?format=xls").status_code == 422


def test_every_plot_is_on_exactly_one_page(
    district: District, client: FlaskClient
) -> None:
    record_many(district.app, 1, 120)

    pages = [rows(client.get(f"/plots?page={number}").text) for number in (1, 2, 3)]

    assert [len(each) for each in pages] == [50, 50, 20]
    assert [*pages[0], *pages[1], *pages[2]] == [
        f"{number:06}" for number in range(1, 121)
    ]


def test_the_totals_of_projects_are_those_of_guatu_state(
    home: Path, client: FlaskClient, steps: dict[str, int]
) -> None:
    dates = ("--as-of", V, "--as-known", str(steps["investment"]))
    [state] = answered(home, "state", "projects", *dates)["projects"]

    page = client.get(f"/projects?as_of={V}&as_known={steps['investment']}").text

    assert rows(page) == [state["project"]] == ["P-1"]
    assert state["investment"] == "12345678.90"
    assert "12,345,678.90" in page
    assert f">{state['plots']}</a>" in page


@pytest.mark.parametrize(
    "query", ["q=新港", "q=p-1", "sort=-plots", "sort=investment", "sort=name"]
)
@pytest.mark.usefixtures("steps")
def test_projects_are_found_and_sorted(client: FlaskClient, query: str) -> None:
    assert rows(client.get(f"/projects?as_of={V}&{query}").text) == ["P-1"]


def test_an_empty_district_has_a_way_out(client: FlaskClient) -> None:
    page = client.get("/plots").text

    assert rows(page) == []
    assert "没有这样的地块" in page


@pytest.mark.parametrize("address", ["/plots", "/projects", "/history"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_links_keep_the_dates_and_the_language(
    district: District, client: FlaskClient, address: str, lang: str
) -> None:
    position = record(district.app, registered("A-1"))
    dates = f"as_of={V}&as_known={position}&lang={lang}"

    page = client.get(f"{address}?{dates}").text

    links = re.findall(r'href="(/(?:plots|projects|history)/[^"]+)"', page)
    assert all("as_known=" in link and f"lang={lang}" in link for link in links)


def test_the_address_cannot_make_a_link_lead_elsewhere(client: FlaskClient) -> None:
    page = client.get("/plots?_scheme=javascript&_external=1&endpoint=x&q=y").text

    assert "javascript:" not in page


@pytest.mark.usefixtures("steps")
def test_a_csv_holds_the_rows_of_the_filter(client: FlaskClient) -> None:
    text = client.get(f"/plots?as_of={V}&project=P-1&format=csv").text

    assert [row["plot"] for row in csv.DictReader(text.splitlines())] == ["A-1"]
