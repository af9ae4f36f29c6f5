"""Seen from afar, a district follows what is recorded elsewhere, without a reload."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from tests.browser.conftest import Filled, Site, Watched
from tests.browser.map_reading import answer, opened, record
from web.app import create_app
from web.atlas import zones as overview
from web.frame.asked import EXTENSION

pytestmark = pytest.mark.browser

PATIENCE_MS = 20_000
DAY = "2026-03-10"


@pytest.fixture
def afar(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    """Serve a district that is large by a smaller measure: ten plots crowd a tile."""
    monkeypatch.setattr(overview, "MOST_ON_A_TILE", 10)
    home = tmp_path / "district"
    first_edition = filled(home)
    app = create_app(home)
    with app.app_context():
        app.extensions[EXTENSION].warm()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.port}/", home, first_edition)
    server.shutdown()
    thread.join()
    app.extensions[EXTENSION].district.close()


def version(page: Page) -> int:
    return int(page.locator("#map-page").get_attribute("data-zones") or 0)


def test_the_zones_are_drawn_anew_when_a_plot_joins_one(
    afar: Site, watched: Watched
) -> None:
    page = opened(watched, f"{afar.address}?as_of={DAY}#map=11/35.05/118.35")
    expect(page.locator("#map-page")).not_to_have_attribute("data-zones", "")
    page.wait_for_load_state("networkidle")
    first, seen = version(page), len(watched.requests)

    record(page, afar, record="PlotRegistered", plot="N-1", effective="2025-03-03",
           zone="新片区", boundary="POLYGON ((623500 3880900, 623900 3880900, "
           "623900 3881300, 623500 3881300, 623500 3880900))")  # fmt: skip
    expect(page.locator("#map-page")).not_to_have_attribute(
        "data-zones", str(first), timeout=PATIENCE_MS
    )
    page.wait_for_load_state("networkidle")

    now = version(page)
    position = answer(page, afar, "api/v1/plots/summary")["position"]
    tiles = [url for url in watched.requests[seen:] if "/tiles/history/" in url]
    assert now == position
    assert any(f"zones={now}" in url and f"as_known={position}" in url for url in tiles)
    assert watched.console == []
