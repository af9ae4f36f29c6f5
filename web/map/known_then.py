"""What was known then: the stages on some days, each as known at its own end."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
from flask import Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from projections.over_time.steps import STAGES, Ints
from web.atlas.columns import PlacedColumns
from web.atlas.filter import PlotFilter, filter_asked
from web.atlas.over_time.time_maps import EVERYTHING
from web.atlas.served import served
from web.atlas.viewport import View, plots_in
from web.district.dates import Dates, resolve
from web.district.reading import about_all_days
from web.frame.asked import dates_asked, district
from web.frame.caching import with_cache_headers
from web.words.refusals import DaysError

MOST_DAYS = 120


def init_app(app: Flask) -> None:
    """Serve the figures."""
    app.add_url_rule("/map/known-then", view_func=known_then)


def known_then() -> AnyResponse:
    """Answer the plots in each stage at the end of each ``day``, as known by then.

    Nothing counts that became known after K. The filter holds at each day as it was
    known then; in view, by ``bbox``, are the same plots on all days: those of K.
    """
    days = request.args.getlist("day")
    if not 0 < len(days) <= MOST_DAYS:
        raise DaysError(days=len(days), most=MOST_DAYS)
    dates, view = dates_asked(), View.of(request.args.get("bbox", ""))
    seen = None
    if view is not None:
        seen = plots_in(served().time_maps.at(dates, EVERYTHING), view)
    columns = served().time_maps.columns(dates)
    wanted = filter_asked()
    counts = [
        _counts_known_then(columns, _then(day, dates), wanted, seen) for day in days
    ]
    body = msgspec.json.encode(
        {**about_all_days(dates), "stages": STAGES, "days": counts}
    )
    response = Response(body, content_type="application/json")
    return with_cache_headers(response, dates, of_all_time=True)


def _then(day: str, dates: Dates) -> Dates:
    """Return the end of a day as known by then, or at K where that is earlier."""
    then = resolve(district(), as_of=day, as_known=day)
    known = min(then.as_known, dates.as_known)
    return replace(then, as_known=known)


def _counts_known_then(
    columns: PlacedColumns, then: Dates, wanted: PlotFilter, seen: Ints | None
) -> dict[str, object]:
    column = columns.column("stage", at=then.at)
    counted = np.ones(len(column.numbers), dtype=bool)
    if wanted.wanted:
        counted &= np.isin(column.numbers, wanted.existing(columns, at=then.at))
    if seen is not None:
        counted &= np.isin(column.numbers, seen)
    stages = column.codes[counted]
    plots = np.bincount(stages, minlength=len(STAGES)).tolist()
    return {"day": then.as_of_text, "plots": plots}
