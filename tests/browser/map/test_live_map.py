"""Live: what is recorded elsewhere is on the map within a second, without a reload."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, Watched
from tests.browser.map_reading import legend, opened, other_page, record

pytestmark = pytest.mark.browser

SECOND_MS = 1000
PATIENCE_MS = 15_000
"""A second is what the page needs; a machine busy with tests may need longer."""
PLACE = "POINT (618230 3881440)"
NETWORK_MS = 1000
"""Until the browser's own connection is there again, where it was away."""


def registered(page: Page, site: Site, plot: str) -> int:
    """Record a plot as another client does."""
    known = {"record": "PlotRegistered", "effective": "2024-01-01", "point": PLACE}
    return record(page, site, plot=plot, **known)


def test_what_is_recorded_elsewhere_is_shown_without_asking_for_it(
    site: Site, watched: Watched, browser: Browser
) -> None:
    page = opened(watched, f"{site.address}?as_of=2026-03-10")
    page.evaluate("() => { window.isStillTheSame = true; }")
    before = sum(legend(page).values())
    page.wait_for_timeout(SECOND_MS)

    with other_page(browser) as other:
        position = registered(other, site, "LIVE-1")
        total = page.locator("tr[data-stage=total] [data-figure=plots]")
        expect(total).to_have_text(f"{before + 1:,}", timeout=PATIENCE_MS)

    expect(page.locator(".position [data-position]")).to_have_text(f"#{position:,}")
    assert page.evaluate("() => window.isStillTheSame")
    assert "as_of=2026-03-10" in page.url
    assert watched.console == []


def test_nothing_is_hidden_or_moved_while_the_map_follows(
    site: Site, watched: Watched, browser: Browser
) -> None:
    page = opened(watched, f"{site.address}?as_of=2026-03-10&plot=1894")
    page.evaluate(
        """() => {
          window.flashes = 0;
          const page = document.getElementById("map-page");
          const look = () => {
            const isHidden = page.classList.contains("is-stale")
              || document.querySelector(":is([data-dated], #drawer)[aria-busy=true]");
            window.flashes += Number(Boolean(isHidden));
          };
          const options = { attributes: true, subtree: true };
          new MutationObserver(look).observe(document.body, options);
        }"""
    )
    view, shown = page.url, page.locator(".position [data-position]").inner_text()

    with other_page(browser) as other:
        registered(other, site, "LIVE-2")
    expect(page.locator(".position [data-position]")).not_to_have_text(shown)
    page.wait_for_timeout(SECOND_MS)

    assert page.evaluate("() => window.flashes") == 0
    assert page.url == view
    expect(page.locator("#drawer")).to_be_visible()


def test_knowledge_of_the_past_stays_as_it_is_and_says_that_there_is_more(
    site: Site, watched: Watched, browser: Browser
) -> None:
    known = site.first_edition
    page = opened(watched, f"{site.address}?as_of=2026-03-10&as_known={known}")
    before = legend(page)

    with other_page(browser) as other:
        registered(other, site, "LIVE-3")
    expect(page.locator("[data-now]")).to_contain_class("has-fresh")

    assert legend(page) == before


def test_a_server_that_is_away_is_told_calmly_and_forgotten_when_it_is_back(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of=2026-03-10&lang=en")

    page.context.set_offline(True)
    expect(page.locator("#live-note")).to_contain_text("No connection")
    page.context.set_offline(False)

    expect(page.locator("#live-note")).to_be_empty(timeout=10 * NETWORK_MS)
