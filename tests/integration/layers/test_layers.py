"""Base layers: imported from files of any declared CRS, drawn as tiles."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import mapbox_vector_tile
import pytest
import shapely
from click.testing import CliRunner, Result

from web.app import create_app
from web.cli.main import main
from web.district.founding import found_district
from web.district.opening import open_district

LON_DEG, LAT_DEG = 118.35, 35.05
TILE = "16/54313/25947"
"""The tile of that place by the slippy-map formula: x = (lon + 180) / 360 * 2**16."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A district where the layers lie."""
    folder = tmp_path / "district"
    found_district(folder, name="青沂区", crs="EPSG:4548", currency="CNY")
    return folder


def imported(home: Path, name: str, file: Path, *options: str) -> Result:
    command = ["--home", str(home), "import", "layer", name, str(file), *options]
    return CliRunner().invoke(main, command)


def roads(crs: str) -> gpd.GeoDataFrame:
    line = shapely.LineString([(LON_DEG, LAT_DEG), (LON_DEG + 0.002, LAT_DEG)])
    columns = {"name": ["滨河路"], "level": ["arterial"]}
    return gpd.GeoDataFrame(columns, geometry=[line], crs="EPSG:4326").to_crs(crs)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4548", "EPSG:3857"])
def test_a_geopackage_of_any_declared_crs_lands_in_the_same_place(
    home: Path, tmp_path: Path, crs: str
) -> None:
    file = tmp_path / "roads.gpkg"
    roads(crs).to_file(file, driver="GPKG")
    options = ("--kind", "road", "--class-column", "level", "--label-column", "name")

    result = imported(home, "roads", file, *options)

    assert result.exit_code == 0, result.output
    client = create_app(home).test_client()
    tile = mapbox_vector_tile.decode(client.get(f"/layers/roads/{TILE}.mvt").data)
    [feature] = tile["roads"]["features"]
    assert feature["properties"] == {"class": "arterial", "label": "滨河路"}
    assert feature["geometry"]["type"] == "LineString"


def test_geojson_is_wgs_84_unless_it_says_otherwise(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "roads.geojson"
    file.write_text(roads("EPSG:4326").to_json(), encoding="utf-8")

    result = imported(home, "roads", file, "--kind", "road")

    assert result.exit_code == 0, result.output
    response = create_app(home).test_client().get(f"/layers/roads/{TILE}.mvt")
    assert len(mapbox_vector_tile.decode(response.data)["roads"]["features"]) == 1


def test_layers_are_listed_in_drawing_order_with_their_newest_edition(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "roads.geojson"
    file.write_text(roads("EPSG:4326").to_json(), encoding="utf-8")
    for name, kind in (("towns", "town"), ("river", "water"), ("roads", "road")):
        imported(home, name, file, "--kind", kind)

    imported(home, "roads", file, "--kind", "road", "--label-column", "name")

    listed = create_app(home).test_client().get("/layers.json").json
    assert listed is not None
    assert [layer["name"] for layer in listed] == ["river", "roads", "towns"]


def refused(home: Path, file: Path, *options: str) -> str:
    district = open_district(home)
    before = district.app.journal.head()
    result = imported(home, "roads", file, "--kind", "road", *options)
    after = district.app.journal.head()
    district.close()
    assert result.exit_code == 1
    assert after == before
    return result.output


def test_a_layer_without_a_declared_crs_is_refused(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "roads.gpkg"
    frame = roads("EPSG:4326").set_crs(None, allow_override=True)
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        frame.to_file(file, driver="GPKG")

    assert "declares no coordinate reference system" in refused(home, file)


def test_a_layer_that_lies_elsewhere_is_refused(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "roads.geojson"
    elsewhere = roads("EPSG:4326").translate(xoff=-60)
    file.write_text(elsewhere.to_json(), encoding="utf-8")

    assert "check the reference system" in refused(home, file)


def test_a_missing_column_names_those_that_are_there(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "roads.geojson"
    file.write_text(roads("EPSG:4326").to_json(), encoding="utf-8")

    text = refused(home, file, "--label-column", "title")

    assert "no column “title”" in text
    assert "level, name" in text.replace("name, level", "level, name")


@pytest.mark.parametrize(
    "content",
    ["", "not json", "[]", json.dumps({"features": [{"geometry": {"type": "No"}}]})],
)
def test_a_file_that_is_no_layer_is_refused(
    home: Path, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "roads.geojson"
    file.write_text(content, encoding="utf-8")

    assert "cannot be read as a layer" in refused(home, file)


def test_a_vrt_that_points_at_another_file_is_not_followed(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "roads.geojson"
    file.write_text(
        "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd"
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        encoding="utf-8",
    )

    assert "cannot be read as a layer" in refused(home, file)


def test_an_unknown_layer_has_no_tiles(home: Path) -> None:
    assert create_app(home).test_client().get("/layers/no/1/0/0.mvt").status_code == 404


def test_a_tile_of_a_named_edition_is_kept_for_ever(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "roads.geojson"
    file.write_text(roads("EPSG:4326").to_json(), encoding="utf-8")
    imported(home, "roads", file, "--kind", "road")
    client = create_app(home).test_client()
    [layer] = client.get("/layers.json").json or []

    response = client.get(f"/layers/roads/{TILE}.mvt?edition={layer['edition']}")

    assert "immutable" in response.headers["Cache-Control"]
