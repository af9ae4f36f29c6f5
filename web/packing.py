"""Packed answers: pages, scripts, styles and JSON cross the wire at a quarter."""

from __future__ import annotations

from flask import Flask, Response
from flask_compress import Compress

ALGORITHMS = ["br", "gzip"]
"""Browsers ask for the first over a secure line only, for the second everywhere."""
TYPES = (
    *("text/html", "text/css", "text/javascript", "text/plain", "text/csv"),
    *("application/json", "application/geo+json", "image/svg+xml"),
)
"""Tiles pack themselves, quickly; events and pictures are not worth it."""


def init_app(app: Flask) -> None:
    """Pack what a browser can unpack.

    That a page's length tells something of what it holds does no harm: the one secret
    in it, a form's token, is another one in each page.
    """
    app.config.from_mapping(
        COMPRESS_MIMETYPES=TYPES,
        COMPRESS_ALGORITHM=ALGORITHMS,
        COMPRESS_STREAMS=False,
    )
    Compress(app)
    app.after_request(read_whole)  # What is named last is called first.


def read_whole(response: Response) -> Response:
    """Read a file that would be packed: as a stream it would be left open."""
    if response.direct_passthrough and response.mimetype in TYPES:
        response.direct_passthrough = False
        response.get_data()
    return response
