"""The base layers over HTTP: which there are, and their tiles."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from web.caching import asked_again, kept_for_good
from web.layers import layers_of
from web.refusals import UnknownLayerError
from web.serving import district, served
from web.tiles import MIME

LEAST_ZOOM: Mapping[str, int] = {"building": 15, "field": 13, "park": 12}
"""Below this zoom a kind of layer would only be noise."""


def init_app(app: Flask) -> None:
    """Serve the base layers."""
    app.add_url_rule("/layers.json", view_func=layers)
    path = "/layers/<name>/<int:z>/<int:x>/<int:y>.mvt"
    app.add_url_rule(path, view_func=layer_tile)


def layers() -> Response:
    """Answer the base layers in drawing order, with the digest of each edition."""
    found = layers_of(district()).values()
    return jsonify(
        [
            {"name": each.layer, "kind": each.shows.value, "edition": each.sha256[:12]}
            for each in found
        ]
    )


def layer_tile(name: str, z: int, x: int, y: int) -> AnyResponse:
    """Answer one tile of a base layer; ``class`` and ``label`` are its properties.

    With ``edition`` in the address it never changes, and the browser may keep it.
    """
    fact = layers_of(district()).get(name)
    if fact is None:
        raise UnknownLayerError(layer=name)
    shown = z >= LEAST_ZOOM.get(fact.shows, 0)
    body = served().base_layers.layer(name).encode(z=z, x=x, y=y) if shown else b""
    response = Response(body, mimetype=MIME, status=200 if body else 204)
    if request.args.get("edition") == fact.sha256[:12]:
        return kept_for_good(response, fact.sha256)
    return asked_again(response, fact.sha256)
