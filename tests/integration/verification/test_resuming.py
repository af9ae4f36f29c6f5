"""An older journal put back: read-only, until a person gives up what is lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.kernel.instants import Instant
from tests.crash.criterion import judge, read
from tests.integration.building import guatu, record, registered
from tests.integration.recording.commanding import answers, sent
from web.app import create_app
from web.backups.making import back_up
from web.backups.restoring import restore
from web.district.opening import JOURNAL, open_district
from web.frame.asked import EXTENSION

NOW = Instant(1_790_000_000_000_000)
KEPT, LOST = 5, 3
REASON = "磁盘损坏，9 月 21 日之后没有备份"


def record_plots(home: Path, name: str, count: int) -> None:
    district = open_district(home)
    for number in range(count):
        record(district.app, registered(f"{name}-{number}"))
    district.close()


@pytest.fixture
def older(home: Path, tmp_path: Path) -> Path:
    """Lose a district, and put back a backup that lacks its newest three facts.

    The founding is position 1, so it holds 1 to 6 and lacks 7 to 9.
    """
    record_plots(home, "A", KEPT)
    backup, _ = back_up(home, tmp_path / "backups", now=NOW)
    record_plots(home, "B", LOST)
    shutil.move(home, tmp_path / "lost")
    restore(backup, home)
    return home


def stops(home: Path) -> list[str]:
    district = open_district(home)
    found = [str(stop) for stop in district.stops()]
    district.close()
    return found


def resumed(home: Path, *more: str) -> str:
    result = guatu(home, "--lang", "en", "resume", "--reason", REASON, *more)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_putting_an_older_backup_back_says_what_is_missing(
    home: Path, tmp_path: Path
) -> None:
    record_plots(home, "A", KEPT)
    backup, _ = back_up(home, tmp_path / "backups", now=NOW)
    record_plots(home, "B", LOST)
    shutil.rmtree(home)

    result = guatu(home, "restore", str(backup))

    assert result.exit_code == 0
    assert "positions 1 to 6" in result.stdout
    assert "ends at position 6" in result.stderr
    assert "had reached 9: position 7 is the first that is missing" in result.stderr
    assert "guatu resume" in result.stderr


def by_file(home: Path) -> int:
    body = {"command_id": "again", **registered("C-1")}
    (home.parent / "c.jsonl").write_text(json.dumps(body), encoding="utf-8")
    return guatu(home, "record", str(home.parent / "c.jsonl")).exit_code


def by_register(home: Path) -> int:
    (home.parent / "r.csv").write_text("id,x,y\nC-1,114,35.2\n", encoding="utf-8")
    mapping = 'thing = "plot"\nid = "id"\n[position]\ncrs = "EPSG:4326"\n'
    mapping += 'x = "x"\ny = "y"\n[[facts]]\nrecord = "PlotRegistered"\n'
    mapping += 'members.effective.value = "2020-01-01"\n'
    (home.parent / "m.toml").write_text(mapping, encoding="utf-8")
    words = ("--register", "r", "--mapping", str(home.parent / "m.toml"), "--apply")
    result = guatu(home, "import", "plots", str(home.parent / "r.csv"), *words)
    return result.exit_code


def by_layer(home: Path) -> int:
    features = '{"type": "FeatureCollection", "features": [{"type": "Feature", '
    features += '"properties": {}, "geometry": {"type": "Point", '
    features += '"coordinates": [114, 35.2]}}]}'
    (home.parent / "l.geojson").write_text(features, encoding="utf-8")
    file = str(home.parent / "l.geojson")
    return guatu(home, "import", "layer", "places", file).exit_code


DOORS = [by_file, by_register, by_layer]


@pytest.mark.parametrize("door", DOORS)
def test_no_command_gives_a_lost_position_again(
    older: Path, door: Callable[[Path], int]
) -> None:
    before = read(older / JOURNAL)

    assert door(older) == 3

    assert read(older / JOURNAL) == before


@pytest.mark.parametrize("door", DOORS)
def test_every_command_goes_on_after_the_decision(
    older: Path, door: Callable[[Path], int]
) -> None:
    resumed(older)

    assert door(older) == 0

    assert len(read(older / JOURNAL).lines) > KEPT + 2


def test_a_server_gives_no_lost_position_again_and_answers_questions(
    older: Path,
) -> None:
    app = create_app(older)
    client = app.test_client()

    refused = sent(client, {"command_id": "again", **registered("C-1")})
    page = client.get("/?lang=en").get_data(as_text=True)
    answer = client.get("/api/v1/plots?as_known=6").get_json()

    app.extensions[EXTENSION].district.close()
    assert refused.status_code == 503
    assert "position 7 is the first that is missing" in page
    assert answer["position"] == KEPT + 1


def test_a_running_server_goes_on_once_a_person_has_decided(older: Path) -> None:
    app = create_app(older)
    client = app.test_client()
    body = {"command_id": "again", **registered("C-1")}
    assert sent(client, body).status_code == 503

    resumed(older)

    answer = sent(client, body)
    app.extensions[EXTENSION].district.close()
    # Seven is the decision itself.
    assert [told["position"] for told in answers(answer)] == [8]


def test_the_decision_says_what_is_lost_and_who_gave_it_up(older: Path) -> None:
    told = resumed(older)

    assert "Recorded at position 7: positions 7 to 9 are given up" in told
    assert stops(older) == []
    lost = read(older.parent / "lost" / JOURNAL).lines[-1]
    [*_, line] = read(older / JOURNAL).lines
    fact = json.loads(line["state"])
    assert line["topic"] == "JournalResumed"
    assert line["actor"].startswith("cli:")
    assert (fact["reason"], fact["first_lost"], fact["last_lost"]) == (REASON, 7, 9)
    assert fact["marked_leaf"] == lost["leaf"].hex()
    judge(older, {}, {})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Recording resumed after a loss", "First position lost", REASON)),
        ("zh", ("缺失后恢复入账", "缺失的首个位置", REASON)),
    ],
)
def test_people_read_the_decision_in_the_history(
    older: Path, language: str, words: tuple[str, ...]
) -> None:
    resumed(older)
    app = create_app(older)
    client = app.test_client()

    pages = [
        client.get(f"{path}?lang={language}") for path in ("/history", "/history/7")
    ]

    app.extensions[EXTENSION].district.close()
    for page in pages:
        assert page.status_code == 200
        assert [word for word in words if word not in page.text] == []


def test_what_was_marked_before_is_set_aside(older: Path, marks_apart: Path) -> None:
    resumed(older)

    aside = [path.name for path in marks_apart.rglob("*.before-9")]
    assert sorted(aside) == ["mark.before-9", "trail.before-9"]


def test_a_loss_is_given_up_once(older: Path) -> None:
    resumed(older)

    again = guatu(older, "resume", "--reason", "twice")

    assert again.exit_code == 1
    assert "nothing has to be resumed" in again.stderr
    assert len(read(older / JOURNAL).lines) == KEPT + 2


def test_a_decision_that_was_cut_short_is_recorded_once(
    older: Path, marks_apart: Path
) -> None:
    kept = marks_apart.parent / "kept"
    shutil.copytree(marks_apart, kept)
    resumed(older)
    # As a kill leaves it between the fact and the marks.
    shutil.rmtree(marks_apart)
    shutil.copytree(kept, marks_apart)
    assert stops(older) != []

    resumed(older)

    assert stops(older) == []
    assert len(read(older / JOURNAL).lines) == KEPT + 2


def test_a_command_of_the_lost_end_is_new_again(older: Path) -> None:
    resumed(older)
    district = open_district(older)
    lost_id = read(older.parent / "lost" / JOURNAL).lines[-1]["command_id"]

    receipt = district.app.execute(
        {"command_id": lost_id, **registered("B-2")}, actor="test"
    )

    district.close()
    assert not receipt.repeated


def test_the_lost_journal_that_turns_up_again_is_noticed(older: Path) -> None:
    resumed(older)
    record_plots(older, "C", LOST)
    shutil.rmtree(older)
    shutil.copytree(older.parent / "lost", older)

    [stop] = stops(older)

    assert "Position 7" in stop


def test_a_journal_without_a_loss_is_not_resumed(home: Path) -> None:
    result = guatu(home, "resume", "--reason", "none")

    assert result.exit_code == 1
    assert len(read(home / JOURNAL).lines) == 1


def test_an_older_journal_that_was_edited_is_not_resumed(older: Path) -> None:

    with sqlite3.connect(older / JOURNAL) as file:
        file.execute("UPDATE commands SET actor = 'li' WHERE last = 3")
    file.close()

    result = guatu(older, "resume", "--reason", "edited")

    assert result.exit_code == 1
    assert "position 3" in result.stderr
    assert len(read(older / JOURNAL).lines) == KEPT + 1
