"""Catching up: from a fact in the journal of a city to an answer that knows it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from domain.kernel.instants import At
from domain.things.land.plots import PlotStage
from projections.questions.one_thing import state
from tests.bench.figures import Figure, at_most
from tests.bench.run import Run
from tests.bench.timing import median_ms
from web.district.opening import District, open_district
from web.samples.decade.scale import Scale

FACTS = 30
VISIBLE_MS = 50


def visible(run: Run) -> Iterator[Figure]:
    """Record facts in a copy of the city, and ask for each at once."""
    home = run.folder / "city"
    shutil.copytree(run.decades.home(run.size.city), home)
    district = open_district(home)
    district.refresh()
    with district.read_model.snapshot() as now:
        district.columns.refreshed(now)
    recorded = _Recorded(district, run.size.city)
    spent = median_ms([recorded.one] * FACTS)
    yield at_most("one fact visible to a question", spent, "ms", VISIBLE_MS)
    spent = median_ms([recorded.one_in_memory] * FACTS)
    yield at_most("one fact visible in the columns", spent, "ms", VISIBLE_MS)
    district.close()


class _Recorded:
    """Records facts and asks for them; the time to record is part of it."""

    def __init__(self, district: District, scale: Scale) -> None:
        self._district, self._scale = district, scale
        self._turn = 0

    def one(self) -> None:
        """Record a stage, catch up, and ask the tables."""
        plot, position = self._record()
        district = self._district
        district.refresh()
        at = district.now()
        with district.read_model.snapshot() as now:
            state(now, "plot", plot, "stage", at=At(at, at))
            assert now.position == position

    def one_in_memory(self) -> None:
        """Record a stage, catch up, and patch the columns."""
        _, position = self._record()
        self._district.refresh()
        at = self._district.now()
        with self._district.read_model.snapshot() as now:
            columns = self._district.columns.refreshed(now)
        columns.column("stage", at=At(at, at))
        assert columns.position == position

    def _record(self) -> tuple[str, int]:
        self._turn += 1
        width = len(str(self._scale.plots))
        number = self._turn * 7_919 % self._scale.plots
        plot = f"P{number:0{width}d}"
        body = {
            "command_id": f"visible-{self._turn}",
            "record": "PlotStageRecorded",
            "plot": plot,
            "stage": PlotStage.SURVEYED.value,
            "effective": "2026-07-01",
        }
        return plot, self._district.app.execute(body, actor="bench").last
