"""A rebuild in processes: killed and resumed, read all the while, equal in the end."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from domain.kernel.instants import FOREVER, At, Instant
from projections.building import chunks as rebuild_chunks
from projections.building import rebuild as rebuilding
from projections.building import rebuild_plan
from projections.building.batch import Batch
from projections.building.rebuild_plan import Chunk
from projections.lists.plots import stages_at
from projections.opening.read_model import open_read_model
from projections.tables.engine import open_engine, writing
from projections.tables.marks import Mark, plan, point
from tests.integration.building import guatu, record_many
from tests.integration.long_story import found, tell
from tests.integration.projections.test_read_model import contents, rebuilt
from web.district.opening import READ_MODEL, District, open_district

PLOTS = 3_000
SMALL = 250
V = K = Instant(FOREVER - 1)
REBUILD = """
import sys
from pathlib import Path
from projections.building import rebuild_plan
from projections.building import rebuild as rebuilding
from web.district.opening import open_district

rebuild_plan.CHUNK_FACTS = int(sys.argv[2])
rebuilding.WORTH_PROCESSES = 0
district = open_district(Path(sys.argv[1]))
district.read_model.rebuild(district.app.journal, lambda *done: print(done, flush=True))
"""

KILLING = "import os\nos.kill(os.getpid(), 9)"
"""What every process that is started meets, as where memory is short."""


@pytest.fixture
def many(tmp_path: Path) -> Iterator[District]:
    """Let everything happen to a few plots, and a little to many others."""
    district, clock = found(tmp_path / "story")
    tell(district.app, clock)
    record_many(district.app, 1, PLOTS)
    yield district
    district.close()


@pytest.fixture
def in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small journal be rebuilt as a large one is."""
    monkeypatch.setattr(rebuild_plan, "CHUNK_FACTS", SMALL)
    monkeypatch.setattr(rebuilding, "WORTH_PROCESSES", 0)


def written(home: Path) -> set[int]:
    """Ask the file which chunks a killed rebuild has left."""
    with closing(sqlite3.connect(home / READ_MODEL)) as connection:
        return {row[0] for row in connection.execute("SELECT chunk FROM rebuild_chunk")}


@pytest.mark.usefixtures("in_chunks")
def test_processes_write_what_catching_up_writes(
    many: District, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    last = many.app.journal.head().position
    many.refresh()
    caught_up = contents(many.read_model)

    many.read_model.rebuild(many.app.journal, lambda *done: told.append(done))

    assert contents(many.read_model) == caught_up
    assert contents(many.read_model) == rebuilt(many, tmp_path / "other.sqlite")
    assert told == sorted(told)
    assert told[-1] == (last, last)
    assert len(told) > last // SMALL // 2


def test_a_killed_rebuild_goes_on_behind_what_it_has_written(
    many: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = rebuilt(many, tmp_path / "other.sqlite")
    command = [sys.executable, "-c", REBUILD, str(many.home), str(SMALL)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        for _ in range(4):
            killed.stdout.readline()
        killed.kill()
    before, again = written(many.home), set[int]()
    assert {place for place in before if place >= 0}
    assert rebuild_plan.ALL_WRITTEN not in before

    def noting(lines: rebuild_chunks.Lines, chunk: Chunk) -> Batch:
        again.add(chunk.number)
        return rebuild_chunks.batch_of(lines, chunk)

    monkeypatch.setattr(rebuild_plan, "CHUNK_FACTS", SMALL)
    monkeypatch.setattr(rebuilding, "batch_of", noting)
    many.read_model.rebuild(many.app.journal)

    assert again
    assert again.isdisjoint(before)
    assert contents(many.read_model) == expected
    assert written(many.home) == set()


@pytest.mark.usefixtures("in_chunks")
def test_a_rebuild_whose_process_fails_ends_in_a_sentence(
    many: District, tmp_path: Path
) -> None:
    many.refresh()
    before = contents(many.read_model)
    (tmp_path / "killing").mkdir()
    (tmp_path / "killing" / "sitecustomize.py").write_text(KILLING)

    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(tmp_path / "killing")
        failed = guatu(many.home, "rebuild")
    again = guatu(many.home, "rebuild")

    assert failed.exit_code == 3
    assert "ended early (exit code -9)" in failed.stderr
    assert again.exit_code == 0
    assert contents(many.read_model) == before


@pytest.mark.usefixtures("in_chunks")
def test_half_a_rebuild_is_never_served(many: District) -> None:
    many.refresh()
    position = many.read_model.position()
    command = [sys.executable, "-c", REBUILD, str(many.home), str(SMALL)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        killed.stdout.readline()
        killed.kill()

    other = open_district(many.home)
    with other.read_model.snapshot() as now:
        assert now.position == position
        assert sum(row.plots for row in stages_at(now, at=At(V, K))) > PLOTS
    other.close()


@pytest.mark.usefixtures("in_chunks")
def test_readers_go_on_while_a_rebuild_swaps(many: District) -> None:
    many.refresh()
    seen: set[tuple[int, int]] = set()
    over = threading.Event()

    def read_on() -> None:
        other = open_read_model(many.home / READ_MODEL)
        while not over.is_set():
            with other.snapshot() as now:
                rows = stages_at(now, at=At(V, K))
                seen.add((now.position, sum(row.plots for row in rows)))
        other.close()

    reading = threading.Thread(target=read_on)
    reading.start()
    for _ in range(2):
        many.read_model.rebuild(many.app.journal)
    over.set()
    reading.join()

    assert len(seen) == 1


@pytest.mark.usefixtures("in_chunks")
def test_a_second_rebuild_at_once_ends_in_the_same_rows(
    many: District, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", REBUILD, str(many.home), str(SMALL)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        many.read_model.rebuild(many.app.journal)
        other.communicate()

    assert other.returncode == 0
    many.refresh()
    assert contents(many.read_model) == rebuilt(many, tmp_path / "other.sqlite")


@pytest.mark.usefixtures("in_chunks")
def test_a_plan_for_a_journal_that_was_replaced_is_dropped(
    many: District, tmp_path: Path
) -> None:
    expected = rebuilt(many, tmp_path / "other.sqlite")
    model = many.read_model
    engine = open_engine(model.path)
    with writing(engine) as connection:
        point(connection, plan, 2, Mark(5, "another journal", b"leaf"))
    engine.dispose()

    model.rebuild(many.app.journal)

    assert contents(model) == expected
