"""The live map of the city in a browser: until painted, a step, bytes and memory."""

from __future__ import annotations

import math
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.bench.figures import Figure, at_most, plain
from tests.bench.map_browser import (
    CHROMIUM,
    LACKING,
    Visit,
    chromium,
    heap_mb,
    visited,
)
from tests.bench.map_steps import steps
from tests.bench.memory import megabytes, read, served
from tests.bench.run import Run
from web.atlas.zones import MOST_ON_A_TILE

AS_OF = "2022-03-31"
ZOOM = 14
TURNS = 5
STEPS = 30
AFAR_S = 300
PAINTED_MS, PAGE_KB, HEAP_MB, PSS_MB = 2_000, 300, 40, 1_200


@dataclass(frozen=True, slots=True)
class Window:
    """A window, and how long a step may take in it: a frame, or two."""

    size: tuple[int, int]
    step_ms: float


LARGE = Window((2560, 1720), 35)
"""Shows 90,000 plots of the city."""
MIDDLE = Window((1200, 860), 17)
"""Shows 20,000."""


def map_page(run: Run) -> Iterator[Figure]:
    """Use the map of the city as a reader does, and look at both processes."""
    if CHROMIUM is None:
        name = "the live map in a browser"
        yield Figure(name=name, value=math.nan, unit="", against=LACKING)
        return
    with run.decades.opened(run.size.city):
        """Catches up what is kept, so that the server has it at once."""
    with served(run.decades.home(run.size.city)) as (process, address, _):
        centre = centre_of(address)
        if run.size.city.plots > MOST_ON_A_TILE:
            _wait_for_zones(address, centre)
        with chromium() as browser:
            yield from _first_page(browser, address)
            for window in (MIDDLE, LARGE):
                yield from _looked_at(browser, address, centre, window)
        used = megabytes(process.pid, "Pss")
        yield at_most("memory once the map was used (PSS)", used, "MB", PSS_MB)


def _first_page(browser: Browser, address: str) -> Iterator[Figure]:
    """Open the map again and again, each time in a browser that has kept nothing."""
    painted, sent = [], []
    for _ in range(TURNS):
        with visited(browser, address) as visit:
            painted.append(visit.painted_ms)
            sent.append(own_kb(visit))
    spent = statistics.median(painted)
    yield at_most("first page painted, nothing cached", spent, "ms", PAINTED_MS)
    size = statistics.median(sent)
    yield at_most("page without tiles, as sent", size, "kB", PAGE_KB)


def own_kb(visit: Visit) -> float:
    """Return what the page took without tiles; charts are not fetched yet."""
    return sum(n for at, n in visit.sent.items() if "/tiles/" not in at) / 1000


def _looked_at(
    browser: Browser, address: str, centre: tuple[float, float], window: Window
) -> Iterator[Figure]:
    asked = view(address, centre)
    with visited(browser, asked, size=window.size) as visit:
        page = visit.page
        days = [steps(page, key, STEPS) for key in ("ArrowLeft", "ArrowRight")]
        month = steps(page, "ArrowLeft", STEPS, shift=True)
        plots = plots_in_view(page)
        heap = heap_mb(page)
        name = f"z{ZOOM}, {plots:,} plots in view"
    yield plain(f"painted: {name}", visit.painted_ms, "ms")
    day_ms = max(day.frame_ms for day in days)
    yield at_most(f"step of a day, both ways: {name}", day_ms, "ms", window.step_ms)
    scripts_ms = max(day.scripts_ms for day in days)
    yield plain(f"scripts in a step of a day: {name}", scripts_ms, "ms")
    yield plain(f"step of a month: {name}", month.frame_ms, "ms")
    yield at_most(f"heap of the page: {name}", heap, "MB", HEAP_MB)


def view(address: str, centre: tuple[float, float]) -> str:
    """Return the address of the map at the zoom that is measured."""
    lon_deg, lat_deg = centre
    return f"{address}/?as_of={AS_OF}#map={ZOOM}/{lat_deg:.5f}/{lon_deg:.5f}"


def plots_in_view(page: Page) -> int:
    """Let the legend count what is in view."""
    page.click("[data-scope=view]")
    page.wait_for_load_state("networkidle")
    page.wait_for_selector("#legend:not(.is-awaiting)")
    text = page.locator("tr[data-stage=total] [data-figure=plots]").inner_text()
    return int(text.replace(",", ""))


def centre_of(address: str) -> tuple[float, float]:
    """Return the middle of what the page shows first, longitude and latitude."""
    page = read(address + "/").decode()
    [[south, west], [north, east]] = _bounds(page)
    return (west + east) / 2, (south + north) / 2


def _bounds(page: str) -> list[list[float]]:
    found = re.search(r"bounds: \[\[(\S+), (\S+)\], \[(\S+), (\S+)\]\]", page)
    assert found is not None
    south, west, north, east = map(float, found.groups())
    return [[south, west], [north, east]]


def _wait_for_zones(address: str, centre: tuple[float, float]) -> None:
    """Wait for the zones that are merged behind the scenes once the server runs."""
    lon_deg, lat_deg = centre
    x = int((lon_deg + 180) / 360 * 2**10)
    angle = math.radians(lat_deg)
    y = int((1 - math.asinh(math.tan(angle)) / math.pi) / 2 * 2**10)
    until = time.monotonic() + AFAR_S
    while time.monotonic() < until:
        if b"areas_history" in read(f"{address}/tiles/history/10/{x}/{y}.mvt"):
            return
        time.sleep(1)
    msg = "the zones were not merged"
    raise RuntimeError(msg)
