"""Plots at (V, K): every plot, the stages counted, and what differs between two K."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

from domain.kernel.instants import At
from domain.things.land.plots import STAGES
from projections.rows import PlotRow, StageRow
from projections.tables.columns import (
    attribute_at,
    id_of,
    ids_of,
    total_of,
    totals_at,
    values_of,
)
from projections.tables.snapshot import Snapshot

VALUES = (
    "stage",
    "zone",
    "land_use",
    "project",
    "paper_area_m2",
    "boundary",
    "point",
)
"""The attributes that a row of a plot shows, besides its existence."""


def plot_row(
    number: int, plot: str, value: Callable[[str], str | None], amount: int
) -> PlotRow:
    """Make the row of a plot; nothing else makes one.

    Args:
        number: The plot's number.
        plot: Its id.
        value: Returns its value of an attribute at (V, K); None where it has none.
        amount: Money up to V, in the currency's smallest unit.
    """
    paper = value("paper_area_m2")
    return PlotRow(
        number=number,
        plot=plot,
        stage=value("stage"),
        zone=value("zone"),
        land_use=value("land_use"),
        project=value("project"),
        paper_area_m2=None if paper is None else Decimal(paper),
        boundary=value("boundary"),
        point=value("point"),
        amount=amount,
    )


def plots_at(now: Snapshot, *, at: At) -> list[PlotRow]:
    """List every plot that exists at (V, K), by id."""
    exists = attribute_at(now, "plot.exists", at=at)
    columns = {name: attribute_at(now, f"plot.{name}", at=at) for name in VALUES}
    amount = totals_at(now, "plot.amount", at=at)
    return [
        plot_row(number, plot, partial(_value, columns, number), amount.get(number, 0))
        for number, plot in ids_of(now, "plot").items()
        if number in exists
    ]


def _value(
    columns: Mapping[str, Mapping[int, str]], number: int, name: str
) -> str | None:
    return columns[name].get(number)


def plot_at(now: Snapshot, number: int, *, at: At) -> PlotRow | None:
    """Return one plot at (V, K), None where it does not exist."""
    values = values_of(now, number, at=at)
    plot = id_of(now, "plot", number)
    if plot is None or "plot.exists" not in values:
        return None
    amount = total_of(now, number, "plot.amount", at=at)
    return plot_row(number, plot, lambda name: values.get(f"plot.{name}"), amount)


def stages_at(now: Snapshot, *, at: At) -> list[StageRow]:
    """Count the existing plots in each stage at (V, K), and sum their money up to V."""
    exists = attribute_at(now, "plot.exists", at=at)
    stage = attribute_at(now, "plot.stage", at=at)
    amount = totals_at(now, "plot.amount", at=at)
    plots: Counter[str | None] = Counter()
    amounts: Counter[str | None] = Counter()
    for number in exists:
        plots[stage.get(number)] += 1
        amounts[stage.get(number)] += amount.get(number, 0)
    return [
        StageRow(stage=each, plots=plots[each], amount=amounts[each]) for each in STAGES
    ]
