"""The sheet of a plot, made first and sent again; a district at two knowledge dates."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from tests.bench.figures import Figure, at_most, plain
from tests.bench.run import Run
from tests.integration.building import record, registered, staged
from web.app import create_app
from web.district.founding import found_district
from web.district.opening import District
from web.frame.asked import EXTENSION

FACTS = 100
FIRST_MS, AGAIN_MS, DIFFERENCE_MS = 30, 5, 300
Spent = tuple[float, float]
"""Milliseconds on the wall, and of the processor."""
STAGES = ("surveyed", "agreement_signed", "compensated", "vacated", "demolished")


def sheets(run: Run) -> Iterator[Figure]:
    """Open sheets of plots of a hundred facts: each for the first time, and again."""
    home = run.folder / "sheet"
    found_district(home, name="尺", crs="EPSG:4547", currency="CNY")
    app = create_app(home)
    plots = [f"A-{number}" for number in range(10 + 4 * run.size.turns)]
    for plot in plots:
        _fill(_district(app), plot)
    for way, target in (("made", FIRST_MS), ("again", AGAIN_MS)):
        spent = _opened(app, [f"/plots/{plot}" for plot in plots])
        name = f"sheet of a plot of {FACTS} facts, {way}"
        yield from _told(name, spent[5:], target)
    _district(app).close()


def _told(name: str, spent: Sequence[Spent], target: float) -> Iterator[Figure]:
    """Tell how long something took, and what it took of the processor."""
    wall_ms, processor_ms = (
        statistics.median(each) for each in zip(*spent, strict=True)
    )
    yield at_most(name, wall_ms, "ms", target)
    yield plain(f"{name}: processor", processor_ms, "ms")


def difference(run: Run) -> Iterator[Figure]:
    """Compare a district as known at two dates: sums, and the first hundred rows."""
    app = create_app(_caught_up(run))
    app.extensions[EXTENSION].warm().join()
    journal = _district(app).app.journal
    last = journal.head().position
    middle = journal.group(last // 2).last
    for attribute in ("stage", "amount"):
        address = f"/api/v1/plots/diff?known={middle}&known={last}&page=1"
        spent = _opened(
            app, [f"{address}&attribute={attribute}"] * (2 + run.size.turns)
        )
        name = f"difference of a district of {last:,} facts, {attribute}: first page"
        yield from _told(name, spent[2:], DIFFERENCE_MS)
    _district(app).close()


def _caught_up(run: Run) -> Path:
    with run.decades.opened(run.size.short):
        """Catches up what is kept."""
    return run.decades.home(run.size.short)


def _fill(district: District, plot: str) -> None:
    """Record a hundred facts of a plot."""
    record(district.app, registered(plot))
    for number in range(FACTS - 1):
        day = f"20{20 + number // 28 % 5}-0{number // 14 % 2 + 1}-{number % 14 + 10}"
        stage = STAGES[number % len(STAGES)]
        record(district.app, staged(plot, stage, day, amount="1.00"))


def _opened(app: Flask, addresses: list[str]) -> list[Spent]:
    client = app.test_client()
    return [_get(client, address) for address in addresses]


def _get(client: FlaskClient, address: str) -> Spent:
    wall, processor = time.perf_counter(), time.process_time()
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, address
    response.get_data()
    spent = time.perf_counter() - wall, time.process_time() - processor
    return spent[0] * 1000, spent[1] * 1000


def _district(app: Flask) -> District:
    found: District = app.extensions[EXTENSION].district
    return found
