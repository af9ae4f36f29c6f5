"""Shapes on their way to the record."""

from __future__ import annotations

import numpy as np
import pytest

from geo.record.errors import (
    EmptyShapeError,
    InvalidBoundaryError,
    OutOfCrsError,
    UnreadableShapeError,
    WrongShapeError,
)
from geo.record.shapes import (
    ShapeColumn,
    areas_m2,
    boundaries_of_record,
    boundary_from_geojson,
    corners,
    point_from_geojson,
    points_of_record,
)

WGS84, ZONE_38 = "EPSG:4326", "EPSG:4526"
NAN = float("nan")


def boundaries(*texts: str | None, source: str = ZONE_38) -> ShapeColumn:
    return boundaries_of_record(texts, source_crs=source, district_crs=ZONE_38)


def points(xs: list[float], ys: list[float], source: str = WGS84) -> ShapeColumn:
    return points_of_record(
        np.array(xs), np.array(ys), source_crs=source, district_crs=ZONE_38
    )


def square(east_m: float, north_m: float, side_m: float) -> str:
    e, n = east_m + side_m, north_m + side_m
    return (
        f"POLYGON(({east_m} {north_m},{e} {north_m},{e} {n},{east_m} {n},"
        f"{east_m} {north_m}))"
    )


def test_a_point_goes_on_record_in_metres_to_the_millimetre() -> None:
    column = points([38_460_000.12345], [3_840_000.9876], source=ZONE_38)

    assert column.wkt == ["POINT (38460000.123 3840000.988)"]


def test_a_row_without_a_position_is_no_problem() -> None:
    column = points([NAN, 114.0], [NAN, 35.0])

    assert column.wkt[0] is None
    assert column.problems == {}


def test_swapped_axes_are_told_by_row() -> None:
    column = points([114.0, 35.0], [35.0, 114.0])

    assert column.wkt[1] is None
    assert isinstance(column.problems[1], OutOfCrsError)
    assert 0 not in column.problems


def test_half_a_position_is_a_problem() -> None:
    assert isinstance(points([114.0], [NAN]).problems[0], OutOfCrsError)


def test_a_longitude_beyond_the_globe_is_not_wrapped() -> None:
    assert isinstance(points([114.0 + 360], [35.0]).problems[0], OutOfCrsError)


def test_a_position_in_another_zone_is_a_problem() -> None:
    assert isinstance(points([120.0], [35.0]).problems[0], OutOfCrsError)


def test_coordinates_without_the_zone_prefix_are_a_problem() -> None:
    column = points([460_000.0], [3_840_000.0], source=ZONE_38)

    assert isinstance(column.problems[0], OutOfCrsError)


def test_blank_boundaries_stay_blank() -> None:
    column = boundaries(None, "", "  ")

    assert column.wkt == [None, None, None]
    assert column.problems == {}


def test_a_clockwise_boundary_goes_on_record_anticlockwise_without_heights() -> None:
    text = "POLYGON Z((38460000 3840000 9,38460000 3840010 9,38460010 3840010 9,38460000 3840000 9))"  # noqa: E501

    column = boundaries(text)

    assert column.wkt == [
        (
            "POLYGON ((38460000 3840000, 38460010 3840010, 38460000 3840010, "
            "38460000 3840000))"
        )
    ]


def test_a_bow_tie_is_refused_with_its_crossing() -> None:
    text = "POLYGON((38460000 3840000,38460010 3840010,38460010 3840000,38460000 3840010,38460000 3840000))"  # noqa: E501

    problem = boundaries(text).problems[0]

    assert isinstance(problem, InvalidBoundaryError)
    assert problem.fields == {
        "reason": "Self-intersection",
        "where": "38460005.000 3840005.000",
    }


def test_what_is_checked_is_the_rounded_boundary() -> None:
    # A valid triangle 0.2 mm high: on record its corners fall on one line.
    text = "POLYGON((38460000 3840000,38460010 3840000,38460005 3840000.0002,38460000 3840000))"  # noqa: E501

    assert isinstance(boundaries(text).problems[0], InvalidBoundaryError)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("hello", UnreadableShapeError),
        ("POLYGON((1 2,3 4))", UnreadableShapeError),
        ("POINT(38460000 3840000)", WrongShapeError),
        ("POLYGON EMPTY", EmptyShapeError),
    ],
)
def test_other_texts_are_told_apart(text: str, error: type[Exception]) -> None:
    column = boundaries(square(38_460_000, 3_840_000, 10), text)

    assert column.wkt[0] is not None
    assert isinstance(column.problems[1], error)


def test_areas_are_planar_and_leave_out_holes() -> None:
    hole = "(38460002 3840002,38460004 3840002,38460004 3840004,38460002 3840004,38460002 3840002)"  # noqa: E501
    ring = square(38_460_000, 3_840_000, 10)

    measured = areas_m2([ring, f"{ring[:-1]},{hole})", None])

    assert measured == pytest.approx([100, 96, NAN], nan_ok=True)


def test_corners_are_counted_once_with_those_of_holes_and_of_all_parts() -> None:
    ring = "(0 0, 9 0, 9 9, 0 9, 0 0)"
    hole = "(1 1, 1 2, 2 2, 1 1)"
    other = "(20 0, 21 0, 21 1, 20 0)"

    found = corners(
        [f"POLYGON ({ring}, {hole})", f"MULTIPOLYGON (({ring}), ({other}))"]
    )

    assert found.tolist() == [7, 7]


def test_a_geojson_boundary_is_read_as_wgs84() -> None:
    # One second of arc at 35 N is 30.82 m by 25.36 m on the GRS 80 ellipsoid.
    step = 1 / 3600
    ring = [[114, 35], [114 + step, 35], [114 + step, 35 + step], [114, 35 + step]]
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}

    wkt = boundary_from_geojson(geometry, district_crs=ZONE_38)

    assert areas_m2([wkt])[0] == pytest.approx(30.82 * 25.36, rel=1e-3)


def test_a_geojson_point_is_refused_as_a_boundary() -> None:
    geometry = {"type": "Point", "coordinates": [114, 35]}

    assert point_from_geojson(geometry, district_crs=ZONE_38).startswith("POINT (385")
    with pytest.raises(WrongShapeError, match="Point"):
        boundary_from_geojson(geometry, district_crs=ZONE_38)


@pytest.mark.parametrize("geometry", [{}, {"type": "Point", "coordinates": ["a", 1]}])
def test_broken_geojson_is_refused(geometry: dict[str, object]) -> None:
    with pytest.raises(UnreadableShapeError):
        point_from_geojson(geometry, district_crs=ZONE_38)
