"""The three verbs in a real browser, without a line of our script being needed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, Watched

pytestmark = pytest.mark.browser

STAGES = re.compile(r"stage-(\w+)")
DIVIDED = "2026-06-20"
"""After every fact of the sample register."""


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    """A page of a browser in which scripts are off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def stage_counts(page: Page, site: Site, as_known: str = "") -> dict[str, int]:
    """Read how many plots are in each stage, from the list of plots."""
    page.goto(f"{site.address}plots?as_known={as_known}")
    counts = {}
    for link in page.locator(".stage-row a[class]").all():
        [stage] = STAGES.findall(link.get_attribute("class") or "")
        counts[stage] = int(link.locator("strong").inner_text().replace(",", ""))
    return counts


def sheet_verb(page: Page, site: Site, plot: str, verb: str, position: int = 0) -> None:
    """Go to a plot's sheet and press one of its verbs."""
    page.goto(f"{site.address}plots/{plot}")
    if position:
        page.click(f'.fact-verbs a[href^="/{verb}/{position}"]')
    else:
        page.click(".verb-record")


def checked_and_recorded(page: Page) -> int:
    """Check the form, confirm it, and read the position that the sheet tells."""
    page.click(".verb-form .primary")
    page.click("#confirm")
    told = page.locator("#recorded strong").inner_text()
    return int(re.sub(r"\D", "", told))


def moved(counts: dict[str, int], *, out_of: str, into: str) -> dict[str, int]:
    return {
        stage: plots - (stage == out_of) + (stage == into)
        for stage, plots in counts.items()
    }


@pytest.mark.parametrize("script", ["on", "off"])
def test_record_correct_and_withdraw_are_each_seen_at_once(
    site: Site, watched: Watched, scriptless: Page, script: str
) -> None:
    page = watched.page if script == "on" else scriptless
    plot = "BY-0003" if script == "on" else "BY-0053"
    before = stage_counts(page, site)
    page.goto(f"{site.address}plots/{plot}")
    [was] = STAGES.findall(
        page.locator(".page-head .stage").get_attribute("class") or ""
    )

    sheet_verb(page, site, plot, "record")
    page.check("input[name=stage][value=handed_over]")
    page.fill("input[name=effective]", "2026-07-01")
    recorded = checked_and_recorded(page)

    expect(page.locator(".page-head .stage")).to_have_class("stage stage-handed_over")
    after = stage_counts(page, site)
    assert after == moved(before, out_of=was, into="handed_over")

    sheet_verb(page, site, plot, "correct", recorded)
    page.fill("input[name=effective]", "2026-07-02")
    page.fill("input[name=reason]", "日期录错")
    corrected = checked_and_recorded(page)

    periods = page.locator(".periods").inner_text()
    assert "2026-07-02" in periods
    assert "2026-07-01" not in periods

    sheet_verb(page, site, plot, "withdraw", recorded)
    page.fill("input[name=reason]", "没有这回事")
    gone = checked_and_recorded(page)

    assert stage_counts(page, site) == before
    page.goto(f"{site.address}history")
    newest = page.locator(".stream-position").all_inner_texts()[:3]
    assert newest == [f"#{gone}", f"#{corrected}", f"#{recorded}"]
    assert stage_counts(page, site, as_known=str(recorded)) == after
    page.goto(f"{site.address}plots/{plot}?as_known={recorded}")
    assert "2026-07-01" in page.locator(".periods").inner_text()
    page.goto(f"{site.address}plots/{plot}?as_known={recorded - 1}")
    assert "2026-07" not in page.locator(".periods").inner_text()
    assert watched.console == []
    assert watched.foreign_requests(site.address) == []


def test_a_division_is_withdrawn_and_the_plot_is_there_again(
    site: Site, watched: Watched
) -> None:
    page, plot = watched.page, "BY-0007"
    children = [f"{plot}-{each}" for each in "ab"]
    page.goto(f"{site.address}plots/{plot}?lang=en")
    [was] = STAGES.findall(
        page.locator(".page-head .stage").get_attribute("class") or ""
    )
    place = page.request.get(f"{site.address}api/v1/plots?format=geojson").json()
    position = divided(page, site, plot, children, place["features"][0]["geometry"])

    page.goto(f"{site.address}plots/{plot}?lang=en")
    expect(page.locator(".presence")).to_contain_text(f"Divided on {DIVIDED} into")
    page.click(f".presence >> text={children[0]}")
    expect(page.locator("h1")).to_have_text(children[0])
    page.click(f'.fact-verbs a[href^="/withdraw/{position}"]')
    page.fill("input[name=reason]", "没有这回事")
    page.click(".verb-form .primary")
    expect(page.locator("#concerned a")).to_have_text([plot, *children])
    page.click("#confirm")

    expect(page.locator(".page-head .stage")).to_have_class(f"stage stage-{was}")
    expect(page.locator(".presence")).to_have_count(0)
    page.goto(f"{site.address}plots/{children[0]}?lang=en")
    expect(page.locator(".presence-never")).to_be_visible()
    page.goto(f"{site.address}plots/{plot}?lang=en&as_known={position}")
    expect(page.locator(".presence-ended")).to_be_visible()
    assert watched.console == []


def divided(
    page: Page, site: Site, plot: str, children: list[str], place: dict[str, object]
) -> int:
    """Divide a plot through the API; return the position of the division."""
    drawn = [{"plot": each, "stage": None, "boundary": place} for each in children]
    command = {
        "command_id": f"divide-{plot}",
        "record": "PlotSplit",
        "plot": plot,
        "effective": DIVIDED,
        "children": drawn,
    }
    answer = page.request.post(f"{site.address}api/v1/commands", data=command)
    assert answer.ok, answer.text()
    return int(answer.json()["position"])


def test_a_refusal_leaves_the_form_as_it_was_typed(
    site: Site, watched: Watched
) -> None:
    page = watched.page
    page.goto(f"{site.address}record/PlotAmountRecorded?thing=HW-0001")
    page.fill("input[name=amount]", "12.345")
    page.fill("input[name=purpose]", "青苗补偿")

    page.click(".verb-form .primary")

    expect(page.locator("#refusal")).to_contain_text("12.345")
    expect(page.locator("input[name=amount]")).to_have_value("12.345")
    expect(page.locator("input[name=purpose]")).to_have_value("青苗补偿")
    page.fill("input[name=amount]", "12.34")
    page.click(".verb-form .primary")
    expect(page.locator(".sentence")).to_contain_text("HW-0001")
    page.click("button[formaction]")
    expect(page.locator("input[name=amount]")).to_have_value("12.34")


@pytest.mark.parametrize(
    "path",
    [
        *("plots", "plots/HW-0001", "history", "history/5", "correct/5", "projects"),
        *("conflicts", "record/PlotFrozen?thing=HW-0001"),
    ],
)
def test_no_page_is_wider_than_its_window(
    site: Site, watched: Watched, path: str
) -> None:
    mark = "&" if "?" in path else "?"
    for width in (390, 768, 1440):
        watched.page.set_viewport_size({"width": width, "height": 900})

        watched.page.goto(f"{site.address}{path}{mark}lang=en")

        wide = watched.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
