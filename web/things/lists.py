"""The lists of plots and projects: sorted, filtered and paged where the rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from flask import Blueprint, Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from domain.facts import THINGS
from domain.things.land.plots import STAGES
from geo.record.shapes import areas_m2
from projections.lists.listing import (
    Listing,
    counted,
    numbers_of,
    page_of,
    summed,
)
from projections.lists.pages import plots_for, projects_for
from projections.opening.read_model import Snapshot
from projections.rows import PlotRow, ProjectRow
from projections.tables.codes import SCALE
from web.district.dates import shown
from web.district.reading import plots_sheet, projects_sheet, snapshot_at
from web.frame.asked import EXTENSION as HOSTED
from web.frame.asked import Hosted, dates_asked, district
from web.frame.formats import MIME
from web.frame.language import translate
from web.frame.made.once import rests_on
from web.frame.made.pages import made_once
from web.frame.paging import PAGE, Pager
from web.things.list_figures import EXTENSION, ListFigures, list_figures
from web.words.labels import stage_label
from web.words.refusals import UnknownFormatError
from web.words.tables import Format, Sheet, write
from web.words.values import (
    NONE,
    area_text,
    decimal_text,
    money_text,
    mu_text,
    printed_stage,
)

bp = Blueprint("lists", __name__)

PLOT_FILTERS = ("stage", "zone", "land_use", "project")
PLOT_ORDERS = ("id", "stage", "zone", "land_use", "project", "paper_area_m2")
PROJECT_ORDERS = ("id", "name", "plots")


def init_app(app: Flask) -> None:
    """Serve the lists."""
    app.register_blueprint(bp)
    hosted = cast("Hosted", app.extensions[HOSTED])
    app.extensions[EXTENSION] = ListFigures(hosted.district.columns, hosted.budget)


@dataclass(frozen=True, slots=True)
class StageFigure:
    """How many of the plots asked for are in a stage."""

    code: str
    label: str
    plots: int


@bp.get("/plots")
def plots() -> ResponseReturnValue:
    """Show the plots at (V, K); its totals are those of ``guatu state plots``."""
    asked = _asked("plot", PLOT_ORDERS, PLOT_FILTERS)
    if form := request.args.get("format"):
        return _written(plots_sheet(district(), dates_asked()), asked, form)
    return made_once(lambda: _plots_page(asked))


def _plots_page(asked: Listing) -> str:
    rests_on("plot:")
    with snapshot_at(district(), dates_asked()) as now:
        return _plots_written(now, asked)


def _plots_written(now: Snapshot, asked: Listing) -> str:
    figures, position = list_figures(), dates_asked().position
    by_stage = figures.by_stage(now, asked, position)
    pager = Pager.asked(_total(asked, by_stage))
    rows = plots_for(now, asked, page_of(now, asked, offset=pager.offset, limit=PAGE))
    areas = areas_m2([row.boundary for row in rows])
    return render_template(
        "things/plots.html",
        dates=shown(dates_asked()),
        asked=asked,
        pager=pager,
        rows=[_plot(row, area) for row, area in zip(rows, areas.tolist(), strict=True)],
        amount=money_text(figures.amount(now, asked, position)),
        stages=_stages(by_stage),
        options={n: figures.options(now, asked, n, position) for n in PLOT_FILTERS[1:]},
    )


def _total(asked: Listing, by_stage: Mapping[str | None, int]) -> int:
    """Count the plots asked for: those in the stage asked for, or in any."""
    if "stage" in asked.values:
        return by_stage.get(asked.values["stage"], 0)
    return sum(by_stage.values())


@bp.get("/projects")
def projects() -> ResponseReturnValue:
    """Show the projects at (V, K); its totals are those of ``guatu state projects``."""
    asked = _asked("project", PROJECT_ORDERS, ())
    if form := request.args.get("format"):
        return _written(projects_sheet(district(), dates_asked()), asked, form)
    return made_once(lambda: _projects_page(asked))


def _projects_page(asked: Listing) -> str:
    rests_on("plot:", "project:")
    with snapshot_at(district(), dates_asked()) as now:
        return _projects_written(now, asked)


def _projects_written(now: Snapshot, asked: Listing) -> str:
    pager = Pager.asked(counted(now, asked))
    numbers = page_of(now, asked, offset=pager.offset, limit=PAGE)
    land_m2 = summed(now, asked, "land_acquired_m2") / SCALE
    return render_template(
        "things/projects.html",
        dates=shown(dates_asked()),
        asked=asked,
        pager=pager,
        rows=[_project(row) for row in projects_for(now, asked, numbers)],
        investment=money_text(summed(now, asked, "investment")),
        land_m2=area_text(land_m2),
        land_mu=mu_text(land_m2),
    )


def _asked(kind: str, orders: Sequence[str], filters: Sequence[str]) -> Listing:
    """Read what is asked for; an order that does not exist is the order by id."""
    sort = request.args.get("sort", "id")
    order = sort.removeprefix("-")
    measures = THINGS.measures(kind)
    named = f"sum:{order}" if order in measures else order
    given = {name: request.args.get(name, "").strip() for name in filters}
    return Listing(
        kind=kind,
        at=dates_asked().at,
        values={n: None if v == NONE else v for n, v in given.items() if v},
        text=request.args.get("q", "").strip(),
        order=named if order in (*orders, *measures) else "id",
        descending=sort.startswith("-"),
    )


def _stages(by_stage: Mapping[str | None, int]) -> list[StageFigure]:
    words = translate()
    return [
        StageFigure(printed_stage(s), stage_label(s, words), by_stage.get(s, 0))
        for s in STAGES
    ]


def _plot(row: PlotRow, area_m2: float) -> dict[str, object]:
    measured = None if row.boundary is None else area_m2
    return {
        "id": row.plot,
        "stage": printed_stage(row.stage),
        "stage_label": stage_label(row.stage, translate()),
        "zone": row.zone,
        "land_use": row.land_use,
        "project": row.project,
        "paper_area_m2": decimal_text(row.paper_area_m2),
        "area_m2": area_text(measured),
        "mu": mu_text(measured),
        "amount": money_text(row.amount),
    }


def _project(row: ProjectRow) -> dict[str, object]:
    [area] = areas_m2([row.boundary])
    measured = None if row.boundary is None else float(area)
    return {
        "id": row.project,
        "name": row.name,
        "plots": row.plots,
        "investment": money_text(row.investment),
        "land_m2": decimal_text(row.land_acquired_m2),
        "area_m2": area_text(measured),
        "mu": mu_text(measured),
        "permits": len(row.permits),
    }


def _written(sheet: Sheet, asked: Listing, form: str) -> AnyResponse:
    """Write all rows that are asked for, as the API would, had it these filters."""
    if form not in {each.value for each in MIME}:
        raise UnknownFormatError(form=form)
    with snapshot_at(district(), dates_asked()) as now:
        wanted = numbers_of(now, asked)
    there = [place for place, number in enumerate(sheet.ids) if number in wanted]
    narrowed = replace(
        sheet,
        rows=[sheet.rows[place] for place in there],
        ids=[sheet.ids[place] for place in there],
        shapes=[(sheet.shapes or ())[place] for place in there],
    )
    written = write(narrowed, Format(form))
    return Response(written, content_type=MIME[Format(form)])
