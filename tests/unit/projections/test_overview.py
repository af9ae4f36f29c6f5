"""Seen from afar: plots merged to areas, and how far their middle plot has got."""

from __future__ import annotations

import statistics

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.tiles.overview import merged
from projections.memory.arrays import ABSENT
from projections.over_time.steps import StageSteps
from projections.over_time.typical import typical_stages


def yard(east: float, north: float) -> str:
    return str(shapely.box(east, north, east + 20, north + 30).wkt)


def test_yards_on_both_sides_of_a_lane_become_one_area() -> None:
    yards = [yard(0, 0), yard(20, 0), yard(0, 40), yard(500, 0), None, "POINT (3 3)"]

    near, far, nothing = merged(yards, np.array([0, 0, 0, 1, 1, 0]), count=3)

    area = shapely.from_wkt(near)
    assert area.geom_type == "Polygon"
    assert area.covers(shapely.from_wkt(yards[0]).buffer(-1))
    assert area.covers(shapely.Point(10, 35))
    assert shapely.from_wkt(far).area == 600
    assert nothing is None


def test_a_group_is_as_far_as_half_of_its_plots_under_way() -> None:
    rng = np.random.default_rng(3)
    plots, days = 40, 60
    number = np.repeat(np.arange(plots), 5)
    day = np.sort(rng.choice(days, (plots, 5)), axis=1)
    stage = np.sort(rng.integers(ABSENT, 8, (plots, 5)), axis=1)
    group = np.repeat(np.arange(plots) % 3, 5)

    found = typical_stages(StageSteps(number, day.ravel(), stage.ravel()), group)

    for each in range(3):
        mine = found.group == each
        for today in range(days):
            rows = zip(day[each::3], stage[each::3], strict=True)
            now = [reached(dates, stages, today) for dates, stages in rows]
            under_way = [one for one in now if one > 0]
            expected = statistics.median_high(under_way) if under_way else max(now)
            assert reached(found.day[mine], found.stage[mine], today) == expected


def reached(days: NDArray[np.int64], stages: NDArray[np.int64], today: int) -> int:
    """Return the stage of the last step up to a day."""
    past = stages[days <= today]
    return int(past[-1]) if len(past) else ABSENT
