"""The same 20,000 plots on our page and on one of stock Folium, in turns."""

from __future__ import annotations

import gzip
import math
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page

from geo.tiles.grid import HALF_WORLD_M, degrees, metres
from tests.bench.figures import Figure, plain
from tests.bench.map_browser import (
    CHROMIUM,
    IDLE,
    LACKING,
    chromium,
    heap_mb,
    visited,
)
from tests.bench.map_folium import STEPS_MS, Box, folium_page, others
from tests.bench.map_page import AS_OF, MIDDLE, ZOOM, centre_of, plots_in_view, view
from tests.bench.map_steps import steps
from tests.bench.memory import served
from tests.bench.run import Run
from web.district.dates import resolve

TURNS = 3
STEPS = 10
SIZE = "(map) => [map.clientWidth, map.clientHeight]"
TILE_PX = 256
MEASURES = (
    "painted ms",
    "step of a day ms",
    "heap MB",
    "sent with all its plots, against the file as it is written kB",
    "sent with all its plots, against the file packed kB",
)

Turn = tuple[float, ...]
"""One figure for each of the measures."""


def map_against_folium(run: Run) -> Iterator[Figure]:
    """Open both pages in turns; what Folium fetches from elsewhere is there at once."""
    if CHROMIUM is None:
        name = "the live map against folium.GeoJson"
        yield Figure(name=name, value=math.nan, unit="", against=LACKING)
        return
    home, file = run.decades.home(run.size.city), run.folder / "folium.html"
    with served(home) as (_, address, _), chromium() as browser:
        asked = view(address, centre_of(address))
        shown, box = _view(browser, asked, centre_of(address))
        with run.decades.opened(run.size.city) as district:
            page, embedded = folium_page(district, resolve(district), box, ZOOM)
        file.write_bytes(page)
        yield plain("plots in view of our page", shown, "plots")
        yield plain("plots on the page of folium.GeoJson", embedded, "plots")
        turns = [(_ours(browser, asked), _theirs(browser, file)) for _ in range(TURNS)]
    yield from _compared(*zip(*turns, strict=True))


def _compared(ours: Sequence[Turn], theirs: Sequence[Turn]) -> Iterator[Figure]:
    for place, measure in enumerate(MEASURES):
        name, _, unit = measure.rpartition(" ")
        own = statistics.median(turn[place] for turn in ours)
        other = statistics.median(turn[place] for turn in theirs)
        yield Figure(
            name=name,
            value=own,
            unit=unit,
            ratio=own / other,
            against=f"folium.GeoJson: {other:,.1f} {unit}",
        )


def _ours(browser: Browser, address: str) -> Turn:
    with visited(browser, address, size=MIDDLE.size) as visit:
        sent = sum(visit.sent.values())
        step = steps(visit.page, "ArrowRight", STEPS).frame_ms
        return visit.painted_ms, step, heap_mb(visit.page), sent / 1000, sent / 1000


def _theirs(browser: Browser, file: Path) -> Turn:
    written = file.read_bytes()
    sizes = len(written) / 1000, len(gzip.compress(written, 6)) / 1000
    at = file.resolve().as_uri()
    with visited(browser, at, size=MIDDLE.size, painted=IDLE, others=others()) as visit:
        step = statistics.median(_steps_ms(visit.page))
        return visit.painted_ms, step, heap_mb(visit.page), *sizes


def _steps_ms(page: Page) -> list[float]:
    first = (np.datetime64(AS_OF) - np.datetime64("1970-01-01")).astype(int)
    found: list[float] = page.evaluate(
        STEPS_MS, {"first": int(first), "by": 1, "times": STEPS}
    )
    return found


def _view(
    browser: Browser, address: str, centre: tuple[float, float]
) -> tuple[int, Box]:
    """Return how many plots our page shows, and the box that it shows."""
    with visited(browser, address, size=MIDDLE.size) as visit:
        width, height = visit.page.locator(".folium-map").evaluate(SIZE)
        shown = plots_in_view(visit.page)
    east_m, north_m = metres(lon_deg=centre[0], lat_deg=centre[1])
    half = HALF_WORLD_M / TILE_PX / 2**ZOOM
    west, south = degrees(east_m=east_m - width * half, north_m=north_m - height * half)
    east, north = degrees(east_m=east_m + width * half, north_m=north_m + height * half)
    return shown, (west, south, east, north)
