"""A district that can only be read answers as it did where it was written."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from tests.crash.asker import Told
from tests.crash.denied import DENIALS, set_modes
from tests.crash.processes import GUATU, finished
from tests.crash.serving import Server, serving
from tests.integration.building import record, registered, staged
from tests.integration.small_district import settle
from web.district.founding import found_district
from web.district.opening import JOURNAL, READ_MODEL, District, open_district

ASKER = (sys.executable, "-m", "tests.crash.asker")
NO_LARGE_FILES = ("sh", "-c", 'ulimit -f 1 && exec "$@"', "sh")
"""No process started so writes more than half a kilobyte into any file."""
Answers = Mapping[str, Told]
Denial = Callable[[Path], AbstractContextManager[tuple[str, ...]]]


def begun(home: Path) -> District:
    """Found a district whose tables have read all but the last two facts."""
    found_district(home, name="区", crs="EPSG:4547", currency="CNY")
    district = open_district(home)
    settle(district.app)
    district.refresh()
    record(district.app, staged("A-1", "surveyed", "2023-01-01"))
    record(district.app, registered("A-9"))
    return district


def without(home: Path, *patterns: str) -> None:
    for pattern in patterns:
        for file in home.glob(pattern):
            file.unlink()


def garbled(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[100:20_000] = os.urandom(19_900)
    file.write_bytes(content)


def homes_in(folder: Path) -> int:
    """Leave one district behind in every way that people do; return its last position.

    With ``-log`` nobody has closed it: what was recorded last stands in the logs.
    """
    district = begun(folder / "behind")
    known = district.app.journal.head().position
    for name in ("behind-log", "behind-log-and-index"):
        shutil.copytree(district.home, folder / name)
    without(folder / "behind-log", "*-shm")
    assert (folder / "behind-log" / f"{JOURNAL}-wal").stat().st_size > 0
    district.close()
    for name in ("current", "missing", "garbled", "per%20cent ?x=1#区"):
        shutil.copytree(folder / "behind", folder / name)
    caught_up = open_district(folder / "current")
    caught_up.refresh()
    shutil.copytree(caught_up.home, folder / "current-log")
    without(folder / "current-log", "*-shm")
    caught_up.close()
    without(folder / "missing", f"{READ_MODEL}*", "*.mark", "form.key")
    shutil.rmtree(folder / "missing" / "marks")
    garbled(folder / "garbled" / READ_MODEL)
    return known


NAMES = (
    *("behind", "behind-log", "behind-log-and-index", "current", "current-log"),
    *("missing", "garbled", "per%20cent ?x=1#区"),
)


def bytes_of(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file): sha256(file.read_bytes()).hexdigest() for file in files}


def answers(*words: str) -> Answers:
    asked = finished(*words)
    assert asked.returncode == 0, asked.stderr
    return msgspec.json.decode(asked.stdout, type=dict[str, Told])


@pytest.fixture(scope="module", params=DENIALS, ids=lambda each: each.__name__)
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Answers, Told]:
    """Ask everything of every district that can only be read, and of the original."""
    folder = tmp_path_factory.mktemp("read-only") / "homes"
    written, private = (folder.with_name(name) for name in ("written", "private"))
    folder.mkdir()
    private.mkdir()
    known = str(homes_in(folder))
    shutil.copytree(folder / "behind", written / "original")
    before = bytes_of(folder)

    with request.param(folder) as words, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(private))
        read = answers(*words, *ASKER, str(folder), known)

    assert bytes_of(folder) == before
    assert list(private.iterdir()) == []
    return read, answers(*ASKER, str(written), known)["original"]


@pytest.mark.parametrize("name", NAMES)
def test_a_district_that_can_only_be_read_answers_as_it_did(
    told: tuple[Answers, Told], name: str
) -> None:
    read, original = told

    assert sorted(read) == sorted(NAMES)
    assert read[name].answers == original.answers
    assert {each.split()[0] for each in original.answers.values()} == {"0", "200"}


@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_that_it_can_only_be_read_and_nothing_is_recorded(
    told: tuple[Answers, Told], name: str
) -> None:
    read, original = told

    assert set(read[name].pages.values()) == {(200, True)}
    assert set(original.pages.values()) == {(200, False)}
    assert (read[name].recording, read[name].rebuilding) == (503, 3)
    assert (original.recording, original.rebuilding) == (200, 0)


@pytest.mark.parametrize("denial", DENIALS)
def test_a_server_that_can_only_read_sees_what_others_record(
    tmp_path: Path, denial: Denial
) -> None:
    folder = tmp_path / "homes"
    folder.mkdir()
    district = begun(folder / "home")

    with denial(folder) as words, serving(district.home, *words) as server:
        before = plots_of(server)
        refused = server.send({"late": [registered("A-10")]})
        set_modes(folder, file=0o644, inner=0o755)
        record(district.app, registered("A-11"))
        set_modes(folder, file=0o444, inner=0o555)
        after = plots_of(server)
        set_modes(folder, file=0o644, inner=0o755)

    district.close()
    assert refused.status == 503
    assert before == {"A-1", "A-2", "A-3", "A-9"}
    assert after == {*before, "A-11"}


def plots_of(server: Server) -> set[str]:
    return {row["plot"] for row in server.ask("/api/v1/plots").told[0]["plots"]}


@pytest.mark.parametrize("denial", DENIALS)
def test_a_backup_of_what_can_only_be_read_holds_what_its_log_holds(
    tmp_path: Path, denial: Denial
) -> None:
    folder, backups = tmp_path / "homes", tmp_path / "backups"
    folder.mkdir()
    known = homes_in(folder)

    with denial(folder) as words:
        made = {
            name: finished(*words, *guatu(folder / name), "backup", str(backups / name))
            for name in NAMES
        }

    assert {each.returncode for each in made.values()} == {0}, made
    for name in NAMES:
        [place] = (backups / name).iterdir()
        assert place.name.endswith(f"-{known}")
        restored = finished(*guatu(tmp_path / f"{name} again"), "restore", str(place))
        assert restored.returncode == 0, restored.stderr


@pytest.mark.parametrize("denial", DENIALS)
def test_what_can_only_be_read_is_verified_with_its_log(
    tmp_path: Path, denial: Denial
) -> None:
    folder = tmp_path / "homes"
    folder.mkdir()
    known = homes_in(folder)

    with denial(folder) as words:
        found = {
            (name, *how): finished(*words, *guatu(folder / name), "verify", *how)
            for name in NAMES
            if name != "garbled"  # Its tables are not what they were.
            for how in ((), ("--quick",))
        }

    assert {each.returncode for each in found.values()} == {0}, found
    assert all(f"1 to {known} " in each.stdout for each in found.values())


@pytest.mark.parametrize(
    "command", [("backup", "backups"), ("verify",), ("state", "plots")]
)
def test_where_no_copy_can_be_made_the_log_is_not_left_out_silently(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    folder = tmp_path / "homes"
    folder.mkdir()
    homes_in(folder)

    with DENIALS[-1](folder) as words:
        home = guatu(folder / "behind-log")
        refused = finished(*words, *NO_LARGE_FILES, *home, *command)

    assert refused.returncode == 3
    assert "TMPDIR" in refused.stderr, refused
    assert "Traceback" not in refused.stderr


def guatu(home: Path) -> tuple[str, ...]:
    return (*GUATU, "--home", str(home))


def test_a_folder_that_cannot_be_written_is_no_place_to_found_a_district(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "homes"
    folder.mkdir()

    with DENIALS[0](folder) as words:
        founded = finished(*words, *GUATU, "--home", str(folder), "init")

    assert founded.returncode == 3
    assert "can only be read" in founded.stderr
    assert list(folder.iterdir()) == []
