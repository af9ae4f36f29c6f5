"""Maps to take away: the evidence page and the wall map, made from a real journal."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Sequence
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from domain.application import KeyProjects
from tests.integration.building import (
    answered,
    guatu,
    record,
    registered,
    square,
    staged,
)
from web.district.founding import found_district
from web.district.opening import District, open_district
from web.paper.progress import SheetsUnderWay
from web.paper.views import EXTENSION
from web.paper.words import rounded_ten_thousands, ten_thousands

V = "2024-06-30"
HOSTILE = "</script><img src=x onerror=alert(1)>"
STAGES = ("surveyed", "agreement_signed", "demolished")


def settle(app: KeyProjects) -> None:
    """Record twelve plots in rows: half in a project, one in a zone of hostile name."""
    record(
        app,
        {
            "record": "ProjectRegistered",
            "project": "P-1",
            "name": "新港片区",
            "boundary": square(0, 0, 130),
            "effective": "2019-01-01",
        },
    )
    for number in range(12):
        plot = f"A-{number:02}"
        place = square(30 * (number % 4), 30 * (number // 4))
        zone = HOSTILE if number == 3 else f"{'北' if number < 6 else '南'}区"
        record(app, registered(plot, boundary=place, point=None, zone=zone))
        if number % 4:
            stage = STAGES[number % 3]
            money = f"{number * 1000}.00"
            record(app, staged(plot, stage, "2021-03-01", amount=money))
        if number < 6:
            record(app, assigned(plot))


def assigned(plot: str) -> dict[str, object]:
    body = {"record": "PlotAssigned", "plot": plot, "project": "P-1"}
    return {**body, "effective": "2020-02-01"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the district once; tests that add to it get a copy."""
    home = tmp_path_factory.mktemp("paper") / "district"
    found_district(home, name="测试区", crs="EPSG:4547", currency="CNY")
    district = open_district(home)
    settle(district.app)
    district.refresh()
    district.close()
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "district"))


@pytest.fixture
def settled(district: District) -> District:
    return district


@pytest.fixture(scope="module")
def sheets(made: Path) -> dict[str, Path]:
    """Draw a sheet in each language, the English one as a picture too."""
    files = {lang: made.parent / f"{lang}.pdf" for lang in ("zh", "en")}
    wall(made, files["zh"], "--lang", "zh")
    wall(made, files["en"], "--lang", "en", "--format", "both")
    return files


def cells(page: str) -> dict[str, list[str]]:
    """Read the legend of an evidence page: stage → the texts of its cells."""
    rows = re.findall(r'<tr data-stage="(\w+)">(.*?)</tr>', page, re.DOTALL)
    return {
        stage: [unescape(text) for text in re.findall(r"<td[^>]*>(.*?)</td>", row)]
        for stage, row in rows
    }


def evidence(home: Path, file: Path, *options: str) -> str:
    result = guatu(home, "map", "--as-of", V, *options, "-o", str(file))
    assert result.exit_code == 0, result.output
    return file.read_text(encoding="utf-8")


def words_of(file: Path) -> str:
    """Read all text of a PDF, without its blanks."""
    [page] = PdfReader(file).pages
    return re.sub(r"\s", "", page.extract_text())


def wall(home: Path, file: Path, *options: str) -> str:
    paper = ("wallmap", "--paper", "A4", "--as-of", V)
    result = guatu(home, *paper, *options, "-o", str(file))
    assert result.exit_code == 0, result.output
    return words_of(file)


def test_the_legend_of_the_page_is_the_summary(
    settled: District, tmp_path: Path
) -> None:
    page = evidence(settled.home, tmp_path / "page.html")

    told = answered(settled.home, "state", "plots", "--summary", "--as-of", V)["stages"]
    found = {stage: int(row[0]) for stage, row in cells(page).items()}
    assert {stage: row["plots"] for stage, row in told.items()} == {
        stage: plots for stage, plots in found.items() if stage != "total"
    }
    assert found["total"] == 12
    # Twelve squares of 20 m.
    assert cells(page)["total"][1:3] == ["4,800.0", "7.20"]


def test_the_page_says_both_dates_and_the_position(
    settled: District, tmp_path: Path
) -> None:
    position = settled.app.journal.head().position
    page = evidence(
        settled.home, tmp_path / "page.html", "--as-known", str(position - 3)
    )

    assert f'id="as-of">{V}<' in page
    assert f'id="position">#{position - 3}<' in page
    assert ">Final<" in page


def test_a_page_made_now_is_provisional(settled: District, tmp_path: Path) -> None:
    page = evidence(settled.home, tmp_path / "page.html", "--lang", "zh")

    assert ">暂定<" in page
    assert '<html lang="zh-CN">' in page


def test_hostile_names_stay_text(settled: District, tmp_path: Path) -> None:
    page = evidence(settled.home, tmp_path / "page.html")

    assert HOSTILE not in page
    assert "&lt;/script&gt;&lt;img" in page
    assert "\\u003c/script>" in page


def test_the_page_refers_to_nothing_outside(settled: District, tmp_path: Path) -> None:
    page = evidence(settled.home, tmp_path / "page.html")

    links = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="([^"]*)"', page)
    assert links == ["data:,"]
    assert "default-src 'none'" in unescape(page)
    assert "unsafe-inline" not in page


@pytest.mark.parametrize(
    ("area", "plots"),
    [
        ("P-1", 6),
        ("project:新港片区", 6),
        ("zone:南区", 6),
        ("北区", 5),
        ("499990,3899990,500085,3900025", 3),
    ],
)
def test_an_area_counts_its_own_plots(
    settled: District, tmp_path: Path, area: str, plots: int
) -> None:
    page = evidence(settled.home, tmp_path / "page.html", "--area", area)

    assert cells(page)["total"][0] == str(plots)


@pytest.mark.parametrize(
    ("area", "reason"),
    [
        ("Atlantis", "no project, zone or town"),
        ("1,1,0,0", "not a window"),
        ("0,0,1,1", "No plot"),
    ],
)
@pytest.mark.parametrize("command", ["map", "wallmap"])
def test_a_bad_area_is_refused_and_leaves_the_old_file(
    settled: District, tmp_path: Path, command: str, area: str, reason: str
) -> None:
    file = tmp_path / "old.html"
    file.write_text("old")

    result = guatu(settled.home, command, "--area", area, "-o", str(file))

    assert result.exit_code == 1
    assert reason in result.output
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["old.html"]
    assert file.read_text() == "old"


def test_a_folder_that_is_not_there_is_told(settled: District, tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "map.pdf"

    result = guatu(settled.home, "wallmap", "-o", str(file))

    assert result.exit_code == 1
    assert "cannot be written" in result.output


def test_an_evidence_page_has_its_limit(
    settled: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.paper.evidence.MOST_PLOTS", 11)

    result = guatu(settled.home, "map", "-o", str(tmp_path / "page.html"))

    assert result.exit_code == 1
    assert "--area" in result.output


def test_the_sheet_says_in_chinese_what_it_is(
    settled: District, sheets: dict[str, Path]
) -> None:
    position = settled.app.journal.head().position
    text = words_of(sheets["zh"])

    for words in (
        *("测试区征地拆迁进度图", V, f"流水位置#{position}", "暂定", "全区", "已拆除"),
        *("EPSG:4547", "CGCS2000", "新港片区", "万元", "1:"),
    ):
        assert words in text


def test_the_sheet_has_the_figures_of_the_page(
    settled: District, sheets: dict[str, Path], tmp_path: Path
) -> None:
    page = evidence(settled.home, tmp_path / "page.html")
    text = words_of(sheets["en"])

    for row in cells(page).values():
        assert "".join(row) in text


def test_a_sheet_is_as_large_as_its_paper(settled: District, tmp_path: Path) -> None:
    file = tmp_path / "wall.pdf"
    wall(settled.home, file, "--portrait", "--patterns")

    [page] = PdfReader(file).pages
    size_mm = [float(side) * 25.4 / 72 for side in page.mediabox[2:]]
    assert size_mm == pytest.approx([210, 297], abs=0.01)


def test_both_formats_are_written_beside_each_other(sheets: dict[str, Path]) -> None:
    assert sheets["en"].with_suffix(".png").read_bytes().startswith(b"\x89PNG")


def test_fonts_are_embedded_so_that_text_stays_text(sheets: dict[str, Path]) -> None:
    [page] = PdfReader(sheets["zh"]).pages
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    assert all("/ToUnicode" in font for font in fonts)


@pytest.mark.usefixtures("settled")
def test_both_are_served_as_files(client: FlaskClient) -> None:
    page = client.get(f"/map/evidence.html?as_of={V}&area=P-1&lang=en")
    sheet = client.get(f"/map/wall.pdf?as_of={V}&paper=A4")

    assert cells(page.text)["total"][0] == "6"
    assert page.headers["Content-Disposition"].startswith("attachment; filename=guatu-")
    [drawn] = PdfReader(io.BytesIO(sheet.data)).pages
    assert V in drawn.extract_text()


@pytest.mark.parametrize(
    "address",
    [
        "/map/evidence.html?area=Atlantis",
        "/map/wall.pdf?paper=B5",
        "/map/wall.pdf?orientation=askew",
        "/map/wall.pdf?as_of=never",
    ],
)
@pytest.mark.usefixtures("settled")
def test_what_cannot_be_meant_is_refused(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 422


@pytest.mark.usefixtures("settled")
def test_the_wall_map_is_served_as_a_picture_too(client: FlaskClient) -> None:
    picture = client.get(f"/map/wall.png?as_of={V}&paper=A4")

    assert picture.content_type == "image/png"
    assert picture.data.startswith(b"\x89PNG")
    assert ".png" in picture.headers["Content-Disposition"]


def test_a_refused_map_tells_scripts_why_as_json(client: FlaskClient) -> None:
    asked = {"Accept": "application/json, */*;q=0.5"}
    refused = client.get("/map/evidence.html?area=Atlantis&lang=en", headers=asked)
    page = client.get("/map/evidence.html?area=Atlantis&lang=en")

    assert refused.status_code == page.status_code == 422
    assert refused.json is not None
    assert "Atlantis" in refused.json["detail"]
    assert page.content_type.startswith("text/html")


def test_a_sheet_under_way_tells_its_steps_and_leaves_nothing_behind() -> None:
    sheets = SheetsUnderWay()

    with sheets.begun("mine") as report:
        begun = sheets.progress("mine")
        report(2, 4)
        told, other = sheets.progress("mine"), sheets.progress("other")

    assert (begun, told, other) == ((0, 4), (2, 4), None)
    assert sheets.progress("mine") is None


def test_whoever_waits_for_a_wall_map_is_told_how_far_it_is(
    app: Flask, client: FlaskClient
) -> None:
    seen: list[object] = []
    sheets = app.extensions[EXTENSION]

    with sheets.begun("a-ticket") as report:
        report(3, 4)
        seen.append(client.get("/map/wall/a-ticket").json)
    seen.append(client.get("/map/wall/a-ticket").json)

    assert seen == [{"done": 3, "steps": 4}, {"done": None, "steps": None}]


@pytest.mark.parametrize(
    ("fen", "printed"),
    [
        ([1_000_000, 0], ["1.00", "0.00"]),
        ([1, 1_234_567_890_000], ["0.000001", "1,234,567.890000"]),
        ([12_345_600], ["12.3456"]),
    ],
)
def test_ten_thousands_are_exact(fen: Sequence[int], printed: Sequence[str]) -> None:
    assert ten_thousands(fen) == printed
    assert [
        int(Decimal(text.replace(",", "")) * 1_000_000) for text in printed
    ] == list(fen)


def test_money_on_a_wall_is_rounded_half_up_to_two_decimals() -> None:
    fen = [0, 4_999, 5_000, 15_000, 11_999_896_938_875]

    assert rounded_ten_thousands(fen) == [
        "0.00",
        "0.00",
        "0.01",
        "0.02",
        "11,999,896.94",
    ]
