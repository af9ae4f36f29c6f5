"""A layer whose file is lost is one lost layer: all else is served, and it heals."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from domain.commands import Envelope
from domain.deciding.context import Decision
from domain.things.land.layers import LayerImported, LayerKind, stream_of
from tests.integration.building import guatu
from web.app import create_app
from web.atlas.served import served
from web.cli.main import main
from web.district.founding import found_district
from web.district.opening import open_district
from web.recording.layers import LayerFile, import_layer

TILE = "16/54313/25947"
NAMES = ("roads", "towns")


def drawing(folder: Path, name: str) -> Path:
    """Draw a square around the place of the tile."""
    square = shapely.box(118.34, 35.04, 118.36, 35.06)
    frame = gpd.GeoDataFrame({"name": [name]}, geometry=[square], crs="EPSG:4326")
    path = folder / f"{name}.gpkg"
    frame.to_file(path, driver="GPKG")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district with two layers, one of them of towns, and their files beside it."""
    folder = tmp_path_factory.mktemp("made")
    home = folder / "district"
    found_district(home, name="青沂区", crs="EPSG:4548", currency="CNY")
    for name in NAMES:
        assert imported(home, drawing(folder, name), name) == 0
    return folder


@pytest.fixture
def home(tmp_path: Path, made: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "district"


def imported(home: Path, path: Path, name: str) -> int:
    kind = "town" if name == "towns" else "road"
    words = ["import", "layer", name, str(path), "--kind", kind, "--label-column"]
    return CliRunner().invoke(main, ["--home", str(home), *words, "name"]).exit_code


def kept(home: Path, name: str) -> Path:
    district = open_district(home)
    path = district.layers.path(district.layers.known()[name])
    district.close()
    return path


def garbled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def foreign(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00 of something else")


def another(path: Path) -> None:
    """A whole layer, but not the one that was imported."""
    others = [each for each in path.parent.glob("*.layer") if each != path]
    shutil.copy(others[0], path)


def in_place_of_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-40]),
    "garbled": garbled,
    "foreign": foreign,
    "another": another,
    "a folder": in_place_of_a_folder,
}


@pytest.fixture(params=DAMAGES)
def damage(request: pytest.FixtureRequest) -> Callable[[Path], object]:
    return DAMAGES[request.param]


def warmed(home: Path) -> tuple[Flask, FlaskClient]:
    app = create_app(home)
    with app.app_context():
        served().warm().join()
    return app, app.test_client()


def test_a_server_starts_and_serves_all_else(
    home: Path,
    damage: Callable[[Path], object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    damage(kept(home, "roads"))

    with caplog.at_level(logging.WARNING, "guatu"):
        _, client = warmed(home)

    tile = client.get(f"/layers/roads/{TILE}.mvt")
    assert tile.status_code == 503
    assert client.get(f"/layers/towns/{TILE}.mvt").status_code == 200
    assert [each["name"] for each in client.get("/layers.json").json or []] == [
        "roads",
        "towns",
    ]
    command = "guatu import layer roads roads.gpkg --kind road --label-column name"
    for address in ("/", "/plots", "/projects"):
        page = client.get(address, query_string={"lang": "en"})
        assert page.status_code == 200
        assert "The base layer “roads” (position 2)" in page.text
        assert command in page.text
    [record] = [each for each in caplog.records if "base layer" in each.getMessage()]
    assert "“roads” (position 2)" in record.getMessage()


@pytest.mark.parametrize("damage", [DAMAGES["missing"], DAMAGES["garbled"]])
def test_the_same_file_heals_it_without_a_restart_and_without_a_fact(
    home: Path, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    _, client = warmed(home)
    address = f"/layers/roads/{TILE}.mvt"
    before = client.get(address).data
    path = kept(home, "roads")
    content = path.read_bytes()
    damage(path)
    _, other = warmed(home)
    assert other.get(address).status_code == 503

    assert imported(home, tmp_path / "roads.gpkg", "roads") == 0

    assert path.read_bytes() == content
    assert other.get(address).data == before
    assert "“roads”" not in other.get("/?lang=en").text
    district = open_district(home)
    assert len(district.layers.all()) == len(NAMES)
    district.close()


def test_a_file_that_is_lost_while_it_is_served_is_named_and_still_drawn(
    home: Path,
) -> None:
    _, client = warmed(home)
    before = client.get(f"/layers/roads/{TILE}.mvt").data

    kept(home, "roads").unlink()

    assert client.get(f"/layers/roads/{TILE}.mvt").data == before
    assert "“roads”" in client.get("/?lang=en").text


def test_questions_by_town_are_refused_and_others_answered_while_towns_are_lost(
    home: Path,
) -> None:
    path = kept(home, "towns")
    content = path.read_bytes()
    path.unlink()
    _, client = warmed(home)

    filters = client.get("/map/filters?as_of=2024-01-01&as_known=3")
    by_town = client.get("/map/curve?town=towns")
    by_zone = client.get("/map/curve?zone=x")

    assert filters.status_code == 200
    assert "town" not in (filters.json or {})
    assert "no-store" in filters.headers["Cache-Control"]
    assert by_town.status_code == 503
    assert by_zone.status_code == 200
    path.write_bytes(content)
    assert "town" in (client.get("/map/filters").json or {})
    assert client.get("/map/curve?town=towns").status_code == 200


def test_layer_faults_name_position_file_and_reason(home: Path) -> None:
    path = kept(home, "roads")
    garbled(path)
    district = open_district(home)

    [fault] = district.layers.faults(district.layers.all())

    district.close()
    assert (fault.edition.position, fault.path) == (2, path)
    assert "damaged" in str(fault.refusal)


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    """A home as the first version left it: a GeoPackage under the source's digest."""
    home = tmp_path / "old"
    found_district(home, name="青沂区", crs="EPSG:4548", currency="CNY")
    square = shapely.box(118.34, 35.04, 118.36, 35.06)
    frame = gpd.GeoDataFrame(
        {"class": ["arterial"], "label": ["滨河路"]}, geometry=[square], crs=4326
    ).to_crs(4548)
    (home / "layers").mkdir()
    frame.to_file(home / "layers" / "ab12.gpkg", driver="GPKG")
    district = open_district(home)
    fact = LayerImported(
        layer="roads",
        shows=LayerKind.ROAD,
        file="roads.gpkg",
        sha256="ab12",
        features=1,
        effective=district.app.journal.clock(),
    )
    stream = stream_of("roads")
    envelope = Envelope(command_id="layer", actor="test", digest=b"")
    district.app.append(Decision([(stream, fact)], {stream: 0}), envelope)
    district.close()
    return home


def test_a_home_of_the_first_version_is_served(first_version: Path) -> None:
    _, client = warmed(first_version)

    tile = client.get(f"/layers/roads/{TILE}.mvt").data

    assert "滨河路".encode() in tile
    assert b"arterial" in tile


def test_the_form_of_the_first_version_is_read_once(first_version: Path) -> None:
    warmed(first_version)
    (first_version / "layers" / "ab12.gpkg").unlink()

    _, client = warmed(first_version)

    assert client.get(f"/layers/roads/{TILE}.mvt").status_code == 200


def test_a_layer_of_the_first_version_is_backed_up_as_it_is(
    tmp_path: Path, first_version: Path
) -> None:
    into = tmp_path / "backups"

    made = guatu(first_version, "backup", str(into))

    assert made.exit_code == 0, made.output
    [copy] = into.iterdir()
    assert [file.name for file in (copy / "layers").iterdir()] == ["ab12.gpkg"]


def test_a_lost_layer_of_the_first_version_is_named(first_version: Path) -> None:
    (first_version / "layers" / "ab12.gpkg").write_bytes(b"SQLite format 3\x00")

    _, client = warmed(first_version)

    assert client.get(f"/layers/roads/{TILE}.mvt").status_code == 503
    assert "“roads”" in client.get("/?lang=en").text


def test_the_same_file_heals_a_layer_of_the_first_version(
    tmp_path: Path, first_version: Path
) -> None:
    path = drawing(tmp_path, "roads")
    assert imported(first_version, path, "roads") == 0
    district = open_district(first_version)
    [old, new] = district.layers.all()
    digest = new.fact.sha256
    fact = LayerImported(
        layer="lanes",
        shows=LayerKind.ROAD,
        file="roads.gpkg",
        sha256=digest,
        features=1,
        effective=district.app.journal.clock(),
    )
    stream = stream_of("lanes")
    envelope = Envelope(command_id="lanes", actor="test", digest=b"")
    district.app.append(Decision([(stream, fact)], {stream: 0}), envelope)

    file = LayerFile(path=path, name="lanes", kind=LayerKind.ROAD, label_column="name")
    import_layer(district, file, actor="test")

    assert district.layers.faults(district.layers.all()) == []
    [_, _, lost, _] = district.layers.all()
    assert list(district.layers.read(lost).labels) == ["roads"]
    assert list(district.layers.read(old).labels) == ["滨河路"]
    district.close()


def test_paper_is_drawn_without_it_and_says_so(home: Path, tmp_path: Path) -> None:
    command = {
        "command_id": "c-1",
        "record": "PlotRegistered",
        "plot": "A-1",
        "effective": "2024-01-01",
        "boundary": {
            "type": "Polygon",
            "coordinates": [
                [[118.35, 35.05], [118.351, 35.05], [118.351, 35.051], [118.35, 35.05]]
            ],
        },
    }
    lines = tmp_path / "lines.jsonl"
    lines.write_text(json.dumps(command))
    runner = CliRunner()
    assert not runner.invoke(
        main, ["--home", str(home), "record", str(lines)]
    ).exit_code
    kept(home, "roads").unlink()
    page = tmp_path / "map.html"

    result = runner.invoke(main, ["--home", str(home), "map", "-o", str(page)])

    assert result.exit_code == 0, result.output
    assert "Without base layers whose files are lost: roads" in page.read_text()
