"""A decade comes by the bulk path, and is what single commands would have made."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import shapely

from domain.journal.lines import Line
from domain.kernel.live_facts import Entry
from domain.kernel.questions.states import conflicts
from domain.things.land.plots import (
    PlotRegistered,
    PlotsMerged,
    PlotSplit,
    PlotStageRecorded,
)
from web.district.founding import found_district
from web.district.opening import JOURNAL, open_district
from web.samples.decade.commands import drawn_decade
from web.samples.decade.filling import (
    CURRENCY,
    NAME,
    DecadeClock,
    found_decade,
    journal_id,
)
from web.samples.decade.land import CRS, drawn_land
from web.samples.decade.lawful import as_sent
from web.samples.decade.ordering import DAY_S, MICROSECONDS
from web.samples.decade.scale import FIRST_DAY, LAST_DAY, Scale

ROOT = Path(__file__).parents[3]
SMALL = Scale(plots=300, facts=3_000, seed=5)
TABLES = ("stored_events", "commands", "journal_identity", "sqlite_sequence")
REDRAWN = {"PlotSplit", "PlotsMerged", "BoundariesAdjusted"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a small decade once."""
    folder = tmp_path_factory.mktemp("decade") / "district"
    found_decade(folder, SMALL)
    return folder


def stored(home: Path) -> list[list[tuple[object, ...]]]:
    """Return every byte that a journal holds, leaves included."""
    with closing(sqlite3.connect(home / JOURNAL)) as journal:
        return [journal.execute(f"SELECT * FROM {each}").fetchall() for each in TABLES]


def lines(home: Path) -> list[Line]:
    district = open_district(home)
    found = district.app.journal.lines_after(0, limit=1_000_000)
    district.close()
    return found


def entries(home: Path) -> list[Entry]:
    return [line.entry() for line in lines(home)]


def boundaries(home: Path) -> dict[str, shapely.Geometry]:
    """Return the boundary with which each plot was registered, by its stream."""
    return {
        entry.thing: shapely.from_wkt(entry.fact.boundary)
        for entry in entries(home)
        if isinstance(entry.fact, PlotRegistered)
    }


def share(chosen: Iterable[object], of: int) -> float:
    return sum(1 for _ in chosen) / of


def test_the_deciders_come_to_the_same_journal_one_by_one(
    home: Path, tmp_path: Path
) -> None:
    clock = DecadeClock()
    found_district(
        tmp_path,
        name=NAME,
        crs=CRS,
        currency=CURRENCY,
        clock=clock,
        journal_id=journal_id(SMALL),
    )
    district = open_district(tmp_path, clock)
    for command in drawn_decade(SMALL).commands():
        clock.instant = command.instant
        sent = as_sent(command)
        if len(command.bodies) == 1:
            district.app.execute(sent, actor=command.actor)
        else:
            name, actor = command.command_id, command.actor
            district.app.execute_group(command.bodies, command_id=name, actor=actor)
    district.close()

    assert stored(tmp_path) == stored(home)


def test_the_same_seed_makes_the_same_bytes_in_another_process(
    home: Path, tmp_path: Path
) -> None:
    source = (
        "from pathlib import Path; "
        "from web.samples.decade.filling import found_decade; "
        "from web.samples.decade.scale import Scale; "
        f"found_decade(Path({str(tmp_path / 'again')!r}), {SMALL!r})"
    )
    hashed_otherwise = {**os.environ, "PYTHONHASHSEED": "99"}
    subprocess.run(
        [sys.executable, "-c", source], check=True, cwd=ROOT, env=hashed_otherwise
    )

    assert stored(tmp_path / "again") == stored(home)


def test_another_seed_makes_another_decade(home: Path, tmp_path: Path) -> None:
    found_decade(tmp_path / "other", Scale(plots=300, facts=3_000, seed=6))

    assert stored(tmp_path / "other")[0] != stored(home)[0]


def test_a_decade_has_as_many_facts_as_asked_for(home: Path) -> None:
    names = Counter(line.name for line in lines(home))
    asked = {k: n for k, n in names.items() if k not in REDRAWN | {"Concerned"}}

    assert sum(asked.values()) == pytest.approx(SMALL.facts, rel=0.01)
    assert names["PlotRegistered"] == SMALL.plots


def test_two_in_a_hundred_are_corrected_and_three_in_a_thousand_withdrawn(
    home: Path,
) -> None:
    names = Counter(line.name for line in lines(home))

    assert names["FactCorrected"] / SMALL.facts == pytest.approx(0.02, rel=0.1)
    assert names["FactWithdrawn"] / SMALL.facts == pytest.approx(0.0033, rel=0.2)


def test_eight_in_a_hundred_are_a_month_to_a_year_late(home: Path) -> None:
    steps = [
        (entry.recorded, entry.fact.effective)
        for entry in entries(home)
        if isinstance(entry.fact, PlotStageRecorded)
    ]
    month = 30 * DAY_S * MICROSECONDS
    late = [each for each in steps if each[0] - each[1] >= month]

    assert share(late, len(steps)) == pytest.approx(0.08, rel=0.25)


def test_recorded_time_grows_over_the_whole_decade(home: Path) -> None:
    days = [line.recorded / MICROSECONDS / DAY_S for line in lines(home)]

    assert days == sorted(days)
    assert days[0] == pytest.approx(FIRST_DAY, abs=1)
    assert days[-1] == pytest.approx(LAST_DAY, abs=40)


def test_every_way_of_redrawing_occurs(home: Path) -> None:
    assert {line.name for line in lines(home)} >= REDRAWN


def test_children_tile_their_parent_to_the_millimetre(home: Path) -> None:
    drawn = boundaries(home)
    splits = [e for e in entries(home) if isinstance(e.fact, PlotSplit)]

    for each in splits:
        assert isinstance(each.fact, PlotSplit)
        children = [shapely.from_wkt(child.boundary) for child in each.fact.children]
        assert shapely.coverage_is_valid(children)
        assert shapely.equals(shapely.union_all(children), drawn[each.thing])


def test_a_merged_plot_is_its_parents_together(home: Path) -> None:
    drawn = boundaries(home)
    for each in entries(home):
        if isinstance(each.fact, PlotsMerged):
            parents = [drawn[f"plot:{parent}"] for parent in each.fact.parents]
            whole = shapely.from_wkt(each.fact.boundary)
            assert shapely.equals(shapely.union_all(parents), whole)


def test_plots_tile_their_blocks(home: Path) -> None:
    assert home.exists()
    land = drawn_land(np.random.default_rng(1), 400)
    shapes = shapely.box(land.west, land.south, land.east, land.north)

    assert shapely.coverage_is_valid(shapes)
    assert len(shapely.get_parts(shapely.coverage_union_all(shapes))) == 20


def test_some_facts_are_stranded(tmp_path: Path) -> None:
    """Some are told of a plot that has been split or merged meanwhile."""
    found_decade(tmp_path / "longer", Scale(plots=1_000, facts=30_000, seed=5))
    known = entries(tmp_path / "longer")

    assert conflicts(known, as_known=known[-1].recorded)
