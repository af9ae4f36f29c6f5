"""Reading the map: filter, stages, the view, patterns; all of it in the address."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from shapely import from_wkt

from tests.browser.conftest import Site, Watched
from tests.browser.map_reading import (
    PICTURE,
    answer,
    legend,
    opened,
    plots_on,
    settled,
)

pytestmark = pytest.mark.browser

DAY = "2026-03-10"
NUMBER = (date.fromisoformat(DAY) - date(1970, 1, 1)).days


def largest_zone(page: Page, site: Site) -> str:
    zones = answer(page, site, "map/filters", as_of=DAY)["zone"]
    value: str = max(zones, key=lambda each: each["plots"])["value"]
    return value


def choose(page: Page, facet: str, value: str) -> None:
    """Choose a value of a facet as a reader does."""
    page.click(f"[data-facet={facet}] summary")
    page.fill(f"[data-facet={facet}] input[type=text]", value)
    page.locator(f"[data-facet={facet}] label", has_text=value).first.click()
    page.keyboard.press("Escape")
    settled(page)


def test_choosing_a_zone_changes_map_legend_and_address(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of={DAY}&lang=en")
    everything, picture = legend(page), page.evaluate(PICTURE)
    zone = largest_zone(page, site)

    choose(page, "zone", zone)

    curve = answer(page, site, "api/v1/plots/curve", zone=zone)
    assert legend(page) == plots_on(curve, NUMBER)
    assert legend(page) != everything
    assert page.evaluate(PICTURE) != picture
    assert f"zone={quote(zone)}" in page.url
    expect(page.locator(".chip")).to_have_text(zone)
    assert watched.console == []


def test_back_and_forth_go_through_the_filters(site: Site, watched: Watched) -> None:
    page = opened(watched, f"{site.address}?as_of={DAY}&lang=en")
    everything = legend(page)
    choose(page, "zone", largest_zone(page, site))
    filtered = legend(page)

    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    back = legend(page)
    page.go_forward()
    expect(page.locator(".chip")).to_have_count(1)

    assert back == everything
    assert legend(page) == filtered


def test_a_filtered_map_opens_as_it_was_left(site: Site, watched: Watched) -> None:
    zone = largest_zone(watched.page, site)

    page = opened(watched, f"{site.address}?as_of={DAY}&zone={quote(zone)}")

    curve = answer(page, site, "api/v1/plots/curve", zone=zone)
    assert legend(page) == plots_on(curve, NUMBER)


def test_a_filter_that_nothing_fits_says_so_and_is_cleared(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of={DAY}&zone=nowhere&lang=en")
    expect(page.locator("#nothing")).to_contain_text("fits the filter")

    page.click("[data-clear-filter]")

    expect(page.locator("#nothing")).to_be_hidden()
    assert "zone=" not in page.url


def test_a_stage_is_hidden_on_the_map_and_left_out_of_the_total(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of={DAY}")
    counts, picture = legend(page), page.evaluate(PICTURE)

    page.click("[data-toggle-stage=none]")

    total = page.locator("tr[data-stage=total] [data-figure=plots]").inner_text()
    assert int(total.replace(",", "")) == sum(counts.values()) - counts["none"]
    assert page.evaluate(PICTURE) != picture
    assert "off=none" in page.url
    page.go_back()
    expect(page.locator("[data-toggle-stage=none]")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert page.evaluate(PICTURE) == picture


def test_the_legend_in_view_is_the_curve_of_the_bounding_box(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of={DAY}&lang=en")
    page.click("[data-scope=view]")
    settled(page)
    page.locator(".folium-map").focus()

    for _ in range(3):
        page.keyboard.press("+")
        settled(page)
    page.wait_for_load_state("networkidle")

    shown = legend(page)
    bbox = page.locator("#legend").get_attribute("data-bbox") or ""
    curve = answer(page, site, "api/v1/plots/curve", bbox=bbox)
    everything = answer(page, site, "api/v1/plots/curve")
    assert shown == plots_on(curve, NUMBER)
    assert sum(shown.values()) < sum(plots_on(everything, NUMBER).values())
    assert "scope=view" in page.url


def test_patterns_change_the_map_and_the_swatches(site: Site, watched: Watched) -> None:
    page = opened(watched, f"{site.address}?as_of={DAY}")
    picture = page.evaluate(PICTURE)

    page.keyboard.press("p")

    swatch = page.locator("#legend .swatch").nth(3)
    assert "data:image" in swatch.evaluate("(e) => getComputedStyle(e).backgroundImage")
    assert page.evaluate(PICTURE) != picture
    assert "patterns=on" in page.url
    assert watched.console == []


def test_the_middle_of_the_map_is_told_to_those_who_go_by_keyboard(
    site: Site, watched: Watched
) -> None:
    features = answer(watched.page, site, "api/v1/plots", format="geojson")["features"]
    lon_deg, lat_deg = features[200]["geometry"]["coordinates"][0][0][:2]
    page = opened(
        watched, f"{site.address}?as_of={DAY}&lang=en#map=18/{lat_deg}/{lon_deg}"
    )
    page.locator("#find-text").focus()

    page.keyboard.press("Escape")
    page.locator(".folium-map").focus()
    page.keyboard.press("ArrowUp")

    expect(page.locator("#tip")).to_be_visible()
    expect(page.locator("#tip")).to_have_attribute("role", "status")
    expect(page.locator("[data-tip-id]")).not_to_be_empty()


def test_a_point_is_found_by_its_degrees(site: Site, watched: Watched) -> None:
    page = opened(watched, f"{site.address}?as_of={DAY}&lang=en")

    page.fill("#find-text", "118.3012, 35.0512")
    expect(page.locator("#find-list li")).to_contain_text("Point")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"#map=18/35\.0512\d*/118\.3012\d*"))


def test_a_point_in_metres_finds_the_plot_there(site: Site, watched: Watched) -> None:
    plots = answer(watched.page, site, "api/v1/ask/active", kind="plot")["answer"]
    plot = plots[200]["thing"]
    area = answer(
        watched.page, site, "api/v1/ask/state", thing=plot, attribute="boundary"
    )
    middle = from_wkt(area["answer"]).representative_point()
    page = opened(watched, f"{site.address}?lang=en")

    page.fill("#find-text", f"{middle.x} {middle.y}")

    expect(page.locator("#find-list li").first).to_contain_text(plot.split(":")[1])
