"""Vector tiles, read back with mapbox-vector-tile."""

from __future__ import annotations

import itertools
import math
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest
from pyproj import Transformer

from geo.record.errors import TileOutOfRangeError
from geo.tiles.ground import TileGround
from geo.tiles.layer import TileLayer
from geo.tiles.mvt import Series

ZONE_38 = "EPSG:4526"
EAST_M, NORTH_M = 38_460_000.0, 3_840_000.0
POINT = f"POINT ({EAST_M} {NORTH_M})"
HOLE = "(38460020 3840020, 38460020 3840040, 38460040 3840040, 38460020 3840020)"


def square(side_m: float, east_m: float = EAST_M, north_m: float = NORTH_M) -> str:
    e, n = east_m + side_m, north_m + side_m
    return (
        f"POLYGON (({east_m} {north_m}, {e} {north_m}, {e} {n}, {east_m} {n}, "
        f"{east_m} {north_m}))"
    )


def layer(*shapes: str | None) -> TileLayer:
    count = len(shapes)
    return TileLayer(
        "plots",
        ground=TileGround.of(shapes, crs=ZONE_38),
        numbers=np.arange(7, 7 + count),
        properties={
            "stage": np.array(["none", "surveyed"] * count)[:count],
            "rank": np.arange(count) - 1,
        },
    )


def lon_lat_deg(east_m: float, north_m: float) -> tuple[float, float]:
    way = Transformer.from_crs(ZONE_38, "EPSG:4490", always_xy=True)
    lon_deg, lat_deg = way.transform(east_m, north_m)
    return lon_deg, lat_deg


def world_units(east_m: float, north_m: float, z: int) -> tuple[float, float]:
    """Slippy-map formula of the OpenStreetMap wiki, in 4096ths of a tile."""
    lon_deg, lat_deg = lon_lat_deg(east_m, north_m)
    across = (lon_deg + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(lat_deg))) / math.pi) / 2
    return across * 4096 * 2**z, down * 4096 * 2**z


def tile_of(z: int) -> dict[str, int]:
    across, down = world_units(EAST_M, NORTH_M, z)
    return {"z": z, "x": int(across // 4096), "y": int(down // 4096)}


def features(tile: bytes) -> list[dict[str, Any]]:
    read = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    found: list[dict[str, Any]] = read["plots"]["features"]
    return found


def doubled_area(ring: list[list[int]]) -> int:
    pairs = itertools.pairwise(ring)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)


def test_ids_and_properties_survive_in_order() -> None:
    read = features(layer(square(50), POINT, square(20)).encode(**tile_of(16)))

    assert [feature["id"] for feature in read] == [7, 8, 9]
    assert [feature["properties"] for feature in read] == [
        {"stage": "none", "rank": -1},
        {"stage": "surveyed", "rank": 0},
        {"stage": "none", "rank": 1},
    ]


def test_points_and_polygons_share_a_layer() -> None:
    read = features(layer(square(50), POINT).encode(**tile_of(16)))

    assert [feature["geometry"]["type"] for feature in read] == ["Polygon", "Point"]


@pytest.mark.parametrize("z", [0, 10, 16, 22])
def test_a_point_lies_where_the_slippy_map_formula_puts_it(z: int) -> None:
    (read,) = features(layer(POINT).encode(**tile_of(z)))

    across, down = world_units(EAST_M, NORTH_M, z)
    assert read["geometry"]["coordinates"] == pytest.approx(
        [across % 4096, down % 4096], abs=0.6
    )


def test_the_corners_of_a_polygon_lie_where_the_formula_puts_them() -> None:
    (read,) = features(layer(square(50)).encode(**tile_of(16)))

    tile = tile_of(16)
    corners = [(0, 0), (50, 0), (50, 50), (0, 50)]
    expected = {
        (round(across - tile["x"] * 4096), round(down - tile["y"] * 4096))
        for across, down in (
            world_units(EAST_M + e, NORTH_M + n, 16) for e, n in corners
        )
    }
    (ring,) = read["geometry"]["coordinates"]
    assert {tuple(corner) for corner in ring} == expected


def test_exterior_rings_are_clockwise_on_the_map_and_holes_are_not() -> None:
    with_hole = f"{square(50)[:-1]}, {HOLE})"

    (read,) = features(layer(with_hole).encode(**tile_of(17)))

    exterior, hole = read["geometry"]["coordinates"]
    assert doubled_area(exterior) > 0  # y points down
    assert doubled_area(hole) < 0


def test_a_line_keeps_its_ends_and_its_turns() -> None:
    """Four vertices by the slippy-map formula; the line comes back to its start."""
    turns = [(0, 0), (60, 0), (60, 60), (0, 0)]
    text = ", ".join(f"{EAST_M + e} {NORTH_M + n}" for e, n in turns)

    [read] = features(layer(f"LINESTRING ({text})").encode(**tile_of(16)))

    across, down = (4096 * n for n in (tile_of(16)["x"], tile_of(16)["y"]))
    expected = [
        [round(x - across), round(y - down)]
        for x, y in (world_units(EAST_M + e, NORTH_M + n, 16) for e, n in turns)
    ]
    assert read["geometry"]["type"] == "LineString"
    assert read["geometry"]["coordinates"] == expected


def test_a_line_shorter_than_a_unit_leaves_the_rest_of_the_tile_sound() -> None:
    short = f"LINESTRING ({EAST_M} {NORTH_M}, {EAST_M + 0.01} {NORTH_M})"

    read = features(layer(short, square(50)).encode(**tile_of(14)))

    assert [feature["id"] for feature in read] == [7, 8]
    assert read[1]["geometry"]["type"] == "Polygon"


def test_all_parts_of_a_multipolygon_are_drawn() -> None:
    parts = [square(20)[8:], square(20, east_m=EAST_M + 40)[8:]]

    (read,) = features(
        layer(f"MULTIPOLYGON ({', '.join(parts)})").encode(**tile_of(17))
    )

    assert read["geometry"]["type"] == "MultiPolygon"
    assert len(read["geometry"]["coordinates"]) == 2


def test_vertices_that_fall_together_are_drawn_once() -> None:
    dense = f"POLYGON (({EAST_M} {NORTH_M}, {EAST_M + 0.001} {NORTH_M}, {EAST_M + 50} {NORTH_M}, {EAST_M} {NORTH_M + 50}, {EAST_M} {NORTH_M}))"  # noqa: E501

    (read,) = features(layer(dense).encode(**tile_of(16)))

    assert len(read["geometry"]["coordinates"][0]) == 4


def test_a_plot_smaller_than_a_pixel_stays_on_the_map_as_one_pixel() -> None:
    (read,) = features(layer(square(30)).encode(**tile_of(3)))

    (ring,) = read["geometry"]["coordinates"]
    assert doubled_area(ring) == 2 * 16 * 16


def test_a_needle_that_rounding_empties_stays_on_the_map() -> None:
    needle = f"POLYGON (({EAST_M} {NORTH_M}, {EAST_M + 900} {NORTH_M + 900}, {EAST_M} {NORTH_M + 0.01}, {EAST_M} {NORTH_M}))"  # noqa: E501

    (read,) = features(layer(needle).encode(**tile_of(12)))

    assert doubled_area(read["geometry"]["coordinates"][0]) > 0


def test_a_tile_with_nothing_on_it_is_empty() -> None:
    assert layer(square(50)).encode(z=16, x=0, y=0) == b""


def test_a_layer_without_shapes_shows_where_its_crs_is_used() -> None:
    empty = layer(None)

    assert empty.encode(z=0, x=0, y=0) == b""
    assert empty.bounds_deg() == (112.5, 21.52, 115.5, 45.45)


def test_the_bounds_of_a_layer_are_degrees() -> None:
    bounds_deg = layer(POINT, None).bounds_deg()

    assert bounds_deg == pytest.approx(lon_lat_deg(EAST_M, NORTH_M) * 2, abs=1e-9)


def test_a_shape_beside_the_tile_is_on_it_within_the_buffer_only() -> None:
    tile = tile_of(16)
    _, down = world_units(EAST_M, NORTH_M, 16)
    edge_m = (down % 4096) / 4096 * 40075016.686 / 2**16 * math.cos(math.radians(34.69))
    near = layer(square(20, north_m=NORTH_M + edge_m + 4))
    far = layer(square(20, north_m=NORTH_M + edge_m + 12))

    assert features(near.encode(**tile))
    assert far.encode(**tile) == b""


@pytest.mark.parametrize(
    ("z", "x", "y"), [(-1, 0, 0), (23, 0, 0), (1, 2, 0), (1, 0, -1)]
)
def test_a_tile_outside_the_pyramid_is_refused(z: int, x: int, y: int) -> None:
    with pytest.raises(TileOutOfRangeError, match="There is no tile"):
        layer(POINT).encode(z=z, x=x, y=y)


def test_a_history_is_a_multipoint_of_days_and_stages_with_the_plots_id() -> None:
    told = [[(19_000, 0), (19_031, 3), (20_500, 1)], [(-5, 2)], [(7, 0), (8, -1)]]
    with_histories = TileLayer(
        "plots",
        ground=TileGround.of([square(50), None, POINT], crs=ZONE_38),
        numbers=np.arange(7, 10),
        properties={},
        histories=Series.counted(
            np.array([len(steps) for steps in told]),
            days=np.array([day for steps in told for day, _ in steps]),
            values=np.array([value for steps in told for _, value in steps]),
        ),
    )

    read = mapbox_vector_tile.decode(
        with_histories.encode(**tile_of(16)), default_options={"y_coord_down": True}
    )

    assert [f["id"] for f in read["plots"]["features"]] == [7, 9]
    history = {
        f["id"]: f["geometry"]["coordinates"] for f in read["plots_history"]["features"]
    }
    assert history == {7: [list(s) for s in told[0]], 9: [list(s) for s in told[2]]}


def test_shapes_that_came_later_are_on_the_tiles_as_if_they_had_been_there() -> None:
    shapes = [square(10, EAST_M + 12 * nth) for nth in range(12)]
    ground = TileGround.of(shapes[:2], crs=ZONE_38)
    for shape in shapes[2:]:
        ground = ground.grown([None, shape])
    rows = np.array([0, 1, *range(3, 23, 2)])
    numbers = np.arange(100, 112)

    grown = TileLayer("plots", ground=ground, rows=rows, numbers=numbers, properties={})
    whole = TileLayer(
        "plots",
        ground=TileGround.of(shapes, crs=ZONE_38),
        numbers=numbers,
        properties={},
    )

    assert grown.encode(**tile_of(16)) == whole.encode(**tile_of(16)) != b""
    assert len(ground) == 22
    assert np.nansum(ground.areas_m2) == pytest.approx(1200)


def test_a_tile_has_the_same_bytes_in_whatever_order_its_ground_has_grown() -> None:
    shapes = [square(20, EAST_M + 100 * place) for place in range(4)]
    numbers = np.arange(4)
    grown = np.array([3, 0, 2, 1])

    def cut(order: Any) -> bytes:  # noqa: ANN401  (places, as NumPy has them)
        ground = TileGround.of([shapes[place] for place in order], crs=ZONE_38)
        of_stage = {"stage": np.array(["a", "b", "c", "d"])[order]}
        whole = TileLayer(
            "plots", ground=ground, numbers=numbers[order], properties=of_stage
        )
        return whole.encode(**tile_of(14))

    assert cut(numbers) == cut(grown)
    assert cut(numbers)


def test_a_layer_shows_only_the_shapes_it_refers_to() -> None:
    ground = TileGround.of([square(10), square(20), square(30)], crs=ZONE_38)

    read = features(
        TileLayer(
            "plots",
            ground=ground,
            rows=np.array([2, 0]),
            numbers=np.array([5, 6]),
            properties={"name": np.array(["thirty", "ten"])},
        ).encode(**tile_of(16))
    )

    told = {each["id"]: each["properties"]["name"] for each in read}
    assert told == {5: "thirty", 6: "ten"}
