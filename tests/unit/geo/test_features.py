"""GeoJSON for other programs."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from geo.record.features import feature_collection

CLOCKWISE = (
    "POLYGON ((38500000 3840000, 38500000 3840010, 38500010 3840010, 38500000 3840000))"
)


def collection(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  (a test's builder)
    given = {
        "ids": [1, "b"],
        "wkts": [CLOCKWISE, None],
        "properties": {"zone": ["河湾", None]},
        "crs": "EPSG:4526",
        "members": {"as_of": "2026-03-31", "position": 12},
    }
    read: dict[str, Any] = json.loads(feature_collection(**{**given, **changes}))
    return read


def test_members_stand_beside_the_features() -> None:
    read = collection()

    assert read["type"] == "FeatureCollection"
    assert (read["as_of"], read["position"]) == ("2026-03-31", 12)


def test_a_member_cannot_take_the_place_of_the_features() -> None:
    read = collection(members={"features": [], "type": "Feature"})

    assert read["type"] == "FeatureCollection"
    assert len(read["features"]) == 2


def test_a_thing_without_a_shape_has_a_null_geometry() -> None:
    without = collection()["features"][1]

    assert without == {
        "type": "Feature",
        "id": "b",
        "geometry": None,
        "properties": {"zone": None},
    }


def test_coordinates_are_wgs84_with_seven_decimals_anticlockwise() -> None:
    ring = collection()["features"][0]["geometry"]["coordinates"][0]

    # 500 km false easting is the central meridian of zone 38: 114 E exactly.
    assert ring[0][0] == pytest.approx(114, abs=1e-7)
    assert all(round(value, 7) == value for corner in ring for value in corner)
    pairs = itertools.pairwise(ring)
    assert sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) > 0


def test_no_things_make_an_empty_collection() -> None:
    assert collection(ids=[], wkts=[], properties={})["features"] == []


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        collection(properties={"zone": ["only one"]})
