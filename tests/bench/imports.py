"""Imports: an edition read, reconciled and recorded, against bare inserts."""

from __future__ import annotations

import csv
import shutil
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eventsourcing.persistence import StoredEvent

from domain.importing.importer import apply_import
from domain.things.land.plots import PlotStage
from tests.bench.figures import Figure, at_least, faster_by
from tests.bench.library import bare_library
from tests.bench.run import Run
from tests.bench.singles import new_district
from tests.bench.timing import in_turns
from web.recording.registers.imports import prepare

LIBRARY_BATCH = 5_000
STAGES = list(PlotStage)
DAYS = [f"2025-{month:02d}-{{day:02d}}" for month in range(1, len(STAGES) + 1)]
COSTLY = PlotStage.COMPENSATED
RATIO, FACTS_A_SECOND = 0.2, 30_000
MAPPING = """
id = "id"
[position]
crs = "EPSG:4548"
x = "x"
y = "y"
[[facts]]
record = "PlotRegistered"
members.effective.value = "2024-01-01"
members.zone.column = "zone"
"""
STAGE_RULE = """
[[facts]]
record = "PlotStageRecorded"
members.stage.value = "{stage}"
members.effective.column = "{stage}"
"""


@dataclass(frozen=True, slots=True)
class _Register:
    """A register of plots with a date for each stage and one amount."""

    file: Path
    mapping: Path


def imports(run: Run) -> Iterator[Figure]:
    """Import the register into empty districts, and insert the same events bare."""
    register = _written(run.folder, run.size.rows)
    events = _import(run.folder / "import-first", register)
    ours, theirs = in_turns(
        run.size.turns,
        [
            lambda turn: _import(run.folder / f"import-{turn}", register, read=False),
            lambda turn: _insert(run.folder / f"bare-{turn}.sqlite", events),
        ],
    )
    name = "validated import: read, reconciled, recorded"
    against = "the library's insert_events in 5,000s"
    facts = len(events)
    yield faster_by(name, facts, ours, theirs, against=against, target=RATIO)
    rate = facts / statistics.median(ours)
    yield at_least("validated import, absolute", rate, "facts/s", FACTS_A_SECOND)


def _written(folder: Path, rows: int) -> _Register:
    register = _Register(folder / "register.csv", folder / "register.toml")
    with register.file.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "zone", "x", "y", *STAGES, "paid"])
        for row in range(rows):
            place = 500_000 + row % 100 * 30, 3_880_000 + row // 100 * 30
            days = [day.format(day=1 + row % 28) for day in DAYS]
            zone, paid = f"Z{row % 12}", f"{row * 37 % 90_000}.50"
            writer.writerow([f"P{row}", zone, *place, *days, paid])
    rules = "".join(STAGE_RULE.format(stage=each) for each in STAGES)
    costly = f'members.stage.value = "{COSTLY}"\n'
    rules = rules.replace(costly, f'{costly}members.amount.column = "paid"\n')
    register.mapping.write_text(MAPPING + rules, encoding="utf-8")
    return register


def _import(home: Path, register: _Register, *, read: bool = True) -> list[StoredEvent]:
    """Import into a new district; the read model is no part of it."""
    district = new_district(home)
    prepared = prepare(
        district, register.file, register="bench", mapping_path=register.mapping
    )
    receipt = apply_import(district.app, prepared.plan, actor="bench")
    assert receipt is not None
    limit = receipt.last if read else 0
    lines = district.app.journal.lines_after(1, limit=limit)
    district.close()
    shutil.rmtree(home)
    return [StoredEvent(e.stream, e.version, e.name, e.state) for e in lines]


def _insert(file: Path, events: Sequence[StoredEvent]) -> None:
    bare = bare_library(file)
    for start in range(0, len(events), LIBRARY_BATCH):
        bare.recorder.insert_events(events[start : start + LIBRARY_BATCH])
    bare.close()
    file.unlink()
