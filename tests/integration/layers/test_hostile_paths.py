"""Files that nobody should have named: refused in a sentence, and nobody waits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.cli.main import main
from web.district.founding import found_district
from web.recording.registers.mapping import read_mapping

MAPPING = """
thing = "plot"
id = "id"
[[facts]]
record = "PlotRegistered"
members.effective.value = "2024-01-01"
members.paper_area_m2.column = "area"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "district"
    found_district(folder, name="青沂区", crs="EPSG:4548", currency="CNY")
    return folder


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "land.csv"
    path.write_text("id,area\nA-1,500\n", encoding="utf-8")
    return path


def previewed(home: Path, register: Path, mapping: Path) -> Result:
    words = ["import", "plots", str(register), "--register", "r"]
    command = ["--home", str(home), *words, "--mapping", str(mapping)]
    return CliRunner().invoke(main, command)


def told(result: Result) -> str:
    """Return what was said, by a refusal and nothing else."""
    assert isinstance(result.exception, SystemExit), result.exc_info
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    return result.output


@pytest.mark.parametrize(
    "content",
    [
        b"x = " + b"[" * 100_000,
        b"x = " + b"{a=" * 50_000,
        b"[a" + b".a" * 200_000 + b"]\n",
        b"a" + b' . "="' * 100_000 + b" = 1\n",
        MAPPING.encode("gb18030") + "# 地块".encode("gb18030"),
        b"\xff\xfe" + MAPPING.encode("utf-16-le"),
        b"\0" * 100,
        b"# " + b"x" * 1_000_001,
        f'{MAPPING}\n[file]\nencoding = "a\\u0000b"\n'.encode(),
        f'{MAPPING}\n[file]\nencoding = "undefined"\n'.encode(),
        f'{MAPPING}\n[file]\nencoding = "idna"\n'.encode(),
        f'{MAPPING}\n[file]\nencoding = "base64"\n'.encode(),
        f'{MAPPING}\n[file]\nencoding = "{"x" * 3000}"\n'.encode(),
        f'{MAPPING}\n[file]\ndelimiter = "\\u0000"\n'.encode(),
        f'{MAPPING}\n[file]\ndelimiter = "\\n"\n'.encode(),
        f'{MAPPING}\n[file]\ndelimiter = "\\""\n'.encode(),
    ],
    ids=range(16),
)
def test_a_mapping_of_any_bytes_is_refused_in_a_sentence(
    home: Path, tmp_path: Path, register: Path, content: bytes
) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_bytes(content)

    text = told(previewed(home, register, mapping))

    assert "mapping.toml: " in text or "this is not text in" in text


def test_a_mapping_may_begin_with_a_mark(
    tmp_path: Path,
) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING, encoding="utf-8-sig")

    assert read_mapping(mapping).id == "id"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "hz", "utf-7"])
def test_a_register_in_another_encoding_than_declared_is_refused(
    home: Path, tmp_path: Path, encoding: str
) -> None:
    register, mapping = tmp_path / "land.csv", tmp_path / "mapping.toml"
    register.write_bytes("id,area\n地块~{\xff+,5\n".encode("gb18030"))
    mapping.write_text(f'{MAPPING}\n[file]\nencoding = "{encoding}"\n', "utf-8")

    text = told(previewed(home, register, mapping))

    assert "land.csv" in text


ODD = ("pipe", "device", "folder")
READ = ("layer", "register", "mapping", "commands", "checkpoint")
needs_pipes = pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="this system has no pipes"
)


def reading(tmp_path: Path, register: Path, which: str, kind: str) -> list[str]:
    """Return the words of a command that reads what is no ordinary file."""
    odd = Path("/dev/zero") if kind == "device" else tmp_path / "odd"
    if kind == "pipe":
        os.mkfifo(odd)
    elif kind == "folder":
        odd.mkdir()
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING)
    words = {
        "layer": ["import", "layer", "roads", odd],
        "register": ["import", "plots", odd, "--register", "r", "--mapping", mapping],
        "mapping": ["import", "plots", register, "--register", "r", "--mapping", odd],
        "commands": ["record", odd],
        "checkpoint": ["verify", "--checkpoint", odd],
    }
    return [str(word) for word in words[which]]


@needs_pipes
@pytest.mark.parametrize("which", READ)
@pytest.mark.parametrize("kind", ODD)
def test_nobody_waits_for_what_is_no_ordinary_file(
    home: Path, tmp_path: Path, register: Path, which: str, kind: str
) -> None:
    words = reading(tmp_path, register, which, kind)
    CliRunner().invoke(main, ["--home", str(home), "checkpoint"])

    ended = CliRunner().invoke(main, ["--home", str(home), *words])

    assert "is not an ordinary file" in told(ended)


@needs_pipes
@pytest.mark.parametrize(("which", "kind"), [*zip(READ[:3], ODD, strict=True)])
def test_no_process_waits_for_what_is_no_ordinary_file(
    home: Path, tmp_path: Path, register: Path, which: str, kind: str
) -> None:
    words = reading(tmp_path, register, which, kind)

    ended = subprocess.run(
        [sys.executable, "-m", "web.cli.main", "--home", str(home), *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ended.returncode == 1
    assert "is not an ordinary file" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("name", ["x" * 300, "字" * 100, "no/such.html"])
def test_a_name_that_no_file_can_have_is_refused(
    home: Path, tmp_path: Path, name: str
) -> None:
    lines = tmp_path / "lines.jsonl"
    shape = "POLYGON((618000 3886000,618100 3886000,618100 3886100,618000 3886000))"
    lines.write_text(
        '{"command_id":"c","record":"PlotRegistered","plot":"A","effective":'
        f'"2024-01-01","boundary":"{shape}"}}'
    )
    runner = CliRunner()
    runner.invoke(main, ["--home", str(home), "record", str(lines)])
    output = str(tmp_path / name)

    result = runner.invoke(main, ["--home", str(home), "map", "-o", output])

    assert "cannot be written" in told(result)
