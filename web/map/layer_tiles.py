"""The base layers over HTTP: which there are, and their tiles."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from web.atlas.served import served
from web.district.layers.served import shown_name
from web.frame.asked import dates_asked, district
from web.frame.caching import asked_again, kept_for_good, with_cache_headers
from web.frame.made.tiles import sent_tile

LEAST_ZOOM: Mapping[str, int] = {"building": 15, "field": 13, "park": 12}
"""Below this zoom a kind of layer would only be noise."""


def init_app(app: Flask) -> None:
    """Serve the base layers."""
    app.add_url_rule("/layers.json", view_func=layers)
    path = "/layers/<name>/<int:z>/<int:x>/<int:y>.mvt"
    app.add_url_rule(path, view_func=layer_tile)


def layers() -> AnyResponse:
    """Answer the base layers known at K in drawing order, each with its edition."""
    dates = dates_asked()
    found = district().layers.known(up_to=dates.position).values()
    answer = jsonify(
        [
            {
                "name": each.fact.layer,
                "kind": each.fact.shows.value,
                "edition": shown_name(each),
            }
            for each in found
        ]
    )
    return with_cache_headers(answer, dates, of_all_time=True)


def layer_tile(name: str, z: int, x: int, y: int) -> AnyResponse:
    """Answer one tile of a base layer; ``class`` and ``label`` are its properties.

    With ``edition`` in the address it never changes, and the browser may keep it.
    """
    asked = request.args.get("edition", "")
    edition = served().base_layers.edition(name, asked)
    shown = z >= LEAST_ZOOM.get(edition.fact.shows, 0)
    layer = served().base_layers.layer(edition) if shown else None
    of = name, edition.fact.edition, shown_name(edition), shown, z, x, y
    cut = served().tiles.tile(of, lambda: layer.encode(z=z, x=x, y=y) if layer else b"")
    return (kept_for_good if asked else asked_again)(*sent_tile(cut))
