"""Sites of projects on the map: outlines and names, dated as all else."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Watched
from tests.browser.map_reading import opened, record, settled
from tests.browser.project_land import AFTER, BEFORE, INK, NAMES, names, project, stated
from tests.integration.building import guatu, square

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("day", [BEFORE, AFTER])
@pytest.mark.parametrize("is_past", [False, True])
def test_the_map_names_the_projects_that_had_a_site_as_the_command_line_says(
    land: Site, watched: Watched, day: str, *, is_past: bool
) -> None:
    known = land.first_edition if is_past else ""
    wanted = stated(
        land.home, "--as-of", day, *(["--as-known", str(known)] if known else [])
    )

    page = opened(watched, f"{land.address}?as_of={day}&as_known={known}")

    expect(page.locator(NAMES)).to_have_count(len(wanted))
    assert names(page) == wanted
    assert page.evaluate(INK) > 0
    assert watched.console == []
    assert watched.foreign_requests(land.address) == []


def test_a_day_before_any_project_shows_no_site(land: Site, watched: Watched) -> None:
    page = opened(watched, f"{land.address}?as_of=2020-06-30")

    assert stated(land.home, "--as-of", "2020-06-30") == set()
    expect(page.locator(NAMES)).to_have_count(0)
    assert page.evaluate(INK) == 0


def test_scrubbing_shows_other_sites_without_a_request(
    land: Site, watched: Watched
) -> None:
    page = opened(watched, f"{land.address}?as_of=2021-12-31")
    expect(page.locator(NAMES)).to_have_text(["新港二期"])
    ink = page.evaluate(INK)
    watched.requests.clear()

    page.keyboard.press("]")

    expect(page.locator(NAMES)).to_have_count(2)
    assert "as_of=2022-01-01" in page.url
    assert page.evaluate(INK) > ink
    assert [url for url in watched.requests if "/map/sites" in url] == []


def test_other_knowledge_moves_and_renames_a_site(land: Site, watched: Watched) -> None:
    page = opened(watched, f"{land.address}?as_of={BEFORE}")
    box = page.locator(NAMES).bounding_box()

    page.fill("input[name=as_known]", "2024-01-31")
    page.keyboard.press("Enter")

    expect(page.locator(NAMES)).to_have_text(["新港"])
    settled(page)
    moved = page.locator(NAMES).bounding_box()
    assert box is not None
    assert moved is not None
    assert moved["x"] < box["x"] - 50


def test_sites_are_hidden_by_button_and_by_key_and_the_address_keeps_it(
    land: Site, watched: Watched
) -> None:
    page = opened(watched, f"{land.address}?as_of={AFTER}")
    button = page.locator("#tool-sites")
    expect(button).to_have_attribute("aria-pressed", "true")

    button.click()

    expect(page.locator(NAMES)).to_have_count(0)
    expect(page.locator(".sites canvas")).to_have_count(0)
    expect(button).to_have_attribute("aria-pressed", "false")
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.locator(NAMES)).to_have_count(0)
    page.keyboard.press("s")
    expect(page.locator(NAMES)).to_have_count(2)
    assert "sites=" not in page.url


def test_a_filter_by_project_leaves_its_site_alone(
    land: Site, watched: Watched
) -> None:
    page = opened(watched, f"{land.address}?as_of={AFTER}&project=P-2")

    expect(page.locator(NAMES)).to_have_text(["滨河通道"])


def test_an_evidence_page_draws_the_sites_of_its_dates(
    land: Site, watched: Watched, tmp_path: Path
) -> None:
    file, ink = tmp_path / "evidence.html", {}
    for day in ("2020-06-30", AFTER):
        written = guatu(land.home, "map", "--as-of", day, "-o", str(file))
        assert written.exit_code == 0, written.output

        watched.page.goto(file.as_uri())
        expect(watched.page.locator(".sites canvas").first).to_be_visible()
        ink[day] = watched.page.evaluate(INK)

    assert ink["2020-06-30"] == 0
    assert ink[AFTER] > 1_000
    assert watched.console == []


def test_a_site_that_is_recorded_elsewhere_appears_without_a_reload(
    land: Site, watched: Watched
) -> None:
    page = opened(watched, f"{land.address}?as_of=2025-06-30")
    expect(page.locator(NAMES)).to_have_count(2)

    boundary = square(0, 150, 120)
    body = project("P-4", "新学校", "2025-01-01", boundary)
    record(page, land, **body)

    expect(page.locator(NAMES)).to_have_count(3)
    assert names(page) == stated(land.home, "--as-of", "2025-06-30")
