"""A difference is told page by page with its sums, or row by row as a whole."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import click
import pytest
from flask.testing import FlaskClient

from tests.integration.building import guatu, registered, staged
from tests.integration.recording.commanding import answers, command, sent
from web.app import create_app
from web.asking.differences import PORTION, compare, diff_sheet
from web.cli.main import COMMANDS, main
from web.district.dates import resolve
from web.district.founding import found_district
from web.frame.asked import EXTENSION
from web.words.tables import Format, write

STAGES = ("surveyed", "vacated", "demolished")
PLOTS = PORTION + 107
NO_CONTEXT = click.Context(click.Command("guatu"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A district that all tests ask, and none adds to."""
    home = tmp_path_factory.mktemp("differences") / "district"
    found_district(home, name="测试区", crs="EPSG:4547", currency="CNY")
    app = create_app(home)
    yield app.test_client()
    app.extensions[EXTENSION].district.close()


@pytest.fixture(scope="module")
def positions(client: FlaskClient) -> tuple[int, int]:
    """Record plots, know them, and then a stage of most: more than a portion."""
    plots = [registered(f"A-{number:04}") for number in range(PLOTS + 3)]
    said = [
        staged(f"A-{number:04}", STAGES[number % 3], "2024-01-01", amount="1.50")
        for number in range(PLOTS)
    ]
    told = [
        answers(sent(client, *(command(e, f"{n}-{m}") for m, e in enumerate(each))))
        for n, each in enumerate((plots, said))
    ]
    return told[0][-1]["position"], told[1][-1]["position"]


def test_pages_hold_every_row_once_and_say_what_it_comes_to(
    client: FlaskClient, positions: tuple[int, int]
) -> None:
    address = "/api/v1/plots/diff?known={}&known={}".format(*positions)
    whole = client.get(address).get_json()

    pages = [
        client.get(f"{address}&page={page}&per_page=300").get_json()
        for page in range(1, 4)
    ]

    rows = [row for page in pages for row in page["differences"]]
    assert rows == whole["differences"]
    assert {page["pages"] for page in pages} == {-(-PLOTS // 300)} == {3}
    moved = Counter((row["before"], row["after"]) for row in rows)
    for page in pages:
        assert page["things"] == PLOTS
        assert {(m["before"], m["after"]): m["things"] for m in page["moved"]} == moved


def test_the_first_page_has_a_hundred_rows_unless_it_is_asked_for_more(
    client: FlaskClient, positions: tuple[int, int]
) -> None:
    address = "/api/v1/plots/diff?known={}&known={}&page=1".format(*positions)

    assert len(client.get(address).get_json()["differences"]) == 100
    more = client.get(f"{address}&per_page=7").get_json()
    assert len(more["differences"]) == 7


def test_a_sum_is_told_before_and_after(
    client: FlaskClient, positions: tuple[int, int]
) -> None:
    address = "/api/v1/plots/diff?attribute=amount&known={}&known={}&per_page=1"

    told = client.get(address.format(*positions)).get_json()

    # 1.50 for each of the plots, in hundredths so that nothing is rounded.
    after = f"{150 * PLOTS // 100}.{150 * PLOTS % 100:02}"
    assert (told["total_before"], told["total_after"]) == ("0.00", after)


@pytest.mark.parametrize(
    "wrong", ["page=0", "page=12", "page=-1", "page=x", "per_page=0", "per_page=1001"]
)
def test_a_page_that_is_not_there_is_refused(
    client: FlaskClient, positions: tuple[int, int], wrong: str
) -> None:
    address = "/api/v1/plots/diff?known={}&known={}".format(*positions)

    assert client.get(f"{address}&{wrong}").status_code == 422


@pytest.mark.parametrize("form", [Format.JSON, Format.CSV])
def test_what_is_streamed_is_what_would_be_written_as_a_whole(
    client: FlaskClient, positions: tuple[int, int], form: Format
) -> None:
    district = client.application.extensions[EXTENSION].district
    before, after = (resolve(district, as_known=str(each)) for each in positions)
    found = compare(district, "plot", "stage", before=before, after=after)

    address = "/api/v1/plots/diff?format={}&known={}&known={}"
    response = client.get(address.format(form.value, *positions))

    assert response.is_streamed
    expected = write(diff_sheet(found, found.each()), form)
    assert response.get_data(as_text=True) == expected


def test_nothing_that_differs_is_an_empty_list(
    client: FlaskClient, positions: tuple[int, int]
) -> None:
    address = f"/api/v1/plots/diff?known={positions[0]}&known={positions[0]}"

    assert client.get(address).get_json()["differences"] == []
    assert client.get(f"{address}&page=1").get_json()["things"] == 0


def test_the_command_line_streams_the_same(
    client: FlaskClient, positions: tuple[int, int]
) -> None:
    home: Path = client.application.extensions[EXTENSION].district.home
    known = [str(each) for each in positions]

    printed = guatu(home, "diff", "--known", *known, "--format", "json").stdout

    address = "/api/v1/plots/diff?known={}&known={}".format(*positions)
    assert json.loads(printed) == client.get(address).get_json()


@pytest.mark.parametrize(
    "page", ["--page 2 --per-page 300", "--page 7", "--per-page 9"]
)
@pytest.mark.parametrize("attribute", ["stage", "amount"])
def test_the_command_line_has_the_same_pages(
    client: FlaskClient, positions: tuple[int, int], page: str, attribute: str
) -> None:
    home: Path = client.application.extensions[EXTENSION].district.home
    known = [str(each) for each in positions]
    asked = ("diff", "--known", *known, "--attribute", attribute, *page.split())

    printed = guatu(home, *asked, "--format", "json").stdout
    cells = guatu(home, *asked, "--format", "csv").stdout

    words = page.replace("--per-page ", "&per_page=").replace("--page ", "&page=")
    address = f"/api/v1/plots/diff?known={known[0]}&known={known[1]}"
    address = f"{address}&attribute={attribute}{words.replace(' ', '')}"
    assert json.loads(printed) == client.get(address).get_json()
    assert cells.encode() == client.get(f"{address}&format=csv").data.replace(
        b"\r\n", b"\n"
    )


@pytest.mark.parametrize("wrong", ["--page 0", "--page x", "--per-page 1001"])
def test_the_command_line_refuses_a_page_that_is_not_there(
    client: FlaskClient, positions: tuple[int, int], wrong: str
) -> None:
    home: Path = client.application.extensions[EXTENSION].district.home
    known = [str(each) for each in positions]

    refused = guatu(home, "diff", "--known", *known, *wrong.split())

    assert refused.exit_code == 1
    assert wrong.rpartition(" ")[2] in refused.stderr


@pytest.mark.parametrize(
    ("command", "address"),
    [
        ("state plots", "/api/v1/plots"),
        ("state projects", "/api/v1/projects"),
        ("history plot A-0004", "/api/v1/plots/A-0004/history"),
    ],
)
def test_every_list_is_turned_by_the_same_words(
    client: FlaskClient, positions: tuple[int, int], command: str, address: str
) -> None:
    home: Path = client.application.extensions[EXTENSION].district.home
    asked = f"{command} --page 1 --per-page 2 --as-known {positions[1]} --format json"

    printed = json.loads(guatu(home, *asked.split()).stdout)

    known = f"as_known={positions[1]}"
    page = client.get(f"{address}?{known}&page=1&per_page=2").get_json()
    whole = client.get(f"{address}?{known}").get_json()
    [rows] = [name for name, rows in whole.items() if isinstance(rows, list)]
    assert printed == page
    assert page[rows] == whole[rows][:2]
    assert page["pages"] == max(1, -(-len(whole[rows]) // 2))


def test_every_command_that_lists_rows_has_pages() -> None:
    listing = [
        command
        for name in COMMANDS
        for command in [cast("click.Command", main.get_command(NO_CONTEXT, name))]
        if {"--format", "--as-of"} <= options(command) and "-o" not in options(command)
    ]

    assert len(listing) == 3
    assert all({"--page", "--per-page"} <= options(each) for each in listing)


def options(command: click.Command) -> set[str]:
    return {word for each in command.params for word in each.opts}


def test_as_frequent_moves_stand_in_one_order_from_tables_and_from_memory(
    client: FlaskClient,
) -> None:
    plots = [registered("A-1"), registered("A-2")]
    said = [
        staged("A-1", "demolished", "2024-01-01"),
        staged("A-2", "surveyed", "2024-01-01"),
    ]
    *_, before, _, after = (
        each["position"]
        for each in answers(
            sent(client, *(command(e, f"{n}") for n, e in enumerate([*plots, *said])))
        )
    )
    address = f"/api/v1/plots/diff?known={before}&known={after}&page=1"
    district = client.application.extensions[EXTENSION].district

    from_tables = client.get(address).get_json()["moved"]
    with district.read_model.snapshot() as now:
        district.columns.refreshed(now)
    from_memory = client.get(address).get_json()["moved"]

    assert [each["after"] for each in from_tables] == ["demolished", "surveyed"]
    assert from_memory == from_tables
