"""The browser of the map's measures: pages that tell when they are painted."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = shutil.which("chromium")
LACKING = "left out: Chromium is not installed"
PATIENCE_MS = 120_000
MEGABYTE = 1_000_000
ELSEWHERE = re.compile(r"https?://(?!127\.0\.0\.1)")

PAINTED = """() => {
  const isPainted = () => {
    const tiles = [...document.querySelectorAll(".plots canvas")];
    return tiles.length > 0
      && tiles.every((tile) => tile.classList.contains("leaflet-tile-loaded"))
      && document.getElementById("track").ariaValueMax !== "0"
      && !document.querySelector("#map-page.is-stale, #legend.is-awaiting");
  };
  const look = () => {
    if (!isPainted()) return requestAnimationFrame(look);
    requestAnimationFrame(() => { window.painted_ms = performance.now(); });
  };
  look();
}"""
"""Every tile is drawn, the track too, and the figures are those of the dates."""

IDLE = """() => addEventListener("load", () =>
  requestAnimationFrame(() => requestAnimationFrame(
    () => { window.painted_ms = performance.now(); })))"""
"""A page that does all its work while it loads."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that has been painted, in a browser that had kept nothing."""

    page: Page
    painted_ms: float
    """Since it was asked for."""
    sent: dict[str, int] = field(default_factory=dict)
    """Bytes that came over the wire, as they were packed, by address."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@contextmanager
def visited(
    browser: Browser,
    address: str,
    *,
    size: tuple[int, int] = (1440, 900),
    painted: str = PAINTED,
    others: dict[str, bytes] | None = None,
) -> Iterator[Visit]:
    """Open a page with nothing in the cache, and wait until it is painted.

    Args:
        browser: In which.
        address: The page.
        size: Width and height of the window, CSS pixels.
        painted: A function in JavaScript that sets ``window.painted_ms``.
        others: What to answer to requests that would leave the machine, by the end
            of their address; all others get nothing.
    """
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    if others is not None:
        page.route(ELSEWHERE, lambda route: _answer(route, others))
    sent = _watched(page)
    page.add_init_script(f"({painted})()")
    page.goto(address)
    page.wait_for_function("() => window.painted_ms")
    yield Visit(page, page.evaluate("() => window.painted_ms"), sent)
    context.close()


def heap_mb(page: Page) -> float:
    """Return what scripts hold once the garbage is gone, arrays' bytes included."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    held = session.send("Runtime.getHeapUsage")
    return float(held["usedSize"] + held.get("backingStorageSize", 0)) / MEGABYTE


def _watched(page: Page) -> dict[str, int]:
    """Return a table of what is sent, which fills while the page loads."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    sent: dict[str, int] = {}

    def begun(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def ended(event: dict[str, Any]) -> None:
        sent[addresses[event["requestId"]]] = int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", begun)
    session.on("Network.loadingFinished", ended)
    return sent


def _answer(route: Route, others: dict[str, bytes]) -> None:
    address = route.request.url
    found = [body for end, body in others.items() if address.endswith(end)]
    route.fulfill(body=found[0] if found else b"")
