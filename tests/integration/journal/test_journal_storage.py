"""The journal's file: durable, sealed line by line, read by the library, shared."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

import pytest

from domain.application import KeyProjects
from domain.deciding.context import Decision
from domain.errors import JournalCutError
from domain.journal.lines import Line, Receipt
from domain.members.members import Wkt
from domain.things.land.plots import PlotRegistered
from tests.integration.building import stored
from tests.integration.journal_builders import (
    ACTOR,
    JOURNAL_ID,
    POINT,
    START,
    founded,
    lines_of,
    opened,
    project,
    registration,
    sealed,
    spending,
)
from web.district.founding import found_district
from web.district.opening import JOURNAL, open_district
from web.words.refusals import DistrictExistsError, HomeMissingError

THREADS, COMMANDS = 8, 50
FULL = 2


def test_every_connection_in_use_is_durable(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app, ExitStack() as stack:
        datastore = stored(app).datastore

        connections = [
            stack.enter_context(datastore.get_connection(commit=commit))
            for commit in (True, False, False, False)
        ]

        for connection in connections:
            cursor = connection.cursor()
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone()[0] == FULL
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone()[0] == "wal"


def test_the_library_reads_the_journal_by_its_notification_log(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app:
        app.execute(registration("c0", "甲"), actor=ACTOR)
        for number in range(1, 14):
            app.execute(spending(f"c{number}", "甲"), actor=ACTOR)

        read = list(notifications(app))

        assert [each[0] for each in read] == list(range(1, 16))
        assert read == [
            (line.position, line.stream, line.version, line.name, line.state)
            for line in lines_of(app)
        ]
        stages = stored(app).select_notifications(
            2, 10, stop=4, topics=["PlotAmountRecorded"], inclusive_of_start=False
        )
        assert [each.id for each in stages] == [3, 4]


def notifications(app: KeyProjects) -> Iterator[tuple[int, str, int, str, bytes]]:
    """Follow the log section by section, as a reader of the library does."""
    start = 1
    while section := app.notification_log.select(start=start, limit=10):
        for each in section:
            yield (
                int(each.id),
                str(each.originator_id),
                each.originator_version,
                each.topic,
                each.state,
            )
        start = int(section[-1].id) + 1


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_topics_are_chosen_before_the_limit_counts(tmp_path: Path, limit: int) -> None:
    with founded(tmp_path / "j.db") as app:
        for number in range(4):
            app.execute(registration(f"r{number}", f"甲{number}"), actor=ACTOR)
            app.execute(spending(f"s{number}", f"甲{number}"), actor=ACTOR)

        found = stored(app).select_notifications(
            1, limit, topics=["PlotAmountRecorded"]
        )

    assert [each.id for each in found] == [3, 5, 7][:limit]


def leaf(line: Line) -> bytes:
    """Seal a line from the documented form, with nothing of ours.

    SHA-256 over 0x00 and the parts, each after its length in four bytes, big-endian.
    """
    parts = [
        b"guatu-entry-1",
        JOURNAL_ID.encode(),
        str(line.position).encode(),
        str(line.recorded).encode(),
        line.actor.encode(),
        line.command_id.encode(),
        line.stream.encode(),
        str(line.version).encode(),
        line.name.encode(),
        hashlib.sha256(line.state).digest(),
        b"0",
    ]
    sealed_parts = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    return hashlib.sha256(b"\x00" + sealed_parts).digest()


def test_every_leaf_can_be_computed_from_its_line(tmp_path: Path) -> None:
    fact = PlotRegistered(effective=START, point=Wkt(POINT))
    written = {"plot:丙": 0, "plot:丁": 0}
    pair = Decision([(stream, fact) for stream in written], written)
    with founded(tmp_path / "j.db") as app:
        app.execute(registration("c1", "甲"), actor="王 wáng")
        app.execute(project("c2", "P"), actor=ACTOR)
        app.append(pair, sealed("pair"))
        app.execute({"command_id": "c3", "withdraw": 2, "reason": "错"}, actor=ACTOR)

        lines = lines_of(app)

    assert len(lines) == 6
    assert [line.leaf for line in lines] == [leaf(line) for line in lines]
    assert len({line.leaf for line in lines}) == len(lines)


def cut(path: Path, *tables: str) -> None:
    """Delete everything behind position 3, past the application."""
    with closing(sqlite3.connect(path)) as thief, thief:
        for table in tables:
            column = "last" if table == "commands" else "position"
            thief.execute(f"DELETE FROM {table} WHERE {column} > 3")


def test_no_position_is_used_again_where_the_tail_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    with founded(path) as app:
        for number in range(4):
            app.execute(registration(f"c{number}", f"甲{number}"), actor=ACTOR)
    cut(path, "stored_events", "commands")

    with opened(path) as app:
        # What an auditor noted for positions 4 and 5 stays theirs: SQLite remembers.
        with pytest.raises(JournalCutError, match=r"reached position 5 but .* at 3"):
            app.execute(registration("c9", "乙"), actor=ACTOR)

        assert [line.position for line in lines_of(app)] == [1, 2, 3]


def test_nothing_is_recorded_where_only_the_facts_were_cut(
    tmp_path: Path,
) -> None:
    path = tmp_path / "j.db"
    with founded(path) as app:
        for number in range(4):
            app.execute(registration(f"c{number}", f"甲{number}"), actor=ACTOR)
    cut(path, "stored_events")

    with opened(path) as app:
        with pytest.raises(JournalCutError, match="once reached position 5"):
            app.execute(registration("c9", "乙"), actor=ACTOR)

        assert [line.position for line in lines_of(app)] == [1, 2, 3]


def work(app: KeyProjects, worker: int) -> list[Receipt]:
    """Send fifty commands, every other one to the plot that all threads share."""
    own = f"冷{worker}"
    return [
        app.execute(
            spending(f"w{worker}-{number}", "热" if number % 2 else own), actor=ACTOR
        )
        for number in range(COMMANDS)
    ]


@pytest.mark.parametrize("shared", [True, False], ids=["one app", "an app each"])
def test_threads_on_hot_and_cold_plots_lose_and_double_nothing(
    tmp_path: Path,
    shared: bool,  # noqa: FBT001
) -> None:
    path = tmp_path / "j.db"
    with founded(path) as app, ExitStack() as stack:
        for number, plot in enumerate(["热", *(f"冷{n}" for n in range(THREADS))]):
            app.execute(registration(f"r{number}", plot), actor=ACTOR)
        before = len(lines_of(app))
        apps = [
            app if shared else stack.enter_context(opened(path)) for _ in range(THREADS)
        ]

        with ThreadPoolExecutor(THREADS) as pool:
            receipts = list(pool.map(work, apps, range(THREADS)))

        lines = lines_of(app)

    assert [line.position for line in lines] == list(range(1, len(lines) + 1))
    assert len(lines) == before + THREADS * COMMANDS
    recorded = [line.recorded for line in lines]
    assert recorded == sorted(set(recorded))
    at = {line.command_id: line.position for line in lines}
    assert len(at) == len(lines)
    for worker, given in enumerate(receipts):
        assert [receipt.first for receipt in given] == [
            at[f"w{worker}-{number}"] for number in range(COMMANDS)
        ]
    # By hand: half of each worker's commands went to the hot plot.
    sizes = Counter(line.stream for line in lines)
    assert sizes["plot:热"] == 1 + THREADS * COMMANDS // 2
    assert sizes["plot:冷0"] == 1 + COMMANDS // 2


def test_a_founding_that_was_cut_short_is_repeated_as_if_nothing_had_been(
    tmp_path: Path,
) -> None:
    found = partial(
        found_district, tmp_path, name="测试区", crs="EPSG:4547", currency="CNY"
    )
    KeyProjects({"SQLITE_DBNAME": str(tmp_path / JOURNAL)}).close()

    with pytest.raises(HomeMissingError):
        open_district(tmp_path)
    found()

    district = open_district(tmp_path)
    assert district.about.journal_id == district.app.journal.journal_id()
    assert district.app.journal.head().position == 1
    district.close()
    with pytest.raises(DistrictExistsError):
        found()
