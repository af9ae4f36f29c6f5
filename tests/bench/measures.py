"""What is measured, each against the bare library doing the same in the same run."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

import msgspec
from eventsourcing.application import Application
from eventsourcing.persistence import StoredEvent

from domain.importing import apply_import
from domain.journal.mapper import FactMapper, Placed
from domain.kernel.instants import effective_from
from domain.plots import PlotStage, PlotStageRecorded
from projections.plots import plots_at, stages_at
from web.dates import resolve
from web.registers.imports import prepare
from web.wiring import District, found_district, open_district

STREAMS = 200
TURNS = 10
PLOTS = 12_000
LIBRARY_BATCH = 5_000
STAGES = list(PlotStage)
DAYS = [f"2025-{month:02d}-11" for month in range(1, len(STAGES) + 1)]
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


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the report."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    against: str | None = None
    target: float | None = None
    met: bool | None = None


class BareLibrary(Application[str]):
    """The library as it comes, but for the same encoding of facts."""

    env: ClassVar[dict[str, str]] = {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "ORIGINATOR_ID_TYPE": "text",
    }

    def construct_mapper(self) -> FactMapper:
        """Encode facts as Guatu does, so that only the journals differ."""
        return FactMapper(transcoder=None)  # type: ignore[arg-type]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _ratio(name: str, ours: float, bare: float, *, target: float) -> Figure:
    ratio = ours / bare
    against = f"the bare library: {bare:,.0f} facts/s"
    return Figure(
        name=name,
        value=ours,
        unit="facts/s",
        ratio=ratio,
        against=against,
        target=target,
        met=ratio >= target,
    )


def durable_singles(folder: Path) -> Iterator[Figure]:
    """Commands one by one, each decided and durable, against one put a commit.

    Both take turns, so that a disk that is slow for a while is slow for both.
    """
    district = _district(folder / "singles")
    bare = BareLibrary({"SQLITE_DBNAME": str(folder / "bare-singles.sqlite")})
    for number in range(STREAMS):
        district.app.execute(_registration(number), actor="bench")
    ours_s = bare_s = 0.0
    for turn in range(TURNS):
        numbers = range(turn * STREAMS, (turn + 1) * STREAMS)
        ours_s += _seconds(partial(_record_singles, district, numbers))
        bare_s += _seconds(partial(_put_singles, bare, numbers))
    district.close()
    bare.close()
    name, facts = "facts recorded one by one, durable", STREAMS * TURNS
    yield _ratio(name, facts / ours_s, facts / bare_s, target=0.6)


def _registration(number: int) -> dict[str, object]:
    return {
        "command_id": f"r{number}",
        "record": "PlotRegistered",
        "plot": f"P{number}",
        "effective": "2024-01-01",
        "point": "POINT (500000 3880000)",
    }


def _record_singles(district: District, numbers: Sequence[int]) -> None:
    for number in numbers:
        body = {
            "command_id": f"s{number}",
            "record": "PlotStageRecorded",
            "plot": f"P{number % STREAMS}",
            "stage": STAGES[number % len(STAGES)].value,
            "effective": "2025-03-01",
        }
        district.app.execute(body, actor="bench")


def _put_singles(bare: BareLibrary, numbers: Sequence[int]) -> None:
    for number in numbers:
        version = number // STREAMS + 1
        fact = _stage(number)
        bare.events.put([Placed(f"plot:P{number % STREAMS}", version, fact)])


def _stage(number: int) -> PlotStageRecorded:
    stage = STAGES[number % len(STAGES)]
    return PlotStageRecorded(effective=effective_from("2025-03-01"), stage=stage)


def imports_and_answers(folder: Path) -> Iterator[Figure]:
    """An import from file to journal; then the tables built and asked."""
    district = _district(folder / "import")
    register, mapping = _register(folder)
    ours_s = _seconds(lambda: _import(district, register, mapping))
    facts = district.app.journal.head().position - 1
    lines = district.app.journal.lines_after(1, limit=facts)
    events = [StoredEvent(e.stream, e.version, e.name, e.state) for e in lines]
    bare_s = _seconds(lambda: _insert_bare(folder, events))
    name = "facts imported: read, reconciled, recorded"
    yield _ratio(name, facts / ours_s, facts / bare_s, target=0.15)
    yield from _rebuild(district, facts)
    yield from _states(district)
    district.close()


def _register(folder: Path) -> tuple[Path, Path]:
    """Write a register of plots with a date for each stage, and its mapping."""
    register, mapping = folder / "register.csv", folder / "register.toml"
    with register.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "zone", "x", "y", *STAGES])
        for number in range(PLOTS):
            x, y = 500_000 + number % 100 * 30, 3_880_000 + number // 100 * 30
            writer.writerow([f"P{number}", f"Z{number % 12}", x, y, *DAYS])
    rules = "".join(
        '[[facts]]\nrecord = "PlotStageRecorded"\n'
        f'members.stage.value = "{stage}"\nmembers.effective.column = "{stage}"\n'
        for stage in STAGES
    )
    mapping.write_text(MAPPING + rules, encoding="utf-8")
    return register, mapping


def _import(district: District, register: Path, mapping: Path) -> None:
    prepared = prepare(district, register, register="bench", mapping_path=mapping)
    # The tables are caught up outside the measured part: the bare library has none.
    apply_import(district.app, prepared.plan, actor="bench")


def _insert_bare(folder: Path, events: Sequence[StoredEvent]) -> None:
    bare = BareLibrary({"SQLITE_DBNAME": str(folder / "bare-import.sqlite")})
    for start in range(0, len(events), LIBRARY_BATCH):
        bare.recorder.insert_events(events[start : start + LIBRARY_BATCH])
    bare.close()


def _rebuild(district: District, facts: int) -> Iterator[Figure]:
    journal, model = district.app.journal, district.read_model
    caught_up_s = _seconds(lambda: model.catch_up(journal))
    yield Figure(name="catch-up", value=facts / caught_up_s, unit="facts/s")
    rebuilt_s = _seconds(lambda: model.rebuild(journal))
    yield Figure(name="rebuild", value=facts / rebuilt_s, unit="facts/s")


def _states(district: District) -> Iterator[Figure]:
    dates = resolve(district, as_of="2025-04-30")
    at = {"as_of": dates.as_of, "as_known": dates.as_known}
    with district.read_model.snapshot() as now:
        for name, ask in (
            (f"state of all {PLOTS:,} plots at a date", plots_at),
            (f"stages of {PLOTS:,} plots counted at a date", stages_at),
        ):
            times = sorted(_seconds(partial(ask, now, **at)) for _ in range(5))
            yield Figure(name=name, value=times[2] * 1000, unit="ms")


def _district(home: Path) -> District:
    found_district(home, name="Bench", crs="EPSG:4548", currency="CNY")
    return open_district(home)


MEASURES: Sequence[Callable[[Path], Iterator[Figure]]] = (
    durable_singles,
    imports_and_answers,
)
