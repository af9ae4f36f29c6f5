"""A server in this process, of a small application and with small limits."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from web.server.front import Front
from web.server.limits import Limits
from web.server.running import bound, server_of

HOST = "127.0.0.1"
PATIENCE_S = 20
"""Only against waiting for ever: nothing is measured by it."""
Start = Callable[..., object]


def echo(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answer with what was sent."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def slow(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answer in a while."""
    time.sleep(0.5)
    return echo(environ, start_response)


def large(_environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answer with thirty megabytes, made while they are sent."""
    start_response("200 OK", [])
    return (bytes(1024 * 1024) for _ in range(30))


@contextmanager
def served(app: Callable[..., Any], **limits: float) -> Iterator[int]:
    """Serve an application; yield the port."""
    told = {"linger_s": 0.3, **limits}
    few = Limits(**told)  # type: ignore[arg-type]  # whole numbers are given as such
    with serve_front(Front(app, few), few) as port:
        yield port


@contextmanager
def serve_front(front: Front, limits: Limits) -> Iterator[int]:
    """Serve what a front answers; yield the port."""
    listening = bound(0)
    server = server_of(front, limits)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def asked(port: int, method: str = "GET", body: bytes = b"") -> int:
    """Send a request on a connection of its own; return the status."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE_S)
    try:
        connection.request(method, "/", body or None)
        return connection.getresponse().status
    finally:
        connection.close()


@contextmanager
def begun(port: int, said: bytes, *, count: int = 1) -> Iterator[list[socket.socket]]:
    """Open connections that say something and then wait."""
    with ExitStack() as stack:
        yield [stack.enter_context(_said(port, said)) for _ in range(count)]


def _said(port: int, said: bytes) -> socket.socket:
    connection = socket.create_connection((HOST, port), PATIENCE_S)
    connection.sendall(said)
    return connection


def heard(connection: socket.socket) -> bytes:
    """Return all that a server says until it hangs up."""
    said = b""
    try:
        while part := connection.recv(65536):
            said += part
    except ConnectionResetError:
        pass
    return said
