"""Tiles in other hands: GDAL reads what was recorded, and Agg draws what GDAL read."""

from __future__ import annotations

from pathlib import Path

import geopandas
import msgspec
import numpy as np
import pytest
import shapely
from flask.testing import FlaskClient
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from numpy.typing import NDArray
from pyproj import Transformer

from geo.record.crs import WEB_MERCATOR
from tests.integration.building import (
    EAST,
    NORTH,
    guatu,
    record,
    registered,
    square,
    staged,
)
from tests.integration.map.test_served_tiles import tile_of
from web.district.opening import District

Z = 16
PIXELS = 1024
CRS = "EPSG:4547"
COLOURS = {"none": (1.0, 0.0, 0.0), "surveyed": (0.0, 1.0, 0.0)}
WHITE = (1.0, 1.0, 1.0)
TO_MERCATOR = Transformer.from_crs(CRS, WEB_MERCATOR, always_xy=True)

RING = (
    f"POLYGON (({EAST + 200} {NORTH}, {EAST + 300} {NORTH}, {EAST + 300} {NORTH + 100},"
    f" {EAST + 200} {NORTH + 100}, {EAST + 200} {NORTH}), ({EAST + 230} {NORTH + 30},"
    f" {EAST + 230} {NORTH + 70}, {EAST + 270} {NORTH + 70}, {EAST + 270} {NORTH + 30},"
    f" {EAST + 230} {NORTH + 30}))"
)
"""A plot with a court of somebody else in it."""
PARTS = f"MULTIPOLYGON ({square(0, 200, 60)[8:]}, {square(100, 200, 60)[8:]})"
BOUNDARIES = {"A": square(0, 0, 90), "B": square(90, 0, 90), "C": RING, "D": PARTS}
STAGED = ("B", "D")
COURT = (EAST + 250, NORTH + 50)
"""Its middle."""


@pytest.fixture
def tile(district: District, client: FlaskClient, tmp_path: Path) -> Path:
    """Save a tile as GDAL wants it: by zoom, column and row."""
    for plot, boundary in BOUNDARIES.items():
        record(district.app, registered(plot, boundary=boundary))
    for plot in STAGED:
        record(district.app, staged(plot, "surveyed", "2022-01-01"))
    x, y = tile_of(150, 150, Z)
    file = tmp_path / str(Z) / str(x) / f"{y}.mvt"
    file.parent.mkdir(parents=True)
    file.write_bytes(client.get(f"/tiles/{Z}/{x}/{y}.mvt").data)
    return file


def numbers(district: District) -> dict[str, int]:
    """Ask the command line for the number of each plot."""
    told = guatu(district.home, "state", "plots", "--format", "geojson").stdout
    features = msgspec.json.decode(told)["features"]
    return {each["properties"]["plot"]: each["id"] for each in features}


def read(tile: Path) -> geopandas.GeoDataFrame:
    """Let GDAL read a tile; rows by feature id."""
    return geopandas.read_file(tile, layer="plots", engine="pyogrio").set_index(
        "mvt_id"
    )


def recorded(plot: str) -> shapely.Geometry:
    """Move a boundary of record to the plane of the tiles."""
    return shapely.transform(
        shapely.from_wkt(BOUNDARIES[plot]), TO_MERCATOR.transform, interleaved=False
    )


def test_gdal_reads_every_plot_by_its_number_with_its_stage(
    district: District, tile: Path
) -> None:
    found = read(tile)

    plots = numbers(district)
    assert found["stage"].to_dict() == {
        plots[plot]: "surveyed" if plot in STAGED else "none" for plot in BOUNDARIES
    }
    assert found.crs == WEB_MERCATOR


def test_gdal_reads_every_boundary_where_it_was_recorded(
    district: District, tile: Path
) -> None:
    found = read(tile)

    unit_m = 2 * 20037508.342789244 / 2**Z / 4096
    for plot, number in numbers(district).items():
        shape = found.geometry[number]
        assert shape.is_valid
        assert shapely.hausdorff_distance(shape, recorded(plot)) < unit_m
        assert shape.area == pytest.approx(recorded(plot).area, rel=0.02)


def test_a_renderer_that_goes_by_the_winding_paints_plots_and_no_court(
    tile: Path,
) -> None:
    found = read(tile)

    west, south, east, north = found.total_bounds
    picture = drawn(found, (west, south, east, north))

    def colour(east_m: float, north_m: float) -> tuple[float, ...]:
        x, y = TO_MERCATOR.transform(east_m, north_m)
        column = int((x - west) / (east - west) * PIXELS)
        row = int((north - y) / (north - south) * PIXELS)
        return tuple((picture[row, column, :3] / 255).tolist())

    assert colour(EAST + 45, NORTH + 45) == COLOURS["none"]
    assert colour(EAST + 135, NORTH + 45) == COLOURS["surveyed"]
    assert colour(EAST + 215, NORTH + 50) == COLOURS["none"]
    assert colour(*COURT) == WHITE
    assert colour(EAST + 30, NORTH + 230) == COLOURS["surveyed"]
    assert colour(EAST + 130, NORTH + 230) == COLOURS["surveyed"]
    assert colour(EAST + 80, NORTH + 230) == WHITE


def drawn(
    found: geopandas.GeoDataFrame, bounds: tuple[float, float, float, float]
) -> NDArray[np.uint8]:
    """Draw by the nonzero rule: a hole stays open only if it turns the other way."""
    west, south, east, north = bounds
    figure = Figure(figsize=(PIXELS / 100, PIXELS / 100), dpi=100)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(west, east), ylim=(south, north))
    axes.set_axis_off()
    for shape, stage in zip(found.geometry, found["stage"], strict=True):
        axes.add_patch(
            PathPatch(outline(shape), facecolor=COLOURS[stage], antialiased=False, lw=0)
        )
    canvas.draw()  # type: ignore[no-untyped-call]
    return np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]


def outline(shape: shapely.Geometry) -> Outline:
    """Join the rings of all parts, each in the direction in which it came."""
    rings = shapely.get_rings(shapely.get_parts(shape))
    return Outline.make_compound_path(
        *(Outline(shapely.get_coordinates(ring), closed=True) for ring in rings)
    )
