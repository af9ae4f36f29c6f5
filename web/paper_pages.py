"""Maps to take away: the evidence page and the wall map, as files."""

from __future__ import annotations

import io

from flask import Blueprint, Flask, Response, request
from werkzeug.datastructures import Headers

from web.evidence import evidence_page
from web.language import language, translate
from web.paper_refusals import UnknownOrientationError
from web.serving import dates_asked, district
from web.wall_sheets import WallOrder, drawn_sheet

bp = Blueprint("paper", __name__)

TURNS = {"": None, "auto": None, "landscape": True, "portrait": False}


def init_app(app: Flask) -> None:
    """Serve maps to take away."""
    app.register_blueprint(bp)


@bp.get("/map/evidence.html")
def evidence() -> Response:
    """Answer the map at (V, K) as one page; ``area`` as on the command line.

    It is a file to keep: opened here it would stand under this server's policy, which
    allows none of what it carries in itself.
    """
    page = evidence_page(
        district(),
        dates_asked(),
        request.args.get("area", ""),
        translate(),
        language=language(),
    )
    return _file(page.encode(), "text/html; charset=utf-8", "html")


@bp.get("/map/wall.pdf")
def wall() -> Response:
    """Answer the wall map; ``paper``, ``orientation``, ``patterns`` and ``area``."""
    turn = request.args.get("orientation", "")
    if turn not in TURNS:
        known = ", ".join(name for name in TURNS if name)
        raise UnknownOrientationError(orientation=turn, known=known)
    order = WallOrder(
        paper=request.args.get("paper", "A3"),
        landscape=TURNS[turn],
        area=request.args.get("area", ""),
        patterns="patterns" in request.args,
    )
    file = io.BytesIO()
    drawn_sheet(district(), dates_asked(), order, translate()).write(file, "pdf")
    return _file(file.getvalue(), "application/pdf", "pdf")


def _file(body: bytes, kind: str, ending: str) -> Response:
    dates = dates_asked()
    name = f"guatu-{dates.as_of_text[:10]}-position-{dates.position}.{ending}"
    headers = Headers({"Content-Type": kind})
    headers.set("Content-Disposition", "attachment", filename=name)
    response = Response(body, headers=headers)
    response.cache_control.private = True
    response.cache_control.no_cache = True
    return response
