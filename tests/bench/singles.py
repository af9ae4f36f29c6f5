"""Durable singles: one command a commit, decided, conditioned and sealed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from domain.journal.mapper import Placed
from domain.kernel.instants import effective_from
from domain.things.land.plots import PlotStage, PlotStageRecorded
from tests.bench.figures import Figure, faster_by
from tests.bench.library import BareLibrary, bare_library
from tests.bench.run import Run
from tests.bench.timing import in_turns
from web.district.founding import found_district
from web.district.opening import District, open_district

STAGES = list(PlotStage)
DAY = "2025-03-01"
TARGET = 0.6


def durable_singles(run: Run) -> Iterator[Figure]:
    """Record stages, each durable, against one put a commit: the sides take turns."""
    number, turns = run.size.singles, run.size.turns
    district = new_district(run.folder / "singles")
    bare = bare_library(run.folder / "bare-singles.sqlite")
    for plot in range(number):
        district.app.execute(_registration(plot), actor="bench")
    ours, theirs = in_turns(
        turns,
        [
            lambda turn: _record(district, range(turn * number, (turn + 1) * number)),
            lambda turn: _put(bare, range(turn * number, (turn + 1) * number), number),
        ],
    )
    district.close()
    bare.close()
    yield faster_by(
        "durable single commands",
        number,
        ours,
        theirs,
        against="the library's put of one event at FULL",
        target=TARGET,
    )


def new_district(home: Path) -> District:
    """Found a district that is no demonstration: on the system's clock."""
    found_district(home, name="Bench", crs="EPSG:4548", currency="CNY")
    return open_district(home)


def _registration(plot: int) -> dict[str, object]:
    return {
        "command_id": f"r{plot}",
        "record": "PlotRegistered",
        "plot": f"P{plot}",
        "effective": "2024-01-01",
        "point": "POINT (500000 3880000)",
    }


def _record(district: District, numbers: Sequence[int]) -> None:
    plots = len(numbers)
    for number in numbers:
        body = {
            "command_id": f"s{number}",
            "record": "PlotStageRecorded",
            "plot": f"P{number % plots}",
            "stage": STAGES[number % len(STAGES)].value,
            "effective": DAY,
        }
        district.app.execute(body, actor="bench")


def _put(bare: BareLibrary, numbers: Sequence[int], plots: int) -> None:
    for number in numbers:
        stage = STAGES[number % len(STAGES)]
        fact = PlotStageRecorded(effective=effective_from(DAY), stage=stage)
        version = number // plots + 1
        bare.events.put([Placed(f"plot:P{number % plots}", version, fact)])
