"""Running a server: its port, its signals, and an end that cuts nobody off."""

from __future__ import annotations

import contextlib
import gc
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any, cast

from uvicorn import Config, Server

from web.server.connections import GuardedConnection, Silent
from web.server.front import Front
from web.server.limits import Limits

BACKLOG = 1_024
GARBAGE = 20_000, 20, 100
"""Objects more than were let go, before the youngest are looked through; and how often
that is before older ones are."""
SWITCH_S = 0.001
"""After so long a thread that computes lets another go on; five times as long is
Python's own, and the thread that hears and sends for everybody waits that many times.

Source: ``sys.setswitchinterval``.
"""
SPARE_FILES = 256
"""Beside connections: databases, layers, what libraries open."""


def bound(port: int) -> socket.socket:
    """Take a port of this machine before anybody is told of it.

    Raises:
        OSError: Another program has it.
    """
    listening = socket.socket()
    if sys.platform != "win32":  # there it would let two programs share the port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(BACKLOG)
    return listening


class GracefulServer(Server):
    """The library's server, whose end by a signal is an end in order: exit code 0."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let signals end the server, and be done with them."""
        is_main = threading.current_thread() is threading.main_thread()
        names = [signal.SIGINT, signal.SIGTERM] if is_main else []
        before = {name: signal.signal(name, self.handle_exit) for name in names}
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, answer what is under way, and end."""
        cast("Front", self.config.app).streams.end()
        await super().shutdown(sockets)


def server_of(front: Front, limits: Limits) -> GracefulServer:
    """Return a server of a front; ``run`` serves until a signal.

    Then what is under way is answered, for as long as the limits say.
    """
    connection = partial(GuardedConnection, limits=limits, silent=Silent())
    config = Config(
        cast("Any", front),
        http=cast("Any", connection),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=cast("int", limits.idle_s),
        timeout_graceful_shutdown=cast("int", limits.stop_s),
    )
    return GracefulServer(config)


def share_the_core() -> None:
    """Let threads that compute give way often."""
    sys.setswitchinterval(SWITCH_S)


def keep_what_stands() -> None:
    """Look for garbage seldom, and never among what stands once a server has started.

    A look through it all takes a fifth of a second, for everybody.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def most_connections(wanted: int) -> int:
    """Return how many connections this process may have, as many as are wanted."""
    if sys.platform == "win32":
        return wanted
    import resource  # noqa: PLC0415  (Windows has none)

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    goal = wanted + SPARE_FILES
    if soft < goal:
        soft = goal if hard == resource.RLIM_INFINITY else min(goal, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(1, min(wanted, soft - SPARE_FILES))
