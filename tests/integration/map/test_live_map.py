"""A map that is kept up to date is the map that is drawn anew."""

from __future__ import annotations

from collections import Counter
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest

from projections.over_time.curves import StageCurve
from projections.over_time.steps import StageSteps
from tests.integration.building import (
    Body,
    corrected,
    record,
    registered,
    square,
    staged,
    withdrawn,
)
from tests.integration.map.test_map_data import settle
from tests.integration.map.test_served_tiles import tile_of
from web.atlas.filter import PlotFilter
from web.atlas.over_time.time_maps import TimeMaps
from web.district.dates import resolve
from web.district.grounds import PlotGrounds
from web.district.opening import District
from web.memory.cache import ENTRY_BYTES, Budget

SPLIT: Body = {
    "record": "PlotSplit",
    "plot": "3",
    "effective": "2023-05-01",
    "children": [
        {"plot": "3-1", "stage": "vacated", "boundary": square(300, 0, 10)},
        {"plot": "3-2", "stage": None, "boundary": square(310, 0, 10)},
    ],
}
ADJUSTED: Body = {
    "record": "BoundariesAdjusted",
    "plot": "5",
    "effective": "2022-07-01",
    "boundary": square(500, 0, 15),
}
CHANGES: list[Body] = [
    staged("1", "demolished", "2022-05-01", amount="7"),
    registered("new", "2022-02-01", boundary=square(50, 50), zone="东"),
    SPLIT,
    ADJUSTED,
    corrected(2, zone="东"),
    withdrawn(6),
    registered("point only", "2023-01-01"),
]


def maps_of(district: District) -> TimeMaps:
    return TimeMaps(district, PlotGrounds(district.about.crs), Budget())


def on_day(curve: StageCurve, day: int) -> list[Any]:
    at = int(np.searchsorted(curve.days, day, side="right")) - 1
    figures = (curve.plots, curve.amount, curve.area_m2.round(6))
    return [each[at].tolist() if at >= 0 else 0 for each in figures]


def drawn(tile: bytes) -> Counter[str]:
    """Return what a tile shows, feature by feature, in any order."""
    layers = mapbox_vector_tile.decode(tile)
    shown: Counter[str] = Counter()
    for layer in layers.values():
        shown.update(repr((each["id"], each["geometry"])) for each in layer["features"])
    return shown


@pytest.mark.parametrize("wanted", [{}, {"zone": ["东"]}, {"zone": ["none"]}])
def test_after_every_fact_the_kept_map_is_the_map_drawn_anew(
    district: District, wanted: dict[str, list[str]]
) -> None:
    settle(district)
    kept, asked = maps_of(district), PlotFilter.of(wanted)
    kept.at(resolve(district), asked)
    x, y = tile_of(100, 100, 13)

    for change in CHANGES:
        record(district.app, change)
        dates = resolve(district)
        patched = kept.at(dates, asked)
        anew = maps_of(district).at(dates, asked)

        days = {*patched.curve.days.tolist(), *anew.curve.days.tolist()}
        for day in days:
            assert on_day(patched.curve, day) == on_day(anew.curve, day), change
        tiles = [each.layer.encode(z=13, x=x, y=y) for each in (patched, anew)]
        assert drawn(tiles[0]) == drawn(tiles[1]), change


@pytest.mark.parametrize("wanted", [{"zone": ["东"]}, {"zone": ["none"]}])
def test_a_filter_of_the_map_at_hand_is_the_filter_of_everything(
    district: District, wanted: dict[str, list[str]]
) -> None:
    settle(district)
    for change in CHANGES:
        record(district.app, change)
    dates, asked = resolve(district), PlotFilter.of(wanted)
    at_hand = maps_of(district)
    at_hand.at(dates)
    x, y = tile_of(100, 100, 13)

    some, anew = at_hand.at(dates, asked), maps_of(district).at(dates, asked)

    for day in anew.curve.days.tolist():
        assert on_day(some.curve, day) == on_day(anew.curve, day)
    tiles = [each.layer.encode(z=13, x=x, y=y) for each in (some, anew)]
    assert tiles[0] == tiles[1]
    assert tiles[0] != at_hand.at(dates).layer.encode(z=13, x=x, y=y)


def test_maps_are_kept_as_long_as_there_is_room(district: District) -> None:
    settle(district)
    dates, some = resolve(district), PlotFilter.of({"zone": ["东"]})
    size = maps_of(district).at(dates).nbytes + ENTRY_BYTES
    kept = TimeMaps(district, PlotGrounds(district.about.crs), Budget(size))

    first = kept.at(dates)
    assert kept.at(dates) is first
    newest = kept.at(dates, some)

    assert kept.at(dates, some) is newest
    assert kept.at(dates) is not first


def test_a_boundary_that_moved_is_drawn_where_it_lay_on_every_day(
    district: District,
) -> None:
    settle(district)
    record(district.app, ADJUSTED)

    shown = maps_of(district).at(resolve(district))

    number = district.app.journal.lines_of(["plot:5"])[0].position
    rows = np.flatnonzero(shown.placed.number == number).tolist()
    ends = {
        float(shown.ground.ground.areas_m2[shown.placed.row[row]]): days_absent(
            shown.placed.steps, row
        )
        for row in rows
    }
    gone = (np.datetime64("2022-07-01") - np.datetime64("1970-01-01")).astype(int)
    assert ends == {400.0: [int(gone)], 225.0: []}


def days_absent(steps: StageSteps, row: int) -> list[int]:
    """Return the days from which on a shape shows no plot any more."""
    chosen = (steps.number == row) & (steps.stage < 0)
    return [int(day) for day in steps.day[chosen]]
