"""Verifying a journal's file alone: what stands in its rows, marks, notes and pages."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from domain.journal.checkpoints.checkpoint import Checkpoint, SigningKey
from domain.journal.marks.mark import Mark, packed
from domain.journal.marks.places import Place
from domain.journal.sqlite.leaves import JournalLeaves
from domain.journal.sqlite.pages import MOST_BYTES, keep_pages, other_pages, state_of
from domain.journal.tree.merkle import Tree
from domain.journal.verification.commands import Command, Commands
from domain.journal.verification.faults import Fault
from domain.journal.verification.journal import verify_journal, verify_quickly
from domain.journal.verification.outside import Witness, checkpoints_in
from tests.integration.journal_builders import (
    ACTOR,
    JOURNAL_ID,
    founded,
    opened,
    registration,
)

PLOTS = 6
LAST = PLOTS + 3
"""The founding, the plots, and a group of two."""


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Record plots one by one, then two as a group, and close the file."""
    path = tmp_path / "j.db"
    with founded(path) as app:
        for number in range(PLOTS):
            app.execute(registration(f"c{number}", f"P{number}"), actor=ACTOR)
        group = [registration("", f"G{number}") for number in range(2)]
        for each in group:
            del each["command_id"]
        app.execute_group(group, command_id="g", actor=ACTOR)
    return path


def edit(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        for statement in statements:
            file.execute(statement)


def faults_of(
    path: Path, *places: Place, told: Iterable[Witness] = (), quick: bool = False
) -> list[Fault]:
    verify = verify_quickly if quick else verify_journal
    nowhere = Place(path.with_name("nowhere"))
    return verify(path, places or (nowhere,), told, lambda *_: None).faults


def named(faults: Iterable[Fault]) -> list[tuple[str, int | None, int | None]]:
    return [(type(each.why).__name__, each.first, each.last) for each in faults]


def leaves_in(path: Path) -> list[bytes]:
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute("SELECT leaf FROM stored_events ORDER BY position")
        return [leaf for (leaf,) in rows.fetchall()]


def tree_of(leaves: Sequence[bytes]) -> Tree:
    return Tree().grown(b"".join(leaves))


def marked(
    folder: Path, leaves: Sequence[bytes], *, journal_id: str = JOURNAL_ID
) -> Place:
    """Write a mark after some leaves, as whoever knows its format can."""
    folder.mkdir()
    mark = Mark(journal_id, leaves[-1], tree_of(leaves))
    (folder / "mark").write_bytes(packed(mark))
    return Place(folder)


@pytest.mark.parametrize("quick", [False, True])
def test_an_honest_journal_has_no_fault(journal: Path, *, quick: bool) -> None:
    place = marked(journal.with_name("marks"), leaves_in(journal))

    assert faults_of(journal, place, quick=quick) == []


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        ("state = 'text'", 4),
        ("leaf = x'00'", 4),
        ("leaf = 'text of thirty-two characters ..'", 4),
        ("topic = x'ff'", 4),
        ("topic = CAST(x'ff' AS TEXT)", 4),
        ("originator_version = -5", 4),
        ("originator_version = -999", 4),
        ("originator_version = 'one'", 4),
    ],
)
def test_a_line_that_is_of_another_type_or_no_text_is_named(
    journal: Path, statement: str, position: int
) -> None:
    edit(journal, f"UPDATE stored_events SET {statement} WHERE position = {position}")

    found = named(faults_of(journal))

    assert ("Altered", position, position) in found
    assert {first for _, first, _ in found} == {position}


@pytest.mark.parametrize(
    "statement",
    ["actor = x'ff'", "actor = CAST(x'ff' AS TEXT)", "digest = 'text'", "first = 'x'"],
)
def test_a_command_that_is_of_another_type_or_no_text_is_named(
    journal: Path, statement: str
) -> None:
    edit(journal, f"UPDATE commands SET {statement} WHERE last = 4")

    found = faults_of(journal, marked(journal.with_name("marks"), leaves_in(journal)))

    assert {each.first for each in found} == {4}


def test_a_command_that_ends_before_it_begins_is_named_at_its_beginning(
    journal: Path,
) -> None:
    edit(journal, "UPDATE commands SET first = 7 WHERE last = 4")

    found = named(faults_of(journal))

    assert ("Ungrouped", 7, 7) in found
    assert ("Ungrouped", 4, 4) in found


def test_a_group_whose_command_was_changed_is_one_fault_of_all_its_lines(
    journal: Path,
) -> None:
    edit(journal, f"UPDATE commands SET actor = 'x' WHERE last = {LAST}")

    [fault] = faults_of(journal)

    assert named([fault]) == [("Altered", LAST - 1, LAST)]
    assert fault.table == "commands"
    assert f"positions {LAST - 1}–{LAST}" in str(fault).replace(
        "position ", "positions "
    )


def test_one_line_of_a_group_that_was_changed_is_named_alone(journal: Path) -> None:
    edit(journal, f"UPDATE stored_events SET state=x'7b7d' WHERE position={LAST}")

    assert named(faults_of(journal)) == [("Altered", LAST, LAST)]


def test_a_command_that_skips_positions_does_not_go_on(journal: Path) -> None:
    edit(journal, "UPDATE commands SET first = 3 WHERE last = 4")

    assert named(faults_of(journal)) == [("Ungrouped", 4, 4)]


def test_a_command_recorded_no_later_than_the_one_before_does_not_go_on(
    journal: Path,
) -> None:
    edit(
        journal,
        "UPDATE commands SET recorded = (SELECT recorded - 1 FROM commands "
        "WHERE last = 3) WHERE last = 4",
    )

    assert ("Ungrouped", 4, 4) in named(faults_of(journal))


def test_a_line_without_its_command_is_named(journal: Path) -> None:
    edit(journal, "DELETE FROM commands WHERE last = 5")

    found = named(faults_of(journal))

    assert ("Ungrouped", 5, 5) in found
    assert {first for _, first, _ in found} <= {5, 6}


def test_looking_ends_where_there_is_no_end_of_faults(journal: Path) -> None:
    edit(
        journal,
        "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 12000) INSERT INTO stored_events SELECT i, 'plot:x', i, "
        "'PlotRegistered', x'7b7d', i, zeroblob(32) FROM n",
    )
    done: list[int] = []

    found = verify_journal(
        journal, (Place(journal.parent),), (), lambda last, _: done.append(last)
    )

    assert found.end == 12_000
    assert done == [5_000]
    assert len(found.faults) > 1_000


def test_what_is_no_database_is_one_fault(tmp_path: Path) -> None:
    (tmp_path / "j.db").write_bytes(b"no database at all, whoever reads it" * 99)

    for quick in (False, True):
        [fault] = faults_of(tmp_path / "j.db", quick=quick)

        assert named([fault]) == [("Unreadable", 1, 1)]


def test_a_file_that_is_put_right_while_it_is_read_is_read_again(
    journal: Path,
) -> None:
    edit(
        journal,
        "CREATE TABLE was AS SELECT state FROM stored_events WHERE position = 4",
        "UPDATE stored_events SET state = 'text' WHERE position = 4",
    )
    with closing(sqlite3.connect(journal)) as file:

        def put_right(*_: int) -> None:
            file.execute("PRAGMA journal_mode = WAL")
            with file:
                file.execute(
                    "UPDATE stored_events SET state = (SELECT state FROM was) "
                    "WHERE position = 4"
                )

        with file:
            file.execute("PRAGMA journal_mode = DELETE")
        found = verify_journal(journal, (Place(journal.parent),), (), put_right)

    assert {each.table for each in found.faults} == {"sqlite_schema (was)"}


@pytest.mark.parametrize("quick", [False, True])
def test_the_mark_of_another_journal_is_named(journal: Path, *, quick: bool) -> None:
    others = [bytes([each]) * 32 for each in range(3)]
    place = marked(journal.with_name("marks"), others, journal_id="another")

    found = faults_of(journal, place, quick=quick)

    assert ("OtherTree", None, None) in named(found)
    assert found[0].file == place.file


@pytest.mark.parametrize("quick", [False, True])
def test_a_mark_that_tells_of_more_names_what_is_missing(
    journal: Path, *, quick: bool
) -> None:
    more = [*leaves_in(journal), bytes(32), bytes(32)]
    place = marked(journal.with_name("marks"), more)

    assert named(faults_of(journal, place, quick=quick)) == [
        ("CutShort", LAST + 1, LAST + 2)
    ]


def test_a_leaf_that_is_not_the_one_that_was_marked_is_found_quickly(
    journal: Path,
) -> None:
    leaves = leaves_in(journal)
    place = marked(journal.with_name("marks"), [*leaves[:3], bytes(32)])

    assert named(faults_of(journal, place, quick=True)) == [("Resealed", 4, 4)]


def test_a_place_without_a_mark_says_nothing_quickly(journal: Path) -> None:
    place = Place(journal.with_name("marks"))

    assert faults_of(journal, place, quick=True) == []


def test_another_tree_is_looked_for_behind_the_last_one_that_was_right(
    journal: Path,
) -> None:
    leaves = leaves_in(journal)
    right = Witness(Path("right"), 3, tree_of(leaves[:3]).root)
    wrong = Witness(Path("wrong"), 6, bytes(32))

    later = Witness(Path("later"), 8, tree_of(leaves[:8]).root)

    [fault] = faults_of(journal, told=[right, wrong, later])

    assert named([fault]) == [("OtherTree", 4, 6)]
    assert "wrong" in str(fault)


def test_a_trail_is_believed_unless_another_one_and_a_root_speak_against_it(
    journal: Path,
) -> None:
    leaves = leaves_in(journal)
    wrong, right = (Place(journal.with_name(name)) for name in ("wrong", "right"))
    for place in (wrong, right):
        place.folder.mkdir()
    (wrong.folder / "trail").write_bytes(bytes(16))
    with opened(journal) as app:
        kept = JournalLeaves(app.journal).trail(0, LAST)
    (right.folder / "trail").write_bytes(kept)
    root = Witness(Path("signed"), LAST, tree_of(leaves).root)

    alone = faults_of(journal, wrong, told=[root])
    without_root = faults_of(journal, wrong, right)
    refuted = faults_of(journal, wrong, right, told=[root])

    believed = [("Resealed", 1, 1), ("Resealed", 2, 2)]
    assert named(alone) == named(without_root) == believed
    assert [type(each.why).__name__ for each in refuted] == ["OtherTrail"] * 2
    assert {each.file for each in refuted} == {wrong.folder / "trail"}


def test_lines_behind_one_that_is_missing_are_compared_in_step(journal: Path) -> None:
    place = Place(journal.with_name("marks"))
    place.folder.mkdir()
    with opened(journal) as app:
        kept = JournalLeaves(app.journal).trail(0, LAST)
    (place.folder / "trail").write_bytes(kept)
    edit(journal, "DELETE FROM stored_events WHERE position = 4")

    found = faults_of(journal, place)

    assert named(found) == [("Missing", 4, 4)]


def test_a_journal_of_its_founding_alone_is_honest(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db"):
        pass

    assert faults_of(tmp_path / "j.db") == []
    edit(tmp_path / "j.db", "UPDATE stored_events SET state = x'7b7d'")
    assert named(faults_of(tmp_path / "j.db")) == [("Altered", 1, 1)]


@pytest.mark.parametrize(
    ("said", "first"), [(LAST - 2, LAST), (LAST + 4, LAST + 1), ("'x'", LAST)]
)
def test_another_count_is_named_where_lines_may_be_missing(
    journal: Path, said: object, first: int
) -> None:
    edit(journal, f"UPDATE sqlite_sequence SET seq = {said}")

    assert named(faults_of(journal)) == [("OtherCount", first, first)]


def test_another_identity_is_named_at_the_founding(journal: Path) -> None:
    edit(journal, "UPDATE journal_identity SET journal_id = 'other'")

    assert named(faults_of(journal)) == [("OtherIdentity", 1, 1)]


def test_a_note_is_a_witness_where_it_is_signed_and_of_this_journal() -> None:
    key, other = (
        SigningKey(name, bytes(32)) for name in ("guatu/j-test", "guatu/other")
    )
    said = [Checkpoint(origin, 3, bytes(32)) for origin in (key.name, other.name)]
    notes = [
        (Path("good"), key.sign(said[0])),
        (Path("other's"), other.sign(said[0])),
        (Path("of another"), key.sign(said[1])),
        (Path("last"), key.sign(said[0])),
    ]

    good, unsigned, foreign, last = checkpoints_in(notes, key.verifying, JOURNAL_ID)

    assert good == Witness(Path("good"), 3, bytes(32))
    assert last == Witness(Path("last"), 3, bytes(32))
    assert isinstance(unsigned, Fault)
    assert isinstance(foreign, Fault)
    assert "has not signed it" in str(unsigned)
    assert "guatu/other" in str(foreign)


def test_commands_are_handed_out_in_order_with_the_one_behind(journal: Path) -> None:
    with closing(sqlite3.connect(journal)) as file:
        found = Commands(file, journal).reaching(3, 5)

    assert [type(each) for each in found] == [Command] * 4
    assert [each.last for each in found] == [3, 4, 5, 6]


def kept(journal: Path) -> tuple[bytes, Path]:
    """Keep the digests of the pages of a closed journal."""
    folder = journal.with_name("kept")
    folder.mkdir()
    keep_pages(journal, folder)
    with closing(sqlite3.connect(journal)) as file:
        return state_of(file), folder


@pytest.mark.parametrize("page", [1, 2, 3])
@pytest.mark.parametrize("place", [0, 4095])
def test_a_byte_that_has_changed_at_rest_is_named_by_its_page(
    journal: Path, page: int, place: int
) -> None:
    state, folder = kept(journal)
    content = bytearray(journal.read_bytes())
    content[(page - 1) * 4096 + place] ^= 1
    journal.write_bytes(content)

    assert list(other_pages(journal, state, folder)) == [page]
    assert (folder / "pages").stat().st_mode & 0o777 == 0o600


def test_pages_that_were_added_or_cut_off_are_named(journal: Path) -> None:
    state, folder = kept(journal)
    content = journal.read_bytes()
    pages = len(content) // 4096

    assert list(other_pages(journal, state, folder)) == []
    journal.write_bytes(content + bytes(10))
    assert list(other_pages(journal, state, folder)) == [pages + 1]
    journal.write_bytes(content[:-4096])
    assert list(other_pages(journal, state, folder)) == [pages]


def test_digests_of_another_state_or_damaged_ones_say_nothing(journal: Path) -> None:
    state, folder = kept(journal)
    before = (folder / "pages").read_bytes()
    journal.write_bytes(bytes(4096))

    assert list(other_pages(journal, bytes(32), folder)) == []
    (folder / "pages").write_bytes(before[:-1] + b"\x00")
    assert list(other_pages(journal, state, folder)) == []
    (folder / "pages").unlink()
    assert list(other_pages(journal, state, folder)) == []


def test_nothing_is_kept_of_a_file_that_is_open_or_very_large(journal: Path) -> None:
    folder = journal.with_name("kept")
    folder.mkdir()
    log = journal.with_name("j.db-wal")

    log.touch()
    keep_pages(journal, folder)
    log.unlink()
    os.truncate(journal, MOST_BYTES + 1)
    keep_pages(journal, folder)

    assert list(folder.iterdir()) == []
