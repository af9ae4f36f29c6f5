"""The rows of one page of a list: a few things at (V, K), read by their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import select

from projections.lists.listing import Listing, assigned
from projections.lists.plots import plot_row
from projections.rows import PlotRow, ProjectRow
from projections.tables.codes import SCALE, code_of
from projections.tables.columns import exact_sum, joined_sum, values_of_some
from projections.tables.conditions import effective_by
from projections.tables.snapshot import Snapshot

PERMIT = "permit:"


def values_for(
    now: Snapshot, asked: Listing, numbers: Sequence[int]
) -> dict[int, dict[str, str]]:
    """Return, for the things of one page, attribute → value at (V, K)."""
    found = values_of_some(now, numbers, at=asked.at)
    return {
        number: {name.partition(".")[2]: value for name, value in values.items()}
        for number, values in found.items()
    }


def totals_for(
    now: Snapshot, asked: Listing, numbers: Sequence[int], measure: str
) -> dict[int, int]:
    """Return, for the things of one page, the sum of a measure up to V."""
    table = now.tables.contributions
    query = (
        select(table.c.thing, *exact_sum(table))
        .where(
            table.c.measure == code_of(asked.kind, measure),
            table.c.thing.in_(numbers),
            *effective_by(table, at=asked.at),
        )
        .group_by(table.c.thing)
    )
    return {thing: joined_sum(high, low) for thing, high, low in now.tuples(query)}


def ids_for(now: Snapshot, numbers: Sequence[int]) -> dict[int, str]:
    """Return number → id of the things of one page."""
    things = now.tables.things
    query = select(things.c.number, things.c.id).where(things.c.number.in_(numbers))
    return {row[0]: row[1] for row in now.connection.execute(query)}


def plots_for(now: Snapshot, asked: Listing, numbers: Sequence[int]) -> list[PlotRow]:
    """Return the plots of one page, in the order of their numbers."""
    ids, values = ids_for(now, numbers), values_for(now, asked, numbers)
    amounts = totals_for(now, asked, numbers, "amount")
    return [
        plot_row(number, ids[number], values[number].get, amounts.get(number, 0))
        for number in numbers
    ]


def plots_of_projects(
    now: Snapshot, asked: Listing, projects: Sequence[str]
) -> dict[str, int]:
    """Count the existing plots that are assigned to each of some projects."""
    counts = assigned(now, asked).subquery()
    query = select(counts).where(counts.c.project.in_(projects))
    return {row[0]: row[1] for row in now.connection.execute(query)}


def projects_for(
    now: Snapshot, asked: Listing, numbers: Sequence[int]
) -> list[ProjectRow]:
    """Return the projects of one page, in the order of their numbers."""
    ids, values = ids_for(now, numbers), values_for(now, asked, numbers)
    investment = totals_for(now, asked, numbers, "investment")
    land = totals_for(now, asked, numbers, "land_acquired_m2")
    plots = plots_of_projects(now, asked, list(ids.values()))
    return [
        ProjectRow(
            number=number,
            project=ids[number],
            name=values[number].get("name"),
            boundary=values[number].get("boundary"),
            investment=investment.get(number, 0),
            land_acquired_m2=Decimal(land.get(number, 0)) / SCALE,
            plots=plots.get(ids[number], 0),
            permits=_permits(values[number]),
        )
        for number in numbers
    ]


def _permits(values: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(PERMIT): value
        for name, value in sorted(values.items())
        if name.startswith(PERMIT)
    }
