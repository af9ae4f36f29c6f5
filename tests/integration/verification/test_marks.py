"""A journal that lost or changed what was marked of it starts read-only."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import StoppedError
from domain.journal.agreement.refusals import JournalAlteredError, JournalBehindError
from domain.journal.marks.places import Place
from domain.journal.tree.leaf import Seal, leaf_head
from tests.integration.journal_builders import counting_clock, registration
from web.app import create_app
from web.district.founding import found_district
from web.district.opening import JOURNAL, District, open_district
from web.frame.asked import EXTENSION

PLOTS = 12


def record(home: Path, *names: str) -> None:
    district = open_district(home)
    for name in names:
        district.app.execute(registration(f"c-{name}", name), actor="li")
    district.close()


def stop_of(home: Path) -> StoppedError | None:
    """Open a district, and return the one reason why nothing may be recorded."""
    district = open_district(home)
    stops = district.stops()
    district.close()
    return stops[0] if stops else None


def edit(home: Path, *statements: str) -> None:
    with closing(sqlite3.connect(home / JOURNAL)) as file, file:
        for statement in statements:
            file.execute(statement)


def cut(home: Path, last: int) -> None:
    """Remove the lines after a position, and what SQLite itself remembers of them."""
    edit(
        home,
        f"DELETE FROM stored_events WHERE position > {last}",
        f"DELETE FROM commands WHERE last > {last}",
        f"UPDATE sqlite_sequence SET seq = {last}",
    )


def reseal(home: Path) -> None:
    """Compute every leaf anew, as somebody would who knows how."""
    with closing(sqlite3.connect(home / JOURNAL)) as file, file:
        [[journal]] = file.execute("SELECT journal_id FROM journal_identity")
        for position, stream, version, topic, state, *command in file.execute(
            "SELECT e.position, originator_id, originator_version, topic, state, "
            "recorded, actor, command_id "
            "FROM stored_events AS e JOIN commands AS c ON c.last = e.command"
        ).fetchall():
            recorded, actor, name = command
            seal = Seal(
                leaf_head(journal),
                recorded=recorded,
                actor=actor,
                command_id=name,
            )
            leaf = seal.leaf(position, stream, version, topic, state)
            file.execute(
                "UPDATE stored_events SET leaf = ? WHERE position = ?", (leaf, position)
            )


@pytest.fixture
def recorded(home: Path) -> Path:
    record(home, *(f"P{number}" for number in range(PLOTS)))
    return home


def second(marks_apart: Path) -> Path:
    [folder] = marks_apart.iterdir()
    return folder


def size_at(folder: Path) -> int:
    slot = Place(folder).slot()
    assert slot is not None
    return slot.tree.size


def test_both_places_know_the_last_position(recorded: Path, marks_apart: Path) -> None:
    assert size_at(recorded / "marks") == size_at(second(marks_apart)) == PLOTS + 1
    assert stop_of(recorded) is None


def test_a_lost_log_is_noticed_and_nothing_is_recorded(home: Path) -> None:
    (home / "before.sqlite").write_bytes((home / JOURNAL).read_bytes())
    record(home, "P1", "P2")
    shutil.move(home / "before.sqlite", home / JOURNAL)

    district = open_district(home)
    with pytest.raises(JournalBehindError) as refused:
        district.app.execute(registration("c-P3", "P3"), actor="li")
    district.close()

    assert refused.value.fields["position"] == 2
    assert refused.value.fields["size"] == 3


def test_a_folder_put_back_whole_is_noticed_by_the_other_place(
    home: Path, tmp_path: Path, marks_apart: Path
) -> None:
    record(home, "P1")
    shutil.copytree(home, tmp_path / "copy")
    record(home, "P2", "P3")
    shutil.rmtree(home)
    shutil.copytree(tmp_path / "copy", home)

    stop = stop_of(home)

    assert isinstance(stop, JournalBehindError)
    assert stop.fields["position"] == 3
    assert str(stop.fields["file"]).startswith(str(marks_apart))


def test_the_folders_own_mark_is_enough(recorded: Path, marks_apart: Path) -> None:
    shutil.rmtree(marks_apart)
    cut(recorded, 9)

    stop = stop_of(recorded)

    assert isinstance(stop, JournalBehindError)
    assert (stop.fields["found"], stop.fields["position"]) == (9, 10)


def test_another_tail_of_the_same_length_is_named_where_it_begins(
    recorded: Path, marks_apart: Path, tmp_path: Path
) -> None:
    kept, apart = tmp_path / "marks", tmp_path / "apart"
    shutil.copytree(recorded / "marks", kept)
    shutil.copytree(marks_apart, apart)
    cut(recorded, 9)
    shutil.rmtree(recorded / "marks")
    shutil.rmtree(marks_apart)
    record(recorded, "Q1", "Q2", "Q3", "Q4", "Q5")
    for folder, before in (recorded / "marks", kept), (marks_apart, apart):
        shutil.rmtree(folder)
        shutil.copytree(before, folder)

    stop = stop_of(recorded)

    assert isinstance(stop, JournalAlteredError)
    assert stop.fields["position"] == 10


def test_an_edit_with_leaves_computed_anew_is_named_where_it_is(recorded: Path) -> None:
    edit(recorded, "UPDATE commands SET actor = 'wang' WHERE last >= 5")
    reseal(recorded)

    stop = stop_of(recorded)

    assert isinstance(stop, JournalAlteredError)
    assert stop.fields["position"] == 5


def test_another_identity_is_another_journal(recorded: Path) -> None:
    edit(recorded, "UPDATE journal_identity SET journal_id = 'other'")

    stop = stop_of(recorded)

    assert isinstance(stop, JournalAlteredError)
    assert stop.fields["position"] == 1


def test_a_mark_behind_the_journal_is_harmless_and_catches_up(
    home: Path, tmp_path: Path, marks_apart: Path
) -> None:
    record(home, "P1")
    shutil.copytree(home / "marks", tmp_path / "marks")
    record(home, "P2", "P3")
    trail = Place(second(marks_apart)).trail(0, 9)
    shutil.rmtree(home / "marks")
    shutil.copytree(tmp_path / "marks", home / "marks")
    shutil.rmtree(marks_apart)

    record(home, "P4")

    assert stop_of(home) is None
    assert size_at(home / "marks") == size_at(second(marks_apart)) == 5
    for folder in (home / "marks", second(marks_apart)):
        assert Place(folder).trail(0, 9)[: len(trail)] == trail


@pytest.mark.parametrize("start", [0, 2048])
def test_a_torn_mark_leaves_the_one_before(recorded: Path, start: int) -> None:
    file = recorded / "marks" / "mark"
    content = bytearray(file.read_bytes())
    content[start + 50] ^= 1
    file.write_bytes(content)

    assert size_at(recorded / "marks") in {PLOTS, PLOTS + 1}
    assert stop_of(recorded) is None


def test_a_mark_that_nobody_can_read_is_told_and_written_anew(
    recorded: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (recorded / "marks" / "mark").write_bytes(b"torn" * 400)

    record(recorded, "Q")

    assert "is torn" in caplog.text
    assert size_at(recorded / "marks") == PLOTS + 2


def test_a_slower_process_never_moves_a_mark_backwards(district: District) -> None:
    slow = open_district(district.home)
    for number in range(3):
        district.app.execute(registration(f"c{number}", f"P{number}"), actor="li")
    marking = slow.app.journal.marking
    assert marking is not None
    early = marking.mark()
    slow.app.execute(registration("c3", "P3"), actor="li")

    for place in marking.places:
        place.advance(early, marking.leaves)

    assert [size_at(place.folder) for place in marking.places] == [5, 5]
    slow.close()


def test_marks_of_many_threads_and_processes_are_those_of_the_journal(
    home: Path, marks_apart: Path
) -> None:
    source = (
        "import sys; from threading import Thread; from web.district.opening import *\n"
        "from tests.integration.journal_builders import registration\n"
        "district = open_district(Path(sys.argv[1]))\n"
        "def run(name):\n"
        "    for n in range(20):\n"
        "        body = registration(f'{name}-{n}', f'{name}-{n}')\n"
        "        district.app.execute(body, actor='li')\n"
        "names = [sys.argv[2] + str(n) for n in range(3)]\n"
        "threads = [Thread(target=run, args=[name]) for name in names]\n"
        "[each.start() for each in threads]; [each.join() for each in threads]\n"
        "district.close()\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", source, str(home), name])
        for name in ("A", "B")
    ]
    assert [process.wait(120) for process in processes] == [0, 0]

    assert stop_of(home) is None
    assert size_at(home / "marks") == size_at(second(marks_apart)) == 121
    edit(home, "UPDATE stored_events SET leaf = zeroblob(32) WHERE position = 77")
    edit(home, "UPDATE stored_events SET leaf = zeroblob(32) WHERE position = 121")
    stop = stop_of(home)
    assert stop is not None
    assert stop.fields["position"] == 77


def test_a_place_that_cannot_be_written_is_told_and_stops_nobody(
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("GUATU_MARK", str(tmp_path / "file"))

    record(home, "P1", "P2")

    assert caplog.text.count("cannot be written") == 1
    assert size_at(home / "marks") == 3


def test_the_second_place_is_where_the_operator_says(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUATU_MARK", str(tmp_path / "apart"))

    record(home, "P1")

    assert size_at(second(tmp_path / "apart")) == 2


def test_every_page_names_the_first_position_that_is_missing(recorded: Path) -> None:
    cut(recorded, 9)

    app = create_app(recorded)
    page = app.test_client().get("/?lang=en").get_data(as_text=True)
    app.extensions[EXTENSION].district.close()

    assert "Recording has stopped." in page
    assert "position 10 is the first that is missing" in page


def test_recording_goes_on_once_a_person_has_accepted_what_is_there(
    recorded: Path,
) -> None:
    cut(recorded, 9)
    other = open_district(recorded)
    district = open_district(recorded)
    marking = district.app.journal.marking
    assert marking is not None

    marking.accept()

    assert [each.stops() for each in (district, other)] == [[], []]
    district.close()
    other.close()
    record(recorded, "Q1")
    assert stop_of(recorded) is None
    assert (recorded / "marks" / f"mark.before-{PLOTS + 1}").exists()


def test_a_journal_that_is_wholly_lost_is_not_founded_again(recorded: Path) -> None:
    (recorded / JOURNAL).unlink()

    with pytest.raises(JournalBehindError):
        found_district(recorded, name="新", crs="EPSG:4547", currency="CNY")


def test_a_demonstration_is_made_again_in_its_folder(tmp_path: Path) -> None:
    for _ in range(3):
        shutil.rmtree(tmp_path / "demo", ignore_errors=True)
        found_district(
            tmp_path / "demo",
            name="演示",
            crs="EPSG:4547",
            currency="CNY",
            clock=counting_clock(),
            journal_id="always the same",
        )
        assert stop_of(tmp_path / "demo") is None
