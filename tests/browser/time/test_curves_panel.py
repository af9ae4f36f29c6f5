"""The curves of what is in view: loaded when opened, drawn under the strict policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Watched
from tests.browser.map_reading import answer, opened, plots_on

pytestmark = pytest.mark.browser

EPOCH_DAYS = "(text) => Date.parse(text) / 86_400_000"


def test_charts_are_loaded_only_when_the_panel_opens(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of=2026-03-10&lang=en")
    assert [url for url in watched.requests if "charts.js" in url] == []

    page.keyboard.press("g")

    expect(page.locator("[data-chart=stages] canvas")).to_be_visible()
    assert [url for url in watched.requests if "charts.js" in url] != []
    assert "panel=curves" in page.url
    page.wait_for_load_state("networkidle")
    page.mouse.move(1000, 300)
    page.wait_for_timeout(300)
    assert watched.foreign_requests(site.address) == []
    assert watched.console == []


def test_the_table_of_the_curves_says_what_the_curve_says(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of=2026-03-10&panel=curves&lang=en")
    table = page.locator("[data-table]")
    page.click(".chart-table summary")
    expect(table.locator("tbody tr").first).to_be_visible()

    head = table.locator("thead th").all_inner_texts()
    row = table.locator("tbody tr", has_text="2026-02-28")
    shown = dict(zip(head[1:], row.locator("td").all_inner_texts(), strict=True))

    bbox = page.locator("#curves").get_attribute("data-bbox") or ""
    day = page.evaluate(EPOCH_DAYS, "2026-02-28")
    counts = plots_on(answer(page, site, "api/v1/plots/curve", bbox=bbox), day)
    stages = list(counts)
    reached = [sum(counts[each] for each in stages[at:]) for at in range(len(stages))]
    label = page.locator("tr[data-stage=demolished] [data-label]").inner_text()
    wanted = reached[stages.index("demolished")]
    assert int(shown[label].replace(",", "")) == wanted


def test_days_from_stage_to_stage_are_those_of_the_server(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of=2026-03-10&panel=curves&lang=en")
    rows = page.locator("[data-durations] tbody tr")
    expect(rows.first).to_be_visible()

    bbox = page.locator("#curves").get_attribute("data-bbox") or ""
    steps = answer(page, site, "map/durations", bbox=bbox)["steps"]

    assert rows.count() == len(steps)
    plots = [row.locator("td").first.inner_text() for row in rows.all()]
    assert plots == [f"{each['plots']:,}" for each in steps]


def test_escape_closes_the_curves_and_gives_the_focus_back(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of=2026-03-10&lang=en")
    page.click("#tool-curves")
    expect(page.locator("[data-chart=stages] canvas")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator("#curves")).to_be_hidden()
    expect(page.locator("#tool-curves")).to_be_focused()
    assert "panel" not in page.url


def test_what_was_known_then_is_asked_for_once_and_shown_month_by_month(
    site: Site, watched: Watched
) -> None:
    page = opened(watched, f"{site.address}?as_of=2026-03-10&panel=curves&lang=en")
    expect(page.locator("[data-learning]")).to_be_empty()
    asked = [url for url in watched.requests if "/map/known-then?" in url]
    page.click(".chart-table summary")
    row = page.locator("[data-table] tbody tr", has_text="2026-02-28")
    expect(row).to_be_visible()

    told = page.request.get(asked[0]).json()
    days = {each["day"]: each["plots"] for each in told["days"]}
    head = page.locator("[data-table] thead th").all_inner_texts()
    shown = dict(zip(head[1:], row.locator("td").all_inner_texts(), strict=True))

    assert len(asked) == 1
    label = page.locator("tr[data-stage=demolished] [data-label]").inner_text()
    reached = sum(days["2026-02-28"][told["stages"].index("demolished") :])
    [then] = [text for name, text in shown.items() if label in name and "then" in name]
    assert int(then.replace(",", "")) == reached
