"""Packed answers: pages, scripts, styles and JSON cross the wire at a quarter."""

from __future__ import annotations

from hashlib import blake2b

from flask import Flask, Request, Response, g, request
from flask_compress import Compress

from web.frame.asked import EXTENSION
from web.memory.cache import Cache, MemoryBudget

ALGORITHMS = ["br", "gzip"]
"""Browsers ask for the first over a secure line only, for the second everywhere."""
TYPES = (
    *("text/html", "text/css", "text/javascript", "text/plain", "text/csv"),
    *("application/json", "application/geo+json", "image/svg+xml"),
)
"""Tiles pack themselves, quickly; events and pictures are not worth it."""
PAGES = "text/html"
"""What is made once is packed as it is made; another page is hardly the same twice."""
DIGEST_BYTES = 16
HEADER = "HTTP_ACCEPT_ENCODING"


class Packed:
    """What was packed lately, by the bytes that went in: the library's own door."""

    def __init__(self, budget: MemoryBudget) -> None:
        self._cache: Cache[str, bytes] = Cache(budget, "packed", len)

    def get(self, key: str) -> bytes | None:
        """Return what is kept under the way of packing and the digest."""
        return self._cache.find(key)

    def set(self, key: str, packed: bytes) -> None:
        """Keep it, unless it is of what has no digest."""
        if not key.endswith(";"):
            self._cache.put(key, packed)


def init_app(app: Flask) -> None:
    """Pack what a browser can unpack.

    That a page's length tells something of what it holds does no harm: the one secret
    in it, a form's token, is another one in each page.
    """
    app.config.from_mapping(
        COMPRESS_MIMETYPES=TYPES,
        COMPRESS_ALGORITHM=ALGORITHMS,
        COMPRESS_STREAMS=False,
        COMPRESS_CACHE_BACKEND=lambda: Packed(app.extensions[EXTENSION].budget),
        COMPRESS_CACHE_KEY=_digest,
    )
    app.before_request(heed_refusals)
    Compress(app)
    app.after_request(read_whole)  # What is named last is called first.


def heed_refusals() -> None:
    """Leave out ways of packing that are asked for with ``q=0``: those are refused.

    Source: RFC 9110, 12.4.2. The library would take the only one that is named.
    """
    if ";" in request.environ.get(HEADER, ""):
        wanted = ((name, q) for name, q in request.accept_encodings if q > 0)
        request.environ[HEADER] = ", ".join(f"{name};q={q:g}" for name, q in wanted)


def read_whole(response: Response) -> Response:
    """Read a file that would be packed: as a stream it would be left open."""
    if response.mimetype in TYPES:
        if response.direct_passthrough:
            response.direct_passthrough = False
            response.get_data()
        if not response.is_streamed and response.mimetype != PAGES:
            g.digest = _named(response)
    return response


def _named(response: Response) -> str:
    """Name the bytes of an answer: a file's by its tag, those of others by digest."""
    tag, _ = response.get_etag()
    if request.endpoint == "static" and tag:
        return f"{request.path} {tag}"
    return blake2b(response.get_data(), digest_size=DIGEST_BYTES).hexdigest()


def _digest(_request: Request) -> str:
    return str(g.get("digest", ""))
