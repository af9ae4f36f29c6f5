"""A backup holds all that a district needs, or is not there."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import msgspec
import pytest

from domain.kernel.instants import Instant
from domain.things.land.layers import LayerKind
from tests.integration.building import guatu, record, registered, square, staged
from web.backups.contents import Turn, turn_of
from web.backups.making import back_up
from web.backups.manifest import MANIFEST
from web.backups.refusals import BackupDamagedError, BackupError, JournalUnsoundError
from web.backups.restoring import restore
from web.district.founding import found_district
from web.district.opening import JOURNAL, District, open_district
from web.frame.form_token import KEY_FILE, kept_secret
from web.recording.layers import LayerFile, import_layer

NOW = Instant(1_790_000_000_000_000)
ZONES = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
    '{"name": "%s"}, "geometry": {"type": "Polygon", "coordinates": '
    "[[[114, 35.2], [114.01, 35.2], [114.01, 35.21], [114, 35.2]]]}}]}"
)
FLIPS = 60


def import_zones(district: District, name: str) -> None:
    """Import a layer of one zone, whose bytes the name decides."""
    file = district.home.parent / f"{name}.geojson"
    file.write_text(ZONES % name, encoding="utf-8")
    layer = LayerFile(path=file, name=name, kind=LayerKind.ZONE, label_column="name")
    import_layer(district, layer, actor="test")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let a district have plots, a layer, a key, and a rebuild that was cut short."""
    home = tmp_path_factory.mktemp("lived") / "district"
    found_district(home, name="测试区", crs="EPSG:4547", currency="CNY")
    district = open_district(home)
    for number in range(30):
        record(district.app, registered(f"A-{number}", boundary=square(20 * number)))
    import_zones(district, "zones")
    district.refresh()
    district.close()
    kept_secret(home / KEY_FILE)
    (home / "prepared.npz.partial").write_bytes(b"cut short")
    return home


@pytest.fixture
def lived(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "district"))


@pytest.fixture
def backup(lived: Path, tmp_path: Path) -> Path:
    return back_up(lived, tmp_path / "backups", now=NOW)[0]


def journal_of(home: Path) -> list[str]:
    """Dump a journal by SQLite's own means, past the application."""
    with closing(sqlite3.connect(home / JOURNAL)) as file:
        return list(file.iterdump())


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_is_put_back_is_what_was_there(
    lived: Path, backup: Path, tmp_path: Path
) -> None:
    there = tmp_path / "elsewhere" / "again"

    result = guatu(there, "restore", str(backup))

    assert result.exit_code == 0, result.output
    assert "positions 1 to 32" in result.stdout
    assert journal_of(there) == journal_of(lived)
    kept = [name for name in digests(lived) if name.startswith(("layers/", "form"))]
    assert len(kept) == 2
    assert [digests(there)[name] for name in kept] == [
        digests(lived)[name] for name in kept
    ]
    asked = ("state", "plots", "--as-known", "32", "--format", "json")
    assert guatu(there, *asked).stdout == guatu(lived, *asked).stdout
    assert guatu(there, *asked).exit_code == 0


def test_a_backup_and_what_is_put_back_are_for_the_owner_alone(
    backup: Path, tmp_path: Path
) -> None:
    restore(backup, tmp_path / "again")

    for folder in (backup, tmp_path / "again"):
        paths = [folder, *folder.rglob("*")]
        assert [path for path in paths if path.stat().st_mode & 0o077] == []


def test_every_file_of_a_home_is_known_to_be_needed_or_not(lived: Path) -> None:
    server = guatu(lived, "rebuild")

    assert server.exit_code == 0
    unknown = [name for name in digests(lived) if turn_of(name) is Turn.UNKNOWN]
    assert unknown == [], "web/backups/contents.py must say whether it is needed"


def test_a_file_that_nobody_knows_is_copied_as_well(
    lived: Path, tmp_path: Path
) -> None:
    (lived / "notes").mkdir()
    (lived / "notes" / "读我.txt").write_text("ours", encoding="utf-8")
    (lived / "notes" / "around").symlink_to(lived)

    backup, _ = back_up(lived, tmp_path / "backups", now=NOW)
    restore(backup, tmp_path / "again")

    text = (tmp_path / "again" / "notes" / "读我.txt").read_text(encoding="utf-8")
    assert text == "ours"


def test_what_people_record_meanwhile_is_in_a_backup_whole_or_not_at_all(
    lived: Path, tmp_path: Path
) -> None:
    district = open_district(lived)
    before = district.app.journal.head().position
    recorded: list[int] = []

    def meanwhile(_done: int, _in_all: int) -> None:
        # Between the steps of copying the journal, and of reading it back.
        recorded.append(record(district.app, registered(f"B-{len(recorded)}")))
        import_zones(district, f"zones{len(recorded)}")

    backup, manifest = back_up(lived, tmp_path / "backups", now=NOW, progress=meanwhile)
    restore(backup, tmp_path / "again")

    district.close()
    assert recorded
    assert manifest.journal.position == before
    assert manifest.missing == ()


def test_what_tells_of_the_journal_never_tells_of_more_than_a_backup_holds(
    lived: Path, tmp_path: Path
) -> None:
    told = lived / "checkpoints" / "newest"
    told.parent.mkdir()
    district = open_district(lived)

    def tell() -> None:
        told.write_text(str(district.app.journal.head().position), encoding="ascii")

    def meanwhile(_done: int, _in_all: int) -> None:
        record(district.app, staged("A-1", "surveyed", "2024-01-01"))
        tell()

    tell()
    backup, manifest = back_up(lived, tmp_path / "backups", now=NOW, progress=meanwhile)

    district.close()
    copied = (backup / "checkpoints" / "newest").read_text(encoding="ascii")
    assert int(copied) <= manifest.journal.position


def test_a_backup_of_a_district_that_lacks_a_layer_is_made_and_says_so(
    lived: Path, tmp_path: Path
) -> None:
    [layer] = (lived / "layers").iterdir()
    layer.unlink()

    result = guatu(lived, "backup", str(tmp_path / "backups"))

    assert result.exit_code == 1
    assert f"layers/{layer.name}" in result.stderr
    [backup] = (tmp_path / "backups").iterdir()
    restore(backup, tmp_path / "again")
    assert journal_of(tmp_path / "again") == journal_of(lived)


def test_a_journal_that_was_edited_is_not_backed_up(
    lived: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(lived / JOURNAL)) as file:
        file.execute("UPDATE commands SET actor = 'li' WHERE last = 7")
        file.commit()

    with pytest.raises(JournalUnsoundError, match="position 7"):
        back_up(lived, tmp_path / "backups", now=NOW)

    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.parametrize("name", [MANIFEST, JOURNAL, KEY_FILE, "layers"])
def test_a_backup_that_lacks_a_file_is_not_put_back(
    backup: Path, tmp_path: Path, name: str
) -> None:
    gone = backup / name
    file = next(gone.iterdir()) if gone.is_dir() else gone
    file.unlink()

    with pytest.raises(BackupError, match=file.name):
        restore(backup, tmp_path / "again")

    assert not (tmp_path / "again").exists()


def test_no_damaged_backup_puts_back_anything_but_what_was_there(
    backup: Path, tmp_path: Path
) -> None:
    chance = Random(5)  # noqa: S311  (a seeded place, no secret)
    right = {
        name: digests(backup)[name] for name in digests(backup) if name != MANIFEST
    }
    files = sorted(path for path in backup.rglob("*") if path.is_file())
    for number in range(FLIPS):
        file = chance.choice(files)
        whole = file.read_bytes()
        at = chance.randrange(len(whole))
        flipped = whole[at] ^ 1 << chance.randrange(8)
        file.write_bytes(whole[:at] + bytes([flipped]) + whole[at + 1 :])
        home = tmp_path / f"again{number}"

        # Of the manifest, only its date and version may be other and nobody knows.
        try:
            restore(backup, home)
        except BackupError:
            assert not home.exists()
        else:
            assert file.name == MANIFEST
            assert digests(home) == right
        file.write_bytes(whole)


@pytest.mark.parametrize(
    "name", ["../out", "/etc/out", "a/../../out", "", ".", "a//b", "form.key"]
)
def test_a_manifest_that_leads_elsewhere_is_refused(
    backup: Path, tmp_path: Path, name: str
) -> None:
    manifest = msgspec.json.decode((backup / MANIFEST).read_bytes())
    manifest["files"].append({**manifest["files"][0], "name": name})
    (backup / MANIFEST).write_bytes(msgspec.json.encode(manifest))

    with pytest.raises(BackupDamagedError, match=MANIFEST):
        restore(backup, tmp_path / "again")

    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "again").exists()


def test_a_backup_is_put_back_only_where_nothing_is(
    lived: Path, backup: Path, tmp_path: Path
) -> None:
    before = digests(lived)
    (tmp_path / "file").write_text("mine", encoding="ascii")
    (tmp_path / "empty").mkdir()

    codes = [
        guatu(tmp_path / name, "restore", str(backup)).exit_code
        for name in (lived.name, "file", "file/below", "empty")
    ]

    assert codes == [1, 1, 3, 0]
    assert digests(lived) == before
    assert (tmp_path / "file").read_text(encoding="ascii") == "mine"
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_no_backup_takes_the_place_of_another(lived: Path, backup: Path) -> None:
    before = digests(backup)

    with pytest.raises(BackupError, match="never replaces"):
        back_up(lived, backup.parent, now=NOW)

    assert digests(backup) == before
    assert [path for path in backup.parent.iterdir() if path != backup] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_no_backup_can_be_made_a_sentence_says_why(
    lived: Path, tmp_path: Path, language: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "began").mkdir()
    (tmp_path / "began" / JOURNAL).touch()
    places = [
        (lived, tmp_path / "file" / "below", 3),
        (lived, lived / "backups", 1),
        (lived, lived, 1),
        (tmp_path / "nowhere", tmp_path / "backups", 1),
        (tmp_path / "began", tmp_path / "backups", 1),
    ]
    for home, into, code in places:
        result = guatu(home, "--lang", language, "backup", str(into))

        assert result.exit_code == code, result.output
        assert result.stderr.strip()
        assert result.stdout == ""
    assert not (lived / "backups").exists()
