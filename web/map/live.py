"""What is recorded elsewhere, told to open pages within two seconds."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from flask import Blueprint, Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from domain.kernel.instants import print_instant
from web.atlas.served import Served, served
from web.frame.caching import never_kept

bp = Blueprint("live", __name__)

ADDRESS = "/api/v1/live"
STREAMED = "guatu.streamed"
"""In the environment of a request whose answer the server keeps open."""
AGAIN_MS, LATER_MS = 350, 2_000
"""How soon the browser asks again: where an answer ends at once, and where it was a
stream that broke off, because the server starts anew."""
MIME = "text/event-stream"
SEEN = re.compile(r"(\d{1,19})(?:-(\d{1,19}))?", re.ASCII)
"""Position, and the version of the zones."""
MOST_THINGS = 50
"""Named in a notice; where more have changed, none is named."""


def init_app(app: Flask) -> None:
    """Serve the events."""
    app.register_blueprint(bp)


@bp.get(ADDRESS)
def live() -> AnyResponse:
    """Answer with an event where the journal has grown since the last one seen.

    So does a new picture of the zones, which is drawn after a fact has been recorded.
    A server that can hold streams goes on with what comes.

    Source: HTML Living Standard, server-sent events: ``retry``, ``Last-Event-ID``.
    """
    seen = SEEN.fullmatch(
        request.headers.get("Last-Event-ID", request.args.get("after", ""))
    )
    position, version = (int(seen[1]), int(seen[2] or 0)) if seen else (0, 0)
    now = Watch(served(), position, version)
    notice = now.look() if seen else now.current()
    again_ms = LATER_MS if STREAMED in request.environ else AGAIN_MS
    response = Response(b"retry: %d\n%s\n" % (again_ms, notice), mimetype=MIME)
    return never_kept(response)


class Watch:
    """Looks for what has been recorded, or drawn, since it looked before."""

    def __init__(self, served: Served, position: int, version: int) -> None:
        self._served = served
        self._position, self._version = position, version

    @classmethod
    def from_now(cls, served: Served) -> Watch:
        """Begin with what stands now."""
        position = served.district.app.journal.head().position
        return cls(served, position, served.zones.version)

    def look(self) -> bytes:
        """Return the event that tells of it; empty where there is nothing new."""
        zones = self._served.zones
        position = self._served.district.app.journal.head().position
        zones.follow(position)
        if (position, zones.version) == (self._position, self._version):
            return b""
        event = "redrawn" if position == self._position else "recorded"
        return self._event(event)

    def current(self) -> bytes:
        """Return the event that tells how things stand."""
        self._position = self._served.district.app.journal.head().position
        self._served.zones.follow(self._position)
        return self._event("standing")

    def _event(self, event: str) -> bytes:
        since, journal = self._position, self._served.district.app.journal
        head, version = journal.head(), self._served.zones.version
        self._position, self._version = head.position, version
        body = {
            "position": head.position,
            "recorded": print_instant(head.recorded),
            "zones": version,
            "since": since,
            "things": self._things(since),
        }
        name = f"{head.position}-{version}" if version else str(head.position)
        data = msgspec.json.encode(body)
        return f"event: {event}\nid: {name}\ndata: ".encode() + data + b"\n"

    def _things(self, since: int) -> list[str] | None:
        """Name what the facts since a position are about, in order, each once."""
        journal = self._served.district.app.journal
        lines = journal.lines_after(since, limit=MOST_THINGS + 1)
        few = len(lines) <= MOST_THINGS
        return list(dict.fromkeys(line.stream for line in lines)) if few else None


def look_from_now(served: Served) -> Callable[[], bytes]:
    """Return what tells, whenever it is called, what is new since it was called."""
    return Watch.from_now(served).look
