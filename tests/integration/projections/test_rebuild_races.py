"""Two rebuilds at once, step by step in every order, and many first readers at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import combinations
from pathlib import Path

import pytest

from projections.building.rebuild import Rebuild
from projections.building.rebuild_plan import OvertakenError
from projections.opening.read_model import no_progress
from projections.tables.engine import open_engine
from tests.crash.processes import GUATU, finished
from tests.integration.building import record, registered, staged
from tests.integration.projections.test_read_model import contents, rebuilt
from web.district.opening import READ_MODEL, District

STEPS = 3
ORDERS = [
    tuple(0 if place in own else 1 for place in range(2 * STEPS))
    for own in combinations(range(2 * STEPS), STEPS)
]
"""Who of two takes the next of its steps: every way that two can interleave."""
AT_ONCE = 8


@pytest.fixture
def small(district: District) -> District:
    """Record what has rows in most tables."""
    for plot in ("A", "B"):
        record(district.app, registered(plot))
    record(district.app, staged("A", "surveyed", "2021-01-01"))
    district.refresh()
    return district


class Walk:
    """A rebuild in a read model of its own, one step at a time."""

    def __init__(self, district: District) -> None:
        self._engine = open_engine(district.read_model.path)
        rebuild = Rebuild(self._engine, district.app.journal, no_progress)
        steps = rebuild.write, rebuild.catch_up, rebuild.swap
        self._steps: Iterator[Callable[[], None]] = iter(steps)

    def step(self) -> None:
        """Take the next step; to be overtaken is no fault."""
        with suppress(OvertakenError):
            next(self._steps)()

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()


@pytest.mark.parametrize("recorded_before", [0, 3])
def test_two_rebuilds_step_by_step_end_in_the_rows_of_one(
    small: District, tmp_path: Path, recorded_before: int
) -> None:
    for nth, order in enumerate(ORDERS):
        walks = [Walk(small), Walk(small)]

        for place, who in enumerate(order):
            if place == recorded_before:
                record(small.app, staged("B", "surveyed", f"2022-01-{1 + nth:02}"))
            walks[who].step()

        for walk in walks:
            walk.close()
        small.refresh()
        other = tmp_path / f"other{nth}.sqlite"
        assert contents(small.read_model) == rebuilt(small, other), order


def test_a_rebuild_that_begins_when_another_has_read_on_writes_nothing_twice(
    small: District, tmp_path: Path
) -> None:
    first, late = Walk(small), Walk(small)
    first.step()
    record(small.app, staged("B", "surveyed", "2022-01-01"))
    first.step()
    later = Walk(small)

    for walk in (late, later, late, later, first, late, later):
        walk.step()

    for walk in (first, late, later):
        walk.close()
    assert contents(small.read_model) == rebuilt(small, tmp_path / "other.sqlite")


def test_many_read_a_home_without_tables_at_once(small: District) -> None:
    """None of them ends otherwise than one alone does."""
    small.close()
    for file in small.home.glob(f"{READ_MODEL}*"):
        file.unlink()
    dates = ["--as-of", "2024-01-01", "--as-known", "4", "--format", "csv"]
    state = [*GUATU, "--home", str(small.home), "state", "plots", *dates]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs = list(pool.map(lambda _: finished(*state), range(AT_ONCE)))

    assert {(each.returncode, each.stderr) for each in runs} == {(0, "")}
    assert len({each.stdout for each in runs}) == 1
