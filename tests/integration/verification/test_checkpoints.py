"""Checkpoints are signed, kept outside the database, and never contradict another."""

from __future__ import annotations

import shutil
import sqlite3
from base64 import b64encode
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from domain.errors import StoppedError
from domain.journal.agreement.refusals import JournalBehindError
from domain.journal.checkpoints.checkpoint import VerifyingKey, opened
from domain.journal.tree.proofs import root_of
from tests.integration.journal_builders import registration
from tests.integration.verification.test_marks import edit, reseal
from web.cli.main import main
from web.district.opening import JOURNAL, District, open_district
from web.verification.checkpoints import daily_checkpoints, take_checkpoint


def recorded(district: District, *names: str) -> None:
    for name in names:
        district.app.execute(registration(f"c-{name}", name), actor="li")


def leaves_of(home: Path) -> list[bytes]:
    with closing(sqlite3.connect(home / JOURNAL)) as file:
        rows = file.execute("SELECT leaf FROM stored_events ORDER BY position")
        return [leaf for (leaf,) in rows]


def notes_in(folder: Path) -> list[str]:
    return [each.read_text() for each in sorted(folder.glob("**/checkpoints/*.note"))]


def test_a_checkpoint_is_the_root_of_all_leaves_signed(home: Path) -> None:
    run = CliRunner().invoke(main, ["--home", str(home), "checkpoint"])
    key = VerifyingKey.read((home / "keys" / "checkpoint.pub").read_text())

    said = opened(run.stdout, key)

    leaves = leaves_of(home)
    assert (said.size, said.root) == (len(leaves), root_of(leaves))
    assert said.origin == key.name
    assert str(key) in run.stderr
    assert b64encode(said.root).decode() in run.stdout


def test_notes_are_kept_in_both_places_once_a_size(
    district: District, marks_apart: Path
) -> None:
    first = take_checkpoint(district)
    again = take_checkpoint(district)
    recorded(district, "P1", "P2", "P3")
    second = take_checkpoint(district)

    assert first == again
    for folder in (district.home, marks_apart):
        assert notes_in(folder) == [first, second]


def test_the_signing_key_is_its_owners_alone(district: District) -> None:
    take_checkpoint(district)

    key = district.home / "keys" / "checkpoint.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert "PRIVATE+KEY" not in (district.home / "keys" / "checkpoint.pub").read_text()


def test_nothing_that_contradicts_a_kept_note_is_signed(
    district: District, marks_apart: Path
) -> None:
    recorded(district, "P1", "P2")
    take_checkpoint(district)
    district.close()
    kept = marks_apart / next(marks_apart.iterdir()).name / "checkpoints"
    edit(district.home, "UPDATE commands SET actor = 'wang' WHERE last = 2")
    reseal(district.home)
    shutil.rmtree(district.home / "marks")
    shutil.rmtree(district.home / "checkpoints")
    for name in ("mark", "trail"):
        (kept.parent / name).unlink()
    changed = open_district(district.home)
    recorded(changed, "P3")
    for tree in kept.glob("*.tree"):
        tree.unlink()  # then the journal is read from its beginning

    with pytest.raises(StoppedError):
        take_checkpoint(changed)

    assert len(notes_in(marks_apart)) == 1
    changed.close()


def test_a_note_alone_tells_that_a_journal_is_behind(
    district: District, marks_apart: Path
) -> None:
    before = (district.home / JOURNAL).parent / "copy.sqlite"
    shutil.copy(district.home / JOURNAL, before)
    recorded(district, "P1", "P2")
    take_checkpoint(district)
    district.close()
    shutil.move(before, district.home / JOURNAL)
    shutil.rmtree(district.home / "marks")
    shutil.rmtree(district.home / "checkpoints")
    [apart] = marks_apart.iterdir()
    (apart / "mark").unlink()

    late = open_district(district.home)

    [stop] = late.stops()
    assert isinstance(stop, JournalBehindError)
    assert stop.fields["position"] == 2
    assert str(stop.fields["file"]).endswith("000000000003.note")
    late.close()


def test_a_server_takes_a_checkpoint_when_it_starts(district: District) -> None:
    daily_checkpoints(district).join(timeout=5)

    assert len(notes_in(district.home)) == 1


@pytest.mark.parametrize("content", ["", "no key\n", "PRIVATE+KEY+a+b+c\n"])
def test_a_key_that_is_none_is_refused_and_stays(home: Path, content: str) -> None:
    (home / "keys").mkdir()
    (home / "keys" / "checkpoint.key").write_text(content)

    run = CliRunner().invoke(main, ["--home", str(home), "checkpoint"])

    assert run.exit_code == 1
    assert "checkpoint.key cannot be the key" in run.stderr
    assert (home / "keys" / "checkpoint.key").read_text() == content
