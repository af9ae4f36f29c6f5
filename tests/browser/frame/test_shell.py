"""The shell of every page: found by eye, ear and key, in both lights and languages."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.conftest import ROOT, Site, Watched

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"phone": (390, 844), "desk": (1440, 900), "wall": (1920, 1080)}
PAGES = {
    "map": "?as_of=2026-03-10",
    "map, past knowledge": "?as_of=2026-03-10&as_known=2026-03-10&lang=en",
    "map, a plot open": "?as_of=2026-03-10&plot=1894&lang=en",
    "map, side by side": "?as_of=2026-03-10&compare=side&as_of_1=2025-09-10&lang=en",
    "map, changes": "?as_of=2026-03-10&compare=change&as_of_1=2025-09-10&plot=1894",
    "map, curves": "?as_of=2026-03-10&panel=curves&lang=en",
    "map, paper": "?as_of=2026-03-10&panel=paper",
    "map, hatched": "?as_of=2026-03-10&patterns=on&off=none&scope=view&lang=en",
    "error": "plots/number/999999?lang=en",
}
OTHER_PAGES = {
    "plots": "plots?as_of=2026-03-10&lang=en",
    "plot": "plots/LA-0108?as_of=2026-03-10",
    "projects": "projects",
    "history": "history?lang=en",
    "entry": "history/1976",
    "record": "record/PlotStageRecorded?thing=LA-0108&lang=en",
    "correct": "correct/1976",
    "withdraw": "withdraw/1976?lang=en",
}
MOST_BYTES = 300_000
SEEN = "each.checkVisibility({ visibilityProperty: true, opacityProperty: true })"
TAB_STOPS = """() => [
    ...document.querySelectorAll("a, button, input, summary, [tabindex]"),
  ]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))
  .filter((each) => each.tabIndex >= 0 && !each.disabled).length"""
FOCUSED = """() => {
  const at = document.activeElement;
  const styles = ["", "::before", "::after"].map((part) => getComputedStyle(at, part));
  const names = [at.id, at.name, at.getAttribute("aria-label"), at.textContent.trim()];
  return [names.find(Boolean), styles.some(({ boxShadow }) => boxShadow !== "none")];
}"""
LIGHT = "document.documentElement.dataset.theme"
OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth"
CLIPPED = f"""() => [
    ...document.querySelectorAll("header :is(strong, a, button, .mark, small)"),
    ...document.querySelectorAll(".panel :is(h2, th, td, button)"),
  ]
  .filter((each) => {SEEN} && !each.matches(".district, .unseen"))
  .filter((each) => getComputedStyle(each).display !== "inline")
  .filter((each) => each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.textContent.trim())"""
STAGE = "getComputedStyle(document.documentElement).getPropertyValue('--stage-none')"
GONE = (".places", "#find", "#play", ".leaflet-control-zoom", ".step >> nth=0")


@pytest.fixture
def sized(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a page of a size, in a light, that may be looked through by axe."""
    size, theme = request.param
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        bypass_csp=True,
    )
    yield context.new_page()
    context.close()


def settled(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


EVERY_PAGE = PAGES | OTHER_PAGES


@pytest.mark.parametrize("path", EVERY_PAGE.values(), ids=EVERY_PAGE)
@pytest.mark.parametrize("sized", [("phone", "light")], ids=[""], indirect=True)
def test_axe_finds_nothing_serious(site: Site, sized: Page, path: str) -> None:
    """In both sizes and both lights, by a browser that keeps what it has loaded."""
    themes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for size, theme in product(("phone", "desk"), themes):
        width, height = SIZES[size]
        sized.set_viewport_size({"width": width, "height": height})
        sized.emulate_media(color_scheme=theme)

        settled(sized, site.address + path)

        assert sized.evaluate(LIGHT) == theme
        assert graves(sized) == [], (size, theme)


def graves(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds serious, and where."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        (each["id"], [node["target"] for node in each["nodes"]])
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "sized", [(size, "light") for size in SIZES], ids=lambda e: e[0], indirect=True
)
def test_nothing_is_clipped_or_wider_than_the_screen(
    site: Site, sized: Page, lang: str
) -> None:
    settled(sized, f"{site.address}?as_of=2026-03-10&lang={lang}")

    assert sized.evaluate(OVERFLOW) <= 0
    assert sized.evaluate(CLIPPED) == []


def test_tab_reaches_everything_and_the_focus_is_seen(
    site: Site, watched: Watched
) -> None:
    page = settled(watched.page, f"{site.address}?as_of=2026-03-10&lang=en")
    count = page.evaluate(TAB_STOPS)
    reached = []

    for _ in range(count):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))

    names = [name for name, _ in reached]
    assert [name for name, seen in reached if not seen] == []
    assert len(set(names)) == len(names)
    for name in ("time-square", "as_of", "as_known", "find-text", "track", "play"):
        assert name in names


def test_the_theme_is_kept_and_does_not_flash(site: Site, watched: Watched) -> None:
    page = settled(watched.page, site.address)
    assert page.evaluate(LIGHT) == "light"

    page.click("#theme")
    page.goto(f"{site.address}?as_of=2026-03-10", wait_until="commit")
    page.wait_for_selector(".masthead")

    assert page.evaluate(LIGHT) == "dark"
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(ground) == "rgb(19, 22, 25)"


def test_the_language_link_keeps_dates_view_and_plot(
    site: Site, watched: Watched
) -> None:
    address = f"{site.address}?as_of=2026-03-10&plot=1894#map=18/35.05040/118.36025"
    page = settled(watched.page, address)
    page.keyboard.press("[")

    page.click("#language")
    page.wait_for_load_state("networkidle")

    assert page.locator("html").get_attribute("lang") == "en"
    for part in ("as_of=2026-03-09", "plot=1894", "lang=en", "#map=18/35.05040"):
        assert part in page.url


def test_a_deep_link_restores_everything(site: Site, watched: Watched) -> None:
    query = "?as_of=2026-03-10&as_known=2026-03-10&known=then&lang=en&plot=1894"
    page = settled(watched.page, f"{site.address}{query}#map=18/35.05040/118.36025")

    pressed = page.locator("[data-knowing=then]").get_attribute("aria-pressed")
    assert pressed == "true"
    assert page.locator(".clock-as-of strong").inner_text() == "2026-03-10"
    assert page.locator("#map-page").get_attribute("data-position") == "0"
    assert "#map=18/35.05040/118.36025" in page.url


def test_a_link_to_a_plot_opens_it_and_goes_where_it_lies(
    site: Site, watched: Watched
) -> None:
    page = settled(watched.page, f"{site.address}?as_of=2026-03-10&plot=1894")

    expect(page.locator("#drawer h1")).to_be_visible()
    expect(page.locator("#drawer .fact").first).to_be_visible()
    page.wait_for_url("**#map=18/**")
    assert "plot=1894" in page.url


def test_the_plots_course_is_drawn_from_its_history(
    site: Site, watched: Watched
) -> None:
    page = settled(watched.page, f"{site.address}?as_of=2026-03-10&plot=1894")

    stages = page.locator("#drawer .plot-course rect[class^=stage-]")
    expect(stages.nth(1)).to_be_attached()
    assert page.locator("#drawer .tag-late").count() > 0


def test_going_back_undoes_a_step_in_time(site: Site, watched: Watched) -> None:
    page = settled(watched.page, f"{site.address}?as_of=2026-03-10")
    shown = page.locator(".clock-as-of strong")

    page.keyboard.press("]")
    page.keyboard.press("]")
    expect(shown).to_have_text("2026-03-12")
    page.go_back()

    expect(shown).to_have_text("2026-03-11")


def test_n_goes_back_to_now(site: Site, watched: Watched) -> None:
    page = settled(watched.page, f"{site.address}?as_of=2026-03-10")

    page.keyboard.press("n")

    expect(page.locator(".clock-as-of [data-is-now]")).to_be_visible()
    assert "as_of" not in page.url


def test_the_time_square_is_steered_with_arrows(site: Site, watched: Watched) -> None:
    page = settled(watched.page, f"{site.address}?as_of=2026-03-10")
    dot = page.locator("#time-square [data-dot]")
    before = dot.get_attribute("cx")

    page.keyboard.press("t")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowLeft")

    expect(page.locator(".clock-as-of strong")).to_have_text("2026-02-09")
    assert dot.get_attribute("cx") != before
    page.keyboard.press("ArrowDown")
    expect(page.locator("#dates-shown")).to_have_attribute("data-knowledge", "past")


def test_what_is_typed_is_not_taken_for_what_is_shown(
    site: Site, watched: Watched
) -> None:
    page = settled(watched.page, f"{site.address}?as_of=2026-03-10")

    page.fill("input[name=as_of]", "2025-01-01")

    expect(page.locator(".dates-submit")).to_be_visible()
    assert page.locator(".clock-as-of strong").inner_text() == "2026-03-10"
    page.keyboard.press("Escape")
    expect(page.locator(".dates-submit")).to_be_hidden()


def test_search_opens_the_plot_that_is_chosen(site: Site, watched: Watched) -> None:
    page = settled(watched.page, f"{site.address}?as_of=2026-03-10")

    page.keyboard.press("/")
    page.keyboard.type("LA-0094")
    expect(page.locator("#find-list [role=option]").first).to_contain_text("LA-0094")
    expect(page.locator("#find-text")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")

    expect(page.locator("#drawer h1")).to_have_text("LA-0094")
    assert "plot=" in page.url


def test_question_mark_lists_the_keys(site: Site, watched: Watched) -> None:
    page = settled(watched.page, f"{site.address}?lang=en")

    page.keyboard.press("?")

    expect(page.locator("#keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keyboard")).to_be_hidden()


def test_paper_has_dates_position_and_legend_and_no_controls(
    site: Site, watched: Watched
) -> None:
    page = settled(watched.page, f"{site.address}?as_of=2026-03-10")

    page.emulate_media(media="print")

    for shown in (".clock-as-of strong", ".clock-known strong", ".position", "#legend"):
        expect(page.locator(shown)).to_be_visible()
    for gone in GONE:
        expect(page.locator(gone)).to_be_hidden()


def test_paper_is_light_even_in_the_dark(site: Site, watched: Watched) -> None:
    page = settled(watched.page, f"{site.address}?as_of=2026-03-10")
    page.click("#theme")

    page.emulate_media(media="print")

    assert page.evaluate(STAGE).strip() == "#f5ead5"


def test_the_page_without_tiles_is_small(site: Site, watched: Watched) -> None:
    answers: list[Response] = []

    def on_response(response: Response) -> None:
        answers.append(response)

    watched.page.on("response", on_response)

    settled(watched.page, site.address)

    # The stream of notices has no end that could be waited for.
    left_out = ("/tiles/", "/layers/", "/api/v1/live")
    bodies = [
        each.body()
        for each in answers
        if each.ok and not any(part in each.url for part in left_out)
    ]
    assert sum(len(gzip.compress(body)) for body in bodies) < MOST_BYTES


def test_the_refusal_of_an_unknown_page_has_a_way_out(
    site: Site, watched: Watched
) -> None:
    page = settled(watched.page, f"{site.address}plots/number/999999?lang=en")

    page.click("main .button")
    page.wait_for_load_state("networkidle")

    assert urlsplit(page.url).path == "/"


def test_axe_is_the_version_that_is_locked() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    installed = json.loads(Path(AXE.parent / "package.json").read_text("utf-8"))

    assert lock["packages"]["node_modules/axe-core"]["version"] == installed["version"]
