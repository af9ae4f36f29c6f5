"""Growth: the same plots with ten times the history, and K older and older."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

from projections.memory.state import CachedColumns
from projections.questions.one_thing import history
from projections.tables.snapshot import Snapshot
from tests.bench.columns import stages, stages_from_tables
from tests.bench.figures import Figure, at_most, longer_by, plain
from tests.bench.moments import SEED, Moment, drawn, known_after, known_now, known_then
from tests.bench.run import Run
from tests.bench.timing import Work, median_ms, milliseconds
from web.district.opening import District
from web.samples.decade.scale import Scale

HISTORIES = 200
HISTORY_MS = 2
MOMENTS = 40
CURRENT, NEAR = 1.3, 3
YEARS = (0, 0.5, 1, 2, 4, 6, 8)


def one_history(run: Run) -> Iterator[Figure]:
    """Ask for the history of one plot of the city."""
    with (
        run.decades.opened(run.size.city) as district,
        district.read_model.snapshot() as now,
    ):
        spent = median_ms(_histories(district, now, run.size.city))
        yield at_most("history of one plot's stage", spent, "ms", HISTORY_MS)
        for years in YEARS:
            asked = stages_from_tables(now, known_after(5, years))
            name = f"stages of all plots from SQLite, K = V + {years:g} years"
            yield plain(name, median_ms(asked), "ms")


def ten_times(run: Run) -> Iterator[Figure]:
    """Ask plots with ten times the history, in turn with plots without."""
    with ExitStack() as stack:
        long = _Side(stack, run, run.size.long)
        short = _Side(stack, run, run.size.short)
        for name, target in (
            ("current stages of all plots", CURRENT),
            ("history of one plot's stage", CURRENT),
            ("history of one plot's project, as long in both", CURRENT),
            ("stages of all plots at (V, K), K near V", NEAR),
            ("stages of all plots at any (V, K)", None),
            ("stages of all plots from SQLite, K near V", NEAR),
        ):
            ours, theirs = _alternating(long.asked(name), short.asked(name))
            against = f"a tenth of the history ({run.size.short.facts:,} facts)"
            label = f"{name}, ten times the history"
            yield longer_by(label, ours, theirs, against=against, target=target)


class _Side:
    """One of the two decades, open, with its columns in memory."""

    def __init__(self, stack: ExitStack, run: Run, scale: Scale) -> None:
        self._scale = scale
        self._district: District = stack.enter_context(run.decades.opened(scale))
        self._now: Snapshot = stack.enter_context(self._district.read_model.snapshot())
        self._cached: CachedColumns = self._district.columns.refreshed(self._now)

    def asked(self, name: str) -> list[Work]:
        """Return the questions of this name."""
        current = known_now(MOMENTS, self._district.now())
        today = [Moment(each.as_known, each.as_known) for each in current]
        if name.startswith("current"):
            return stages(self._cached, today)
        if name.startswith("history"):
            attribute = "project" if "project" in name else "stage"
            return _histories(self._district, self._now, self._scale, attribute)
        if "SQLite" in name:
            return stages_from_tables(self._now, known_then(10))
        near = name.endswith("near V")
        return stages(self._cached, known_then(MOMENTS) if near else drawn(MOMENTS))


def _histories(
    district: District, now: Snapshot, scale: Scale, attribute: str = "stage"
) -> list[Work]:
    chance = random.Random(SEED)  # noqa: S311  (no secret)
    width = len(str(scale.plots))
    return [
        partial(
            history,
            now,
            "plot",
            f"P{chance.randrange(scale.plots):0{width}d}",
            attribute,
            as_known=district.now(),
        )
        for _ in range(HISTORIES)
    ]


def _alternating(
    ours: list[Work], theirs: list[Work]
) -> tuple[list[float], list[float]]:
    """Time one of ours, one of theirs, and so on; the first pair is left out."""
    pairs = [milliseconds(pair) for pair in zip(ours, theirs, strict=True)][1:]
    return [own for own, _ in pairs], [other for _, other in pairs]
