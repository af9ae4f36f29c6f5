"""What lies over the map keeps its place: nothing is covered, cut off or crossed."""

from __future__ import annotations

import pytest
from playwright.sync_api import FloatRect, Page, expect

from tests.browser.conftest import Site, Watched
from tests.browser.map_reading import opened

pytestmark = pytest.mark.browser

AT = "as_of=2026-03-10"
TWO = f"{AT}&as_of_1=2025-09-30"
PHONE = (390, 844)
TYPE = "(each) => getComputedStyle(each).fontSize"


def sized(watched: Watched, address: str, size: tuple[int, int]) -> Page:
    watched.page.set_viewport_size({"width": size[0], "height": size[1]})
    return opened(watched, address)


def box(page: Page, selector: str) -> FloatRect:
    """Return where an element is seen."""
    found = page.locator(selector).first.bounding_box()
    assert found is not None
    return found


def bottom(rect: FloatRect) -> float:
    return rect["y"] + rect["height"]


@pytest.mark.parametrize("size", [(1080, 760), (880, 640), (1440, 700)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_legend_ends_above_the_track_where_the_track_is_below_it(
    site: Site, watched: Watched, size: tuple[int, int], language: str
) -> None:
    page = sized(watched, f"{site.address}?{AT}&lang={language}", size)

    legend, track = box(page, ".map-legend"), box(page, ".track-panel")

    is_beside = legend["x"] + legend["width"] <= track["x"]
    assert is_beside or bottom(legend) <= track["y"]


@pytest.mark.parametrize("way", ["swipe", "side"])
def test_both_flags_of_a_comparison_have_type_of_one_size(
    site: Site, watched: Watched, way: str
) -> None:
    page = sized(watched, f"{site.address}?{TWO}&compare={way}", (1440, 900))
    flags = page.locator(".swipe-flag:visible")
    expect(flags).to_have_count(2)

    assert flags.nth(0).evaluate(TYPE) == flags.nth(1).evaluate(TYPE)


def test_the_divider_ends_where_the_track_begins(site: Site, watched: Watched) -> None:
    page = sized(watched, f"{site.address}?{TWO}&compare=swipe", (1440, 900))

    assert bottom(box(page, "#swipe")) <= box(page, ".track-panel")["y"]


def test_the_mark_of_the_other_day_begins_below_the_title_of_the_track(
    site: Site, watched: Watched
) -> None:
    page = sized(watched, f"{site.address}?{TWO}&compare=swipe&lang=en", (1440, 900))

    title, mark = box(page, ".track-title"), box(page, ".track-before")
    assert mark["y"] >= bottom(title) - 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_phone_the_days_from_stage_to_stage_fit_the_panel(
    site: Site, watched: Watched, language: str
) -> None:
    address = f"{site.address}?{AT}&panel=curves&lang={language}"
    page = sized(watched, address, PHONE)
    expect(page.locator(".durations tbody tr").first).to_be_visible()

    table, panel = box(page, ".durations"), box(page, "#curves section")
    assert table["x"] + table["width"] <= panel["x"] + panel["width"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_phone_the_dates_of_a_comparison_take_two_rows(
    site: Site, watched: Watched, language: str
) -> None:
    address = f"{site.address}?{TWO}&compare=swipe&lang={language}"
    page = sized(watched, address, PHONE)

    parts = page.locator("#compare > :visible, #compare-form > label").all()
    tops = {round(part.evaluate("(each) => each.offsetTop") / 20) for part in parts}
    assert len(tops) == 2


def test_known_then_is_pressed_where_knowledge_is_that_of_the_day(
    site: Site, watched: Watched
) -> None:
    address = f"{site.address}?{AT}&as_known=2026-03-10"
    page = sized(watched, address, (1440, 900))

    pressed = page.locator("[data-knowing][aria-pressed=true]")
    expect(pressed).to_have_attribute("data-knowing", "then")
