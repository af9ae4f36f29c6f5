"""The demo is made by real commands: marked, the same each time, and telling."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import shapely
from click.testing import CliRunner

from domain.kernel.instants import At, Instant, moment_of, queried_at
from geo.foreign.base_layer import BaseLayer
from projections.lists.plots import plots_at
from projections.lists.projects import projects_at
from tests.conftest import MadeOnce
from web.cli.context import Session
from web.cli.founding.demo import demo as demo_command
from web.district.opening import open_district
from web.samples.demo.filling import Made, found_demo
from web.words.refusals import DistrictExistsError

ROOT = Path(__file__).parents[3]
SEED = 7
LAYERS = ("towns", "zones", "roads", "railway", "water", "parks", "buildings")


@pytest.fixture(scope="module")
def home(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the smallest demo district once."""
    made = made_once("demo-7", lambda home: found_demo(home, size="tiny", seed=SEED))
    folder = tmp_path_factory.mktemp("demo") / "district"
    shutil.copytree(made, folder)
    return folder


def digest(home: Path) -> str:
    """Digest every leaf, and with it every byte and every recorded time."""
    district = open_district(home)
    lines = district.app.journal.lines_after(0, limit=1_000_000)
    district.close()
    return hashlib.sha256(b"".join(line.leaf for line in lines)).hexdigest()


def layer(home: Path, name: str) -> BaseLayer:
    """Read a base layer as the district keeps it."""
    district = open_district(home)
    edition = district.layers.known()[name]
    district.close()
    return district.layers.read(edition)


def test_the_same_seed_makes_the_same_facts(home: Path, tmp_path: Path) -> None:
    """In another process, whose sets and dictionaries are hashed otherwise."""
    again = tmp_path / "again"
    call = f"found_demo(Path({str(again)!r}), size='tiny', seed={SEED})"
    source = (
        "from pathlib import Path; "
        f"from web.samples.demo.filling import found_demo; {call}"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "1234"}
    subprocess.run(
        [sys.executable, "-c", source], check=True, cwd=ROOT, env=environment
    )

    assert digest(again) == digest(home)


def test_another_seed_makes_other_facts_and_progress_grows_to_its_end(
    home: Path, tmp_path: Path
) -> None:
    seen: list[tuple[int, int]] = []
    found_demo(
        tmp_path / "other",
        size="tiny",
        seed=SEED + 1,
        progress=lambda done, in_all: seen.append((done, in_all)),
    )
    shares = [done / in_all for done, in_all in seen]

    assert digest(tmp_path / "other") != digest(home)
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_the_journal_is_marked_as_a_demonstration(home: Path) -> None:
    district = open_district(home)
    about = district.about
    district.close()

    assert about.demonstration
    assert (about.crs, about.currency) == ("EPSG:4548", "CNY")


def test_recorded_times_spread_over_the_three_years(home: Path) -> None:
    district = open_district(home)
    lines = district.app.journal.lines_after(0, limit=1_000_000)
    years = Counter(moment_of(Instant(line.recorded)).year for line in lines)
    district.close()

    assert set(years) == {2023, 2024, 2025, 2026}
    assert moment_of(lines[0].recorded).date().isoformat() == "2023-07-01"


def test_every_project_is_there_with_its_site_and_plots(home: Path) -> None:
    district = open_district(home)
    end = queried_at("2026-06-30")
    with district.read_model.snapshot() as now:
        projects = projects_at(now, at=At(end, district.now()))
    district.close()

    assert len(projects) == 8
    assert all(project.boundary and project.plots for project in projects)
    assert any(project.investment for project in projects)
    assert any(project.permits for project in projects)


def demolished_by_town(home: Path, *, as_of: str, as_known: str) -> Counter[str]:
    """Count what stood at the stage of demolition, by the code of the town."""
    district = open_district(home)
    known = queried_at(as_known)
    with district.read_model.snapshot() as now:
        plots = plots_at(now, at=At(queried_at(as_of), known))
    district.close()
    return Counter(row.plot[:2] for row in plots if row.stage == "demolished")


def test_a_town_had_reported_more_than_is_known_now(home: Path) -> None:
    then = demolished_by_town(home, as_of="2025-06-30", as_known="2025-06-30")
    later = demolished_by_town(home, as_of="2025-06-30", as_known="2026-06-30")

    assert max(then[town] - later[town] for town in then) >= 3


@pytest.mark.parametrize("name", LAYERS)
def test_base_layers_declare_their_reference_system(home: Path, name: str) -> None:
    read = layer(home, name)

    assert read.crs == "EPSG:4548"
    assert len(read) > 0
    assert shapely.is_valid(read.shapes).all()


def test_buildings_stand_on_their_plots(home: Path) -> None:
    buildings = layer(home, "buildings")
    district = open_district(home)
    with district.read_model.snapshot() as now:
        rows = plots_at(now, at=At(district.now(), district.now()))
    district.close()
    boundaries = {row.plot: row.boundary for row in rows}
    homes = shapely.from_wkt([boundaries[plot] for plot in buildings.classes])

    assert shapely.covers(shapely.buffer(homes, 0.01), buildings.shapes).all()


def test_a_folder_with_a_district_is_refused(home: Path) -> None:
    with pytest.raises(DistrictExistsError):
        found_demo(home, size="tiny", seed=SEED)


def test_the_command_says_what_it_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(*_: object, **__: object) -> Made:
        return Made(plots=5_000, projects=60, facts=33_000)

    monkeypatch.setattr("web.cli.founding.demo.found_demo", made)
    session = Session(home=str(tmp_path), language="en")
    result = CliRunner().invoke(demo_command, [], obj=session, catch_exceptions=False)

    assert result.exit_code == 0
    assert "5,000 plots, 60 projects, 33,000 facts" in result.stdout
