"""Projects at (V, K): site, land, permits, investment, assigned plots."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from functools import partial

from domain.kernel.instants import At
from projections.questions.differences import answers_at
from projections.rows import ProjectRow
from projections.tables.codes import SCALE
from projections.tables.columns import attribute_at, attributes_like, ids_of, totals_at
from projections.tables.snapshot import Snapshot

PERMIT = "project.permit:"


def projects_at(now: Snapshot, *, at: At) -> list[ProjectRow]:
    """List every project that exists at (V, K), by id."""
    column = partial(attribute_at, now, at=at)
    total = partial(totals_at, now, at=at)
    exists, name = column("project.exists"), column("project.name")
    boundary, investment = column("project.boundary"), total("project.investment")
    land = total("project.land_acquired_m2")
    assigned = answers_at(now, "plot", "project", at=at)
    plots = Counter(assigned.values())
    permits: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for number, attribute, value in attributes_like(now, PERMIT, at=at):
        permits[number][attribute.removeprefix(PERMIT)] = value
    return [
        ProjectRow(
            number=number,
            project=project,
            name=name.get(number),
            boundary=boundary.get(number),
            investment=investment.get(number, 0),
            land_acquired_m2=Decimal(land.get(number, 0)) / SCALE,
            plots=plots[project],
            permits=permits.get(number, {}),
        )
        for number, project in ids_of(now, "project").items()
        if number in exists
    ]
