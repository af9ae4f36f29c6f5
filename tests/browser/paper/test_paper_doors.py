"""Evidence page and wall map from the map: dates and area as shown, told while made."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Download, Page, Route, expect
from pypdf import PdfReader

from tests.browser.conftest import Site, Watched
from tests.browser.map.test_filtering import largest_zone
from tests.browser.map_reading import answer, opened, state

pytestmark = pytest.mark.browser

DAY = "2026-03-10"
POINTS_A_MM = 72 / 25.4


def at(site: Site, rest: str = "") -> str:
    """Address the map as known once the first edition was imported."""
    known = f"as_of={DAY}&as_known={site.first_edition}"
    return f"{site.address}?{known}&lang=en{rest}"


def plots_in(page: str) -> dict[str, int]:
    """Read the plots of every stage off the legend of an evidence page."""
    rows = re.findall(
        r'<tr data-stage="(\w+)">.*?<td[^>]*>([\d,]+)</td>', page, re.DOTALL
    )
    return {stage: int(plots.replace(",", "")) for stage, plots in rows}


def saved(page: Page, kind: str) -> tuple[Download, dict[str, list[str]]]:
    """Press a button of the panel; return the file, and what was asked for it."""
    with (
        page.expect_download(timeout=60_000) as file,
        page.expect_request(re.compile(r"/map/(evidence\.html|wall\.p)")) as asked,
    ):
        page.click(f"[data-order={kind}]")
    return file.value, parse_qs(urlsplit(asked.value.url).query)


def text_of(file: Download) -> str:
    return Path(file.path()).read_text(encoding="utf-8")


def test_the_evidence_page_of_the_whole_district_is_what_the_command_line_says(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, at(site))
    page.keyboard.press("w")
    page.check("input[name=area][value='']")

    file, asked = saved(page, "evidence")

    figures = plots_in(text_of(file))
    told = state(site, "--as-of", DAY, "--as-known", str(site.first_edition))
    assert {stage: figures[stage] for stage in told} == told
    assert file.suggested_filename.startswith(f"guatu-{DAY}-position-")
    assert asked == {
        "as_of": [DAY],
        "as_known": [str(site.first_edition)],
        "lang": ["en"],
    }
    expect(page.locator("[data-told]")).to_contain_text(file.suggested_filename)
    assert watched.console == []


def test_in_view_are_the_plots_that_the_curve_of_the_view_counts(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, at(site, "&scope=view"))
    centre = page.locator(".folium-map").bounding_box()
    assert centre is not None
    page.mouse.move(centre["width"] / 2, centre["height"] / 2)
    for _ in range(2):
        page.click(".leaflet-control-zoom-in")
        page.wait_for_load_state("networkidle")
    page.click("#tool-paper")

    file, asked = saved(page, "evidence")

    [window] = asked["area"]
    curve = answer(
        page, site, "api/v1/plots/curve", bbox=window, as_known=str(site.first_edition)
    )
    figures = plots_in(text_of(file))
    whole = sum(
        state(site, "--as-of", DAY, "--as-known", str(site.first_edition)).values()
    )
    assert 0 < figures["total"] < whole
    assert figures["total"] == pytest.approx(sum(curve["plots"][-1]), abs=2)


def test_a_filter_by_one_zone_can_be_taken_as_the_area(
    site: Site, watched: Watched
) -> None:
    zone = largest_zone(watched.page, site)
    page = opened(watched, at(site, f"&zone={quote(zone)}&panel=paper"))

    page.check("input[name=area][value=filter]")
    file, asked = saved(page, "evidence")

    assert asked["area"] == [f"zone:{zone}"]
    plots = answer(
        page, site, "map/filters", as_of=DAY, as_known=str(site.first_edition)
    )["zone"]
    [wanted] = [each["plots"] for each in plots if each["value"] == zone]
    assert plots_in(text_of(file))["total"] == wanted
    expect(page.locator("p[data-whole]")).to_be_hidden()


def test_filters_that_are_no_area_are_said_not_to_be_carried_over(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, at(site, "&off=none&panel=paper"))

    expect(page.locator("p[data-whole]")).to_be_visible()
    expect(page.locator("[data-filtered]")).to_be_hidden()


@pytest.mark.parametrize(
    ("paper", "size_mm"), [("A3", {297, 420}), ("A0", {841, 1189})]
)
def test_the_wall_map_is_a_sheet_of_the_paper_that_was_chosen(
    site: Site, watched: Watched, paper: str, size_mm: set[int]
) -> None:
    page = opened(watched, at(site, "&panel=paper"))
    page.check("input[name=area][value='']")
    page.select_option("select[name=paper]", paper)

    file, asked = saved(page, "wall")

    [sheet] = PdfReader(io.BytesIO(Path(file.path()).read_bytes())).pages
    sides = (sheet.mediabox.width, sheet.mediabox.height)
    assert {round(float(side) / POINTS_A_MM) for side in sides} == size_mm
    assert DAY in sheet.extract_text()
    assert asked["as_of"] == [DAY]
    assert asked["as_known"] == [str(site.first_edition)]


def test_the_wall_map_comes_as_a_picture_with_patterns_too(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, at(site, "&panel=paper&patterns=on"))
    expect(page.locator("#paper [name=patterns]")).to_be_checked()
    page.check("input[name=area][value='']")
    page.select_option("select[name=paper]", "A4")
    page.select_option("select[name=form]", "png")

    file, asked = saved(page, "wall")

    assert Path(file.path()).read_bytes().startswith(b"\x89PNG")
    assert file.suggested_filename.endswith(".png")
    assert asked["patterns"] == ["on"]


def test_work_tells_how_far_it_is_and_can_be_stopped(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, at(site, "&panel=paper"))
    page.route(re.compile(r"/map/wall\.pdf"), lambda _: None)  # as long as it takes
    told = '{"done": 2, "steps": 4}'

    def tell(route: Route) -> None:
        route.fulfill(body=told, content_type="application/json")

    page.route(re.compile("/map/wall/"), tell)

    page.click("[data-order=wall]")

    expect(page.locator("[data-doing]")).to_contain_text("Drawing the wall map … 1 s")
    bar = page.locator("#paper progress")
    expect(bar).to_have_js_property("position", 3 / 5)
    expect(page.locator("#paper")).to_have_attribute("aria-busy", "true")
    expect(page.locator("[data-order=evidence]")).to_have_attribute(
        "aria-disabled", "true"
    )
    page.click("[data-stop]")
    expect(page.locator("[data-work]")).to_be_hidden()
    expect(page.locator("[data-told]")).to_have_text("Stopped.")
    expect(page.locator("[data-refused]")).to_be_empty()


def test_a_refusal_says_why_in_the_panel(site: Site, watched: Watched) -> None:
    page = opened(watched, at(site, "&panel=paper#map=18/10.0/10.0"))

    page.click("[data-order=evidence]")

    expect(page.locator("[data-refused]")).to_contain_text("No plot")
    expect(page.locator("[data-work]")).to_be_hidden()
    watched.console.clear()  # the browser itself tells of the status


def test_paper_is_ordered_by_keyboard_alone(site: Site, watched: Watched) -> None:
    page = opened(watched, at(site))
    page.keyboard.press("w")
    expect(page.locator("#paper")).to_be_focused()
    reached = []
    while "evidence" not in reached:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.order ?? ''"))
        assert len(reached) < 10

    with page.expect_download(timeout=60_000) as file:
        page.keyboard.press("Enter")

    assert file.value.suggested_filename.endswith(".html")
    page.keyboard.press("Escape")
    expect(page.locator("#paper")).to_be_hidden()
    expect(page.locator("#tool-paper")).to_be_focused()
    assert "panel=" not in page.url


def test_nothing_of_it_is_printed(site: Site, watched: Watched) -> None:
    page = opened(watched, at(site, "&panel=paper"))
    expect(page.locator("#paper")).to_be_visible()

    page.emulate_media(media="print")

    expect(page.locator("#paper")).to_be_hidden()
    expect(page.locator(".map-tools")).to_be_hidden()
