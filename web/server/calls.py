"""Calls of the application: a request as WSGI has it, and its answer in parts."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote_to_bytes

from uvicorn._types import HTTPScope

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

Environ = dict[str, Any]
Headers = Sequence[tuple[bytes, bytes]]
Wsgi = Callable[[Environ, "StartResponse"], Iterable[bytes]]

PLAIN_HEADERS = {"CONTENT_TYPE", "CONTENT_LENGTH"}
ABOUT_CONNECTION = {"HTTP_EXPECT", "HTTP_CONNECTION", "HTTP_TRANSFER_ENCODING"}
"""What is said to the server, not to the application."""
PART_BYTES = 1024 * 1024
"""Of an answer of any length that is made ready at a time."""


def environ_of(scope: HTTPScope, body: bytes) -> Environ:
    """Return a request as an application is given it.

    Source: PEP 3333; names with an underscore are left out, for they would look like
    those with a hyphen.
    """
    host, port = scope["server"] or ("127.0.0.1", 0)
    environ: Environ = {
        **_headers(scope),
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope["client"] or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    return environ | body_members(body)


def body_members(body: bytes) -> Environ:
    """Return the members that hold a body, and where complaints go."""
    return {
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
    }


def _headers(scope: HTTPScope) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        name = name if name in PLAIN_HEADERS else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        glue = "; " if name == "HTTP_COOKIE" else ","
        found[name] = f"{found[name]}{glue}{value}" if name in found else value
    return {name: found[name] for name in found.keys() - ABOUT_CONNECTION}


@dataclass(slots=True)
class Answer:
    """An answer: its head, and its body, of which some is ready."""

    status: int
    headers: Headers
    ready: bytes
    is_whole: bool
    parts: Iterator[bytes] = field(default_factory=lambda: iter(()))
    close: Callable[[], None] = lambda: None

    def more(self) -> None:
        """Make more of the body ready; let go of everything at its end."""
        try:
            self.ready, self.is_whole = _gathered(self.parts)
        except BaseException:
            self.close()
            raise
        if self.is_whole:
            self.close()


def called(app: Wsgi, environ: Environ) -> Answer:
    """Let the application answer, as far as is ready at once."""
    head: list[Any] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], _exc_info: object = None, /
    ) -> Callable[[bytes], object]:
        head[:] = [status, headers]
        return _no_write

    body = app(environ, start_response)
    close = cast("Callable[[], None]", getattr(body, "close", lambda: None))
    answer = Answer(0, (), b"", is_whole=False, parts=iter(body), close=close)
    answer.more()
    status, headers = head
    answer.status = int(status[:3])
    answer.headers = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in headers]
    return answer


def _no_write(_part: bytes) -> None:
    msg = "Answers are returned here, not written."
    raise NotImplementedError(msg)


def _gathered(parts: Iterator[bytes]) -> tuple[bytes, bool]:
    """Gather some parts; tell whether they were the last."""
    some, size = [], 0
    for part in parts:
        some.append(part)
        size += len(part)
        if size >= PART_BYTES:
            return b"".join(some), False
    return b"".join(some), True
