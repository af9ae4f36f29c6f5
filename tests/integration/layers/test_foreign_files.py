"""Files that others made, and those who mean harm: read apart, or refused."""

from __future__ import annotations

import io
import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from domain.things.land.layers import LayerKind
from geo.foreign.base_layer import BaseLayer, BrokenLayerError, decoded, encoded
from geo.foreign.limits import Limits, Wanted
from geo.foreign.reading import ReadLayer, read_foreign
from geo.record.errors import GeoError
from web.district.founding import found_district
from web.district.opening import open_district
from web.recording.layers import LayerFile, import_layer

CRS = "EPSG:4548"
SHARED = Path(__file__).parents[4] / "shared"
POINT = {"type": "Point", "coordinates": [118.35, 35.05]}


def read(content: bytes, limits: Limits | None = None, **wanted: str) -> ReadLayer:
    asked = replace(Wanted(file="x.geojson", crs=CRS), **wanted)  # type: ignore[arg-type]
    return read_foreign(io.BytesIO(content), asked, limits)


def layer(content: bytes, label_column: str = "") -> BaseLayer:
    return decoded(read(content, label_column=label_column).content)


def refused(
    content: bytes, limits: Limits | None = None, label_column: str = ""
) -> str:
    with pytest.raises(GeoError) as caught:
        read(content, limits, label_column=label_column)
    str(caught.value).encode()
    return type(caught.value).__name__


def features(*geometries: object, crs: object = None, **properties: object) -> bytes:
    found = [
        {"type": "Feature", "properties": properties, "geometry": each}
        for each in geometries
    ]
    body: dict[str, object] = {"type": "FeatureCollection", "features": found}
    return json.dumps(body if crs is None else {**body, "crs": crs}).encode()


def package(folder: Path, count: int = 500) -> bytes:
    path = folder / "whole.gpkg"
    shapes = [shapely.Point(118.3 + n / 1e4, 35.05).buffer(1e-4) for n in range(count)]
    names = [f"路{n}" for n in range(count)]
    gpd.GeoDataFrame({"name": names}, geometry=shapes, crs=4326).to_file(path)
    return path.read_bytes()


def test_features_without_a_shape_or_a_label_are_not_the_others_fault() -> None:
    content = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"n": "甲"}, "geometry": POINT},
                {"type": "Feature", "properties": {"n": "乙"}, "geometry": None},
                {"type": "Feature", "properties": None, "geometry": POINT},
                {"type": "Feature", "properties": {"n": None}, "geometry": POINT},
            ],
        }
    ).encode("utf-8-sig")

    assert list(layer(content, label_column="n").labels) == ["甲", "", ""]


def test_of_a_collection_what_has_the_most_dimensions_is_drawn() -> None:
    ring = [[118.35, 35.05], [118.36, 35.05], [118.36, 35.06], [118.35, 35.05]]
    area = {"type": "Polygon", "coordinates": [ring]}
    inner = {"type": "GeometryCollection", "geometries": [area]}
    both = {"type": "GeometryCollection", "geometries": [POINT, inner]}

    [shape] = layer(features(both)).shapes

    assert shape.geom_type == "MultiPolygon"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b'{"features":' + b"[" * 100_000, "UnknownFormatError"),
        (b"PK\x03\x04" + b"\0" * 1000, "UnknownFormatError"),
        (b"<OGRVRTDataSource/>", "UnknownFormatError"),
        (
            features({"type": "Polygon", "coordinates": [[[0, 0], 5]]}),
            "BadFeatureError",
        ),
        (features({**POINT, "coordinates": [float("nan"), 1]}), "UnknownFormatError"),
        (features({**POINT, "coordinates": [0, 0]}), "OutOfCrsError"),
        (
            features(POINT, crs={"type": "link", "properties": {"href": "x"}}),
            "LinkedCrsError",
        ),
        (
            features(POINT, crs={"properties": {"name": "+nadgrids=/etc/passwd"}}),
            "LinkedCrsError",
        ),
        (
            features(POINT, crs={"properties": {"name": "EPSG:99999"}}),
            "UnknownCrsError",
        ),
        (
            b'{"type":"FeatureCollection","features":[],"crs":null}',
            "UndeclaredCrsError",
        ),
    ],
    ids=range(10),
)
def test_what_cannot_be_read_is_refused(content: bytes, refusal: str) -> None:
    assert refused(content) == refusal


def test_half_a_character_is_refused() -> None:
    content = features(POINT, name="\ud800")

    assert refused(content, label_column="name") == "HalfCharacterError"


@pytest.mark.parametrize("damage", ["cut", "zeros", "tables", "head", "blobs"])
def test_a_damaged_geopackage_is_refused(tmp_path: Path, damage: str) -> None:
    content = package(tmp_path)
    if damage == "cut":
        content = content[: len(content) // 3]
    elif damage == "zeros":
        content = content[:4096] + b"\0" * (len(content) - 4096)
    elif damage == "head":
        content = content[:100]
    else:
        edited = tmp_path / "whole.gpkg"
        sql = {
            "tables": "DROP TABLE gpkg_geometry_columns",
            "blobs": "UPDATE whole SET geom = x'4750000300000000ff'",
        }[damage]
        with sqlite3.connect(edited) as file:
            for (name,) in file.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                file.execute(f'DROP TRIGGER "{name}"')
            file.execute(sql)
        file.close()
        content = edited.read_bytes()

    refusal = refused(content)

    assert refusal in {"DamagedFileError", "SeveralLayersError", "BadFeatureError"}


@contextmanager
def canary() -> Iterator[tuple[int, list[object]]]:
    """Listen on this machine, and count who comes."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    came.append(listening.accept())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield listening.getsockname()[1], came
        finally:
            done.set()
            thread.join()


def test_nothing_in_a_file_leads_to_the_network(tmp_path: Path) -> None:
    with canary() as (port, came):
        url = f"http://127.0.0.1:{port}/x"
        path = tmp_path / "whole.gpkg"
        package(tmp_path, 1)
        with sqlite3.connect(path) as file:
            file.execute(
                "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, "
                "column_name TEXT, extension_name TEXT, definition TEXT, scope TEXT)"
            )
            file.execute(
                "INSERT INTO gpkg_extensions VALUES ('whole', NULL, 'gdal_aspatial', "
                "?, 'read-write')",
                (f"/vsicurl/{url}",),
            )
            file.execute("UPDATE gpkg_contents SET description = ?", (url,))
        file.close()
        vrt = f"<OGRVRTDataSource><SrcDataSource>{url}</SrcDataSource>"
        link = {"type": "link", "properties": {"href": url, "type": "proj4"}}

        for content in (path.read_bytes(), vrt.encode(), features(POINT, crs=link)):
            try:
                read(content)
            except GeoError:
                continue

    assert came == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux parts from the network")
def test_whoever_reads_has_no_network_and_little_else() -> None:
    program = (
        "import socket, resource\n"
        "from geo.foreign.confinement import confine\n"
        "from geo.foreign.limits import Limits\n"
        "print(confine(Limits()))\n"
        "print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])\n"
        "try: socket.create_connection(('127.0.0.1', 9), 1)\n"
        "except OSError as error: print(error.errno)\n"
    )

    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()

    assert told[1] == "64"
    if told[0] == "True":
        assert told[2] == "101"  # ENETUNREACH: there is no network to refuse it


def many(vertices: int) -> bytes:
    line = [[118.3 + n % 100 / 1e4, 35.05] for n in range(vertices)]
    return features({"type": "LineString", "coordinates": line})


@pytest.mark.parametrize(
    ("limits", "refusal"),
    [
        (Limits(vertices=1_000), "TooManyVerticesError"),
        (Limits(features=0), "TooManyFeaturesError"),
        (Limits(file_bytes=1_000), "FileTooLargeError"),
        (Limits(memory_bytes=200_000_000), None),
        (Limits(cpu_s=1), None),
        (Limits(wall_s=0), "ReadingTooLongError"),
        (Limits(written_bytes=1_000), None),
    ],
    ids=["vertices", "features", "bytes", "memory", "cpu", "wall", "written"],
)
def test_a_limit_is_a_refusal(limits: Limits, refusal: str | None) -> None:
    found = refused(many(300_000), limits)

    given_up = {
        "ReadingTooLongError",
        "ReadingTooMuchError",
        "ReadingBrokenOffError",
        "DamagedFileError",
    }
    assert found == refusal if refusal else found in given_up


def test_a_file_without_an_end_is_given_up() -> None:
    class Endless(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return b"[" * (size or 1)

    with pytest.raises(GeoError) as caught:
        read_foreign(
            Endless(), Wanted(file="x", crs=CRS), Limits(file_bytes=10_000_000)
        )

    assert type(caught.value).__name__ == "FileTooLargeError"


def test_a_layer_is_written_and_read_as_it_was() -> None:
    shapes = shapely.from_wkt(
        ["POINT (1 2)", "LINESTRING (0 0, 1 1)", "POLYGON ((0 0, 1 0, 1 1, 0 0))"]
    )
    before = BaseLayer(CRS, shapes, ["a", "", "路"], ["", "b", "b"])

    content = encoded(before, {"sha256": "00"})
    after = decoded(content)

    assert shapely.equals_exact(after.shapes, before.shapes).all()
    assert (after.crs, list(after.classes), list(after.labels)) == (
        CRS,
        ["a", "", "路"],
        ["", "b", "b"],
    )
    assert encoded(after, {"sha256": "00"}) == content
    assert encoded(after, {"sha256": "01"}) != content


def test_any_byte_that_is_another_is_noticed() -> None:
    layer = BaseLayer(CRS, shapely.from_wkt(["POINT (1 2)"]), ["a"], ["b"])
    content = encoded(layer, {})

    for place in range(len(content)):
        broken = bytearray(content)
        broken[place] ^= 1
        with pytest.raises(BrokenLayerError):
            decoded(bytes(broken))
    for length in range(len(content)):
        with pytest.raises(BrokenLayerError):
            decoded(content[:length])


IMPORT = """
import sys
from pathlib import Path
from domain.things.land.layers import LayerKind
from web.recording.layers import LayerFile, import_layer
from web.district.opening import open_district
district = open_district(Path(sys.argv[1]))
file = LayerFile(path=Path(sys.argv[2]), name="roads", kind=LayerKind.ROAD)
print("ready", flush=True)
sys.stdin.readline()
import_layer(district, file, actor="test")
"""


def test_two_imports_at_once_both_end_well(tmp_path: Path) -> None:
    home, source = tmp_path / "district", tmp_path / "x.geojson"
    found_district(home, name="青沂区", crs=CRS, currency="CNY")
    source.write_bytes(features(POINT))
    command = [sys.executable, "-c", IMPORT, str(home), str(source)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    both = [subprocess.Popen(command, text=True, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    for process in both:
        process.stdout.readline()

    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    for process in both:
        process.communicate()

    assert [process.returncode for process in both] == [0, 0]
    district = open_district(home)
    assert district.layers.faults(district.layers.all()) == []
    assert len(district.layers.all()) == 1
    district.close()
    assert list((home / "layers").glob(".*")) == []


def test_what_a_killed_import_left_is_swept_by_the_next(tmp_path: Path) -> None:
    home, source = tmp_path / "district", tmp_path / "x.geojson"
    found_district(home, name="青沂区", crs=CRS, currency="CNY")
    source.write_bytes(features(POINT))
    (home / "layers").mkdir()
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    left = home / "layers" / f".{ended.pid}-0123456789abcdef.partial"
    mine = home / "layers" / f".{os.getpid()}-0123456789abcdef.partial"
    left.write_bytes(b"half")
    mine.write_bytes(b"half")

    district = open_district(home)
    file = LayerFile(path=source, name="roads", kind=LayerKind.ROAD)
    import_layer(district, file, actor="test")
    district.close()

    assert not left.exists()
    assert mine.exists()


def real_files() -> list[Path]:
    folders = SHARED / "data" / "messy_gis", SHARED / "review" / "cases"
    kinds = (".gpkg", ".geojson", ".shp", ".gml", ".pbf", ".parquet")
    found = [path for folder in folders for path in sorted(folder.rglob("*"))]
    return [path for path in found if path.suffix in kinds]


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the files of others are not here")
def test_every_real_file_is_read_or_refused_in_a_sentence() -> None:
    outcomes: dict[str, int | str] = {}
    for path in real_files():
        with path.open("rb") as file:
            try:
                outcomes[path.name] = read_foreign(
                    file, Wanted(file=path.name, crs=CRS)
                ).features
            except GeoError as error:
                outcomes[path.name] = type(error).__name__

    assert "ReadingBrokenOffError" not in outcomes.values()
    assert outcomes["t.gpkg"] == "DamagedFileError"
    assert outcomes["towns.geojson"] == 2
    assert outcomes["l.geojson"] == 1
