"""WKT of every kind that people, and those who mean harm, may send."""

from __future__ import annotations

import pytest

from geo.record.errors import (
    CurvedShapeError,
    GeoError,
    UnreadableShapeError,
    WrongShapeError,
)
from geo.record.shapes import ShapeColumn, boundaries_of_record, positions_of_record

CRS = "EPSG:4548"
SQUARE = "((618000 3886000, 618100 3886000, 618100 3886100, 618000 3886000))"
ARC = "(618000 3886000, 618050 3886050, 618100 3886000)"


def boundaries(*texts: str) -> ShapeColumn:
    return boundaries_of_record(texts, source_crs=CRS, district_crs=CRS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"CIRCULARSTRING {ARC}", "CircularString"),
        (f"circularstring z {ARC}", "CircularString"),
        (f"COMPOUNDCURVE(CIRCULARSTRING{ARC})", "CompoundCurve"),
        (f"CURVEPOLYGON (CIRCULARSTRING {ARC})", "CurvePolygon"),
        (f"MULTICURVE({ARC})", "MultiCurve"),
        (f"MULTISURFACE ({SQUARE})", "MultiSurface"),
        ("CURVEPOLYGON EMPTY", "CurvePolygon"),
    ],
)
def test_a_curve_is_refused_by_its_kind_and_the_others_are_judged(
    text: str, kind: str
) -> None:
    column = boundaries(text, f"POLYGON {SQUARE}")

    problem = column.problems[0]
    assert isinstance(problem, CurvedShapeError)
    assert problem.fields["found"] == kind
    assert "straight lines" in str(problem)
    assert column.wkt[1] is not None


@pytest.mark.parametrize(
    "text",
    [
        f"TIN({SQUARE})",
        f"POLYHEDRALSURFACE Z({SQUARE})",
        f"TRIANGLE{SQUARE}",
        "GEOMETRYCOLLECTION(POINT(618000 3886000))",
        f"GEOMETRYCOLLECTION(CIRCULARSTRING{ARC})",
        "GEOMETRYCOLLECTION EMPTY",
        "LINESTRING (618000 3886000, 618100 3886000)",
        "LINEARRING" + SQUARE[1:-1],
    ],
)
def test_a_shape_of_another_kind_is_refused_by_its_kind(text: str) -> None:
    [problem] = boundaries(text).problems.values()

    assert isinstance(problem, WrongShapeError)


@pytest.mark.parametrize(
    "text",
    [
        f"POLYGON{SQUARE}\0",
        f"POLYGON{SQUARE}\ud800",
        f"SRID=4548;POLYGON{SQUARE}",
        f"POLYGON{SQUARE} POINT(1 1)",
        "POLYGON",
        "POLYGON((",
        "POLYGON" + "(" * 1000,
        "MULTIPOLYGON(((618000 3886000)))",
        "EMPTY",
        "(((",
        "ｐｏｉｎｔ(1 1)",
        "POLYGON((1 2 3 4 5, 1 2, 3 4, 1 2))",
        "PATH(1 1)",
    ],
)
def test_what_is_no_wkt_is_refused_in_a_sentence_that_can_be_printed(
    text: str,
) -> None:
    [problem] = boundaries(text).problems.values()

    assert isinstance(problem, UnreadableShapeError)
    str(problem).encode()


@pytest.mark.parametrize(
    "text",
    ["POINT(nan nan)", "POINT(inf 3886000)", "POINT(618000 1e999)", "POINT Z(1 2 nan)"],
)
def test_coordinates_that_are_no_numbers_are_refused(text: str) -> None:
    column = positions_of_record([text], source_crs=CRS, district_crs=CRS)

    assert column.wkt == [None]
    assert isinstance(column.problems[0], GeoError)


@pytest.mark.parametrize("suffix", ["Z", " Z", " M", "M", " ZM"])
def test_heights_and_measures_are_dropped(suffix: str) -> None:
    numbers = "618000 3886000" + " 1" * (len(suffix.strip()))

    column = positions_of_record(
        [f"POINT{suffix} ({numbers})"], source_crs=CRS, district_crs=CRS
    )

    assert column.wkt == ["POINT (618000 3886000)"]
