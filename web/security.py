"""What every response carries: a strict content policy, and no door left ajar."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request
from werkzeug.exceptions import Forbidden

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})


def init_app(app: Flask) -> None:
    """Guard every request and dress every response."""
    app.before_request(draw_nonce)
    app.before_request(refuse_other_sites)
    app.after_request(dress)
    app.context_processor(lambda: {"nonce": g.nonce})


def draw_nonce() -> None:
    """Draw the nonce that this page's own script carries."""
    g.nonce = secrets.token_urlsafe(16)


def refuse_other_sites() -> None:
    """Refuse a change that another site's page sends through the user's browser."""
    site = request.headers.get("Sec-Fetch-Site", "none")
    if request.method not in SAFE_METHODS and site not in OWN_SITES:
        raise Forbidden


def dress(response: Response) -> Response:
    """Allow only what this server itself serves."""
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; "
        f"script-src 'self' 'nonce-{g.nonce}'; "
        "style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response
