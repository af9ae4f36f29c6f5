"""What was known then, in one request: each day as the curve of that day says it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from domain.application import KeyProjects
from tests.integration.building import (
    Now,
    corrected,
    record,
    registered,
    square,
    staged,
    withdrawn,
)
from tests.integration.map.test_map_data import asked, bbox, on
from web.app import create_app
from web.district.founding import found_district
from web.frame.asked import EXTENSION

DAYS = ("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30")
ALL = "&".join(f"day={day}" for day in DAYS)


def settle(app: KeyProjects, clock: Now) -> None:
    """Record nine plots; what happened in January is told, and mended, later."""
    for number in range(9):
        zone = "东" if number % 2 else "西"
        land = {"boundary": square(100 * number), "zone": zone}
        record(app, registered(f"{number}", "2023-01-01", **land))
    clock.set("2024-02-10")
    told = [record(app, staged(f"{n}", "surveyed", "2024-01-05")) for n in range(6)]
    clock.set("2024-03-10")
    record(app, withdrawn(told[0]))
    record(app, corrected(told[1], stage="vacated"))
    clock.set("2024-05-20")


@pytest.fixture
def told_late(tmp_path: Path) -> Iterator[FlaskClient]:
    """Serve a demonstration that learnt from month to month."""
    clock, home = Now("2024-01-10"), tmp_path / "demonstration"
    found_district(home, name="演示", crs="EPSG:4547", currency="CNY", clock=clock)
    serving = create_app(home, clock)
    district = serving.extensions[EXTENSION].district
    settle(district.app, clock)
    yield serving.test_client()
    district.close()


def read(client: FlaskClient, query: str) -> dict[str, dict[str, int]]:
    """Ask for all days at once; leave zeros out, as ``on`` does."""
    told = asked(client, f"/map/known-then?{ALL}&{query}")
    return {
        row["day"]: {
            stage: plots
            for stage, plots in zip(told["stages"], row["plots"], strict=True)
            if plots
        }
        for row in told["days"]
    }


@pytest.mark.parametrize(
    "query", ["", f"bbox={bbox(-50, -50, 450, 100)}", "zone=东", "zone=西&zone=东"]
)
def test_every_day_is_what_the_curve_known_on_that_day_says_of_it(
    told_late: FlaskClient, query: str
) -> None:
    found = read(told_late, query)

    curves = "/api/v1/plots/curve?as_known={}&{}"
    assert found == {
        day: on(asked(told_late, curves.format(day, query)), day) for day in DAYS
    }


def test_days_tell_what_was_learnt_late_and_taken_back(told_late: FlaskClient) -> None:
    assert read(told_late, "") == {
        "2024-01-31": {"none": 9},
        "2024-02-29": {"none": 3, "surveyed": 6},
        "2024-03-31": {"none": 4, "surveyed": 4, "vacated": 1},
        "2024-04-30": {"none": 4, "surveyed": 4, "vacated": 1},
    }


def test_nothing_counts_that_became_known_after_the_knowledge_date(
    told_late: FlaskClient,
) -> None:
    found = read(told_late, "as_known=2024-02-29")

    assert found["2024-03-31"] == {"none": 3, "surveyed": 6}


def test_no_day_and_too_many_days_are_refused(told_late: FlaskClient) -> None:
    for query in ("", "&".join(["day=2024-01-31"] * 121)):
        refused = told_late.get(f"/map/known-then?{query}")

        assert refused.status_code == 422
        assert "120" in refused.text


def test_what_was_known_then_is_kept_once_it_is_past(told_late: FlaskClient) -> None:
    past = told_late.get(f"/map/known-then?{ALL}&as_known=2024-04-30")
    now = told_late.get(f"/map/known-then?{ALL}")

    assert past.cache_control.immutable
    assert now.cache_control.no_cache
