"""Figures over a list are the same out of memory and counted by the database."""

from __future__ import annotations

import random

import pytest

from domain.kernel.instants import At, queried_at
from projections.lists import figures
from projections.lists.listing import Listing
from projections.memory.cache import ColumnCache
from tests.integration.building import record, registered, staged
from tests.integration.redrawing_builders import merging
from web.district.opening import District

FILTERS = {
    "stage": ("surveyed", "cleared", None),
    "zone": ("北区", "南区", "nowhere", None),
    "land_use": ("住宅", None),
    "project": (None,),
}
DATES = ("2024-01-01", "2024-06-30", "2025-06-30", "2026-03-01")


@pytest.fixture
def told(district: District) -> District:
    """Tell of plots that come, change, are paid for, and end."""
    chance = random.Random(4)  # noqa: S311  (drawn the same each time)
    for number in range(30):
        day = f"2024-{chance.randint(1, 12):02}-01"
        members = {"zone": chance.choice(["北区", "南区", None])}
        given = {name: value for name, value in members.items() if value}
        record(district.app, registered(f"A-{number}", day, **given))
        if number % 2:
            stage = chance.choice(["surveyed", "cleared"])
            paid = f"{chance.randint(1, 900)}.25"
            record(
                district.app, staged(f"A-{number}", stage, "2025-02-01", amount=paid)
            )
    gone = merging("m", "B-1", "A-3", "A-4", on="2025-03-01")
    district.app.execute(gone, actor="law")
    return district


@pytest.mark.parametrize("seed", range(8))
def test_memory_counts_what_the_database_counts(told: District, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (drawn the same each time)
    told.refresh()
    with told.read_model.snapshot() as now:
        columns = ColumnCache().refreshed(now)
        for _ in range(12):
            names = chance.sample(sorted(FILTERS), chance.randrange(3))
            asked = Listing(
                kind="plot",
                at=At(queried_at(chance.choice(DATES)), told.now()),
                values={name: chance.choice(FILTERS[name]) for name in names},
                text=chance.choice(["", "", "A-1"]),
            )

            for ask in (figures.by_stage, figures.amount):
                assert ask(now, asked, columns) == ask(now, asked, None)
            for name in FILTERS:
                found = figures.options(now, asked, name, columns)
                assert found == figures.options(now, asked, name, None)
