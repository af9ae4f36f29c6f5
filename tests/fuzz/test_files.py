"""Whatever a file holds is read, or refused in a sentence."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from tests.fuzz.odd import garbled
from tests.integration.registers.bad_editions import GOOD, HEADER, MAPPING
from web.cli.main import main
from web.district.founding import found_district

RECORDED = (
    b'{"command_id": "c", "record": "ProjectRegistered", "project": "P", "name": "x"}\n'
)
LAYER = (
    b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
    b'{"kind": "x", "name": "y"}, "geometry": {"type": "Polygon", "coordinates": '
    b"[[[114.0, 35.2], [114.1, 35.2], [114.1, 35.3], [114.0, 35.2]]]}}]}"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found a district that imports are tried on."""
    folder = tmp_path_factory.mktemp("files") / "district"
    found_district(folder, name="测试区", crs="EPSG:4547", currency="CNY")
    return folder


def tried(home: Path, *arguments: str) -> None:
    """Run a command; it ends by itself, with a code that is documented."""
    told = CliRunner().invoke(main, ["--home", str(home), *arguments])

    assert told.exception is None or isinstance(told.exception, SystemExit), (
        arguments,
        told.exc_info,
    )
    assert told.exit_code in (0, 1, 2, 3), (arguments, told.output)


def test_registers_mappings_and_commands_are_read_or_refused(
    home: Path, tmp_path: Path, inputs: range
) -> None:
    register, mapping, commands = (
        tmp_path / name for name in ("a.csv", "m.toml", "c.jsonl")
    )
    for seed in inputs[: len(inputs) * 3 // 10]:
        chance = Random(seed)  # noqa: S311  (a seeded moment, no secret)
        table, meaning = (HEADER + GOOD).encode(), MAPPING.encode()
        which = chance.randrange(3)
        register.write_bytes(garbled(chance, table) if which == 0 else table)
        mapping.write_bytes(garbled(chance, meaning) if which == 1 else meaning)
        commands.write_bytes(garbled(chance, RECORDED))

        if which == 2:
            tried(home, "record", str(commands))
        else:
            options = ("--register", "台账", "--mapping", str(mapping), "--preview")
            tried(home, "import", "plots", str(register), *options)


def test_layers_are_read_or_refused(home: Path, tmp_path: Path, inputs: range) -> None:
    for seed in inputs[: len(inputs) // 50]:
        chance = Random(seed)  # noqa: S311  (a seeded moment, no secret)
        file = tmp_path / chance.choice(
            ("layer.geojson", "layer.gpkg", "layer.json", "layer")
        )
        file.write_bytes(garbled(chance, LAYER))

        tried(home, "import", "layer", "底图", str(file), "--kind", "road")
