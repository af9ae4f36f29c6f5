"""Refusals of the server itself: a sentence, before the application is troubled."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

import msgspec
from uvicorn._types import HTTPScope

from web.server.calls import Answer
from web.words.catalogue import LANGUAGES, marked, words

TEXTS: Mapping[HTTPStatus, str] = {
    HTTPStatus.REQUEST_TIMEOUT: marked(
        "What was sent came too slowly to wait for; nothing of it is recorded. Send it "
        "again where the connection is better."
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: marked(
        "What was sent is larger than this server takes at once; nothing of it is "
        "recorded. Send it in parts of less than 16 MB."
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: marked(
        "More is asked of this server now than it can do; nothing is lost. Try again "
        "in a few seconds."
    ),
}
LOST_SHEET: Final = marked(
    "This sheet was given up: it took more time or memory than is given to one, or it "
    "failed; the server's log says which. Nothing else is touched. Choose smaller "
    "paper or a smaller area."
)
RETRY_S = 3


def refusal(scope: HTTPScope, status: HTTPStatus) -> Answer:
    """Refuse a request in the language that it asks for; the connection ends."""
    answer = _refused(scope, status, TEXTS[status])
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers = [*answer.headers, (b"retry-after", str(RETRY_S).encode())]
    return answer


def lost_sheet(scope: HTTPScope) -> Answer:
    """Say that a sheet was given up; the same order would be given up again."""
    return _refused(scope, HTTPStatus.SERVICE_UNAVAILABLE, LOST_SHEET)


def _refused(scope: HTTPScope, status: HTTPStatus, text: str) -> Answer:
    body = _body(scope, status, words(_language(scope))(text))
    kind = b"application/json" if _is_program(scope) else b"text/plain; charset=utf-8"
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"x-content-type-options", b"nosniff"),
    ]
    return Answer(status, headers, body, is_whole=True)


def _body(scope: HTTPScope, status: HTTPStatus, detail: str) -> bytes:
    if _is_program(scope):
        return msgspec.json.encode({"error": status.phrase, "detail": detail})
    return f"{detail}\n".encode()


def _is_program(scope: HTTPScope) -> bool:
    return scope["path"].startswith(("/api/", "/tiles/"))


def _language(scope: HTTPScope) -> str:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    return asked if asked in LANGUAGES else LANGUAGES[0]
