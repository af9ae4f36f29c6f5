"""What the map asks for beside its tiles: curves, filters, durations, changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

import msgspec
import numpy as np
from flask import Blueprint, Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from projections.cached_columns import CachedColumns
from projections.curves import stage_changes
from projections.durations import durations
from projections.monthly_counts import monthly_counts
from projections.stage_steps import STAGES, Ints
from web.answers import about, reached
from web.dates import Dates, resolve
from web.plot_filter import FILTERS, filter_asked, values_in_use
from web.plot_view import View, plots_in
from web.refusals import UnknownGroupingError
from web.serving import dates_asked, district, served
from web.tiles import kept
from web.time_map import TimeMap, curve_answer

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
    dates, shown = dates_asked(), map_asked()
    if by := request.args.get("by"):
        return _answer({**about(dates), **_by(shown, by, dates)}, dates)
    plots = _plots_in_view(shown)
    if plots is None:
        return _answer(curve_answer(shown.curve, dates), dates)
    found = stage_changes(shown.course(plots)).curve()
    return _answer(curve_answer(found, dates), dates)


@bp.get("/map/filters")
def filters() -> AnyResponse:
    """Answer the values that plots can be filtered by at (V, K), and how many have."""
    dates = dates_asked()
    at = {"as_of": dates.as_of, "as_known": dates.as_known}
    found = {
        name: [
            {"value": value, "plots": plots} for value, plots in sorted(each.items())
        ]
        for name, each in values_in_use(_columns(dates), **at).items()
    }
    return _answer({**about(dates), **found}, dates)


@bp.get("/map/durations")
def stage_durations() -> AnyResponse:
    """Answer how many days plots took from stage to stage, as known at K."""
    dates, shown = dates_asked(), map_asked()
    plots = _plots_in_view(shown)
    steps = shown.steps if plots is None else shown.course(plots).steps
    told = [asdict(each) for each in durations(steps)]
    return _answer({**about(dates), "steps": told}, dates)


@bp.get("/map/changes")
def changes() -> AnyResponse:
    """Answer how many plots moved from which stage to which between two (V, K)."""
    one, other = (_dates_numbered(nth) for nth in ("1", "2"))
    before, after = _stages(one), _stages(other)
    numbers = np.union1d(before[0], after[0])
    pairs = Counter(zip(_at(numbers, *before), _at(numbers, *after), strict=True))
    moved = [
        {"from": _name(was), "to": _name(now), "plots": plots}
        for (was, now), plots in sorted(pairs.items())
        if was != now
    ]
    return _answer({"of": [about(one), about(other)], "moved": moved}, other)


def _plots_in_view(shown: TimeMap) -> Ints | None:
    view = View.of(request.args.get("bbox", ""))
    return None if view is None else plots_in(shown, view)


def _by(shown: TimeMap, by: str, dates: Dates) -> dict[str, object]:
    """Count plots month by month in each group.

    Raises:
        UnknownGroupingError: There is no such grouping.
    """
    if by not in FILTERS:
        raise UnknownGroupingError(by=by, known=", ".join(FILTERS))
    columns = _columns(dates)
    pieces = columns.pieces(by, as_known=dates.as_known)
    found, words = monthly_counts(shown.steps, pieces), columns.words[by].all()
    groups = [
        {"name": words[code], "plots": plots.tolist()}
        for code, plots in zip(found.groups.tolist(), found.plots, strict=True)
    ]
    return {"stages": list(STAGES), "days": found.days.tolist(), "groups": groups}


def _dates_numbered(nth: str) -> Dates:
    return resolve(
        district(),
        as_of=request.args.get(f"as_of_{nth}", ""),
        as_known=request.args.get(f"as_known_{nth}", ""),
    )


def _stages(dates: Dates) -> tuple[Ints, Ints]:
    """Return the existing plots that are wanted at (V, K), and their stages."""
    at = {"as_of": dates.as_of, "as_known": dates.as_known}
    column = _columns(dates).column("stage", **at)
    stages = column.codes.astype(np.int64) + 1
    wanted = filter_asked()
    if not wanted.wanted:
        return column.numbers, stages
    chosen = np.isin(column.numbers, wanted.existing(_columns(dates), **at))
    return column.numbers[chosen], stages[chosen]


def _at(numbers: Ints, those: Ints, stages: Ints) -> list[int]:
    found = np.full(len(numbers), -1)
    found[np.searchsorted(numbers, those)] = stages
    return [int(each) for each in found]


def _name(stage: int) -> str:
    return STAGES[stage] if stage >= 0 else "absent"


def _columns(dates: Dates) -> CachedColumns:
    with reached(district(), dates) as now:
        return district().columns.refreshed(now)


def _answer(answer: object, dates: Dates) -> AnyResponse:
    body = msgspec.json.encode(answer)
    return kept(Response(body, content_type=JSON), dates, of_all_time=True)
