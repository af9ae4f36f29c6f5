"""Comparing two dates: swipe, side by side, and what has moved between them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Watched
from tests.browser.map_reading import (
    PICTURE,
    answer,
    legend,
    opened,
    settled,
    state,
)

pytestmark = pytest.mark.browser

BEFORE, AFTER = "2025-09-30", "2026-03-10"
TWO = f"as_of={AFTER}&as_of_1={BEFORE}"
STAGES = """() => Array.from(
  document.querySelectorAll("#legend tbody tr"), (row) => row.dataset.stage)"""
BEFORE_TILES = """() => Array.from(
  document.querySelectorAll(".leaflet-before-pane .plots canvas"),
  (each) => each.toDataURL())"""
CLIPPED = """() => [...document.querySelectorAll(".leaflet-pane")]
  .map((pane) => getComputedStyle(pane).clipPath).filter((clip) => clip !== "none")"""


def differences(page: Page) -> dict[str, int]:
    """Read how the legend says the stages differ from those before."""
    settled(page)
    cells = page.locator("#legend tbody [data-figure=diff]").all_inner_texts()
    texts = [each.replace("−", "-").replace(",", "") for each in cells]
    return dict(zip(page.evaluate(STAGES), map(int, texts), strict=True))


def test_the_key_opens_a_comparison_with_an_earlier_day(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of={AFTER}&lang=en")

    page.keyboard.press("c")

    expect(page.locator("#swipe-handle")).to_be_visible()
    expect(page.locator("input[name=as_of_1]")).to_be_focused()
    assert "compare=swipe" in page.url
    assert f"as_of_1={BEFORE[:4]}" in page.url
    page.keyboard.press("Tab")
    page.click("[data-close-compare]")
    expect(page.locator("#swipe")).to_be_hidden()
    assert "compare" not in page.url
    assert page.evaluate(CLIPPED) == []


def test_the_legend_says_by_how_much_both_states_differ(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?{TWO}&compare=swipe")
    page.wait_for_load_state("networkidle")

    before, after = (state(site, "--as-of", day) for day in (BEFORE, AFTER))

    assert legend(page) == after
    assert differences(page) == {each: after[each] - before[each] for each in after}
    assert watched.console == []


def test_the_divider_goes_by_keyboard_and_by_hand(site: Site, watched: Watched) -> None:
    page = opened(watched, f"{site.address}?{TWO}&compare=swipe")
    handle = page.locator("#swipe-handle")
    before = page.evaluate(CLIPPED)
    handle.focus()

    page.keyboard.press("ArrowLeft")
    keyed = handle.get_attribute("aria-valuenow")
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(900, box["y"] + 20)
    page.mouse.up()

    # On either side plots and sites of projects.
    assert [before.count(each) for each in set(before)] == [2, 2]
    assert keyed == "58"
    assert abs(int(handle.get_attribute("aria-valuenow") or 0) - 100 * 900 / 1440) < 2
    assert page.evaluate(CLIPPED) != before
    assert "split=" in page.url


def test_each_side_of_the_swipe_shows_its_own_day(site: Site, watched: Watched) -> None:
    page = opened(watched, f"{site.address}?as_of={BEFORE}")
    picture = page.evaluate(PICTURE)

    page = opened(watched, f"{site.address}?{TWO}&compare=swipe")
    page.wait_for_timeout(400)

    tiles = set(page.evaluate(BEFORE_TILES))
    shown = set(picture.replace(",data:", "\ndata:").split("\n"))

    assert tiles
    assert tiles <= shown


def test_both_maps_side_by_side_move_together(site: Site, watched: Watched) -> None:
    page = opened(watched, f"{site.address}?{TWO}&compare=side")
    beside = page.locator("#beside .folium-map")
    expect(beside).to_be_visible()
    asked = len([url for url in watched.requests if "/tiles/" in url])
    moved = "() => document.querySelector('#beside .leaflet-map-pane').style.transform"
    before = page.evaluate(moved), page.url

    page.locator(".map-ground > .folium-map").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"before => ({moved})() !== before", arg=before[0])
    page.wait_for_function("before => location.href !== before", arg=before[1])

    assert asked > 0
    assert watched.console == []


def test_the_change_map_counts_what_the_server_counts(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?{TWO}&compare=change")
    expect(page.locator("#changes")).to_have_attribute("aria-busy", "false")
    cells = page.locator("#changes tbody [data-figure=plots]").all_inner_texts()
    found = [int(text.replace(",", "")) for text in cells]

    stages = page.evaluate(STAGES)
    asked = {"as_of_1": BEFORE, "as_of_2": AFTER}
    moved = answer(page, site, "map/changes", **asked)["moved"]
    steps = {
        (row["from"], row["to"]): row["plots"]
        for row in moved
        if "absent" not in (row["from"], row["to"])
    }
    once = sum(
        plots
        for (was, now), plots in steps.items()
        if stages.index(now) - stages.index(was) == 1
    )
    assert found[3] == once
    assert sum(found[:7]) + found[7] == sum(state(site, "--as-of", AFTER).values())


def test_then_and_now_compares_two_states_of_knowledge(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of=2026-06-10&compare=swipe")

    page.click("[data-then-now]")
    settled(page)
    page.wait_for_load_state("networkidle")

    assert "as_of_1=2026-06-10" in page.url
    assert "as_known_1=2026-06-10" in page.url
    known = ("--as-of", "2026-06-10", "--as-known", "2026-06-10")
    then, now = state(site, *known), state(site, "--as-of", "2026-06-10")
    assert differences(page) == {each: now[each] - then[each] for each in now}


def test_a_plot_tells_what_lies_between_the_two_dates(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?{TWO}&compare=change&plot=1894&lang=en")

    between = page.locator("#drawer .between")

    expect(between).to_be_visible()
    expect(between.locator(".between-side")).to_have_count(2)
    expect(between).to_contain_text(BEFORE)
    for link in between.locator("a").all():
        target = (link.get_attribute("href") or "").lstrip("#")
        expect(page.locator(f"#{target}")).to_have_count(1)
