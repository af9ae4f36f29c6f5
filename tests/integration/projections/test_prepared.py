"""A server that takes over what an earlier one has prepared answers as any other."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from domain.kernel.instants import At
from tests.integration.building import Now
from tests.integration.long_story import CHAPTERS, found, go_on
from tests.integration.projections.test_column_cache import dates, require_equal
from tests.integration.projections.test_column_cache import (
    require_same_histories as require_same,
)
from web.atlas import prepared
from web.district.grounds import PlotGround
from web.district.opening import READ_MODEL, District, open_district


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few plots be worth a file."""
    monkeypatch.setattr(prepared, "LEAST_PLOTS", 1)
    monkeypatch.setattr(prepared, "WORTH_IT", 0)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[tuple[District, Now, dict[str, int]]]:
    (district, clock), positions = found(tmp_path / "story"), dict[str, int]()
    month, chapter = next(iter(CHAPTERS.items()))
    go_on(district.app, clock, month, chapter, positions)
    yield district, clock, positions
    district.close()


def tell_the_rest(told: tuple[District, Now, dict[str, int]]) -> None:
    district, clock, positions = told
    for month, chapter in list(CHAPTERS.items())[1:]:
        go_on(district.app, clock, month, chapter, positions)


def held(ground: PlotGround, at: At) -> dict[int, tuple[float, ...]]:
    """Say where plots lie and how large they are, whatever the order of the rows."""
    plots, rows = ground.shown(at=at)
    shapes = ground.ground.shapes
    place = np.searchsorted(ground.ground.rows, rows)
    figures = np.column_stack(
        (
            np.nan_to_num(ground.ground.areas_m2[rows], nan=-1),
            ground.ground.twice_areas_mm2[rows],
            shapes.bounds_m[place],
            shapes.rings[place],
        )
    )
    return dict(zip(plots.tolist(), map(tuple, figures.tolist()), strict=True))


def require_answers(home: Path) -> None:
    """Hold a district that takes over against one that reads everything."""
    one, other = open_district(home), open_district(home)
    assert prepared.restored(one)
    one.refresh()
    with one.read_model.snapshot() as now:
        columns = one.columns.refreshed(now)
        grounds = [each.grounds.refreshed(now) for each in (one, other)]
        assert columns.position == grounds[0].position == now.position
        for v, k in dates(one, seed=8):
            require_equal(now, columns, v, k)
            require_same(now, columns, v, k)
            mine, theirs = (held(each, At(v, k)) for each in grounds)
            assert mine == theirs
    one.close()
    other.close()


def test_what_is_taken_over_answers_as_what_is_read(
    told: tuple[District, Now, dict[str, int]],
) -> None:
    prepared.keep(told[0], known=0)

    require_answers(told[0].home)


def test_what_was_recorded_meanwhile_is_known(
    told: tuple[District, Now, dict[str, int]],
) -> None:
    prepared.keep(told[0], known=0)

    tell_the_rest(told)

    require_answers(told[0].home)


def test_columns_with_patches_are_kept_whole(
    told: tuple[District, Now, dict[str, int]],
) -> None:
    district = told[0]
    prepared.keep(district, known=0)
    tell_the_rest(told)

    prepared.keep(district, known=1)

    other = open_district(district.home)
    assert prepared.restored(other) == district.app.journal.head().position
    other.close()
    require_answers(district.home)


def test_rows_that_were_rebuilt_are_read_anew(
    told: tuple[District, Now, dict[str, int]],
) -> None:
    district = told[0]
    prepared.keep(district, known=0)

    district.read_model.rebuild(district.app.journal)

    assert prepared.restored(district) == 0


def test_rows_in_another_file_are_read_anew(
    told: tuple[District, Now, dict[str, int]],
) -> None:
    district = told[0]
    prepared.keep(district, known=0)
    for file in district.home.glob(f"{READ_MODEL}*"):
        file.unlink()

    other = open_district(district.home)
    other.refresh()

    assert prepared.restored(other) == 0
    other.close()


def test_what_another_journal_tells_is_read_anew(
    told: tuple[District, Now, dict[str, int]], tmp_path: Path
) -> None:
    district = told[0]
    earlier = tmp_path / "backup"
    shutil.copytree(district.home, earlier)
    tell_the_rest(told)
    prepared.keep(district, known=0)
    for name in (prepared.FILE, READ_MODEL, f"{READ_MODEL}-wal"):
        if (district.home / name).exists():
            shutil.copy(district.home / name, earlier / name)

    other = open_district(earlier)

    assert prepared.restored(other) == 0
    other.close()


def test_what_another_program_has_prepared_is_read_anew(
    told: tuple[District, Now, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared.keep(told[0], known=0)
    assert prepared.restored(told[0]) > 0

    monkeypatch.setattr(prepared, "CODE", ("domain",))

    assert prepared.restored(told[0]) == 0


def test_a_damaged_file_is_read_past(
    told: tuple[District, Now, dict[str, int]],
) -> None:
    prepared.keep(told[0], known=0)
    path = told[0].home / prepared.FILE

    os.truncate(path, path.stat().st_size // 2)

    assert prepared.restored(told[0]) == 0


def test_a_small_district_and_few_new_facts_are_not_worth_a_file(
    told: tuple[District, Now, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    district = told[0]
    district.refresh()
    path = district.home / prepared.FILE

    prepared.keep(district, known=district.app.journal.head().position)
    assert not path.exists()

    monkeypatch.setattr(prepared, "LEAST_PLOTS", 1_000)
    prepared.keep(district, known=0)
    assert not path.exists()
