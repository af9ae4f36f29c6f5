"""All plots at once: stages and counts at an arbitrary (V, K)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from projections.memory.state import CachedColumns
from projections.tables.columns import attribute_at
from projections.tables.snapshot import Snapshot
from tests.bench.figures import Figure, at_most
from tests.bench.moments import Moment, drawn, known_now
from tests.bench.run import Run
from tests.bench.timing import Work, median_ms
from web.district.opening import District

MOMENTS = 40
FROM_TABLES = 12
STAGES_MS, TABLES_MS, COUNTS_MS, COUNTS_NOW_MS = 30, 400, 25, 5


def all_plots(run: Run) -> Iterator[Figure]:
    """Ask for the stages of all plots of the city, from memory and from SQLite."""
    with (
        run.decades.opened(run.size.city) as district,
        district.read_model.snapshot() as now,
    ):
        cached = district.columns.refreshed(now)
        plots = f"{run.size.city.plots:,}"
        yield at_most(
            f"stages of {plots} plots at (V, K), from memory",
            median_ms(stages(cached, drawn(MOMENTS))),
            "ms",
            STAGES_MS,
        )
        yield at_most(
            f"stages of {plots} plots at (V, K), from SQLite alone",
            median_ms(stages_from_tables(now, drawn(FROM_TABLES))),
            "ms",
            TABLES_MS,
        )
        yield from _counts(district, cached)


def _counts(district: District, cached: CachedColumns) -> Iterator[Figure]:
    any_ms = median_ms(counts(cached, drawn(MOMENTS)))
    yield at_most("plots counted by stage at (V, K)", any_ms, "ms", COUNTS_MS)
    moments = known_now(MOMENTS, district.now())
    now_ms = median_ms(counts(cached, moments))
    yield at_most("plots counted by stage, K = now", now_ms, "ms", COUNTS_NOW_MS)


def stages(cached: CachedColumns, moments: Iterable[Moment]) -> list[Work]:
    """Ask for the stage of every plot, from memory."""
    return [partial(cached.column, "stage", at=each.at) for each in moments]


def counts(cached: CachedColumns, moments: Iterable[Moment]) -> list[Work]:
    """Ask for the number of plots in each stage, from memory."""
    return [partial(cached.counts, "stage", at=each.at) for each in moments]


def stages_from_tables(now: Snapshot, moments: Iterable[Moment]) -> list[Work]:
    """Ask for the stage of every plot, with nothing in memory."""
    return [partial(attribute_at, now, "plot.stage", at=m.at) for m in moments]
