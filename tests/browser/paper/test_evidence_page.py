"""An evidence page opened from disk, with no network at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Site, Watched
from tests.integration.building import answered, guatu

pytestmark = pytest.mark.browser
AS_OF = "2026-05-31"
PAINTED = "canvas.leaflet-tile-loaded"


@pytest.fixture
def opened(site: Site, watched: Watched, tmp_path: Path) -> Watched:
    """Write a page, cut the network, open the file."""
    file = tmp_path / "evidence.html"
    result = guatu(site.home, "map", "--as-of", AS_OF, "--lang", "zh", "-o", str(file))
    assert result.exit_code == 0, result.output
    watched.page.context.set_offline(True)
    watched.page.goto(file.as_uri())
    watched.page.locator(PAINTED).first.wait_for()
    return watched


def test_it_asks_for_nothing_and_says_nothing_in_the_console(opened: Watched) -> None:
    opened.page.wait_for_timeout(300)

    assert [url for url in opened.requests if not url.startswith("file:")] == []
    assert len(opened.requests) == 1
    assert opened.console == []


def test_its_legend_is_the_summary(opened: Watched, site: Site) -> None:
    told = answered(site.home, "state", "plots", "--summary", "--as-of", AS_OF)

    shown = {
        stage: opened.page.locator(f'[data-stage="{stage}"] td').first.inner_text()
        for stage in told["stages"]
    }

    wanted = {stage: f"{row['plots']:,}" for stage, row in told["stages"].items()}
    assert shown == wanted


def test_every_stage_has_its_colour_on_the_map(opened: Watched) -> None:
    colours = opened.page.evaluate(
        """() => {
          const seen = new Set();
          for (const tile of document.querySelectorAll(".plots canvas")) {
            const { data } = tile.getContext("2d")
              .getImageData(0, 0, tile.width, tile.height);
            for (let at = 0; at < data.length; at += 4) {
              if (data[at + 3] === 255) seen.add(data.slice(at, at + 3).join());
            }
          }
          return [...seen];
        }"""
    )

    shown = opened.page.evaluate(
        """() => [...document.querySelectorAll("#legend tbody tr")]
          .filter((row) => row.querySelector("td").textContent !== "0")
          .map((row) => getComputedStyle(row.querySelector(".swatch")).backgroundColor)
        """
    )
    fills = {
        each.removeprefix("rgb(").removesuffix(")").replace(" ", "") for each in shown
    }
    assert len(fills) > 2
    assert fills <= set(colours)


def test_a_plot_is_found_by_its_number_and_tells_its_facts(
    opened: Watched, site: Site
) -> None:
    [plot] = answered(site.home, "state", "plots", "--as-of", AS_OF)["plots"][:1]
    page = opened.page

    page.locator("#find-text").fill(plot["plot"])
    page.keyboard.press("Enter")

    position = page.locator("#facts-position").inner_text()
    told = answered(site.home, "history", "plot", plot["plot"], "--as-of", AS_OF)
    behind = [fact for fact in told["facts"] if f"#{fact['position']:,}" == position]
    assert page.locator("#facts-plot").inner_text() == plot["plot"]
    assert [fact["effective"] for fact in behind] == [
        page.locator("#facts-since").inner_text()
    ]


def test_the_keyboard_opens_the_plot_in_the_middle(opened: Watched) -> None:
    page = opened.page
    page.locator("#find-text").fill(
        page.evaluate(
            "JSON.parse(document.getElementById('evidence-data').textContent)"
            ".facts.plot[7]"
        )
    )
    page.keyboard.press("Enter")
    found = page.locator("#facts-plot").inner_text()
    page.locator(".folium-map").focus()
    page.keyboard.press("Escape")
    assert page.locator("#facts-found").is_hidden()

    page.keyboard.press("Enter")

    assert page.locator("#facts-plot").inner_text() == found


def test_light_turns_dark(opened: Watched) -> None:
    page = opened.page
    before = page.evaluate(
        "getComputedStyle(document.body.parentElement).backgroundColor"
    )

    page.locator("#theme").click()

    after = page.evaluate(
        "getComputedStyle(document.body.parentElement).backgroundColor"
    )
    assert before != after
    assert opened.console == []
