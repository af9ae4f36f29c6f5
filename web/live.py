"""What is recorded elsewhere, told to open pages within a second."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from domain.kernel.instants import print_instant
from web.serving import district

bp = Blueprint("live", __name__)

RETRY_MS = 350
"""How soon the browser asks again. Each answer ends at once: two hundred open pages
hold no thread of the server, and whoever missed something says what it saw last."""
MIME = "text/event-stream"


def init_app(app: Flask) -> None:
    """Serve the events."""
    app.register_blueprint(bp)


@bp.get("/api/v1/live")
def live() -> AnyResponse:
    """Answer with an event where the journal has grown since the last one seen.

    Source: HTML Living Standard, server-sent events: ``retry``, ``Last-Event-ID``.
    """
    head = district().app.journal.head()
    seen = request.headers.get("Last-Event-ID", request.args.get("after", ""))
    event = "standing" if not seen.isdecimal() else "recorded"
    told = {"position": head.position, "recorded": print_instant(head.recorded)}
    lines = [f"retry: {RETRY_MS}"]
    if event == "standing" or int(seen) != head.position:
        lines += [f"event: {event}", f"id: {head.position}"]
        lines.append(f"data: {msgspec.json.encode(told).decode()}")
    response = Response("\n".join(lines) + "\n\n", mimetype=MIME)
    response.cache_control.no_store = True
    return response
