"""Every tampering with a journal is named by verifying it, at the right position."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from domain.journal.marks.places import Place
from tests.integration.journal_builders import registration, spending
from tests.integration.verification.test_marks import cut, edit, record, reseal
from web.cli.main import main
from web.district.opening import JOURNAL, READ_MODEL, District, open_district
from web.verification.checkpoints import take_checkpoint
from web.verification.district import VerifyOptions, verify
from web.words.refusals import UnverifiableError

PLOTS = 20
END = 1 + PLOTS + 3


def exchange(home: Path, one: int, other: int) -> None:
    """Let two lines change places, leaves and all."""
    edit(
        home,
        f"UPDATE stored_events SET position = -1 WHERE position = {one}",
        f"UPDATE stored_events SET position = {one} WHERE position = {other}",
        f"UPDATE stored_events SET position = {other} WHERE position = -1",
    )


def remove(home: Path, position: int) -> None:
    """Delete a line in the middle, and close the gap."""
    edit(
        home,
        f"DELETE FROM stored_events WHERE position = {position}",
        f"DELETE FROM commands WHERE last = {position}",
        *(
            f"UPDATE {table} SET {column} = {column} - 1 WHERE {column} = {each}"
            for each in range(position + 1, END + 1)
            for table, column in (
                ("stored_events", "position"),
                ("stored_events", "command"),
                ("commands", "last"),
                ("commands", "first"),
            )
        ),
        f"UPDATE sqlite_sequence SET seq = {END - 1}",
    )


def remove_and_reseal(home: Path) -> None:
    remove(home, 10)
    reseal(home)


def append_others(home: Path) -> None:
    """Delete the tail, and record others in its place, past all marks."""
    cut(home, 15)
    with closing(sqlite3.connect(home / JOURNAL)) as file, file:
        for position in range(16, END + 1):
            file.execute(
                "INSERT INTO commands SELECT ?, ?, recorded + ?, actor, ?, digest "
                "FROM commands WHERE last = 15",
                (position, position, position, f"x{position}"),
            )
            file.execute(
                "INSERT INTO stored_events SELECT ?, ?, 1, topic, state, ?, leaf "
                "FROM stored_events WHERE position = 15",
                (position, f"plot:X{position}", position),
            )
    reseal(home)


def resealed(*statements: str) -> Callable[[Path], None]:
    """Edit, and compute every leaf anew."""

    def tamper(home: Path) -> None:
        edit(home, *statements)
        reseal(home)

    return tamper


def edited(*statements: str) -> Callable[[Path], None]:
    return lambda home: edit(home, *statements)


STATE = "CAST(replace(CAST(state AS TEXT), '500100', '500101') AS BLOB)"
TAMPERINGS: dict[str, tuple[Callable[[Path], None], int]] = {
    "a row": (
        edited(f"UPDATE stored_events SET state = {STATE} WHERE position = 6"),
        6,
    ),
    "a row, sealed anew": (
        resealed(f"UPDATE stored_events SET state = {STATE} WHERE position = 6"),
        6,
    ),
    "the leaf alone": (
        edited("UPDATE stored_events SET leaf = zeroblob(32) WHERE position = 9"),
        9,
    ),
    "the actor": (edited("UPDATE commands SET actor = 'wang' WHERE last = 7"), 7),
    "the actor of a group": (
        edited(f"UPDATE commands SET actor = 'wang' WHERE last = {END}"),
        END - 2,
    ),
    "backdated": (
        edited("UPDATE commands SET recorded = recorded - 1 WHERE last=8"),
        8,
    ),
    "backdated, sealed anew": (
        resealed("UPDATE commands SET recorded = recorded - 1 WHERE last = 8"),
        8,
    ),
    "a command's id": (
        edited("UPDATE commands SET command_id = 'other' WHERE last = 11"),
        11,
    ),
    "a command's body": (
        edited("UPDATE commands SET digest = zeroblob(32) WHERE last = 11"),
        11,
    ),
    "a version": (
        edited("UPDATE stored_events SET originator_version = 7 WHERE position = 12"),
        12,
    ),
    "the name of a fact": (
        edited("UPDATE stored_events SET topic = 'PlotFrozen' WHERE position = 5"),
        5,
    ),
    "the stream": (
        edited("UPDATE stored_events SET originator_id='plot:Z' WHERE position=5"),
        5,
    ),
    "the tail deleted": (lambda home: cut(home, 18), 19),
    "the tail deleted, its count left": (
        edited(
            "DELETE FROM stored_events WHERE position > 18",
            "DELETE FROM commands WHERE last > 18",
        ),
        19,
    ),
    "the tail deleted, others appended": (append_others, 16),
    "deleted in the middle": (
        edited(
            "DELETE FROM stored_events WHERE position = 10",
            "DELETE FROM commands WHERE last = 10",
        ),
        10,
    ),
    "deleted in the middle, renumbered": (lambda home: remove(home, 10), 10),
    "deleted, renumbered, sealed anew": (
        remove_and_reseal,
        10,
    ),
    "two lines exchanged": (lambda home: exchange(home, 6, 13), 6),
    "two states exchanged": (
        edited(
            "UPDATE stored_events SET state = (SELECT state FROM stored_events AS o "
            "WHERE o.position = 45 - stored_events.position) WHERE position IN (22, 23)"
        ),
        22,
    ),
    "another identity": (edited("UPDATE journal_identity SET journal_id = 'x'"), 1),
    "another count": (edited("UPDATE sqlite_sequence SET seq = 99"), END + 1),
    "an index dropped": (
        edited(
            "PRAGMA writable_schema = ON",
            "DELETE FROM sqlite_master WHERE name = 'sqlite_autoindex_commands_2'",
        ),
        1,
    ),
}


@pytest.fixture
def recorded(home: Path) -> Path:
    record(home, *(f"P{number}" for number in range(PLOTS)))
    district = open_district(home)
    group = [spending("", "P1", f"{amount}.00") for amount in (1, 2, 3)]
    for each in group:
        del each["command_id"]
    district.app.execute_group(group, command_id="g", actor="li")
    district.refresh()
    take_checkpoint(district)
    district.close()
    return home


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_tampering_is_named_where_it_begins(recorded: Path, name: str) -> None:
    tamper, position = TAMPERINGS[name]
    tamper(recorded)

    found = verify(recorded, VerifyOptions())

    named = {fault.first for fault in found.faults if fault.first is not None}
    assert found.faults
    assert min(named, default=0) == position, [str(fault) for fault in found.faults]


def test_an_honest_district_passes(recorded: Path) -> None:
    before = {path: path.read_bytes() for path in recorded.rglob("*") if path.is_file()}

    full = CliRunner().invoke(main, ["--home", str(recorded), "verify"])
    quick = CliRunner().invoke(main, ["--home", str(recorded), "verify", "--quick"])

    assert (full.exit_code, full.stderr.strip()) == (0, "")
    assert f"Positions 1 to {END}" in full.stdout
    assert quick.exit_code == 0
    after = {path: path.read_bytes() for path in recorded.rglob("*") if path.is_file()}
    assert after == before


def test_an_honest_copy_passes_on_a_medium_that_cannot_be_written(
    recorded: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(recorded, copy)
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)

    found = verify(copy, VerifyOptions())

    assert found.faults == []
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert len(list(copy.iterdir())) == len(list(recorded.iterdir()))


def test_a_district_that_is_being_recorded_in_passes(district: District) -> None:
    for number in range(5):
        district.app.execute(registration(f"c{number}", f"P{number}"), actor="li")
        district.refresh()

        assert verify(district.home, VerifyOptions()).faults == []


def test_a_journal_computed_wholly_anew_is_caught_by_a_note_kept_elsewhere(
    recorded: Path, tmp_path: Path, marks_apart: Path
) -> None:
    key = (recorded / "keys" / "checkpoint.pub").read_text().strip()
    [note] = (recorded / "checkpoints").glob("*.note")
    shutil.move(note, tmp_path / "elsewhere.note")
    resealed("UPDATE commands SET actor = 'wang' WHERE last = 7")(recorded)
    for folder in (recorded / "marks", recorded / "checkpoints", marks_apart):
        shutil.rmtree(folder)
    (recorded / READ_MODEL).unlink()
    open_district(recorded).close()
    trusting = CliRunner().invoke(main, ["--home", str(recorded), "verify"])

    words = ["--checkpoint", str(tmp_path / "elsewhere.note"), "--key", key]
    run = CliRunner().invoke(main, ["--home", str(recorded), "verify", *words])

    assert trusting.exit_code == 0, "nothing in the folder remembers"
    assert run.exit_code == 1
    assert "elsewhere.note" in run.stdout
    assert f"position 1–{END}" in run.stdout


def test_an_edited_row_of_the_tables_is_named(recorded: Path) -> None:
    with closing(sqlite3.connect(recorded / READ_MODEL)) as file, file:
        [[table]] = file.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'contribution_%' "
            "AND type = 'table'"
        )
        file.execute(
            f"UPDATE {table} SET quantity = quantity + 1466000 WHERE position = 22"
        )

    [fault] = verify(recorded, VerifyOptions()).faults

    assert fault.file == recorded / READ_MODEL
    assert fault.table == table
    assert "22" in str(fault)


def test_a_mark_or_trail_that_was_changed_is_named_and_the_journal_is_not(
    recorded: Path,
) -> None:
    trail = recorded / "marks" / "trail"
    content = bytearray(trail.read_bytes())
    content[8 * 4] ^= 1
    trail.write_bytes(content)

    [fault] = verify(recorded, VerifyOptions()).faults

    assert fault.file == trail
    assert Place(recorded / "marks").slot() is not None


def test_a_note_that_was_changed_is_named(recorded: Path) -> None:
    [note] = (recorded / "checkpoints").glob("*.note")
    note.write_text(note.read_text().replace(f"\n{END}\n", f"\n{END - 1}\n"))

    [fault] = verify(recorded, VerifyOptions()).faults

    assert fault.file == note


@pytest.mark.parametrize("text", ["", "no note\n", "a\n1\nAAAA\n\n\u2014 a AAAA\n"])
def test_a_given_note_that_says_nothing_verifies_nothing(
    recorded: Path, tmp_path: Path, text: str
) -> None:
    (tmp_path / "note").write_text(text)
    words = ["--home", str(recorded), "verify", "--checkpoint", str(tmp_path / "note")]

    run = CliRunner().invoke(main, words)

    assert run.exit_code == 2
    assert "cannot be verified" in run.stderr


def test_nothing_is_verified_where_there_is_no_district(tmp_path: Path) -> None:
    with pytest.raises(UnverifiableError):
        verify(tmp_path, VerifyOptions())
