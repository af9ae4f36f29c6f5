"""The key of the forms: whole, durable, of full length, or refused by name."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.processes import finished, needs_strace
from tests.integration.building import guatu
from web.app import create_app
from web.frame.form_token import KEY_BYTES, KEY_FILE, kept_secret
from web.words.refusals import UnusableKeyError

MAKE = """
import pathlib, sys
from web.frame.form_token import kept_secret
kept_secret(pathlib.Path(sys.argv[1]))
"""
CALL = re.compile(r" (openat|fsync|link|linkat)\((.*)\)\s+= (-?\d+)")


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def nowhere(path: Path) -> None:
    path.symlink_to("gone")


def of_size(size: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(b"k" * size)

    write.__name__ = f"of_{size}_bytes"
    return write


NO_KEYS = [
    *(folder, pipe, endless, nowhere),
    *map(of_size, (0, 1, KEY_BYTES - 1, 1025, 1_000_000)),
]


@pytest.mark.parametrize("put", NO_KEYS, ids=lambda put: put.__name__)
def test_what_is_no_key_is_refused_by_name_and_stays(
    home: Path, put: Callable[[Path], None]
) -> None:
    put(home / KEY_FILE)
    before = (home / KEY_FILE).lstat()

    with pytest.raises(UnusableKeyError, match=KEY_FILE):
        create_app(home)

    after = (home / KEY_FILE).lstat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def test_a_server_that_finds_no_key_ends_with_a_sentence(home: Path) -> None:
    (home / KEY_FILE).mkdir()

    result = guatu(home, "serve", "--port", "8103")

    assert result.exit_code == 1
    assert f"{home / KEY_FILE} cannot be the key" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("size", [KEY_BYTES, 64, 1024])
def test_a_key_of_full_length_is_used_as_it_is(home: Path, size: int) -> None:
    (home / KEY_FILE).write_bytes(bytes(range(256)) * 4)
    os.truncate(home / KEY_FILE, size)

    assert kept_secret(home / KEY_FILE) == (bytes(range(256)) * 4)[:size]


def test_a_key_is_made_once_for_its_owner_alone(home: Path) -> None:
    made = kept_secret(home / KEY_FILE)

    assert len(made) == KEY_BYTES
    assert kept_secret(home / KEY_FILE) == made
    assert (home / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert list(home.glob(f"{KEY_FILE}.*")) == []


def test_where_no_file_can_be_made_a_server_has_a_key_until_it_ends(
    tmp_path: Path,
) -> None:
    # A folder that is not there refuses everybody, root as well.
    gone = tmp_path / "gone" / KEY_FILE

    keys = {kept_secret(gone), kept_secret(gone)}

    assert {len(key) for key in keys} == {KEY_BYTES}
    assert len(keys) == 2


@needs_strace
def test_a_key_is_on_the_disk_before_it_has_its_name(
    home: Path, tmp_path: Path
) -> None:
    log, calls = tmp_path / "calls", "openat,fsync,link,linkat"
    tracing = ("strace", "-f", f"--output={log}", f"--trace={calls}", "--")

    run = finished(*tracing, sys.executable, "-c", MAKE, str(home / KEY_FILE))

    assert run.returncode == 0, run.stderr
    assert steps(log.read_text(encoding="utf-8"), home) == [
        "draft made",
        "draft synced",
        "named",
        "folder synced",
    ]


def steps(log: str, home: Path) -> list[str]:
    """Tell from the calls what was done to the key, in order."""
    opened: dict[str, str] = {}
    told = []
    for name, arguments, result in CALL.findall(log):
        if name == "openat" and f'"{home / KEY_FILE}.' in arguments:
            opened[result] = "draft"
            told.append("draft made")
        elif name == "openat":
            opened[result] = "folder" if f'"{home}"' in arguments else ""
        elif name == "fsync":
            told.append(f"{opened[arguments]} synced")
        else:
            told.append("named")
    return told
