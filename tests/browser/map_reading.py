"""What a test reads off the map page, once it shows what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, Watched
from tests.integration.building import answered

FIGURES = """(body) => Object.fromEntries(
  Array.from(body.rows, (row) => [
    row.dataset.stage,
    row.querySelector("[data-figure=plots]").textContent,
  ]),
)"""
PICTURE = """() => Array.from(
  document.querySelectorAll(".plots canvas"), (each) => each.toDataURL()).join()"""


def opened(watched: Watched, address: str) -> Page:
    """Open a page of the map and wait until it shows what was asked."""
    watched.page.goto(address)
    watched.page.wait_for_load_state("networkidle")
    settled(watched.page)
    return watched.page


def settled(page: Page) -> None:
    """Wait until the figures of the dates are there; the page hides them till then."""
    expect(page.locator("#map-page")).not_to_contain_class("is-stale")
    for lacking in ("is-awaiting", "is-lacking"):
        expect(page.locator("#legend")).not_to_contain_class(lacking)


def legend(page: Page) -> dict[str, int]:
    """Read the plots of every stage at one moment, once the figures are shown."""
    settled(page)
    figures: dict[str, str] = page.locator("#legend tbody").evaluate(FIGURES)
    return {stage: int(text.replace(",", "")) for stage, text in figures.items()}


def state(site: Site, *dates: str) -> dict[str, int]:
    """Ask ``guatu state``, the other way to the same figures."""
    stages = answered(site.home, "state", "plots", "--summary", *dates)["stages"]
    return {stage: figures["plots"] for stage, figures in stages.items()}


def answer(page: Page, site: Site, path: str, **asked: str) -> dict[str, Any]:
    """Ask the API as a program would."""
    response = page.request.get(f"{site.address}{path}", params={**asked})
    assert response.ok, response.text()
    found: dict[str, Any] = response.json()
    return found


def plots_on(curve: dict[str, Any], day: int) -> dict[str, int]:
    """Read a day off a curve: what held from the last change up to it."""
    held = [
        row for at, row in zip(curve["days"], curve["plots"], strict=True) if at <= day
    ]
    last = held[-1] if held else [0] * len(curve["stages"])
    return dict(zip(curve["stages"], last, strict=True))


def record(page: Page, site: Site, **command: str) -> int:
    """Record through the API, as another client does; return the position."""
    body = {"command_id": str(uuid4()), **command}
    response = page.request.post(f"{site.address}api/v1/commands", data=body)
    assert response.ok, response.text()
    position: int = answer(page, site, "api/v1/plots/summary")["position"]
    return position


@contextmanager
def other_page(browser: Browser) -> Iterator[Page]:
    """Open a page of another reader."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()
