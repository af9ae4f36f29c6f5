"""A map that is kept up to date is the map that is drawn anew."""

from __future__ import annotations

from collections import Counter

import mapbox_vector_tile
import numpy as np
import pytest

from geo.tiles.grid import Tile
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
from web.atlas.over_time.time_map import TimeMap
from web.atlas.over_time.time_maps import EVERYTHING, UNSEEN, TimeMaps
from web.district.dates import resolve
from web.district.grounds import PlotGrounds
from web.district.opening import District
from web.memory.cache import ENTRY_BYTES, MemoryBudget

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
    return TimeMaps(district, PlotGrounds(district.about.crs), MemoryBudget())


FIGURES = ("days", "plots", "amount", "area_m2")


def require_alike(one: TimeMap, other: TimeMap, what: object) -> None:
    """Hold two maps against each other: every figure to the last bit, and a tile."""
    for name in FIGURES:
        pair = [getattr(each.curve, name) for each in (one, other)]
        assert np.array_equal(*pair), (name, what)
    x, y = tile_of(100, 100, 13)
    tiles = [drawn(each.layer.encode(z=13, x=x, y=y)) for each in (one, other)]
    assert tiles[0] == tiles[1], what


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

    for change in CHANGES:
        record(district.app, change)
        dates = resolve(district)

        require_alike(kept.at(dates, asked), maps_of(district).at(dates, asked), change)


@pytest.mark.parametrize("wanted", [{}, {"zone": ["东"]}, {"zone": ["none"]}])
def test_a_map_of_before_made_from_one_of_now_is_the_map_drawn_anew(
    district: District, wanted: dict[str, list[str]]
) -> None:
    settle(district)
    positions = [record(district.app, change) for change in CHANGES]
    asked = PlotFilter.of(wanted)
    kept = maps_of(district)
    kept.at(resolve(district), asked)

    for position in (*reversed(positions[:-1]), *positions[1:-1:2]):
        then = resolve(district, as_known=str(position))

        anew = maps_of(district).at(then, asked)
        require_alike(kept.at(then, asked), anew, position)


def test_a_tile_of_before_is_named_otherwise_than_one_of_now(
    district: District,
) -> None:
    settle(district)
    position = record(district.app, CHANGES[0])
    record(district.app, staged("1", "cleared", "2022-06-01"))
    kept, tile = maps_of(district), Tile(13, *tile_of(100, 100, 13))

    now, _, _ = kept.layer(resolve(district), EVERYTHING, tile)
    then, _, _ = kept.layer(resolve(district, as_known=str(position)), EVERYTHING, tile)

    assert now != then


UNSEEN_BODIES: list[Body] = [
    {
        "record": "PlotAmountRecorded",
        "plot": "1",
        "effective": "2022-05-01",
        "amount": "12.50",
        "purpose": "看护费",
    },
    {
        "record": "PlotFrozen",
        "plot": "1",
        "effective": "2022-05-01",
        "until": "2022-09-01",
        "freeze": "公告 1",
    },
]


def test_facts_that_no_tile_shows_draw_no_map(district: District) -> None:
    settle(district)
    kept = maps_of(district)
    before = kept.drawn(resolve(district))
    assert {body["record"] for body in UNSEEN_BODIES} == UNSEEN

    for body in UNSEEN_BODIES:
        record(district.app, body)

        assert kept.drawn(resolve(district)) is before
        anew = maps_of(district).at(resolve(district))
        x, y = tile_of(100, 100, 13)
        assert before.layer.encode(z=13, x=x, y=y) == anew.layer.encode(z=13, x=x, y=y)
        assert np.array_equal(before.steps.stage, anew.steps.stage)


def test_every_other_fact_about_plots_is_on_the_next_tile(district: District) -> None:
    settle(district)
    kept, tile = maps_of(district), Tile(13, *tile_of(100, 100, 13))
    record(district.app, UNSEEN_BODIES[0])
    names = {kept.layer(resolve(district), EVERYTHING, tile)[0]}

    for change in (CHANGES[0], CHANGES[1], ADJUSTED):
        record(district.app, UNSEEN_BODIES[0])
        record(district.app, change)
        names.add(kept.layer(resolve(district), EVERYTHING, tile)[0])

    assert len(names) == 4


def test_of_the_present_one_map_is_kept_however_many_facts_there_are(
    district: District,
) -> None:
    settle(district)
    budget = MemoryBudget()
    kept = TimeMaps(district, PlotGrounds(district.about.crs), budget)
    kept.at(resolve(district))
    position = record(district.app, CHANGES[0])
    kept.at(resolve(district))
    kept.at(resolve(district, as_known=str(position - 1)))
    size = budget.nbytes

    for month in range(1, 10):
        record(district.app, staged("1", "vacated", f"2023-0{month}-01"))
        kept.at(resolve(district))

    assert budget.nbytes < size * 1.5


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

    require_alike(some, anew, wanted)
    tiles = [each.layer.encode(z=13, x=x, y=y) for each in (some, anew)]
    assert tiles[0] == tiles[1]
    assert tiles[0] != at_hand.at(dates).layer.encode(z=13, x=x, y=y)


def test_maps_are_kept_as_long_as_there_is_room(district: District) -> None:
    settle(district)
    dates, some = resolve(district), PlotFilter.of({"zone": ["东"]})
    size = maps_of(district).at(dates).nbytes + ENTRY_BYTES
    kept = TimeMaps(district, PlotGrounds(district.about.crs), MemoryBudget(size))

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
