"""Vector tiles of the plots at (V, K), and the colours they are painted in."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from geo.stage_ramp import ramp_css
from geo.tiles.grid import Tile
from web.atlas.filter import filter_asked
from web.atlas.served import served
from web.frame.asked import dates_asked
from web.frame.caching import asked_again, with_cache_headers
from web.frame.made.tiles import sent_tile


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
    of, state = served().maps.known(dates)
    name = "stages", of, z, x, y
    cut = served().tiles.tile(name, lambda: state.layer.encode(z=z, x=x, y=y))
    response, tag = sent_tile(cut)
    return with_cache_headers(response, dates, tag=tag)


def history_tile(z: int, x: int, y: int) -> AnyResponse:
    """Answer one tile for all dates: each plot with its steps as known at K.

    The second layer has a multipoint for each plot of the first: x is the civil day
    since 1970-01-01 of a step, y the stage's place in the ramp, or -1 where the plot
    is not in the books. Large districts have zones from afar, in the layers ``areas``
    and ``areas_history``, each with the stage of its middle plot; ``zones`` is the
    version of their picture.
    """
    dates = dates_asked()
    version = request.args.get("zones", 0, type=int)
    of, layer, is_final = served().time_maps.layer(
        dates, filter_asked(), Tile(z, x, y), version=version
    )
    name = "histories", of, z, x, y
    cut = served().tiles.tile(name, lambda: layer.encode(z=z, x=x, y=y))
    response, tag = sent_tile(cut)
    if is_final:
        return with_cache_headers(response, dates, of_all_time=True, tag=tag)
    return asked_again(response, tag)


def stages_css() -> AnyResponse:
    """Answer the status ramp as custom properties."""
    response = Response(ramp_css(), mimetype="text/css")
    response.add_etag()
    return response.make_conditional(request)
