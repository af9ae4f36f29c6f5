"""Land with three projects for browsers; what is known of one site is mended later."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from pyproj import Transformer

from tests.integration.building import (
    EAST,
    NORTH,
    Now,
    corrected,
    guatu,
    record,
    registered,
    square,
    staged,
)
from web.district.founding import found_district
from web.district.opening import open_district

BEFORE, AFTER, LATER = "2021-06-30", "2023-06-30", "2024-06-30"
CORRIDOR = (
    f"POLYGON (({EAST} {NORTH - 60}, {EAST + 420} {NORTH - 60}, "
    f"{EAST + 420} {NORTH - 45}, {EAST} {NORTH - 45}, {EAST} {NORTH - 60}))"
)
NAMES = ".site-names a"
INK = """() => Array.from(document.querySelectorAll(".sites canvas"), (canvas) => {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  return data.reduce((sum, value, at) => sum + (at % 4 === 3 && value > 0), 0);
}).reduce((sum, each) => sum + each, 0)"""


def settle(home: Path) -> int:
    """Record plots and projects; return the position before the site is mended."""
    clock = Now("2024-01-10")
    found_district(home, name="演示区", crs="EPSG:4547", currency="CNY", clock=clock)
    district = open_district(home, clock)
    for number in range(18):
        place = (70 * (number % 6), 45 * (number // 6))
        plot = registered(f"A-{number:02}", "2020-01-01", boundary=square(*place))
        record(district.app, plot)
        record(district.app, staged(f"A-{number:02}", "surveyed", "2022-05-01"))
    site = square(-15, -15, 195)
    first = record(district.app, project("P-1", "新港", "2021-01-01", site))
    record(district.app, project("P-2", "滨河通道", "2022-01-01", CORRIDOR))
    record(district.app, project("P-3", "没有用地", "2020-01-01", None))
    known = district.app.journal.head().position
    clock.set("2024-02-10")
    moved = square(195, -15, 195)
    record(district.app, corrected(first, boundary=moved, name="新港二期"))
    district.close()
    return known


def project(name: str, text: str, effective: str, boundary: str | None) -> Any:  # noqa: ANN401
    """Write the command that registers a project."""
    body = {"record": "ProjectRegistered", "project": name, "name": text}
    site = {} if boundary is None else {"boundary": boundary}
    return {**body, **site, "effective": effective}


def stated(home: Path, *dates: str) -> set[str]:
    """Ask ``guatu state projects`` for the names of projects with a site."""
    done = guatu(home, "state", "projects", "--format", "geojson", *dates)
    features = json.loads(done.stdout)["features"]
    return {each["properties"]["name"] for each in features if each["geometry"]}


def names(page: Page) -> set[str]:
    """Read the names of sites off the map."""
    return set(page.locator(NAMES).all_inner_texts())


def end_of_corridor() -> str:
    """Say where an end of the corridor is that no name covers: latitude/longitude."""
    degrees = Transformer.from_crs("EPSG:4547", "EPSG:4326", always_xy=True)
    lon_deg, lat_deg = degrees.transform(EAST + 400, NORTH - 52)
    return f"{lat_deg:.6f}/{lon_deg:.6f}"
