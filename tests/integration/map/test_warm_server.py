"""A server that has just started answers whole maps, drawn or not, kept or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.integration.map.test_map_data import settle
from tests.integration.map.test_served_tiles import tile_of
from web.app import create_app
from web.atlas import prepared
from web.atlas.served import Served
from web.district.opening import District
from web.frame.asked import EXTENSION

ASKED = ("as_of=2023-01-01&as_known={known}", "as_known={known}&zone=东")


def answers(app: Flask, known: int) -> list[bytes]:
    """Ask for the page's legend, a tile at (V, K), tiles of all time, and a curve."""
    x, y = tile_of(100, 100, 13)
    client, (at, some) = app.test_client(), (a.format(known=known) for a in ASKED)
    addresses = (
        f"/legend?{at}",
        f"/tiles/13/{x}/{y}.mvt?{at}",
        f"/tiles/history/13/{x}/{y}.mvt?as_known={known}",
        f"/tiles/history/13/{x}/{y}.mvt?{some}",
        f"/api/v1/plots/curve?{some}",
        f"/api/v1/ask/total_area?{at}",
    )
    found = [client.get(address) for address in addresses]
    assert {each.status_code for each in found} == {200}
    return [each.data for each in found]


def opened(home: Path) -> tuple[Flask, Served]:
    app = create_app(home)
    kept: Served = app.extensions[EXTENSION]
    return app, kept


def test_a_new_server_answers_the_same_while_it_draws_and_after(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "LEAST_PLOTS", 1)
    monkeypatch.setattr(prepared, "WORTH_IT", 0)
    known = settle(district)
    cold, served = opened(district.home)
    expected = answers(cold, known)
    served.district.close()

    told = []
    for _ in ("everything read anew", "taken over"):
        app, served = opened(district.home)
        rest = served.warm()
        told.append(answers(app, known))
        rest.join()
        told.append(answers(app, known))
        assert (district.home / prepared.FILE).exists()
        served.district.close()

    assert told == [expected] * 4
