"""Vector tiles of the plots at (V, K), and the colours they are painted in."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from geo.stage_ramp import ramp_css
from web.dates import Dates
from web.serving import dates_asked, served

MIME = "application/vnd.mapbox-vector-tile"


def init_app(app: Flask) -> None:
    """Serve the tiles and the ramp."""
    app.add_url_rule("/tiles/<int:z>/<int:x>/<int:y>.mvt", view_func=tile)
    app.add_url_rule(
        "/tiles/history/<int:z>/<int:x>/<int:y>.mvt", view_func=history_tile
    )
    app.add_url_rule("/stages.css", view_func=stages_css)


def tile(z: int, x: int, y: int) -> AnyResponse:
    """Answer one tile: number and stage of plots, no names, no money."""
    dates = dates_asked()
    body = served().maps.at(dates).layer.encode(z=z, x=x, y=y)
    response = Response(body, mimetype=MIME, status=200 if body else 204)
    return kept(response, dates)


def history_tile(z: int, x: int, y: int) -> AnyResponse:
    """Answer one tile for all dates: each plot with its steps as known at K.

    The property ``history`` is ``day.stage day.stage …``: civil days since 1970-01-01
    and the stage's place in the ramp, -1 where the plot is not in the books.
    """
    dates = dates_asked()
    body = served().time_maps.at(dates).layer.encode(z=z, x=x, y=y)
    response = Response(body, mimetype=MIME, status=200 if body else 204)
    return kept(response, dates)


def stages_css() -> AnyResponse:
    """Answer the status ramp as custom properties."""
    response = Response(ramp_css(), mimetype="text/css")
    response.add_etag()
    return response.make_conditional(request)


def kept(response: AnyResponse, dates: Dates) -> AnyResponse:
    """Let the browser keep what never changes, and ask again for the rest."""
    if dates.provisional:
        response.cache_control.no_cache = True
    else:
        response.cache_control.max_age = 31_536_000
        response.cache_control.immutable = True
    response.cache_control.private = True
    final = "" if dates.provisional else "-final"
    response.set_etag(f"{dates.as_of}-{dates.position}{final}")
    return response.make_conditional(request)
