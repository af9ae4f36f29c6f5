"""Tables of garbled bytes heal: by a start, while they are served, or by a rebuild."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from domain.journal.interface import JournalReader
from projections.opening.damage import TablesDamagedError, newest
from projections.opening.read_model import ReadModel, open_read_model
from tests.crash.processes import GUATU, finished
from tests.integration.building import guatu, record, registered, staged
from tests.integration.projections.test_read_model import Contents, contents, rebuilt
from web.app import create_app
from web.district.opening import READ_MODEL, District, open_district
from web.frame.asked import EXTENSION

SEEDS = range(12)
MANY = range(100, 300)
AT_ONCE = 6
SOUND = 16_384
Spoil = Callable[[Path, random.Random], None]


@pytest.fixture
def told(district: District) -> District:
    """Record some, read all of it into the tables, and leave no log behind."""
    for number in range(20):
        record(district.app, registered(f"A-{number}", boundary=None))
        record(district.app, staged(f"A-{number}", "surveyed", "2021-01-01"))
    district.refresh()
    district.read_model.close()
    fold_log(district.home / READ_MODEL)
    return district


def fold_log(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  (a seeded place, no secret)


def garble_all_but_the_first_pages(file: Path) -> None:
    """A start reads the first pages only: the damage shows later."""
    garbage = chance(1).randbytes(file.stat().st_size - SOUND)
    with file.open("r+b") as opened:
        opened.seek(SOUND)
        opened.write(garbage)


def garbled_bytes(file: Path, drawn: random.Random) -> None:
    """Write up to 600 random bytes somewhere."""
    with file.open("r+b") as opened:
        opened.seek(drawn.randrange(file.stat().st_size))
        opened.write(drawn.randbytes(drawn.choice((1, 16, 200, 600))))


def garbled_page(file: Path, drawn: random.Random) -> None:
    """Write a page of random bytes in place of one."""
    with file.open("r+b") as opened:
        opened.seek(drawn.randrange(file.stat().st_size // 8192) * 8192)
        opened.write(drawn.randbytes(8192))


def garbled_head(file: Path, drawn: random.Random) -> None:
    """Change one byte of the file's own description."""
    with file.open("r+b") as opened:
        opened.seek(drawn.randrange(100))
        opened.write(drawn.randbytes(1))


def cut_off(file: Path, drawn: random.Random) -> None:
    """Let the file end somewhere."""
    with file.open("r+b") as opened:
        opened.truncate(drawn.randrange(file.stat().st_size))


def read_in_the_end(model: ReadModel, journal: JournalReader) -> Contents:
    """Read everything; whoever meets the damage is told so, and nobody after it."""
    model.agree_with(journal)
    for _ in range(2):
        try:
            model.catch_up(journal)
            return contents(model)
        except TablesDamagedError:
            continue
    model.catch_up(journal)
    return contents(model)


@pytest.mark.parametrize("spoil", [garbled_bytes, garbled_page, garbled_head, cut_off])
@pytest.mark.parametrize("seeds", [SEEDS, pytest.param(MANY, marks=pytest.mark.slow)])
def test_garbled_tables_are_opened_and_rebuilt_wherever_they_are_garbled(
    told: District, tmp_path: Path, spoil: Spoil, seeds: range
) -> None:
    expected = rebuilt(told, tmp_path / "other.sqlite")
    for seed in seeds:
        folder = tmp_path / str(seed)
        folder.mkdir()
        file = Path(shutil.copy(told.home / READ_MODEL, folder))
        spoil(file, chance(seed))

        model = open_read_model(file)
        read_in_the_end(model, told.app.journal)
        model.rebuild(told.app.journal)

        assert contents(model) == expected, seed
        model.close()
        assert len(list(folder.glob("*.sqlite"))) == 1, seed


@pytest.fixture
def garbled(told: District) -> Path:
    garble_all_but_the_first_pages(told.home / READ_MODEL)
    told.close()
    return told.home


def test_a_rebuild_of_the_command_line_heals_and_says_nothing_else(
    garbled: Path,
) -> None:
    healed = guatu(garbled, "rebuild")

    assert healed.exit_code == 0, healed.output
    assert "Rebuilt from 41 facts." in healed.output
    assert guatu(garbled, "state", "plots").exit_code == 0


def test_what_was_thrown_away_is_in_the_log(
    garbled: Path, caplog: pytest.LogCaptureFixture
) -> None:
    size = (garbled / READ_MODEL).stat().st_size

    guatu(garbled, "rebuild")

    [line] = caplog.messages
    assert f"{READ_MODEL} ({size} bytes)" in line


def test_a_server_whose_tables_are_damaged_tells_one_reader_at_most(
    told: District,
) -> None:
    told.close()
    app = create_app(told.home)
    client = app.test_client()
    before = client.get("/api/v1/plots?as_known=41").data
    model = app.extensions[EXTENSION].district.read_model
    model.close()
    fold_log(model.path)
    garble_all_but_the_first_pages(model.path)

    answers = [client.get("/api/v1/plots?as_known=41") for _ in range(6)]

    assert [each.status_code for each in answers][1:] == [200] * 5
    assert answers[-1].data == before
    app.extensions[EXTENSION].district.close()


def test_many_that_meet_the_damage_at_once_all_go_on_in_one_file(
    garbled: Path,
) -> None:
    commands = [
        [*GUATU, "--home", str(garbled), *("rebuild", "state plots")[n % 2].split()]
        for n in range(AT_ONCE)
    ]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs = list(pool.map(lambda command: finished(*command), commands))

    assert not [each.stderr for each in runs if "Traceback" in each.stderr]
    assert [each.returncode for each in runs[::2]] == [0] * (AT_ONCE // 2)
    assert guatu(garbled, "state", "plots").exit_code == 0
    assert len(list(garbled.glob("views*.sqlite"))) == 1


def test_a_server_goes_on_when_somebody_else_has_thrown_its_tables_away(
    told: District,
) -> None:
    told.refresh()
    other = open_district(told.home)
    file = other.read_model.path
    fold_log(file)
    garble_all_but_the_first_pages(file)

    other.read_model.rebuild(other.app.journal)
    record(told.app, registered("B-1"))
    expected = read_in_the_end(told.read_model, told.app.journal)

    assert newest(file) != file
    other.refresh()
    assert contents(other.read_model) == expected
    other.close()
