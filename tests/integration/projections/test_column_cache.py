"""The plots in memory answer as the tables do, whoever has caught those up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from domain.kernel.facts import WorldFact
from domain.kernel.instants import FOREVER, At, Instant
from projections.lists.plots import stages_at
from projections.memory import cache as column_cache
from projections.memory import checkpoints, settled
from projections.memory.amount_columns import read_amounts
from projections.memory.amounts import Amounts
from projections.memory.cache import CACHED, ColumnCache
from projections.memory.overlay import Periods
from projections.memory.state import CachedColumns
from projections.questions import all_things as asking_all
from projections.tables.columns import attribute_at
from projections.tables.snapshot import Snapshot
from tests.integration.building import Body, Now, record, record_many
from tests.integration.long_story import CHAPTERS, found, go_on
from web.district.opening import District, open_district

QUESTIONS = 25
START = Instant(0)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[tuple[District, Now]]:
    district, clock = found(tmp_path / "story")
    yield district, clock
    district.close()


def dates(district: District, seed: int) -> Iterator[tuple[Instant, Instant]]:
    """Draw V and K at what the journal knows, and a microsecond off."""
    drawn = random.Random(seed)  # noqa: S311  (a seed, not a secret)
    entries = [e.entry() for e in district.app.journal.lines_after(0, limit=100_000)]
    points = [e.fact.effective for e in entries if isinstance(e.fact, WorldFact)]
    known = [e.recorded for e in entries]
    for _ in range(QUESTIONS):
        v = drawn.choice([*points, *known]) + drawn.choice((-1, 0, 1))
        k = drawn.choice([*known, FOREVER - 1]) + drawn.choice((-1, 0))
        yield Instant(v), Instant(k)


def require_equal(
    now: Snapshot, columns: CachedColumns, v: Instant, k: Instant
) -> None:
    at = At(v, k)
    exists = attribute_at(now, "plot.exists", at=at)
    for name in CACHED:
        numbers, codes, words = columns.column(name, at=at)
        held = [words[code] for code in codes.tolist()]
        values = attribute_at(now, f"plot.{name}", at=at)
        expected = {number: values.get(number) for number in exists}
        assert dict(zip(numbers.tolist(), held, strict=True)) == expected, (name, at)
        counted = {value: held.count(value) for value in held}
        assert columns.counts(name, at=at) == counted
    assert columns.stages(at=at) == stages_at(now, at=at)


def require_same_histories(
    now: Snapshot, columns: CachedColumns, v: Instant, k: Instant
) -> None:
    for name in CACHED:
        words = columns.words[name]
        one = asking_all.pieces(now, "plot", name, words, as_known=k)
        require_same(one, columns.pieces(name, as_known=k))
    spent = read_amounts(now, "plot", "amount").known(k)
    require_same(spent, columns.spent(as_known=k))
    for value in (None, "surveyed", "nobody's"):
        over = partial(
            asking_all.steps,
            now,
            "plot",
            "stage",
            value,
            start=START,
            end=v,
            as_known=k,
        )
        counted = partial(asking_all.count, now, "plot", "stage", value, at=At(v, k))
        assert over(columns=columns) == over()
        assert counted(columns=columns) == counted()


def require_same(one: Periods | Amounts, other: Periods | Amounts) -> None:
    for name in one.__slots__:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def ask(district: District, cache: ColumnCache, seed: int) -> None:
    with district.read_model.snapshot() as now:
        columns = cache.refreshed(now)
        assert columns.position >= now.position
        for v, k in dates(district, seed):
            require_equal(now, columns, v, k)
            require_same_histories(now, columns, v, k)


@pytest.fixture(params=["far apart", "close together"])
def spacing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask past checkpoints too, which a small journal would not have."""
    if request.param == "close together":
        monkeypatch.setattr(checkpoints, "LEAST_SPACING", 3)
        monkeypatch.setattr(checkpoints, "WORTH_IT", 0)
        monkeypatch.setattr(settled, "LEAST_SPACING", 3)


@pytest.mark.usefixtures("spacing")
def test_memory_answers_as_the_tables_after_every_chapter(
    told: tuple[District, Now],
) -> None:
    (district, clock), positions = told, dict[str, int]()
    patched, other = ColumnCache(), open_district(district.home)
    for seed, (month, chapter) in enumerate(CHAPTERS.items()):
        go_on(district.app, clock, month, chapter, positions)
        # Another process reads; this one's memory has to notice.
        other.refresh()
        ask(district, patched, seed)
        ask(district, ColumnCache(), seed)
    other.close()


def test_two_threads_ask_while_a_third_records(told: tuple[District, Now]) -> None:
    (district, clock), positions = told, dict[str, int]()
    cache = ColumnCache()

    def ask_on(seed: int) -> None:
        for turn in range(4):
            district.refresh()
            ask(district, cache, 10 * seed + turn)

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(ask_on, seed) for seed in range(2)]
        for month, chapter in CHAPTERS.items():
            go_on(district.app, clock, month, chapter, positions)
        for each in asking:
            each.result()
    district.refresh()
    ask(district, cache, 99)


@pytest.mark.usefixtures("spacing")
def test_a_patch_and_its_base_become_a_whole_column(
    told: tuple[District, Now],
) -> None:
    (district, clock), positions = told, dict[str, int]()
    cache = ColumnCache()
    for month, chapter in CHAPTERS.items():
        district.refresh()
        with district.read_model.snapshot() as now:
            cache.refreshed(now)
        go_on(district.app, clock, month, chapter, positions)
    district.refresh()
    with district.read_model.snapshot() as now:
        columns = cache.refreshed(now)
        rebased = columns.rebased()

        assert columns.replaced > rebased.replaced == 0
        for v, k in dates(district, 7):
            require_equal(now, rebased, v, k)


def test_columns_in_which_nothing_has_changed_stay_the_very_same(
    told: tuple[District, Now],
) -> None:
    district, _ = told
    record_many(district.app, 1, 20)
    district.refresh()
    cache = ColumnCache()
    with district.read_model.snapshot() as now:
        before = cache.refreshed(now)
    for number in range(1, 11):
        paid: Body = {"record": "PlotAmountRecorded", "plot": f"{number:06}"}
        paid |= {"effective": "2021-05-01", "amount": "7", "purpose": "看护费"}
        record(district.app, paid)
    district.refresh()

    with district.read_model.snapshot() as now:
        after = cache.refreshed(now)

    assert after.position > before.position
    assert after.replaced == 10
    for name in CACHED:
        assert after.columns[name].patch is before.columns[name].patch, name
    ask(district, cache, 5)


def test_when_much_was_recorded_everything_is_read_again(
    told: tuple[District, Now], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(column_cache, "WORTH_A_RELOAD", 50)
    district, _ = told
    cache = ColumnCache()
    record_many(district.app, 1, 20)
    district.refresh()
    ask(district, cache, 1)

    record_many(district.app, 21, 100)
    district.refresh()

    ask(district, cache, 2)
    with district.read_model.snapshot() as now:
        assert cache.refreshed(now).replaced == 0
