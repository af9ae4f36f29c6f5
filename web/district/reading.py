"""The answers that command line, API and pages share: a function a question."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal

from domain.kernel.money import print_money
from projections.lists.plots import plots_at, stages_at
from projections.lists.projects import projects_at
from projections.rows import PlotRow
from projections.tables.snapshot import Snapshot
from web.district.dates import Dates
from web.district.opening import District
from web.words.refusals import BehindError
from web.words.tables import Cell, Sheet
from web.words.values import printed_decimal, printed_stage

PATIENCE_S = 30
"""So long an answer about a certain K waits for the tables to reach it."""


def about(dates: Dates) -> dict[str, object]:
    """Head an answer with the dates it holds for and the position K resolves to."""
    return {
        "as_of": dates.as_of_text,
        "as_known": dates.as_known_text,
        "position": dates.position,
        "provisional": dates.provisional,
        **({"journal_position": dates.recorded} if dates.is_behind else {}),
    }


def about_all_days(dates: Dates) -> dict[str, object]:
    """Head an answer for all V: with a V only where one was asked for.

    Today's date would make tomorrow's answer to the same question another one (R2).
    """
    return {**about(dates), "as_of": dates.asked["as_of"] or None}


@contextmanager
def snapshot_at(district: District, dates: Dates) -> Iterator[Snapshot]:
    """Open the read model once it has reached the position asked for.

    Raises:
        BehindError: It has not, although that was tried.
    """
    district.read_up_to(dates.position, patience_s=PATIENCE_S)
    with ExitStack() as opened:
        now = opened.enter_context(district.read_model.snapshot())
        if now.position < dates.position:
            # Other tables have taken the place of those that had come so far.
            opened.close()
            district.reaching.lost()
            district.read_up_to(dates.position, patience_s=PATIENCE_S)
            now = opened.enter_context(district.read_model.snapshot())
        if now.position < dates.position:
            raise BehindError(position=now.position, asked=dates.position)
        yield now


def plots_sheet(district: District, dates: Dates) -> Sheet:
    """Answer: every plot at (V, K)."""
    with snapshot_at(district, dates) as now:
        rows = plots_at(now, at=dates.at)
    columns = (
        "plot",
        "stage",
        "zone",
        "land_use",
        "project",
        "paper_area_m2",
        "amount",
    )
    return Sheet(
        about=about(dates),
        key="plots",
        columns=columns,
        rows=[_plot_cells(row) for row in rows],
        ids=[row.number for row in rows],
        shapes=[row.boundary or row.point for row in rows],
        crs=district.about.crs,
    )


def _plot_cells(row: PlotRow) -> dict[str, Cell]:
    return {
        "plot": row.plot,
        "stage": row.stage,
        "zone": row.zone,
        "land_use": row.land_use,
        "project": row.project,
        "paper_area_m2": _area(row.paper_area_m2),
        "amount": print_money(row.amount),
    }


def stages_sheet(district: District, dates: Dates) -> Sheet:
    """Answer: how many plots are in each stage at (V, K), and their money up to V."""
    with snapshot_at(district, dates) as now:
        columns = district.columns.at_hand(now)
        rows = columns.stages(at=dates.at) if columns else stages_at(now, at=dates.at)
    return Sheet(
        about=about(dates),
        key="stages",
        columns=("stage", "plots", "amount"),
        keyed_by="stage",
        rows=[
            {
                "stage": printed_stage(row.stage),
                "plots": row.plots,
                "amount": print_money(row.amount),
            }
            for row in rows
        ],
    )


def projects_sheet(district: District, dates: Dates) -> Sheet:
    """Answer: every project at (V, K)."""
    with snapshot_at(district, dates) as now:
        rows = projects_at(now, at=dates.at)
    return Sheet(
        about=about(dates),
        key="projects",
        columns=(
            "project",
            "name",
            "investment",
            "land_acquired_m2",
            "plots",
            "permits",
        ),
        rows=[
            {
                "project": row.project,
                "name": row.name,
                "investment": print_money(row.investment),
                "land_acquired_m2": _area(row.land_acquired_m2),
                "plots": row.plots,
                "permits": dict(row.permits),
            }
            for row in rows
        ],
        ids=[row.number for row in rows],
        shapes=[row.boundary for row in rows],
        crs=district.about.crs,
    )


def _area(value: Decimal | None) -> str | None:
    return None if value is None else printed_decimal(value)
