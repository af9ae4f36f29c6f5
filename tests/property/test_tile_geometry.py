"""Laws of tiles: nothing is lost, nothing turns over, nothing moves."""

from __future__ import annotations

import mapbox_vector_tile
import numpy as np
import shapely
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyproj import Transformer

from geo.tiles import varint
from geo.tiles.ground import TileGround
from geo.tiles.layer import TileLayer

ZONE_38 = "EPSG:4526"
WORLD_M = 2 * 20037508.342789244

offsets_m = st.floats(0, 5000).map(lambda metres: round(metres, 3))
corners = st.lists(st.tuples(offsets_m, offsets_m), min_size=3, max_size=9)
zooms = st.integers(0, 22)


def hull(offsets: list[tuple[float, float]]) -> shapely.Geometry:
    places = [(38_460_000 + east_m, 3_840_000 + north_m) for east_m, north_m in offsets]
    return shapely.convex_hull(shapely.MultiPoint(places))


def mercator_m(shape: shapely.Geometry) -> shapely.Geometry:
    way = Transformer.from_crs("EPSG:4490", "EPSG:3857", always_xy=True)
    flat = Transformer.from_crs(ZONE_38, "EPSG:4490", always_xy=True)
    degrees = shapely.transform(shape, flat.transform, interleaved=False)
    return shapely.transform(degrees, way.transform, interleaved=False)


def signed_area(corners: NDArray[np.float64]) -> float:
    """Return twice the area of a closed ring; its sign tells the direction."""
    x, y = corners.T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())


@given(st.lists(st.integers(0, 2**64 - 1), max_size=50))
def test_varints_read_back_as_written(values: list[int]) -> None:
    array = np.array(values, dtype=np.uint64)
    rest, read = varint.encode(array), []

    while rest:
        length = next(at for at, byte in enumerate(rest) if byte < 0x80) + 1
        read.append(
            sum((byte & 0x7F) << (7 * at) for at, byte in enumerate(rest[:length]))
        )
        rest = rest[length:]

    assert read == values
    assert varint.lengths(array).sum() == len(varint.encode(array))


@given(corners, zooms)
@example([(0, 286), (130, 238), (505, 133)], 8)
def test_every_polygon_is_on_the_tile_of_its_middle(
    offsets: list[tuple[float, float]], z: int
) -> None:
    shape = hull(offsets)
    if shape.area < 1:
        return
    layer = TileLayer(
        "plots",
        ground=TileGround.of([shape.wkt], crs=ZONE_38),
        numbers=np.array([5]),
        properties={},
    )
    flat = mercator_m(shape)
    side_m = WORLD_M / 2**z
    middle = flat.centroid
    x = int((middle.x + WORLD_M / 2) // side_m)
    y = int((WORLD_M / 2 - middle.y) // side_m)

    tile = mapbox_vector_tile.decode(
        layer.encode(z=z, x=x, y=y), default_options={"y_coord_down": True}
    )

    (feature,) = tile["plots"]["features"]
    (ring,) = feature["geometry"]["coordinates"]
    units = shapely.Polygon(ring)
    assert feature["id"] == 5
    assert units.exterior.is_ccw  # y points down: clockwise as drawn
    per_m = 4096 / side_m
    expected = shapely.transform(
        flat,
        lambda at: (
            (at - (x * side_m - WORLD_M / 2, WORLD_M / 2 - y * side_m))
            * (per_m, -per_m)
        ),
    )
    corners = np.array(expected.exterior.coords)
    if signed_area(corners) * signed_area(np.rint(corners)) <= 0:
        # A needle that rounding empties is drawn as a square of one pixel, 16 units.
        west, north, east, south = expected.bounds
        middle_units = shapely.Point((west + east) / 2, (north + south) / 2)
        assert units.centroid.distance(middle_units) <= 16
        return
    slack = 1 if np.ptp(corners, axis=0).max() > 16 else 16
    assert np.allclose(units.bounds, expected.bounds, atol=slack)
