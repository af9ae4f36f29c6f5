"""The pages: the map at ``/``, its parts for other dates, and one plot."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue

from domain.errors import UnknownThingError
from domain.things.registration import stream_of
from geo.page.district_map import map_parts
from geo.record.shapes import areas_m2
from projections.lists.plots import plot_at
from projections.rows import PlotRow
from projections.tables.columns import id_of
from web.atlas.served import served
from web.district.dates import shown
from web.district.reading import snapshot_at
from web.frame.asked import dates_asked, district, notices_told, stops_told
from web.frame.language import translate
from web.frame.made.once import rests_on
from web.frame.made.pages import made_once
from web.history.entries import fact_lines
from web.history.existence import existence_shown
from web.history.histories import family_known
from web.history.things import attributes_shown, thing_known
from web.history.words import facts_shown
from web.words.figures import legend_rows
from web.words.labels import stage_label
from web.words.values import NONE, area_text, money_text, mu_text, printed_stage

bp = Blueprint("pages", __name__)

TILE_URL = "/tiles/history/{z}/{x}/{y}.mvt"


def init_app(app: Flask) -> None:
    """Serve the pages; each is headed by its district and its dates."""
    app.register_blueprint(bp)
    app.context_processor(frame)


def frame() -> dict[str, object]:
    """Return what frames every page: its district, why recording stops, notices."""
    return {
        "district": district().about,
        "dates": None,
        "stops": stops_told(),
        "notices": notices_told(),
    }


@bp.get("/")
def map_page() -> ResponseReturnValue:
    """Show the map of the plots by stage."""
    return made_once(_map, served().zones.version)


def _map() -> str:
    rests_on("plot:", "layer:")
    dates = dates_asked()
    state = served().maps.at(dates)
    rows, total = legend_rows(state.legend, translate())
    return render_template(
        "map/map.html",
        dates=shown(dates),
        map=map_parts(
            bounds_deg=state.layer.bounds_deg(),
            tile_url=TILE_URL,
            query=shown(dates).query,
        ),
        legend=rows,
        total=total,
        has_towns=bool(served().time_maps.columns(dates).towns.names),
        zones=served().zones.version,
    )


@bp.get("/legend")
def legend() -> ResponseReturnValue:
    """Answer the parts of the map page that depend on its dates."""
    return made_once(_legend)


def _legend() -> str:
    rests_on("plot:")
    dates = dates_asked()
    rows, total = legend_rows(served().maps.at(dates).legend, translate())
    page = "map/dated.html"
    return render_template(page, dates=shown(dates), legend=rows, total=total)


@bp.get("/plots/number/<int(max=9223372036854775807):number>")
def plot_by_number(number: int) -> ResponseReturnValue:
    """Show the plot that the map knows by its number."""
    return made_once(lambda: _plot_numbered(number))


def _plot_numbered(number: int) -> str:
    with snapshot_at(district(), dates_asked()) as now:
        plot = id_of(now, "plot", number)
    if plot is None:
        raise UnknownThingError(kind="plot", thing=number)
    return _plot(plot, number)


def _plot(plot: str, number: int) -> str:
    dates = dates_asked()
    with snapshot_at(district(), dates) as now:
        row = plot_at(now, number, at=dates.at)
    stream = stream_of("plot", plot)
    family = family_known(district(), "plot", plot, dates)
    rests_on(*family.streams)
    facts = fact_lines(family, family.naming(stream), dates)
    known = thing_known(family, stream, dates)
    page = "map/plot.html" if "fragment" in request.args else "things/plot.html"
    return render_template(
        page,
        dates=shown(dates),
        plot=plot_shown(plot, number, row),
        existence=existence_shown(known),
        freeze=attributes_shown(known, ["freeze"])[0],
        facts=facts_shown(facts),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotShown:
    """A plot in the words of a page; None is a blank."""

    id: str
    number: int
    stage_code: str
    stage_label: str
    zone: str | None = None
    land_use: str | None = None
    project: str | None = None
    paper_area_m2: str | None = None
    measured_area_m2: str | None = None
    measured_mu: str | None = None
    amount: str | None = None


def plot_shown(plot: str, number: int, row: PlotRow | None) -> PlotShown:
    """Put a plot into words; one that does not exist at V has no values."""
    words = translate()
    if row is None:
        label = words("Not in the books at this date")
        return PlotShown(id=plot, number=number, stage_code=NONE, stage_label=label)
    stage = printed_stage(row.stage)
    [area] = areas_m2([row.boundary])
    measured = None if row.boundary is None else float(area)
    return PlotShown(
        id=plot,
        number=number,
        stage_code=stage,
        stage_label=stage_label(stage, words),
        zone=row.zone,
        land_use=row.land_use,
        project=row.project,
        paper_area_m2=None if row.paper_area_m2 is None else f"{row.paper_area_m2:,}",
        measured_area_m2=None if measured is None else area_text(measured),
        measured_mu=None if measured is None else mu_text(measured),
        amount=money_text(row.amount),
    )
