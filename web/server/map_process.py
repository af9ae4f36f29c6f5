"""A process beside the server for what maps ask: Python computes on one core only.

It is forked before anything is opened, so that the two share what was imported, and
ends with the server, however that ends: then nobody is at the other end of its pipes.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import NoReturn

import msgspec

from web.atlas.zone_overview import Zones
from web.server.calls import Answer, Environ, Wsgi, body_members, called

ADDRESSES = (
    "/tiles/",
    "/map/curve",
    "/map/filters",
    "/map/durations",
    "/map/known-then",
    "/map/changes",
    "/map/causes",
    "/map/sites",
)
"""What takes the stages of all plots over all time; nothing here is remembered for a
person, and nothing is recorded."""
AT_ONCE = 3
GO = b"go"
GONE = (EOFError, OSError)
HERE = "wsgi."
"""Begins the names of what only this process has: files and flags."""

log = logging.getLogger("guatu.server")
Call = tuple[dict[str, str], bytes]
Reply = tuple[int, list[tuple[bytes, bytes]], bytes]


class MapProcessGoneError(Exception):
    """The process has ended; whoever asks is answered in this one."""


class MapProcess:
    """The other process, as the server sees it; safe to share between threads."""

    def __init__(self, pid: int, control: Connection, *lines: Connection) -> None:
        self._pid, self._control = pid, control
        self._free: SimpleQueue[Connection] = SimpleQueue()
        for line in lines:
            self._free.put(line)
        self._zones_lock, self._losing = threading.Lock(), threading.Lock()
        self._version = 0
        self.is_there = True
        self.when_lost: Callable[[], None] = lambda: None
        """Called once, should it end before the server."""

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._pid

    def go(self) -> None:
        """Let it open the district, which is ready to be read."""
        with suppress(MapProcessGoneError), self._or_lost():
            self._control.send_bytes(GO)

    def await_drawn(self) -> None:
        """Wait until it has drawn what people ask for first."""
        with suppress(MapProcessGoneError), self._or_lost():
            self._control.recv_bytes()

    def called(self, environ: Environ) -> Answer:
        """Let it answer a request, as a whole.

        Raises:
            MapProcessGoneError: It has ended.
        """
        body = environ["wsgi.input"].read()
        members = {n: v for n, v in environ.items() if not n.startswith(HERE)}
        line = self._free.get()
        try:
            with self._or_lost():
                line.send_bytes(msgspec.msgpack.encode((members, body)))
                reply = line.recv_bytes()
        finally:
            self._free.put(line)
        status, headers, ready = msgspec.msgpack.decode(reply, type=Reply)
        return Answer(status, headers, ready, is_whole=True)

    @property
    def version(self) -> int:
        """The picture of the zones that it has."""
        return self._version

    def follow(self, position: int) -> None:
        """Let it follow the zones, and learn which picture it has."""
        with suppress(MapProcessGoneError), self._zones_lock, self._or_lost():
            self._control.send_bytes(msgspec.msgpack.encode(position))
            said = self._control.recv_bytes()
            self._version = msgspec.msgpack.decode(said, type=int)

    @contextmanager
    def _or_lost(self) -> Iterator[None]:
        try:
            yield
        except GONE as error:
            self._lose()
            raise MapProcessGoneError from error

    def _lose(self) -> None:
        with self._losing:
            was_there, self.is_there = self.is_there, False
        if was_there:
            log.error("The map's process has ended; the server draws by itself")
            self.when_lost()

    def end(self) -> None:
        """Hang up, and wait until it is gone."""
        self._control.close()
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


@dataclass(frozen=True, slots=True)
class Mapping:
    """What answers in the other process."""

    app: Wsgi
    zones: Zones
    await_drawn: Callable[[], object]


def begun(opened: Callable[[], Mapping]) -> MapProcess | None:
    """Fork the process; call this before any file or thread is opened.

    Args:
        opened: Opens the district there, once that is ready to be read.

    Returns:
        The process; None where the system has no safe way to fork.
    """
    if sys.platform != "linux":
        return None
    ours, theirs = zip(*(Pipe() for _ in range(AT_ONCE + 1)), strict=True)
    if not (pid := os.fork()):
        _hang_up(ours)
        _answer(opened, *theirs)
    _hang_up(theirs)
    return MapProcess(pid, *ours)


def _hang_up(ends: Iterable[Connection]) -> None:
    for each in ends:
        each.close()


def _answer(
    opened: Callable[[], Mapping], control: Connection, *lines: Connection
) -> NoReturn:
    """Answer until the server hangs up; never return into what was forked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server says when it is over
    try:
        if control.recv_bytes() == GO:
            mapping = opened()
            for line in lines:
                work = threading.Thread(target=_work, args=(mapping, line), daemon=True)
                work.start()
            mapping.await_drawn()
            control.send_bytes(GO)
            _follow(mapping.zones, control)
    except GONE:
        pass
    except BaseException:
        log.exception("The map's process has failed")
    finally:
        sys.stderr.flush()
        os._exit(0)


def _follow(zones: Zones, control: Connection) -> None:
    while True:
        zones.follow(msgspec.msgpack.decode(control.recv_bytes(), type=int))
        control.send_bytes(msgspec.msgpack.encode(zones.version))


def _work(mapping: Mapping, line: Connection) -> None:
    with suppress(*GONE):
        while True:
            members, body = msgspec.msgpack.decode(line.recv_bytes(), type=Call)
            environ = {**members, **body_members(body), **FLAGS}
            line.send_bytes(msgspec.msgpack.encode(_said(mapping.app, environ)))


FLAGS = {
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}


def _said(app: Wsgi, environ: Environ) -> Reply:
    answer = called(app, environ)
    parts = [answer.ready]
    while not answer.is_whole:
        answer.more()
        parts.append(answer.ready)
    return answer.status, list(answer.headers), b"".join(parts)
