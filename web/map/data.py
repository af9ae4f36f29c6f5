"""What the map asks for beside its tiles: curves, filters, durations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import msgspec
from flask import Blueprint, Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from projections.over_time.curves import StageCurve, stage_changes
from projections.over_time.durations import durations
from projections.over_time.months import monthly_counts
from projections.over_time.steps import STAGES, Ints, StageSteps
from projections.tables.columns import attribute_at, ids_of
from web.atlas.columns import PlacedColumns
from web.atlas.filter import FILTERS, filter_asked, values_in_use
from web.atlas.over_time.time_map import TimeMap, curve_answer
from web.atlas.served import served
from web.atlas.viewport import View, plots_in
from web.district.dates import Dates
from web.district.reading import about, about_all_days, snapshot_at
from web.frame.asked import dates_asked, district
from web.frame.caching import never_kept, with_cache_headers
from web.words.refusals import UnknownGroupingError
from web.words.values import NONE

bp = Blueprint("map_data", __name__)

JSON = "application/json"


def init_app(app: Flask) -> None:
    """Serve what the map asks for."""
    app.register_blueprint(bp)


def map_asked() -> TimeMap:
    """Return the map over all time that the request is about."""
    return served().time_maps.at(dates_asked(), filter_asked())


@bp.get("/api/v1/plots/curve")
def curve() -> AnyResponse:
    """Answer the stages over all time as known at K: of all plots, or of some."""
    dates = dates_asked()
    if by := request.args.get("by"):
        return answered(_by(_steps_in_view(), by, dates), dates)
    return answered(curve_answer(curve_asked(), dates), dates)


def curve_asked() -> StageCurve:
    """Return the curve that the request is about: of all plots, or of some."""
    shown = map_asked()
    plots = _plots_in_view(shown)
    if plots is None:
        return shown.curve
    return stage_changes(shown.course(plots)).curve()


@bp.get("/map/filters")
def filters() -> AnyResponse:
    """Answer the values that plots can be filtered by at (V, K), and how many have."""
    dates = dates_asked()
    columns = _columns(dates)
    labels = {"project": _project_names(dates)}
    found = {
        name: [
            {"value": value, "plots": plots, **_label(labels.get(name, {}), value)}
            for value, plots in sorted(each.items())
        ]
        for name, each in values_in_use(columns, at=dates.at).items()
    }
    body = msgspec.json.encode({**about(dates), **found})
    response = Response(body, content_type=JSON)
    if columns.towns.known.lost:
        return never_kept(response)
    return with_cache_headers(response, dates)


def _label(labels: Mapping[str, str], value: str) -> dict[str, str]:
    return {"label": labels[value]} if value in labels else {}


def _project_names(dates: Dates) -> Mapping[str, str]:
    """Return the names of the projects that have one at (V, K), by their ids."""
    at = dates.at
    with snapshot_at(district(), dates) as now:
        names = attribute_at(now, "project.name", at=at)
        return {
            thing: names[n] for n, thing in ids_of(now, "project").items() if n in names
        }


@bp.get("/map/durations")
def stage_durations() -> AnyResponse:
    """Answer how many days plots took from stage to stage, as known at K."""
    dates = dates_asked()
    steps = [asdict(each) for each in durations(_steps_in_view())]
    return answered({**about_all_days(dates), "steps": steps}, dates)


def _steps_in_view() -> StageSteps:
    shown = map_asked()
    plots = _plots_in_view(shown)
    return shown.steps if plots is None else shown.course(plots).steps


def _plots_in_view(shown: TimeMap) -> Ints | None:
    view = View.of(request.args.get("bbox", ""))
    return None if view is None else plots_in(shown, view)


def _by(steps: StageSteps, by: str, dates: Dates) -> dict[str, object]:
    """Count plots month by month in each group, those that are in none too.

    Raises:
        UnknownGroupingError: There is no such grouping.
    """
    if by not in FILTERS:
        raise UnknownGroupingError(by=by, known=", ".join(FILTERS))
    histories = _columns(dates).histories
    pieces = histories.pieces(by, as_known=dates.as_known)
    found, words = monthly_counts(steps, pieces), histories.words[by].by_code()
    groups = [
        {"name": NONE if words[code] is None else words[code], "plots": plots.tolist()}
        for code, plots in zip(found.groups.tolist(), found.plots, strict=True)
    ]
    figures = {"stages": list(STAGES), "days": found.days.tolist(), "groups": groups}
    return {**about_all_days(dates), **figures}


def _columns(dates: Dates) -> PlacedColumns:
    return served().time_maps.columns(dates)


def answered(answer: object, dates: Dates) -> AnyResponse:
    """Send an answer for all V at the K of the dates, as JSON."""
    body = msgspec.json.encode(answer)
    return with_cache_headers(
        Response(body, content_type=JSON), dates, of_all_time=True
    )
