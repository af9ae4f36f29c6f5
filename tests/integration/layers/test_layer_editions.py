"""A layer stays what it was imported as, whatever is imported afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.things.land.layers import LayerKind
from web.app import create_app
from web.district.founding import found_district
from web.district.opening import open_district
from web.recording.layers import ImportedLayer, LayerFile, import_layer

TILE = "16/54313/25947"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "district"
    found_district(folder, name="青沂区", crs="EPSG:4548", currency="CNY")
    return folder


def towns(path: Path, **names: str) -> Path:
    """Write one square with two names, as offices that share a file have."""
    ring = [[118.34, 35.04], [118.36, 35.04], [118.36, 35.06], [118.34, 35.04]]
    feature = {
        "type": "Feature",
        "properties": names,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def imported(
    home: Path,
    path: Path,
    label: str,
    name: str = "towns",
    kind: LayerKind = LayerKind.TOWN,
) -> ImportedLayer:
    district = open_district(home)
    file = LayerFile(path=path, name=name, kind=kind, label_column=label)
    try:
        return import_layer(district, file, actor="test")
    finally:
        district.close()


def filters(home: Path, position: int) -> bytes:
    client = create_app(home).test_client()
    address = f"/map/filters?as_of=2024-01-01&as_known={position}"
    return bytes(client.get(address).data)


def labels(home: Path) -> list[list[str]]:
    district = open_district(home)
    found = [list(district.layers.read(each).labels) for each in district.layers.all()]
    district.close()
    return found


def test_the_same_file_with_another_column_changes_no_earlier_edition(
    home: Path, tmp_path: Path
) -> None:
    file = towns(tmp_path / "towns.geojson", old="东镇", new="西镇")
    imported(home, file, "old")

    imported(home, file, "new")

    assert labels(home) == [["东镇"], ["西镇"]]


def test_an_edition_in_an_address_is_that_edition_for_ever(
    home: Path, tmp_path: Path
) -> None:
    file = towns(tmp_path / "towns.geojson", old="东镇", new="西镇")
    imported(home, file, "old")
    client = create_app(home).test_client()
    [before] = client.get("/layers.json").json or []
    address = f"/layers/towns/{TILE}.mvt?edition={before['edition']}"
    tile = client.get(address).data

    imported(home, file, "new")

    assert "东镇".encode() in tile
    assert client.get(address).data == tile
    [after] = client.get("/layers.json").json or []
    assert after["edition"] != before["edition"]
    assert "西镇".encode() in client.get(f"/layers/towns/{TILE}.mvt").data


def test_a_map_at_a_past_k_has_the_layers_that_were_known_then(
    home: Path, tmp_path: Path
) -> None:
    file = towns(tmp_path / "towns.geojson", old="东镇", new="西镇")
    first = imported(home, file, "old").receipt
    imported(home, file, "new")
    imported(home, file, "new", name="wards")
    client = create_app(home).test_client()
    assert first is not None

    then = client.get(f"/layers.json?as_known={first.last}")
    before = client.get(f"/layers.json?as_known={first.first - 1}")
    [layer] = then.json or []
    tile = client.get(f"/layers/towns/{TILE}.mvt?edition={layer['edition']}").data

    assert before.json == []
    assert layer["name"] == "towns"
    assert "东镇".encode() in tile
    assert "immutable" in then.headers["Cache-Control"]
    assert len(client.get("/layers.json").json or []) == 2


def test_a_layer_of_another_kind_changes_no_tile_of_an_address(
    home: Path, tmp_path: Path
) -> None:
    """Of buildings nothing is shown from afar; the content of both is the same."""
    file = towns(tmp_path / "towns.geojson", old="东镇")
    imported(home, file, "old", kind=LayerKind.BUILDING)
    client = create_app(home).test_client()
    [before] = client.get("/layers.json").json or []
    address = "/layers/towns/8/212/101.mvt?edition="
    digits = before["edition"].partition("-")[0]
    first = [client.get(address + each) for each in (before["edition"], digits)]

    imported(home, file, "old", kind=LayerKind.TOWN)
    [after] = client.get("/layers.json").json or []

    again = [client.get(address + each) for each in (before["edition"], digits)]
    assert [each.status_code for each in (*first, *again)] == [204] * 4
    assert client.get(address + after["edition"]).status_code == 200


def test_an_edition_that_never_was_has_no_tiles(home: Path, tmp_path: Path) -> None:
    imported(home, towns(tmp_path / "towns.geojson", old="东镇"), "old")
    client = create_app(home).test_client()

    response = client.get(f"/layers/towns/{TILE}.mvt?edition=0123456789ab")

    assert response.status_code == 404


def test_the_same_layer_again_records_nothing(home: Path, tmp_path: Path) -> None:
    file = towns(tmp_path / "towns.geojson", old="东镇")
    first = imported(home, file, "old")

    again = imported(home, file, "old")

    assert first.receipt is not None
    assert again.receipt is None
    assert len(labels(home)) == 1


def test_editions_are_decoded_once_until_there_is_another(
    home: Path, tmp_path: Path
) -> None:
    file = towns(tmp_path / "towns.geojson", old="东镇", new="西镇")
    imported(home, file, "old")
    district = open_district(home)
    before = district.layers.all()

    same = district.layers.all()
    imported(home, file, "new")
    after = district.layers.all()
    district.close()

    assert same is before
    assert [each.fact.label_column for each in after] == ["old", "new"]


def test_what_depends_on_a_digest_stands_in_the_file(
    home: Path, tmp_path: Path
) -> None:
    imported(home, towns(tmp_path / "towns.geojson", old="东镇"), "old")
    district = open_district(home)
    [edition] = district.layers.all()
    district.close()

    content = district.layers.path(edition).read_bytes()

    head = json.loads(content[22 : 22 + int.from_bytes(content[14:22], "little")])
    assert head["origin"] == {
        "class_column": "",
        "driver": "GeoJSON",
        "label_column": "old",
        "reading": 1,
        "sha256": edition.fact.sha256,
        "source_crs": "EPSG:4326",
        "source_layer": "",
    }
    assert head["crs"] == "EPSG:4548"


def test_filters_by_town_at_a_past_k_stay_the_same_bytes(
    home: Path, tmp_path: Path
) -> None:
    file = towns(tmp_path / "towns.geojson", old="东镇", new="西镇")
    receipt = imported(home, file, "old").receipt
    assert receipt is not None
    before = filters(home, receipt.last)

    imported(home, file, "new", name="others")
    imported(home, file, "new")

    assert filters(home, receipt.last) == before
