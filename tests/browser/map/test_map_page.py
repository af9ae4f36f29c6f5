"""The map in a real browser: dates, counts, a plot, and no word to another machine."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect
from shapely.geometry import shape

from tests.browser.conftest import ROOT, Site, Watched

pytestmark = pytest.mark.browser


def state_counts(site: Site, *dates: str) -> dict[str, int]:
    """Ask ``guatu state``, the other way to the same figures."""
    command = [sys.executable, "-m", "web.cli.main", "--home", str(site.home)]
    asked = ["state", "plots", "--summary", "--format", "json", *dates]
    done = subprocess.run([*command, *asked], cwd=ROOT, capture_output=True, check=True)
    stages = json.loads(done.stdout)["stages"]
    return {stage: figures["plots"] for stage, figures in stages.items()}


def legend_counts(page: Page) -> dict[str, int]:
    """Read the counts that the legend shows, by stage."""
    counts = {}
    for row in page.locator("#legend tbody tr").all():
        swatch = row.locator(".swatch").get_attribute("class") or ""
        stage = swatch.split("stage-")[1]
        counts[stage] = int(row.locator("td").first.inner_text().replace(",", ""))
    return counts


def ask(page: Page, *, as_of: str, as_known: str = "") -> None:
    """Change the dates as a reader does, and wait until the page shows them."""
    page.fill("input[name=as_of]", as_of)
    page.fill("input[name=as_known]", as_known)
    page.click("#dates .dates-submit")
    expect(page.locator("#dates-shown .clock-as-of strong")).to_have_text(as_of)
    expect(page.locator("#map-page")).not_to_contain_class("is-stale")
    page.wait_for_load_state("networkidle")


def test_the_map_loads_with_no_request_to_another_host(
    site: Site, watched: Watched
) -> None:
    watched.page.goto(site.address)
    watched.page.wait_for_load_state("networkidle")

    assert watched.foreign_requests(site.address) == []
    assert any("/tiles/" in url for url in watched.requests)
    assert watched.console == []


def test_changing_the_date_changes_the_counts_to_those_of_guatu_state(
    site: Site, watched: Watched
) -> None:
    page = watched.page
    page.goto(site.address)
    today = legend_counts(page)

    ask(page, as_of="2025-09-30")

    assert legend_counts(page) == state_counts(site, "--as-of", "2025-09-30")
    assert legend_counts(page) != today
    assert "as_of=2025-09-30" in page.url
    assert watched.console == []


def test_knowledge_of_the_first_edition_shows_its_own_counts(
    site: Site, watched: Watched
) -> None:
    page = watched.page
    page.goto(site.address)

    ask(page, as_of="2026-03-20", as_known=str(site.first_edition))
    then = legend_counts(page)
    ask(page, as_of="2026-03-20")

    known = ("--as-of", "2026-03-20", "--as-known", str(site.first_edition))
    assert then == state_counts(site, *known)
    assert legend_counts(page) == state_counts(site, "--as-of", "2026-03-20")
    assert then != legend_counts(page)


def plot_in_view(site: Site, page: Page) -> str:
    """Open the map with a plot in its middle; the API says where one lies."""
    response = page.request.get(f"{site.address}api/v1/plots?format=geojson")
    feature = response.json()["features"][200]
    lon_deg, lat_deg = shape(feature["geometry"]).representative_point().coords[0]
    page.goto(f"{site.address}?as_of=2026-03-20#map=19/{lat_deg}/{lon_deg}")
    page.wait_for_load_state("networkidle")
    plot: str = feature["properties"]["plot"]
    return plot


def history(site: Site, plot: str) -> list[object]:
    """Ask ``guatu history`` for the facts of a plot."""
    command = [sys.executable, "-m", "web.cli.main", "--home", str(site.home)]
    asked = ["history", "plot", plot, "--format", "json"]
    done = subprocess.run([*command, *asked], cwd=ROOT, capture_output=True, check=True)
    facts: list[object] = json.loads(done.stdout)["facts"]
    return facts


def test_a_click_on_a_plot_shows_its_history(site: Site, watched: Watched) -> None:
    page = watched.page
    plot = plot_in_view(site, page)

    page.locator(".folium-map").click()

    expect(page.locator("#drawer h1")).to_have_text(plot)
    assert page.locator("#drawer .fact").count() == len(history(site, plot))
    assert watched.console == []


def test_escape_closes_the_drawer_and_gives_the_focus_back(
    site: Site, watched: Watched
) -> None:
    page = watched.page
    plot = plot_in_view(site, page)
    ground = page.locator(".folium-map")
    ground.focus()

    page.keyboard.press("Enter")
    expect(page.locator("#drawer h1")).to_have_text(plot)
    page.keyboard.press("Escape")

    expect(page.locator("#drawer")).to_be_hidden()
    expect(ground).to_be_focused()


def test_a_refused_date_keeps_what_was_typed_and_says_why(
    site: Site, watched: Watched
) -> None:
    page = watched.page
    page.goto(f"{site.address}?as_of=2026-03-20&lang=en")
    before = legend_counts(page)

    page.fill("input[name=as_of]", "2026-02-30")
    page.click("#dates .dates-submit")

    expect(page.locator("#alert")).to_contain_text("no such day")
    assert page.input_value("input[name=as_of]") == "2026-02-30"
    assert legend_counts(page) == before
    assert "2026-03-20" in page.url


def test_a_deep_link_restores_dates_view_and_language(
    site: Site, watched: Watched
) -> None:
    page = watched.page
    page.goto(f"{site.address}?as_of=2025-09-30&lang=en#map=17/35.0540/118.3600")
    page.wait_for_load_state("networkidle")

    assert page.locator("#dates-shown .clock-as-of strong").inner_text() == "2025-09-30"
    assert page.locator("html").get_attribute("lang") == "en"
    assert "#map=17/35.054" in page.url
