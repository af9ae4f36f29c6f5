"""What every response carries: a strict content policy, and no door left ajar."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from werkzeug.exceptions import Forbidden

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
COSTLY = ("/map/wall.", "/map/evidence.")


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
    """Refuse what another site's page sends through the user's browser.

    That is every change, and every sheet that takes seconds to make. A browser says
    where a page comes from by ``Sec-Fetch-Site``, but over plain HTTP to another
    machine only by ``Origin`` or ``Referer``; other programs say nothing.

    Source: Fetch Metadata Request Headers, W3C; OWASP, Cross-Site Request Forgery
    Prevention, verifying origin with standard headers.
    """
    is_guarded = request.method not in SAFE_METHODS or request.path.startswith(COSTLY)
    if is_guarded and not _is_own_site():
        raise Forbidden


def _is_own_site() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None and site not in OWN_SITES:
        return False
    referrer = request.headers.get("Referer") if site is None else None
    came_from = origin if origin is not None else referrer
    return came_from is None or urlsplit(came_from).netloc == request.host


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
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
