"""The first look at the map asks for little; land and money come when wanted."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Site, Watched
from tests.browser.map.test_filtering import largest_zone
from tests.browser.map_reading import answer, opened, settled

pytestmark = pytest.mark.browser

EPOCH = date(1970, 1, 1)
DAY = "2025-11-03"
REST = "**/map/curve?*measures=area*"
HIDDEN = "td.figure-area, td.figure-amount"
BEHIND_DOORS = ("comparison.js", "paper_panel.js", "curves_panel.js", "charts.js")

CELLS = """(body, figure) => Object.fromEntries(Array.from(body.rows,
  (row) => [row.dataset.stage,
    row.querySelector(`[data-figure=${figure}]`).textContent.replaceAll(",", "")]))"""


def cells(page: Page, figure: str) -> dict[str, str]:
    """Read a column of the legend as it is printed, stage by stage."""
    settled(page)
    found: dict[str, str] = page.locator("#legend tbody").evaluate(CELLS, figure)
    return found


def told(page: Page, site: Site, measure: str, day: str, **asked: str) -> list[Any]:
    """Ask the API for a measure on a day, stage by stage."""
    curve = answer(page, site, "api/v1/plots/curve", **asked)
    number = (date.fromisoformat(day) - EPOCH).days
    rows = zip(curve["days"], curve[measure], strict=True)
    held: list[list[Any]] = [row for at, row in rows if at <= number]
    return held[-1]


def assert_agrees(page: Page, site: Site, day: str, **asked: str) -> None:
    money = told(page, site, "amount", day, **asked)
    areas_m2 = told(page, site, "area_m2", day, **asked)
    land = [f"{area_m2:.1f}" if area_m2 >= 0.005 else "—" for area_m2 in areas_m2]
    assert list(cells(page, "amount").values()) == money
    assert list(cells(page, "area").values()) == land


def whole_curves(watched: Watched) -> list[str]:
    sketch = "measures=plots%2Carea_drawn"
    asked = [url for url in watched.requests if "/map/curve" in url]
    return [url for url in asked if not url.endswith(sketch)]


def test_the_first_look_asks_neither_for_money_nor_for_what_is_behind_doors(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of={DAY}")

    assert whole_curves(watched) == []
    assert [url for url in watched.requests if url.endswith(BEHIND_DOORS)] == []
    expect(page.locator(HIDDEN).first).to_be_visible()
    assert_agrees(page, site, DAY)


def type_date(page: Page) -> None:
    page.fill("input[name=as_of]", "2026-03-10")
    page.press("input[name=as_of]", "Enter")


STEPS: dict[str, tuple[Callable[[Page], None], str]] = {
    "a key on the track": (lambda page: page.press("#track", "PageUp"), "2025-12-03"),
    "a key anywhere": (lambda page: page.keyboard.press("]"), "2025-11-04"),
    "a date that is typed": (type_date, "2026-03-10"),
}


@pytest.mark.parametrize("how", STEPS)
def test_land_and_money_of_another_day_are_those_of_the_api(
    site: Site, watched: Watched, how: str
) -> None:
    page = opened(watched, f"{site.address}?as_of={DAY}")
    step, day = STEPS[how]

    step(page)

    expect(page.locator(".clock-as-of strong")).to_have_text(day)
    assert_agrees(page, site, day)
    assert watched.console == []


def test_a_filter_in_the_address_is_told_of_with_land_and_money(
    site: Site, watched: Watched
) -> None:
    zone = largest_zone(watched.page, site)
    page = opened(watched, f"{site.address}?as_of={DAY}&zone={zone}")

    assert_agrees(page, site, DAY, zone=zone)


def test_until_they_have_come_land_and_money_are_hidden_not_wrong(
    site: Site, watched: Watched
) -> None:
    held: list[Route] = []
    watched.page.route(REST, lambda route: held.append(route))  # noqa: PLW0108
    page = opened(watched, f"{site.address}?as_of={DAY}")
    written = page.locator("tr[data-stage=total] [data-figure=area]")

    page.press("#track", "PageUp")
    expect(page.locator("#legend")).to_contain_class("is-lacking")
    expect(written).to_be_hidden()
    expect(page.locator("tr[data-stage=total] [data-figure=plots]")).to_be_visible()
    page.press("#track", "PageDown")
    expect(written).to_be_visible()
    page.press("#track", "PageUp")
    expect(written).to_be_hidden()
    held[0].continue_()

    expect(written).to_be_visible()
    assert_agrees(page, site, "2025-12-03")
    assert len(held) == 1


def test_choosing_money_draws_it(site: Site, watched: Watched) -> None:
    page = opened(watched, f"{site.address}?as_of={DAY}&lang=en")
    top = page.locator("[data-track-top]")
    expect(top).to_contain_text("m²")

    page.click("[data-measure-by=amount]")

    expect(top).to_have_text(re.compile(r"^[\d.]+[KMB]$"))
    [rest] = whole_curves(watched)
    assert "measures=area%2Camount" in rest


def test_a_server_that_is_away_when_land_is_wanted_is_asked_again(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of={DAY}&lang=en")
    page.route(REST, lambda route: route.abort())

    page.press("#track", "PageUp")
    expect(page.locator("#alert")).to_contain_text("cannot be reached")
    page.unroute(REST)
    page.press("#track", "ArrowRight")

    assert_agrees(page, site, "2025-12-04")


def test_the_key_of_a_comparison_opens_it_when_it_has_not_been_loaded(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of={DAY}")

    page.keyboard.press("c")
    expect(page.locator("#compare")).to_be_visible()
    page.click("[data-close-compare]")

    expect(page.locator("#compare")).to_be_hidden()
    expect(page.locator("#tool-compare")).to_be_focused()
