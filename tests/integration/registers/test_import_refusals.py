"""A bad edition is refused with file, line and reason, and leaves all as it was."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

from tests.integration.building import answered, head, imported
from tests.integration.registers.bad_editions import (
    BAD,
    GOOD,
    HEADER,
    MAPPING,
    THIRD_LINE,
    Bad,
    row,
)
from web.district.founding import found_district

RSS_OF_CHILD = """
import resource, subprocess, sys
run = subprocess.run(sys.argv[1:], capture_output=True, text=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, run.returncode)
print(run.stderr)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import a good edition."""
    folder = tmp_path_factory.mktemp("good")
    home = folder / "district"
    found_district(home, name="测试区", crs="EPSG:4547", currency="CNY")
    (folder / "old.csv").write_text(HEADER + GOOD, encoding="utf-8")
    (folder / "good.toml").write_text(MAPPING, encoding="utf-8")
    assert imported(home, folder / "old.csv", folder / "good.toml").exit_code == 0
    return home


@pytest.fixture
def with_edition(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "with-edition"))


def attempted(home: Path, bad: Bad) -> Result:
    """Import a bad edition as the next one."""
    (home.parent / "new.csv").write_bytes(bad.content)
    (home.parent / "map.toml").write_bytes(bad.meaning)
    return imported(home, home.parent / "new.csv", home.parent / "map.toml")


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_a_bad_edition_says_what_is_wrong_and_changes_nothing(
    with_edition: Path, bad: Bad
) -> None:
    home = with_edition
    before = head(home), answered(home, "state", "plots")["plots"]

    refused = attempted(home, bad)

    assert refused.exit_code == 1
    assert [each for each in bad.says if each not in refused.stderr] == []
    assert (head(home), answered(home, "state", "plots")["plots"]) == before


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_a_preview_of_a_bad_edition_fails_as_well(home: Path, bad: Bad) -> None:
    (home.parent / "new.csv").write_bytes(bad.content)
    (home.parent / "map.toml").write_bytes(bad.meaning)
    before = head(home)

    files = (home.parent / "new.csv", home.parent / "map.toml")
    refused = imported(home, *files, mode="--preview")

    assert refused.exit_code == 1
    assert head(home) == before


@pytest.mark.parametrize("missing", ["new.csv", "map.toml"])
def test_a_missing_file_is_named(home: Path, missing: str) -> None:
    folder = home.parent
    (folder / "new.csv").write_text(HEADER + GOOD, encoding="utf-8")
    (folder / "map.toml").write_text(MAPPING, encoding="utf-8")
    (folder / missing).unlink()

    refused = imported(home, folder / "new.csv", folder / "map.toml")

    assert refused.exit_code == 1
    assert missing in refused.stderr
    assert "No such file" in refused.stderr
    assert head(home).position == 1


@pytest.mark.parametrize("register", ["", " ", " 台账", "台\n账", "台\0账", "账" * 300])
def test_a_register_needs_a_name_that_can_be_said(home: Path, register: str) -> None:
    folder = home.parent
    (folder / "new.csv").write_text(HEADER + GOOD, encoding="utf-8")
    (folder / "map.toml").write_text(MAPPING, encoding="utf-8")

    files = (folder / "new.csv", folder / "map.toml")
    refused = imported(home, *files, register=register)

    assert refused.exit_code != 0
    assert head(home).position == 1


def test_one_bad_row_keeps_the_good_ones_out_and_every_bad_one_is_named(
    with_edition: Path,
) -> None:
    text = HEADER + GOOD + row("A-2", area="-1") + row("A-3", date="gestern")
    bad = Bad("two bad rows", (THIRD_LINE, "new.csv, line 4"), text)

    refused = attempted(with_edition, bad)

    assert "2 of 3 rows" in refused.stderr
    assert [each for each in bad.says if each not in refused.stderr] == []


def test_a_line_of_200_megabytes_is_refused_without_being_read_as_one(
    home: Path,
) -> None:
    file, meaning = home.parent / "long.csv", home.parent / "map.toml"
    file.write_text(HEADER, encoding="utf-8")
    with file.open("r+b") as sparse:
        sparse.truncate(200_000_000)
    meaning.write_text(MAPPING, encoding="utf-8")
    program = str(Path(sys.executable).with_name("guatu"))
    importing = ("import", "plots", str(file), "--register", "台账", "--mapping")
    command = [program, "--home", str(home), *importing, str(meaning), "--apply"]

    run = subprocess.run(
        [sys.executable, "-c", RSS_OF_CHILD, *command],
        capture_output=True,
        text=True,
        check=True,
    )

    peak_kib, code = (int(each) for each in run.stdout.split("\n")[0].split())
    assert code == 1
    assert "long.csv, line 2: the line is longer" in run.stdout
    assert peak_kib < 400 * 1024
    assert head(home).position == 1
