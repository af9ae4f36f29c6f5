"""A whole city on the map: nothing foreign, nothing amiss, and every figure right."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import shapely
from playwright.sync_api import Page, expect

from projections.lists.plots import plots_at
from projections.tables.columns import ids_of
from tests.bench.decades import Decades
from tests.bench.map_page import centre_of
from tests.bench.memory import served
from tests.bench.sizes import SIZES
from tests.browser.conftest import ROOT, Watched
from web.district.dates import resolve
from web.district.opening import open_district
from web.district.reading import snapshot_at
from web.samples.decade.scale import CITY, FIRST_DAY, LAST_DAY, Scale
from web.words.values import NONE

pytestmark = pytest.mark.browser

SMALL = SIZES["small"].city
SEED = 20_260_703
PATIENCE_MS = 180_000
MU_A_M2 = 3 / 2000
ZOOMS = (11, 13, 14, 16)
ROW = """(body) => Array.from(body.rows, (row) => [
  row.dataset.stage,
  ...["plots", "amount", "area", "mu"].map(
    (each) => row.querySelector(`[data-figure=${each}]`).textContent),
])"""

GO = "(view) => { location.hash = view; }"

Figures = dict[str, tuple[int, str]]
"""Plots and money of each stage."""
Areas = dict[str, tuple[float, float]]
"""Square metres and mu of each stage."""


@dataclass(frozen=True, slots=True)
class City:
    """A served city: its address, its folder, and the pairs of dates to ask about."""

    address: str
    home: Path
    moments: list[tuple[str, str]]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(SMALL, id="3,000 plots"),
        pytest.param(CITY, id="300,000 plots", marks=pytest.mark.slow),
    ],
)
def city(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[City]:
    """Serve a decade: a small one made anew, or the city that is kept for the bench."""
    scale: Scale = request.param
    home = _kept(scale) if scale == CITY else _made(scale, tmp_path_factory.mktemp("c"))
    with served(home) as (_, address, _):
        yield City(f"{address}/", home, moments(10 if scale == CITY else 4))


def _kept(scale: Scale) -> Path:
    with Decades().opened(scale):
        return Decades().home(scale)


def _made(scale: Scale, folder: Path) -> Path:
    size = ("--plots", str(scale.plots), "--facts", str(scale.facts))
    guatu(folder / "district", "decade", *size, "--seed", str(scale.seed))
    return folder / "district"


def guatu(home: Path, *words: str) -> str:
    """Run a command as somebody at the terminal does."""
    command = [sys.executable, "-m", "web.cli.main", "--home", str(home), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    return done.stdout


def moments(number: int) -> list[tuple[str, str]]:
    """Draw V and K, each any day of the decade: V may lie before K or behind it."""
    days = np.random.default_rng(SEED).integers(FIRST_DAY + 60, LAST_DAY, (number, 2))
    return [(v, k) for v, k in days.astype("datetime64[D]").astype(str).tolist()]


def counted(city: City, as_of: str, *known: str) -> Figures:
    """Ask ``guatu state``, the other way to the same figures."""
    asked = ("--summary", "--format", "json", "--as-of", as_of, *known)
    stages = json.loads(guatu(city.home, "state", "plots", *asked))["stages"]
    return {code: (row["plots"], row["amount"]) for code, row in stages.items()}


def measured(city: City, as_of: str, as_known: str) -> Areas:
    """Measure the boundaries that hold, plot by plot; the summary has no areas."""
    district = open_district(city.home)
    try:
        dates = resolve(district, as_of=as_of, as_known=as_known)
        with snapshot_at(district, dates) as now:
            rows = plots_at(now, at=dates.at)
    finally:
        district.close()
    texts = np.array([row.boundary for row in rows], dtype=object)
    areas_m2 = np.nan_to_num(shapely.area(shapely.from_wkt(texts)))
    stages = np.array([row.stage or NONE for row in rows], dtype=str)
    sums = {
        code: float(areas_m2[stages == code].sum()) for code in set(stages.tolist())
    }
    return {code: (area_m2, area_m2 * MU_A_M2) for code, area_m2 in sums.items()}


def any_plot(city: City) -> int:
    """Return the number of a plot."""
    district = open_district(city.home)
    try:
        with district.read_model.snapshot() as now:
            return next(iter(ids_of(now, "plot")))
    finally:
        district.close()


def opened(watched: Watched, city: City, asked: str = "") -> Page:
    """Open the map, and wait until it has the figures and plots of the whole time."""
    page = watched.page
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{city.address}{asked}")
    page.wait_for_selector("#track:not([aria-valuemax='0'])")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#map-page")).not_to_contain_class("is-stale")
    return page


def legend(page: Page) -> tuple[Figures, Areas]:
    """Read the figures of every stage as they are printed."""
    figures: Figures = {}
    areas: Areas = {}
    for code, *texts in page.locator("#legend tbody").evaluate(ROW):
        plots, amount, area_m2, mu = (text.replace(",", "") for text in texts)
        figures[code] = int(plots), amount
        areas[code] = (0, 0) if area_m2 == "—" else (float(area_m2), float(mu))
    return figures, areas


def test_the_legend_agrees_with_the_command_line_at_any_two_dates(
    city: City, watched: Watched
) -> None:
    now_and_then = []

    for as_of, as_known in city.moments:
        shown, land = legend(
            opened(watched, city, f"?as_of={as_of}&as_known={as_known}")
        )
        assert shown == counted(city, as_of, "--as-known", as_known)
        for code, (area_m2, mu) in measured(city, as_of, as_known).items():
            assert land[code] == pytest.approx((area_m2, mu), abs=0.06)
        now_and_then.append(shown)

    assert now_and_then[0] != counted(city, city.moments[0][0])
    assert watched.console == []


def test_a_whole_session_asks_only_this_server_and_keeps_the_console_clean(
    city: City, watched: Watched
) -> None:
    lon_deg, lat_deg = centre_of(city.address.rstrip("/"))
    page = opened(watched, city, f"?as_of=2024-03-31&plot={any_plot(city)}&lang=en")

    page.wait_for_selector("#drawer h1")
    for zoom in ZOOMS:
        page.evaluate(GO, f"map={zoom}/{lat_deg}/{lon_deg}")
        page.wait_for_load_state("networkidle")
    page.keyboard.press("g")
    page.wait_for_selector("#curves canvas")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.wait_for_load_state("networkidle")

    assert watched.foreign_requests(city.address) == []
    assert watched.console == []


def test_the_policy_of_the_page_lets_nothing_in(city: City, watched: Watched) -> None:
    watched.page.set_default_timeout(PATIENCE_MS)
    answer = watched.page.request.get(city.address)

    policy = answer.headers["content-security-policy"]
    rules = dict(each.strip().split(" ", 1) for each in policy.split(";"))
    assert rules["default-src"] == "'none'"
    nonce = rules["script-src"].removeprefix("'self' ")
    assert nonce.startswith("'nonce-")
    assert f'nonce="{nonce[7:-1]}"' in answer.text()
    sources = set(" ".join(rules.values()).split()) - {nonce}
    assert sources <= {"'self'", "'none'", "data:"}
