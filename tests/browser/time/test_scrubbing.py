"""Scrubbing: the time track goes through all days, and every stop agrees with guatu."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Watched
from tests.browser.map_reading import legend, settled, state

pytestmark = pytest.mark.browser

EPOCH = date(1970, 1, 1)
MOST_LOOKS, STEADY_LOOKS = 50, 3
SLOWEST_STEP_MS = 500
"""What no reader takes for immediate; a step takes 10 ms, or more on a busy machine."""

STEP_MS = """(count) => {
  const track = document.getElementById("track");
  const times = [];
  for (let nth = 0; nth < count; nth += 1) {
    const before = performance.now();
    const key = { key: "ArrowLeft", bubbles: true };
    track.dispatchEvent(new KeyboardEvent("keydown", key));
    track.offsetWidth;
    times.push(performance.now() - before);
  }
  return times;
}"""


def table(page: Page) -> list[str]:
    """Read every figure of the legend, as printed."""
    settled(page)
    return page.locator("#legend td[data-figure]").all_text_contents()


def day_shown(page: Page) -> str:
    return page.locator(".clock-as-of strong").inner_text()


def bounds(page: Page) -> tuple[int, int]:
    track = page.locator("#track")
    first, last = (track.get_attribute(f"aria-value{end}") for end in ("min", "max"))
    return int(first or 0), int(last or 0)


def opened(watched: Watched, address: str) -> Page:
    watched.page.goto(address)
    watched.page.wait_for_load_state("networkidle")
    return watched.page


def drag_to(page: Page, share: float) -> None:
    """Take the handle to a share of the track; the hand does not rest on the way."""
    box = page.locator("#track").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 14 + share * (box["width"] - 48), box["y"] + 60)


def test_dragging_through_all_days_and_back_agrees_with_the_command_line(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, site.address)
    shares = [0, 0.2, 0.45, 0.7, 0.9, 1, 0.9, 0.45, 0]
    stops = []

    drag_to(page, 0.5)
    page.mouse.down()
    for share in shares:
        drag_to(page, share)
        stops.append((day_shown(page), legend(page)))
    page.mouse.up()

    first, last = (EPOCH + timedelta(days=day) for day in bounds(page))
    assert stops[0][0] == first.isoformat()
    assert stops[5][0] == last.isoformat()
    assert stops[0] == stops[-1]
    known = {day: state(site, "--as-of", day) for day in {day for day, _ in stops}}
    assert [counts for _, counts in stops] == [known[day] for day, _ in stops]
    assert watched.console == []


def drag_about(page: Page) -> None:
    """Take the handle, look around, and let it rest."""
    drag_to(page, 0.2)
    page.mouse.down()
    for share in (0.3, 0.5, 0.8):
        drag_to(page, share)
    page.mouse.up()
    page.wait_for_timeout(400)


def test_scrubbing_asks_once_for_land_and_money_and_then_for_nothing(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, site.address)
    opening = len(watched.requests)

    drag_about(page)
    first = len(watched.requests)
    drag_about(page)

    [rest] = [url for url in watched.requests[opening:first] if "/live" not in url]
    assert "/map/curve?" in rest
    assert rest.endswith("measures=area%2Camount")
    assert [url for url in watched.requests[first:] if "/live" not in url] == []


def test_every_figure_of_the_legend_is_the_servers(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of=2025-11-03")
    page.locator("#track").focus()

    for _ in range(3):
        page.keyboard.press("PageUp")
    scrubbed = table(page)
    page.wait_for_url("**as_of=2026-02-03**")
    page.reload()

    assert table(page) == scrubbed


def test_a_step_of_a_day_is_immediate(site: Site, watched: Watched) -> None:
    page = opened(watched, f"{site.address}?as_of=2026-06-01")

    times = page.evaluate(STEP_MS, 60)

    assert sorted(times)[len(times) // 2] < SLOWEST_STEP_MS


def test_keys_move_the_track_by_a_day_a_month_and_to_its_ends(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of=2026-03-31")
    page.locator("#track").focus()
    stops = []

    for key in ("ArrowRight", "ArrowLeft", "Shift+ArrowLeft", "Home", "End"):
        page.keyboard.press(key)
        stops.append(day_shown(page))

    first, last = (EPOCH + timedelta(days=day) for day in bounds(page))
    assert stops[:3] == ["2026-04-01", "2026-03-31", "2026-02-28"]
    assert stops[3:] == [first.isoformat(), last.isoformat()]


PICTURE = """[...document.querySelectorAll(".plots canvas")]
    .map((tile) => tile.toDataURL()).join()"""
"""Of all tiles: the first may lie beside the district, and stays empty."""


def painted(page: Page) -> str:
    """Return the picture of the map once it stays as it is."""
    seen: list[str] = [page.evaluate(PICTURE)]
    while len(seen) < MOST_LOOKS and seen[-3:].count(seen[-1]) < STEADY_LOOKS:
        page.wait_for_timeout(300)
        seen.append(page.evaluate(PICTURE))
    return seen[-1]


def test_the_map_is_painted_as_of_the_day(site: Site, watched: Watched) -> None:
    page = opened(watched, f"{site.address}?as_of=2025-04-01")
    before = painted(page)

    page.locator("#track").focus()
    page.keyboard.press("End")
    page.wait_for_function(f"before => {PICTURE} !== before", arg=before)
    page.fill("input[name=as_of]", "2025-04-01")
    page.keyboard.press("Enter")
    expect(page.locator(".clock-as-of strong")).to_have_text("2025-04-01")
    settled(page)

    page.wait_for_function(f"before => {PICTURE} === before", arg=before)
    assert painted(page) == before


def test_playing_goes_on_day_by_day_and_stops_at_the_end(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, site.address)
    last = EPOCH + timedelta(days=bounds(page)[1])
    start = (last - timedelta(days=20)).isoformat()
    page.fill("input[name=as_of]", start)
    page.keyboard.press("Enter")
    expect(page.locator(".clock-as-of strong")).to_have_text(start)
    page.locator(".folium-map").focus()

    page.keyboard.press("Space")

    expect(page.locator("#play")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#play")).to_have_attribute("aria-pressed", "false")
    assert day_shown(page) == last.isoformat()


def test_known_then_and_known_now_show_what_was_learnt_since(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of=2026-03-20")
    now = legend(page)

    page.click("[data-knowing=then]")
    expect(page.locator("#dates-shown")).to_have_attribute("data-knowledge", "past")
    then = legend(page)

    assert "as_known=2026-03-20&known=then" in page.url
    assert now == state(site, "--as-of", "2026-03-20")
    known = ("--as-of", "2026-03-20", "--as-known", "2026-03-20")
    assert then == state(site, *known)
    assert then != now
    expect(page.locator("#nothing")).to_be_visible()

    page.click("#nothing [data-go-now]")
    expect(page.locator("#dates-shown")).to_have_attribute("data-knowledge", "today")
    assert legend(page) == now


def test_then_knowledge_follows_the_track_once_it_rests(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of=2026-03-20")
    page.click("[data-knowing=then]")
    expect(page.locator("#dates-shown")).to_have_attribute("data-knowledge", "past")
    page.wait_for_load_state("networkidle")
    asked = len(watched.requests)

    page.locator("#track").focus()
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    page.wait_for_url("**as_known=2026-03-08**")

    curves = [url for url in watched.requests[asked:] if "/curve" in url]
    assert len(curves) == 1
    assert day_shown(page) == "2026-03-08"
