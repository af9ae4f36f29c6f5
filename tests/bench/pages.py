"""The sheet of a plot, made first and sent again; a district at two knowledge dates."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from tests.bench.figures import Figure, at_most
from tests.bench.run import Run
from tests.bench.timing import milliseconds
from tests.integration.building import record, registered, staged
from web.app import create_app
from web.district.founding import found_district
from web.district.opening import District
from web.frame.asked import EXTENSION

FACTS = 100
FIRST_MS, AGAIN_MS, DIFFERENCE_MS = 30, 5, 300
KEEPS_NOTHING, KEEPS_MUCH = 0, 20_000_000
STAGES = ("surveyed", "agreement_signed", "compensated", "vacated", "demolished")


def sheets(run: Run) -> Iterator[Figure]:
    """Open the sheet of a plot of a hundred facts."""
    home = run.folder / "sheet"
    found_district(home, name="尺", crs="EPSG:4547", currency="CNY")
    for most, way, target in (
        (KEEPS_NOTHING, "made", FIRST_MS),
        (KEEPS_MUCH, "again", AGAIN_MS),
    ):
        app = create_app(home, most_bytes=most)
        _fill(_district(app))
        spent = _opened(app, ["/plots/A-1"] * (10 + 4 * run.size.turns))
        name = f"sheet of a plot of {FACTS} facts, {way}"
        yield at_most(name, statistics.median(spent[5:]), "ms", target)
        _district(app).close()


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
        yield at_most(name, statistics.median(spent[2:]), "ms", DIFFERENCE_MS)
    _district(app).close()


def _caught_up(run: Run) -> Path:
    with run.decades.opened(run.size.short):
        """Catches up what is kept."""
    return run.decades.home(run.size.short)


def _fill(district: District) -> None:
    """Record a hundred facts of one plot, unless that is done."""
    if district.app.journal.head().position > FACTS:
        return
    record(district.app, registered("A-1"))
    for number in range(FACTS - 1):
        day = f"20{20 + number // 28 % 5}-0{number // 14 % 2 + 1}-{number % 14 + 10}"
        stage = STAGES[number % len(STAGES)]
        record(district.app, staged("A-1", stage, day, amount="1.00"))


def _opened(app: Flask, addresses: list[str]) -> list[float]:
    client = app.test_client()
    return milliseconds([partial(_get, client, address) for address in addresses])


def _get(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, address
    response.get_data()


def _district(app: Flask) -> District:
    found: District = app.extensions[EXTENSION].district
    return found
