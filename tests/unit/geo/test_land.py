"""Areas are exact, and a point on an edge lies in nobody's land."""

from __future__ import annotations

from fractions import Fraction

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.record.errors import OutOfCrsError
from geo.record.land import holding, placed_point, twice_areas_mm2

EAST_MM, NORTH_MM = 500_000_000, 3_900_000_000
"""Where a district lies in EPSG:4547, in millimetres."""
CORNERS = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))
HOLED = (
    "POLYGON ((500000 3900000, 500010 3900000, 500010 3900010, 500000 3900010, "
    "500000 3900000), (500001 3900001, 500001 3900002, 500002 3900002, "
    "500002 3900001, 500001 3900001))"
)
TWO = (
    "MULTIPOLYGON (((500000 3900000, 500001 3900000, 500001 3900001, "
    "500000 3900000)), ((500005 3900005, 500006 3900005, 500006 3900006.001, "
    "500005 3900006.001, 500005 3900005)))"
)


def text(*corners: tuple[int, int]) -> str:
    """Write a ring of corners in millimetres as a text of record."""
    ring = [*corners, corners[0]]
    places = (
        f"{(x + EAST_MM) // 1000}.{(x + EAST_MM) % 1000:03} "
        f"{(y + NORTH_MM) // 1000}.{(y + NORTH_MM) % 1000:03}"
        for x, y in ring
    )
    return f"POLYGON (({', '.join(places)}))"


@given(st.tuples(CORNERS, CORNERS, CORNERS))
def test_a_triangle_is_measured_exactly(corners: tuple[tuple[int, int], ...]) -> None:
    (ax, ay), (bx, by), (cx, cy) = corners
    twice = abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay))

    assert twice_areas_mm2([text(*corners)]).tolist() == [twice]


def test_holes_are_taken_out_and_parts_are_added() -> None:
    twice = twice_areas_mm2([HOLED, TWO, HOLED])

    assert (twice / 2_000_000).tolist() == [99.0, 1.501, 99.0]
    assert twice / 2_000_000 == pytest.approx(
        shapely.area(shapely.from_wkt([HOLED, TWO, HOLED])), abs=1e-6
    )


def test_no_land_is_no_area() -> None:
    assert twice_areas_mm2([]).sum() == 0
    assert holding([], x_m=500_000, y_m=3_900_000).tolist() == []


@given(CORNERS, CORNERS, st.integers(1, 9))
def test_a_point_on_a_shared_edge_is_in_neither_plot(
    start: tuple[int, int], step: tuple[int, int], parts: int
) -> None:
    """The edge leads over whole millimetres, in any direction; the point is on it."""
    (ax, ay), (dx, dy) = start, step
    dx, dy = dx + 1, dy + 1
    end = (ax + 10 * dx, ay + 10 * dy)
    left = text(start, end, (ax - dy, ay + dx))
    right = text(start, end, (ax + dy, ay - dx))
    x_m, y_m = (
        float(Fraction(at + parts * d + origin, 1000))
        for at, d, origin in ((ax, dx, EAST_MM), (ay, dy, NORTH_MM))
    )

    assert holding([left, right], x_m=x_m, y_m=y_m).tolist() == [False, False]


def test_a_point_beside_a_shared_edge_is_in_one_plot() -> None:
    left, right = (
        text((0, 0), (1000, 3000), (-3000, 1000)),
        text((0, 0), (1000, 3000), (3000, -1000)),
    )

    beside = [
        holding([left, right], x_m=500_000.5 + x, y_m=3_900_001.5).tolist()
        for x in (-0.001, 0.001)
    ]

    assert beside == [[True, False], [False, True]]


def test_a_hole_is_outside() -> None:
    inside = holding([HOLED], x_m=500_000.5, y_m=3_900_000.5)
    within_the_hole = holding([HOLED], x_m=500_001.5, y_m=3_900_001.5)

    assert [inside.tolist(), within_the_hole.tolist()] == [[True], [False]]


def test_a_point_is_brought_in_to_the_millimetre() -> None:
    crs = "EPSG:4547"

    same = placed_point(500_000.0004, 3_900_000.0006, source_crs=crs, district_crs=crs)
    degrees = placed_point(114.0, 35.0, source_crs="EPSG:4326", district_crs=crs)

    assert same == (500_000.0, 3_900_000.001)
    assert degrees[0] == 500_000.0
    assert degrees[1] == pytest.approx(3_874_500, abs=2_000)


def test_a_point_elsewhere_is_refused() -> None:
    with pytest.raises(OutOfCrsError):
        placed_point(900_000_000, 1, source_crs="EPSG:4547", district_crs="EPSG:4547")
