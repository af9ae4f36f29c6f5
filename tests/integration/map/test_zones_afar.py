"""The zones of a large district follow its plots, without anybody waiting for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from flask.testing import FlaskClient

from tests.integration.building import (
    Body,
    corrected,
    record,
    registered,
    square,
    staged,
)
from tests.integration.map.test_map_data import settle
from tests.integration.map.test_served_tiles import tile_of
from web.atlas import zones as large
from web.atlas.zone_overview import FOLLOWING, LiveZoneOverview
from web.atlas.zones import ZoneOverview, overview
from web.district.dates import resolve
from web.district.grounds import PlotGrounds
from web.district.opening import District

Z = 13
PATIENCE_S = 20
MOVED: Body = {
    "record": "BoundariesAdjusted",
    "plot": "5",
    "effective": "2022-07-01",
    "boundary": square(1_500, 0),
}
MERGED: Body = {
    "record": "PlotsMerged",
    "plot": "9-19",
    "effective": "2023-05-01",
    "zone": "西",
    "stage": "vacated",
    "boundary": square(900, 0, 200),
    "parents": ["9", "19"],
}
CHANGES: list[Body] = [
    registered("new", "2022-02-01", boundary=square(1_500, 400), zone="东"),
    MOVED,
    corrected(2, zone="东"),
    registered("in a new zone", boundary=square(50, 50), zone="中"),
    corrected(2, zone="中"),
    MERGED,
]


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ten plots crowd a tile, and few be read at once."""
    monkeypatch.setattr(large, "MOST_ON_A_TILE", 10)
    monkeypatch.setattr(large, "PLOTS_A_TIME", 7)


def anew(district: District) -> ZoneOverview:
    """Merge everything, as a server does that was just started."""
    dates = resolve(district)
    district.refresh()
    with district.read_model.snapshot() as now:
        columns = district.columns.refreshed(now)
        ground = PlotGrounds(district.about.crs).refreshed(now)
        found = overview(now, columns, ground, dates.as_known)
    assert found is not None
    return found


def drawn(zones: ZoneOverview) -> dict[str, shapely.Geometry | None]:
    texts = [zones.outlines[code] for code in zones.codes.tolist()]
    shapes = [None if text is None else shapely.from_wkt(text) for text in texts]
    return dict(zip(zones.names, shapes, strict=True))


def test_zones_that_followed_every_fact_are_those_merged_anew(
    district: District,
) -> None:
    settle(district)
    afar = LiveZoneOverview(district, PlotGrounds(district.about.crs))
    afar.refresh()
    versions = []

    for change in CHANGES:
        record(district.app, change)
        afar.refresh()
        kept, expected = afar.newest, anew(district)
        assert kept is not None
        assert drawn(kept).keys() == drawn(expected).keys(), change
        for name, shape in drawn(expected).items():
            assert shape is not None
            assert shape.symmetric_difference(drawn(kept)[name]).area < 1e-6, change
        assert kept.members.plots.tolist() == expected.members.plots.tolist()
        assert kept.members.zones.tolist() == expected.members.zones.tolist()
        versions.append(afar.version)

    assert len(set(versions)) == len(CHANGES)
    assert np.all(np.diff(versions) > 0)


def test_only_the_zones_concerned_are_merged_again(district: District) -> None:
    settle(district)
    afar = LiveZoneOverview(district, PlotGrounds(district.about.crs))
    afar.refresh()
    before = afar.newest
    assert before is not None

    record(district.app, registered("new", boundary=square(1_500, 400), zone="东"))
    afar.refresh()

    after = afar.newest
    assert after is not None
    places = dict(zip(after.names, after.codes, strict=True))
    west, east = places["西"], places["东"]
    assert after.outlines[west] is before.outlines[west]
    assert after.outlines[east] != before.outlines[east]


def test_a_stage_leaves_the_picture_of_the_zones_as_it_was(
    district: District,
) -> None:
    settle(district)
    afar = LiveZoneOverview(district, PlotGrounds(district.about.crs))
    afar.refresh()
    version, before = afar.version, afar.newest

    record(district.app, staged("1", "cleared", "2024-01-01"))
    afar.refresh()

    assert before is not None
    assert afar.version == version
    assert afar.newest is not None
    assert afar.newest.ground is before.ground


def until(is_so: Callable[[], bool]) -> None:
    """Wait for what is done in the background."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_one_thread_follows_the_zones_of_all_facts(district: District) -> None:
    settle(district)
    others = set(threading.enumerate())
    afar = LiveZoneOverview(district, PlotGrounds(district.about.crs))
    afar.watch()
    until(lambda: afar.version > 0)
    following = []

    for number, zone in enumerate("北南中"):
        land = square(50, 50, 300 + number)
        position = record(
            district.app, registered(f"new {number}", boundary=land, zone=zone)
        )
        afar.follow(position)
        until(lambda position=position: afar.version == position)  # type: ignore[misc]
        new = set(threading.enumerate()) - others
        following.append({each for each in new if each.name == FOLLOWING})

    assert [len(each) for each in following] == [1, 1, 1]
    assert len(set.union(*following)) == 1


class Counting(LiveZoneOverview):
    """Zones that count how often they are looked through."""

    looks = 0

    def refresh(self) -> None:
        """Look, and count."""
        super().refresh()
        self.looks += 1


def test_zones_are_not_looked_through_for_facts_that_move_none(
    district: District,
) -> None:
    settle(district)
    afar = Counting(district, PlotGrounds(district.about.crs))
    afar.watch()
    until(lambda: afar.looks == 1)
    version = afar.version
    paid: Body = {"record": "PlotAmountRecorded", "plot": "1", "purpose": "看护费"}
    paid |= {"effective": "2022-05-01", "amount": "7"}

    afar.follow(record(district.app, staged("1", "cleared", "2024-01-01")))
    afar.follow(record(district.app, paid))
    time.sleep(0.3)
    assert (afar.looks, afar.version) == (1, version)

    position = record(district.app, MOVED)
    afar.follow(position)
    until(lambda: afar.version == position)
    assert drawn(anew(district)) == drawn(afar.newest or anew(district))


def areas(client: FlaskClient, address: str) -> dict[str, object]:
    response = client.get(address)
    assert response.status_code == 200, response.text
    layers = mapbox_vector_tile.decode(response.data)
    return {
        each["properties"]["name"]: each["geometry"]
        for each in layers["areas"]["features"]
    }


def test_a_fact_recorded_elsewhere_changes_the_zones_without_a_restart(
    district: District, client: FlaskClient
) -> None:
    settle(district)
    afar = client.application.extensions["guatu"].time_maps.zone_overview
    afar.watch()
    until(lambda: afar.version > 0)
    first = afar.version
    x, y = tile_of(500, 200, Z)
    tile = f"/tiles/history/{Z}/{x}/{y}.mvt"
    before = areas(client, f"{tile}?as_known={first}&zones={first}")
    kept = client.get(f"{tile}?as_known={first}&zones={first}")

    position = record(
        district.app, registered("new", boundary=square(50, 50, 300), zone="北")
    )
    news = client.get("/api/v1/live", headers={"Last-Event-ID": f"{first}-{first}"})
    until(lambda: afar.version == position)
    redrawn = client.get(
        "/api/v1/live", headers={"Last-Event-ID": f"{position}-{first}"}
    )

    after = areas(client, f"{tile}?as_known={position}&zones={position}")
    outdated = client.get(f"{tile}?as_known={first}&zones={first}")
    assert before.keys() == {"东", "西"}
    assert after.keys() == {"东", "西", "北"}
    assert kept.cache_control.immutable
    assert outdated.cache_control.no_cache
    assert not outdated.cache_control.immutable
    assert "event: recorded\n" in news.text
    assert f"event: redrawn\nid: {position}-{position}\n" in redrawn.text
    assert f'"zones":{position}' in redrawn.text


def test_a_picture_that_is_still_to_be_drawn_is_kept_by_no_browser(
    district: District, client: FlaskClient
) -> None:
    known = settle(district)
    maps = client.application.extensions["guatu"].time_maps
    x, y = tile_of(500, 200, Z)

    maps.zone_overview.watch()
    crowded = maps.zone_overview.is_final(zoom=Z, version=0)
    until(lambda: maps.zone_overview.version > 0)
    near = client.get(f"/tiles/history/{Z + 3}/{x * 8}/{y * 8}.mvt?as_known={known}")

    assert crowded is False
    assert near.cache_control.immutable
