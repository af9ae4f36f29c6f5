"""Plots at (V, K): every plot, the stages counted, and what differs between two K."""

from __future__ import annotations

from collections import Counter
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


def plots_at(now: Snapshot, *, at: At) -> list[PlotRow]:
    """List every plot that exists at (V, K), by id."""
    column = partial(attribute_at, now, at=at)
    exists = column("plot.exists")
    stage, zone, land_use = map(column, ("plot.stage", "plot.zone", "plot.land_use"))
    project, paper = map(column, ("plot.project", "plot.paper_area_m2"))
    boundary, point = map(column, ("plot.boundary", "plot.point"))
    amount = totals_at(now, "plot.amount", at=at)
    return [
        PlotRow(
            number=number,
            plot=plot,
            stage=stage.get(number),
            zone=zone.get(number),
            land_use=land_use.get(number),
            project=project.get(number),
            paper_area_m2=Decimal(paper[number]) if number in paper else None,
            boundary=boundary.get(number),
            point=point.get(number),
            amount=amount.get(number, 0),
        )
        for number, plot in ids_of(now, "plot").items()
        if number in exists
    ]


def plot_at(now: Snapshot, number: int, *, at: At) -> PlotRow | None:
    """Return one plot at (V, K), None where it does not exist."""
    values = values_of(now, number, at=at)
    plot = id_of(now, "plot", number)
    if plot is None or "plot.exists" not in values:
        return None
    paper = values.get("plot.paper_area_m2")
    return PlotRow(
        number=number,
        plot=plot,
        stage=values.get("plot.stage"),
        zone=values.get("plot.zone"),
        land_use=values.get("plot.land_use"),
        project=values.get("plot.project"),
        paper_area_m2=None if paper is None else Decimal(paper),
        boundary=values.get("plot.boundary"),
        point=values.get("plot.point"),
        amount=total_of(now, number, "plot.amount", at=at),
    )


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
