"""Which coordinate reference systems a district may use."""

from __future__ import annotations

import pytest

from geo.record.crs import WGS84, district_crs, transformer
from geo.record.errors import (
    BallparkTransformError,
    DistortingCrsError,
    NotMetricCrsError,
    UnknownCrsError,
)

GAUSS_KRUEGER_38 = "EPSG:4526"
GAUSS_KRUEGER_114E = "EPSG:4547"
XIAN_1980 = "EPSG:4610"
XIAN_1980_ZONE_38 = "EPSG:2362"
BEIJING_1954 = "EPSG:4214"


def test_a_gauss_krueger_zone_of_cgcs2000_may_be_a_districts() -> None:
    crs = district_crs(GAUSS_KRUEGER_38)

    assert crs.to_epsg() == 4526


def test_an_unknown_code_is_refused_by_name() -> None:
    with pytest.raises(UnknownCrsError, match="EPSG:999999"):
        district_crs("EPSG:999999")


@pytest.mark.parametrize("code", [WGS84, "EPSG:2227"])
def test_degrees_and_feet_are_refused_for_a_district(code: str) -> None:
    with pytest.raises(NotMetricCrsError, match="metres"):
        district_crs(code)


def test_web_mercator_is_refused_because_it_enlarges_areas() -> None:
    with pytest.raises(DistortingCrsError):
        district_crs("EPSG:3857")


def test_a_district_that_reaches_wgs84_by_a_guess_only_is_refused() -> None:
    with pytest.raises(BallparkTransformError):
        district_crs(XIAN_1980_ZONE_38)


@pytest.mark.parametrize("source", [XIAN_1980, XIAN_1980_ZONE_38, BEIJING_1954])
def test_old_chinese_datums_are_never_shifted_by_nothing(source: str) -> None:
    with pytest.raises(BallparkTransformError, match="local parameters"):
        transformer(source=source, target=GAUSS_KRUEGER_38)


def test_cgcs2000_and_wgs84_are_one_frame() -> None:
    way = transformer(source=WGS84, target="EPSG:4490")

    assert way.transform(113.6, 34.75) == pytest.approx((113.6, 34.75), abs=1e-12)


def test_longitude_comes_first_whatever_the_definition_says() -> None:
    # On the central meridian the easting is the false easting: 500 km, prefixed 38.
    east_m, _ = transformer(source=WGS84, target=GAUSS_KRUEGER_38).transform(114, 35)

    assert east_m == pytest.approx(38_500_000, abs=1e-3)


def test_the_zone_prefix_is_the_only_difference_between_two_codes_of_a_zone() -> None:
    way = transformer(source=GAUSS_KRUEGER_114E, target=GAUSS_KRUEGER_38)

    east_m, north_m = way.transform(460_000.0, 3_840_000.0)

    assert (east_m, north_m) == pytest.approx((38_460_000, 3_840_000), abs=1e-3)
