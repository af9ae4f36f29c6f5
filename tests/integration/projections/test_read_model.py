"""The read model is disposable: whatever interrupts it, it ends as a rebuild would."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import inspect, select

from domain.kernel.instants import FOREVER, At, Instant
from projections.building.rebuild import Rebuild
from projections.lists.plots import plots_at, stages_at
from projections.opening.read_model import ReadModel, no_progress, open_read_model
from projections.tables.engine import open_engine
from projections.tables.layout import VERSION
from projections.tables.snapshot import Snapshot
from tests.integration.building import answered, guatu, record, record_many, registered
from web.district.founding import found_district
from web.district.opening import JOURNAL, READ_MODEL, District, open_district

Contents = dict[str, list[tuple[object, ...]]]

CATCH_UP = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from web.district.opening import open_district

district = open_district(Path(sys.argv[1]))
with ThreadPoolExecutor(4) as pool:
    jobs = [
        pool.submit(district.read_model.catch_up, district.app.journal)
        for _ in range(4)
    ]
print(sum(job.result() for job in jobs))
"""
READ_UNTIL_KILLED = """
import sys
from pathlib import Path
from web.district.opening import open_district

district = open_district(Path(sys.argv[1]))
print("reading", flush=True)
while True:
    district.refresh()
    if sys.argv[2] == "rebuild":
        district.read_model.rebuild(district.app.journal)
"""
V = K = Instant(FOREVER - 1)
POINTERS = {"standing", "rebuild", "rebuild_chunk"}


def contents(model: ReadModel) -> Contents:
    """Return all rows of all tables, sorted, under names without generation."""
    with model.snapshot() as now:
        return rows_of(now)


def rows_of(now: Snapshot) -> Contents:
    return {
        table.name.rsplit("_", 2)[0]: sorted(
            tuple(row) for row in now.connection.execute(select(table))
        )
        for table in now.tables.metadata.sorted_tables
    }


def rebuilt(district: District, path: Path) -> Contents:
    """Rebuild the journal's rows in another file."""
    model = open_read_model(path)
    model.rebuild(district.app.journal)
    found = contents(model)
    model.close()
    return found


def tables_in(model: ReadModel) -> set[str]:
    with model.snapshot() as now:
        return set(inspect(now.connection).get_table_names())


def test_two_processes_of_four_threads_apply_each_fact_once(
    district: District, tmp_path: Path
) -> None:
    record_many(district.app, 1, 1_600)
    command = [sys.executable, "-c", CATCH_UP, str(district.home)]

    runs = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]

    applied = sum(int(run.communicate()[0]) for run in runs)
    assert applied == district.app.journal.head().position
    assert contents(district.read_model) == rebuilt(district, tmp_path / "other.sqlite")


def test_eight_threads_open_a_new_model_at_once(
    district: District, tmp_path: Path
) -> None:
    record_many(district.app, 1, 600)
    path = tmp_path / "fresh.sqlite"

    def opened(_: int) -> int:
        model = open_read_model(path)
        applied = model.catch_up(district.app.journal)
        model.close()
        return applied

    with ThreadPoolExecutor(8) as pool:
        applied = list(pool.map(opened, range(8)))

    assert sum(applied) == district.app.journal.head().position


def test_a_rebuild_misses_nothing_that_is_recorded_meanwhile(
    district: District, tmp_path: Path
) -> None:
    record_many(district.app, 1, 500)
    district.refresh()
    other = open_district(district.home)

    def record_on() -> None:
        for number in range(40):
            record(other.app, registered(f"meanwhile-{number}"))
            other.refresh()

    with ThreadPoolExecutor(1) as pool:
        recording = pool.submit(record_on)
        while not recording.done():
            district.read_model.rebuild(district.app.journal)
        recording.result()
    district.refresh()

    assert contents(district.read_model) == rebuilt(district, tmp_path / "other.sqlite")
    other.close()


def test_a_model_killed_at_any_moment_goes_on_where_it_was(
    district: District, tmp_path: Path
) -> None:
    moments = random.Random(20170930)  # noqa: S311  (a seed, not a secret)
    for each in range(8):
        record_many(district.app, 1 + 500 * each, 500)
        doing = "rebuild" if each % 2 else "catch up"
        command = [sys.executable, "-c", READ_UNTIL_KILLED, str(district.home), doing]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as reading:
            assert reading.stdout is not None
            reading.stdout.readline()
            time.sleep(moments.uniform(0, 0.25))
            reading.kill()

    district.refresh()

    assert district.read_model.position() == district.app.journal.head().position
    assert contents(district.read_model) == rebuilt(district, tmp_path / "other.sqlite")


def test_a_rebuild_leaves_one_generation_behind(district: District) -> None:
    record(district.app, registered("A-1"))
    district.refresh()
    before = tables_in(district.read_model)

    for _ in range(2):
        district.read_model.rebuild(district.app.journal)

    after = tables_in(district.read_model)
    assert len(after) == len(before)
    assert {
        name for name in after if name.endswith(f"_{VERSION}_3")
    } == after - POINTERS


def test_a_rebuild_that_was_only_begun_is_finished_by_the_next(
    district: District,
) -> None:
    record(district.app, registered("A-1"))
    district.refresh()
    Rebuild(open_engine(district.read_model.path), district.app.journal, no_progress)

    district.read_model.rebuild(district.app.journal)

    assert all(
        name in POINTERS or name.endswith(f"_{VERSION}_2")
        for name in tables_in(district.read_model)
    )


def test_a_deleted_model_is_filled_again(district: District, tmp_path: Path) -> None:
    record_many(district.app, 1, 30)
    district.refresh()
    district.read_model.close()
    for file in district.home.glob(f"{READ_MODEL}*"):
        file.unlink()

    again = open_district(district.home)
    again.refresh()

    assert contents(again.read_model) == rebuilt(again, tmp_path / "other.sqlite")
    again.close()


def test_a_spoilt_model_is_filled_again(home: Path) -> None:
    before = open_district(home)
    record(before.app, registered("A-1"))
    before.refresh()
    before.close()
    (home / READ_MODEL).write_bytes(b"no database" * 1_000)

    rebuilding = guatu(home, "rebuild")

    assert rebuilding.exit_code == 0
    assert [row["plot"] for row in answered(home, "state", "plots")["plots"]] == ["A-1"]


def test_a_model_left_by_another_journal_is_not_believed(home: Path) -> None:
    before = open_district(home)
    record_many(before.app, 1, 30)
    before.refresh()
    before.close()
    for file in home.glob(f"{JOURNAL}*"):
        file.unlink()
    # With its marks: a home that remembers a journal founds no other one.
    shutil.rmtree(home / "marks")
    found_district(home, name="另一个", crs="EPSG:4547", currency="CNY")
    district = open_district(home)
    record(district.app, registered("A-1"))

    district.refresh()

    with district.read_model.snapshot() as now:
        assert [row.plot for row in plots_at(now, at=At(V, K))] == ["A-1"]
    district.close()


def test_a_snapshot_sees_one_generation_from_end_to_end(district: District) -> None:
    record_many(district.app, 1, 30)
    district.refresh()
    other = open_read_model(district.home / READ_MODEL)

    with district.read_model.snapshot() as now:
        before = rows_of(now)
        record_many(district.app, 31, 30)
        other.rebuild(district.app.journal)

        assert rows_of(now) == before
        assert sum(row.plots for row in stages_at(now, at=At(V, K))) == 30

    with district.read_model.snapshot() as now:
        assert sum(row.plots for row in stages_at(now, at=At(V, K))) == 60
    other.close()
