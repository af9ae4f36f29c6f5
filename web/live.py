"""What is recorded elsewhere, told to open pages within a second."""

from __future__ import annotations

import re

import msgspec
from flask import Blueprint, Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from domain.kernel.instants import print_instant
from web.serving import district, served

bp = Blueprint("live", __name__)

RETRY_MS = 350
"""How soon the browser asks again. Each answer ends at once: two hundred open pages
hold no thread of the server, and whoever missed something says what it saw last."""
MIME = "text/event-stream"
SEEN = re.compile(r"(\d+)(?:-(\d+))?", re.ASCII)
"""Position, and the version of the zones."""


def init_app(app: Flask) -> None:
    """Serve the events."""
    app.register_blueprint(bp)


@bp.get("/api/v1/live")
def live() -> AnyResponse:
    """Answer with an event where the journal has grown since the last one seen.

    So does a new picture of the zones, which is drawn after a fact has been recorded.

    Source: HTML Living Standard, server-sent events: ``retry``, ``Last-Event-ID``.
    """
    head, afar = district().app.journal.head(), served().time_maps.afar
    afar.follow(head.position)
    seen = SEEN.fullmatch(
        request.headers.get("Last-Event-ID", request.args.get("after", ""))
    )
    told = {
        "position": head.position,
        "recorded": print_instant(head.recorded),
        "zones": afar.version,
    }
    lines = [f"retry: {RETRY_MS}"]
    now = f"{head.position}-{afar.version}" if afar.version else str(head.position)
    if seen is None or seen[0] != now:
        is_recorded = seen is not None and int(seen[1]) != head.position
        event = "recorded" if is_recorded else "redrawn" if seen else "standing"
        lines += [f"event: {event}", f"id: {now}"]
        lines.append(f"data: {msgspec.json.encode(told).decode()}")
    response = Response("\n".join(lines) + "\n\n", mimetype=MIME)
    response.cache_control.no_store = True
    return response
