"""Two at once on one journal: as if one came after the other, and never a half.

Threads and processes race on one file. Who wins is chance; what is checked holds for
every outcome.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from domain.application import KeyProjects
from domain.errors import (
    Refusal,
)
from tests.integration.journal_builders import (
    ACTOR,
    founded,
    lines_of,
    opened,
)
from tests.integration.redrawing_builders import (
    Body,
    adjusting,
    assigning,
    merging,
    named,
    plots_and_projects,
    splitting,
    staging,
    withdrawing,
)

ROOT = Path(__file__).parents[3]
ROUNDS = 12


def listed_at(n: int) -> int:
    """The position of the project of a round: the founding fact is position 1."""
    return 4 + 3 * n


def outcome(app: KeyProjects, body: Body) -> str:
    try:
        app.execute(body, actor=ACTOR)
    except Refusal as refusal:
        return type(refusal).__name__
    return "done"


def raced(path: Path, pairs: Sequence[tuple[Body, Body]]) -> list[tuple[str, str]]:
    """Let two threads, each with an application of its own, send each pair at once."""
    told: tuple[list[str], list[str]] = ([], [])
    barrier = threading.Barrier(2)

    def send(side: int) -> None:
        with opened(path) as app:
            for pair in pairs:
                barrier.wait()
                told[side].append(outcome(app, pair[side]))

    threads = [threading.Thread(target=send, args=(side,)) for side in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(zip(*told, strict=True))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[tuple[Path, KeyProjects]]:
    path = tmp_path / "j.db"
    with founded(path) as app:
        plots_and_projects(app, ROUNDS)
        yield path, app


def test_two_splits_never_make_the_same_child(
    journal: tuple[Path, KeyProjects],
) -> None:
    path, app = journal
    pairs = [
        (
            splitting(f"x{n}", f"A{n}", f"C{n}", f"D{n}"),
            splitting(f"y{n}", f"B{n}", f"E{n}", f"C{n}"),
        )
        for n in range(ROUNDS)
    ]

    for n, told in enumerate(raced(path, pairs)):
        assert sorted(told) == ["AlreadyRegisteredError", "done"]
        whole = [len(named(app, f"{each}{n}")) for each in "xy"]
        assert sorted(whole) == [0, 3]


def test_a_stage_and_the_split_of_its_plot_come_one_after_the_other(
    journal: tuple[Path, KeyProjects],
) -> None:
    path, app = journal
    pairs = [
        (staging(f"x{n}", f"A{n}"), splitting(f"y{n}", f"A{n}", f"C{n}", f"D{n}"))
        for n in range(ROUNDS)
    ]

    for n, told in enumerate(raced(path, pairs)):
        assert told == ("done", "done")
        versions = [
            line.version for line in lines_of(app) if line.stream == f"plot:A{n}"
        ]
        assert versions == [1, 2, 3]


def test_a_plot_is_never_assigned_to_a_project_that_is_withdrawn_already(
    journal: tuple[Path, KeyProjects],
) -> None:
    path, app = journal
    pairs = [
        (assigning(f"x{n}", f"A{n}", f"P{n}"), withdrawing(f"y{n}", listed_at(n)))
        for n in range(ROUNDS)
    ]

    for n, told in enumerate(raced(path, pairs)):
        assert told in (("done", "done"), ("UnknownThingError", "done"))
        if told[0] == "done":
            [assigned], [withdrawn] = named(app, f"x{n}"), named(app, f"y{n}")
            assert assigned.position < withdrawn.position


def test_two_redrawings_never_end_the_same_plot(
    journal: tuple[Path, KeyProjects],
) -> None:
    path, app = journal
    pairs = [
        (
            merging(f"x{n}", f"M{n}", f"A{n}", f"B{n}"),
            splitting(f"y{n}", f"B{n}", f"C{n}", f"D{n}"),
        )
        for n in range(ROUNDS)
    ]

    for n, told in enumerate(raced(path, pairs)):
        assert sorted(told) == ["NotThereError", "done"]
        assert sorted(len(named(app, f"{each}{n}")) for each in "xy") == [0, 3]


def test_what_a_client_has_read_is_not_decided_again(
    journal: tuple[Path, KeyProjects],
) -> None:
    path, app = journal
    read = app.journal.head().position
    first, second = (
        [{**staging(f"{side}{n}", f"A{n}"), "as_read_at": read} for n in range(ROUNDS)]
        for side in "xy"
    )
    pairs = list(zip(first, second, strict=True))

    # Each names another plot, but later rounds change nothing of earlier ones.
    for told in raced(path, pairs):
        assert sorted(told) == ["MovedError", "done"]


def test_processes_race_as_threads_do(journal: tuple[Path, KeyProjects]) -> None:
    path, app = journal
    sides: tuple[list[Body], list[Body]] = (
        [merging(f"x{n}", f"M{n}", f"A{n}", f"B{n}") for n in range(ROUNDS)],
        [adjusting(f"y{n}", f"A{n}", f"B{n}", on="2026-04-01") for n in range(ROUNDS)],
    )

    told = list(zip(*_processes(path, sides), strict=True))

    for n, (merged, adjusted) in enumerate(told):
        assert merged.startswith("done")
        assert adjusted == "NotThereError" or adjusted.startswith("done")
        assert len(named(app, f"x{n}")) == 3
        assert len(named(app, f"y{n}")) == (2 if adjusted.startswith("done") else 0)


def _processes(path: Path, sides: Sequence[list[Body]]) -> list[list[str]]:
    command = [
        sys.executable,
        "-m",
        "tests.integration.journal.racing_child",
        str(path),
    ]
    children = [
        subprocess.Popen(
            [*command, msgspec.json.encode(bodies).decode()],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for bodies in sides
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    return [child.communicate(timeout=60)[0].splitlines() for child in children]
