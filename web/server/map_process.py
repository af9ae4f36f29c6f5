"""A process beside the server for what maps ask: Python computes on one core only.

It ends with the server, however that ends.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from queue import SimpleQueue

import msgspec

from web.atlas.zone_overview import Zones
from web.server.calls import Answer, Environ, Wsgi
from web.server.forking import (
    GONE,
    Call,
    Reply,
    answer_of,
    call_of,
    forked,
    reply_to,
)

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

log = logging.getLogger("guatu.server")


class MapProcessGoneError(Exception):
    """The process has ended; whoever asks is answered in this one."""


class MapProcess:
    """The other process, as the server sees it; safe to share between threads."""

    def __init__(self, pid: int, control: Connection, *lines: Connection) -> None:
        self._pid, self._control, self._lines = pid, control, lines
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

    @property
    def ends(self) -> Sequence[Connection]:
        """Our ends of the pipes: another process that is forked lets go of them."""
        return self._control, *self._lines

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
        call = call_of(environ, environ["wsgi.input"].read())
        line = self._free.get()
        try:
            with self._or_lost():
                line.send_bytes(msgspec.msgpack.encode(call))
                reply = line.recv_bytes()
        finally:
            self._free.put(line)
        return answer_of(msgspec.msgpack.decode(reply, type=Reply))

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
    close: Callable[[], None] = lambda: None
    """Lets go of the district."""


def begun(opened: Callable[[], Mapping]) -> MapProcess | None:
    """Fork the process; call this before any file or thread is opened.

    Args:
        opened: Opens the district there, once that is ready to be read.

    Returns:
        The process; None where the system has no safe way to fork.
    """
    found = forked(partial(_answer, opened), AT_ONCE + 1)
    if found is None:
        return None
    pid, ours = found
    return MapProcess(pid, *ours)


def _answer(
    opened: Callable[[], Mapping], control: Connection, *lines: Connection
) -> None:
    """Answer until the server hangs up."""
    mapping = None
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
    if mapping is not None:
        mapping.close()


def _follow(zones: Zones, control: Connection) -> None:
    while True:
        zones.follow(msgspec.msgpack.decode(control.recv_bytes(), type=int))
        control.send_bytes(msgspec.msgpack.encode(zones.version))


def _work(mapping: Mapping, line: Connection) -> None:
    with suppress(*GONE):
        while True:
            call = msgspec.msgpack.decode(line.recv_bytes(), type=Call)
            line.send_bytes(msgspec.msgpack.encode(reply_to(mapping.app, call)))
