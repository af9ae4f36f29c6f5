"""Names of sites on the map: they lead to projects, at the dates of their side."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site, Watched
from tests.browser.frame.test_shell import AXE
from tests.browser.map_reading import opened
from tests.browser.project_land import (
    AFTER,
    BEFORE,
    INK,
    LATER,
    NAMES,
    end_of_corridor,
    names,
)

pytestmark = pytest.mark.browser


def test_a_click_on_a_name_leads_to_the_page_of_the_project_at_both_dates(
    land: Site, watched: Watched
) -> None:
    page = opened(watched, f"{land.address}?as_of={AFTER}&as_known={LATER}&lang=en")

    page.click(f"{NAMES} >> text=滨河通道")

    page.wait_for_url("**/projects/**")
    found = urlsplit(page.url)
    assert found.path == "/projects/P-2"
    dates = {"as_of": [AFTER], "as_known": [LATER], "lang": ["en"]}
    assert parse_qs(found.query) == dates
    expect(page.locator("h1")).to_contain_text("滨河通道")


def test_names_are_reached_by_keyboard_one_after_the_other(
    land: Site, watched: Watched
) -> None:
    page = opened(watched, f"{land.address}?as_of={AFTER}")
    picture = page.evaluate(INK)
    page.locator(".folium-map").focus()

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.textContent")

    assert {first, second} == names(page)
    assert page.evaluate(INK) != picture, "the site of the name stands out"
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/**")
    expect(page.locator("h1")).to_contain_text(second)


@pytest.mark.parametrize("by_key", [False, True])
def test_ground_without_a_plot_offers_the_project_whose_site_it_is(
    land: Site, watched: Watched, *, by_key: bool
) -> None:
    address = f"{land.address}?as_of={AFTER}&lang=en#map=18/{end_of_corridor()}"
    page = opened(watched, address)
    ground = page.locator(".folium-map")

    if by_key:
        ground.focus()
        page.keyboard.press("Enter")
    else:
        box = ground.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    status = page.locator("#status")
    expect(status).to_contain_text("There is no plot here.")
    link = status.locator("a")
    expect(link).to_have_text("滨河通道")
    if by_key:
        expect(link).to_be_focused()
        page.keyboard.press("Enter")
    else:
        link.click()
    page.wait_for_url("**/projects/P-2?*")


def test_a_swipe_shows_the_sites_of_both_dates_on_their_sides(
    land: Site, watched: Watched
) -> None:
    dates = f"as_of={AFTER}&compare=swipe&as_of_1={BEFORE}&as_known_1=2024-01-31"
    page = opened(watched, f"{land.address}?{dates}&split=60")
    expect(page.locator(NAMES)).to_have_count(3)
    divider = page.locator("#swipe").bounding_box()
    assert divider is not None

    sides = {}
    for each in page.locator(NAMES).all():
        box = each.bounding_box()
        assert box is not None
        sides[each.inner_text()] = box["x"] < divider["x"]
    links = page.locator(NAMES).evaluate_all("all => all.map((each) => each.search)")

    assert sides == {"新港": True, "新港二期": False, "滨河通道": False}
    assert any(f"as_of={BEFORE}&as_known=2024-01-31" in each for each in links)
    assert any(f"as_of={AFTER}" in each for each in links)


def test_two_maps_side_by_side_have_sites_of_their_own(
    land: Site, watched: Watched
) -> None:
    dates = f"as_of={AFTER}&compare=side&as_of_1={BEFORE}&as_known_1=2024-01-31"
    page = opened(watched, f"{land.address}?{dates}")

    expect(page.locator(f"#beside {NAMES}")).to_have_text(["新港"])
    others = page.locator(f".map-ground > .folium-map {NAMES}")
    expect(others.filter(has_text="滨河通道")).to_be_visible()
    assert "新港" not in others.all_inner_texts()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_names_and_offers(
    land: Site, browser: Browser, theme: str
) -> None:
    context = browser.new_context(color_scheme=theme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{land.address}?as_of={AFTER}#map=18/{end_of_corridor()}")
    expect(page.locator(NAMES).first).to_be_visible()
    page.locator(".folium-map").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#status a")).to_be_visible()

    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")

    grave = [
        (each["id"], [node["target"] for node in each["nodes"]])
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    context.close()
    assert grave == []
