"""Exceptions answered over HTTP: as JSON to programs, as a page to people."""

from __future__ import annotations

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, SecurityError

from web.district.log import log, log_refusal
from web.district.outcomes import refusal_answer
from web.frame.language import translate
from web.words.catalogue import marked, message_of
from web.words.statuses import OURS, status_of

TITLES = {
    400: marked("This address cannot be understood"),
    403: marked("This is not allowed"),
    404: marked("There is nothing here"),
    405: marked("This cannot be done here"),
    409: marked("Something stands against it"),
    413: marked("This is too large"),
    415: marked("This is not in a form that can be read"),
    422: marked("This cannot be answered as it was asked"),
    500: marked("Guatu made a mistake"),
    503: marked("Not now"),
}


def init_app(app: Flask) -> None:
    """Answer every exception of ours, and every HTTP error, in one way."""
    for kind in OURS:
        app.register_error_handler(kind, refused)
    app.register_error_handler(HTTPException, failed)


def refused(error: Exception) -> ResponseReturnValue:
    """Answer a refusal with its status, its rule and what to do."""
    status = status_of(error)
    log_refusal(error, method=request.method, path=request.path, status=int(status))
    if _for_programs():
        return refusal_answer(None, error, translate()), status
    return _page(status, message_of(error, translate())), status


def failed(error: HTTPException) -> ResponseReturnValue:
    """Answer an HTTP error; a mistake of ours shows nothing of its inside."""
    status = error.code or 500
    where = {"method": request.method, "path": request.path, "status": status}
    log.warning("refused", extra=where)
    title = translate()(TITLES.get(status, TITLES[500]))
    if isinstance(error, SecurityError):
        # An address that is not ours has no pages: not even this one can be linked.
        return Response(f"{title}\n", status=status, mimetype="text/plain")
    if _for_programs():
        return {"error": error.name, "detail": title}, status
    return _page(status, ""), status


def _page(status: int, detail: str) -> str:
    title = translate()(TITLES.get(status, TITLES[500]))
    return render_template(
        "frame/error.html", status=int(status), title=title, detail=detail
    )


def _for_programs() -> bool:
    wanted = request.accept_mimetypes
    is_script = wanted["application/json"] > wanted["text/html"]
    is_program = request.path.startswith(("/api/", "/tiles/"))
    return is_script or is_program or "fragment" in request.args
