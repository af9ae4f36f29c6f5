"""Maps to take away: the evidence page and the wall map, as files."""

from __future__ import annotations

import io
from typing import cast

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from werkzeug.datastructures import Headers

from web.frame.asked import dates_asked, district
from web.frame.caching import asked_each_time, never_kept
from web.frame.language import language, translate
from web.paper.evidence import evidence_page
from web.paper.progress import SheetsUnderWay
from web.paper.refusals import UnknownOrientationError
from web.paper.wall import WallOrder, drawn_sheet

bp = Blueprint("paper", __name__)

TURNS = {"": None, "auto": None, "landscape": True, "portrait": False}
KINDS = {"pdf": "application/pdf", "png": "image/png"}
EXTENSION = "guatu-sheets-under-way"


def init_app(app: Flask) -> None:
    """Serve maps to take away."""
    app.extensions[EXTENSION] = SheetsUnderWay()
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


@bp.get("/map/wall.<any(pdf, png):form>")
def wall(form: str) -> Response:
    """Answer the wall map; ``paper``, ``orientation``, ``patterns`` and ``area``.

    Whoever sends a ``ticket`` can ask meanwhile how far it is.
    """
    file, ticket = io.BytesIO(), request.args.get("ticket", "")
    with _under_way().begun(ticket) as report:
        sheet = drawn_sheet(district(), dates_asked(), _order(), translate(), report)
        sheet.write(file, form)
    return _file(file.getvalue(), KINDS[form], form)


@bp.get("/map/wall/<ticket>")
def wall_progress(ticket: str) -> Response:
    """Answer how many steps of a sheet are done; null where none is being drawn."""
    done, steps = _under_way().progress(ticket) or (None, None)
    return never_kept(jsonify({"done": done, "steps": steps}))


def _under_way() -> SheetsUnderWay:
    return cast("SheetsUnderWay", current_app.extensions[EXTENSION])


def _order() -> WallOrder:
    turn = request.args.get("orientation", "")
    if turn not in TURNS:
        known = ", ".join(name for name in TURNS if name)
        raise UnknownOrientationError(orientation=turn, known=known)
    return WallOrder(
        paper=request.args.get("paper", "A3"),
        landscape=TURNS[turn],
        area=request.args.get("area", ""),
        patterns="patterns" in request.args,
    )


def _file(body: bytes, kind: str, ending: str) -> Response:
    dates = dates_asked()
    name = f"guatu-{dates.as_of_text[:10]}-position-{dates.position}.{ending}"
    headers = Headers({"Content-Type": kind})
    headers.set("Content-Disposition", "attachment", filename=name)
    return asked_each_time(Response(body, headers=headers))
