"""A process beside the server for sheets that take seconds: it gives way to all others.

It opens nothing itself. For each sheet it forks another, which opens the district,
draws, answers and ends: so its memory is given back, and a sheet that takes too much
ends alone.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from socket import SHUT_RDWR, socket
from typing import NoReturn

import msgspec

from web.paper.progress import SheetsUnderWay
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

ADDRESSES = ("/map/wall.", "/map/evidence.")
"""What takes seconds, and records nothing."""
NICE = 10
"""A tenth of the share of whoever else computes, so that a busy server still draws."""
FAILED = 1

log = logging.getLogger("guatu.server")


class SheetLostError(Exception):
    """A sheet took more than is given to one, or its process was killed."""


class SheetsGoneError(Exception):
    """The process has ended; whoever asks is answered by the server itself."""


class Progressed(msgspec.Struct, tag=True, array_like=True):
    """A sheet is so far."""

    ticket: str
    done: int
    of: int


class Drawn(msgspec.Struct, tag=True, array_like=True):
    """A sheet, or why there is none, as an answer."""

    reply: Reply


class Ended(msgspec.Struct, tag=True, array_like=True):
    """Whoever drew it has ended; the next sheet may be asked for."""

    code: int


Message = Progressed | Drawn | Ended


class Drawing:
    """What draws one sheet: opened for it, and closed after it."""

    def __init__(
        self, app: Wsgi, under_way: SheetsUnderWay, close: Callable[[], None]
    ) -> None:
        self.app, self.under_way, self.close = app, under_way, close


class SheetProcess:
    """The other process, as the server sees it; one sheet at a time is asked of it."""

    def __init__(self, pid: int, line: Connection) -> None:
        self._pid, self._line = pid, line
        self.under_way = SheetsUnderWay()
        """Where people are told of how far their sheets are."""
        self.is_there = True

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._pid

    def called(self, environ: Environ) -> Answer:
        """Let a sheet be drawn; tell meanwhile how far it is.

        Raises:
            SheetLostError: It took too much, or was killed.
            SheetsGoneError: There is nobody who draws.
        """
        call = call_of(environ, environ["wsgi.input"].read())
        try:
            self._line.send_bytes(msgspec.msgpack.encode(call))
            return self._followed()
        except GONE as error:
            if self.is_there:
                log.exception("The process of sheets has ended; the server draws")
            self.is_there = False
            raise SheetsGoneError from error

    def _followed(self) -> Answer:
        answer, ticket = None, ""
        try:
            while not isinstance(message := self._heard(), Ended):
                if isinstance(message, Drawn):
                    answer = answer_of(message.reply)
                else:
                    ticket = message.ticket
                    self.under_way.move(ticket, message.done, message.of)
        finally:
            self.under_way.end(ticket)
        if answer is None:
            log.error("A sheet was given up", extra={"code": message.code})
            raise SheetLostError
        return answer

    def _heard(self) -> Message:
        message: Message = msgspec.msgpack.decode(self._line.recv_bytes(), type=Message)
        return message

    def end(self) -> None:
        """Hang up, though a thread may wait for a sheet, and wait until it is gone."""
        self.is_there = False
        with suppress(OSError), socket(fileno=os.dup(self._line.fileno())) as line:
            line.shutdown(SHUT_RDWR)  # closed alone, it stays open for that thread
        self._line.close()
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


def begun(
    opened: Callable[[], Drawing],
    *,
    cpu_s: int,
    most_bytes: int,
    inherited: Sequence[Connection] = (),
) -> SheetProcess | None:
    """Fork the process; call this before any file or thread is opened.

    Args:
        opened: Opens the district for one sheet.
        cpu_s: Processor time that is given to one.
        most_bytes: Memory of its own that is given to one.
        inherited: Ends of pipes to other processes.

    Returns:
        The process; None where the system has no safe way to fork.
    """
    found = forked(partial(_attend, opened, cpu_s, most_bytes), 1, inherited=inherited)
    if found is None:
        return None
    pid, [line] = found
    return SheetProcess(pid, line)


def _attend(
    opened: Callable[[], Drawing], cpu_s: int, most_bytes: int, line: Connection
) -> None:
    """Let sheets be drawn one after another until the server hangs up."""
    os.nice(NICE)
    with suppress(*GONE):
        while True:
            call = msgspec.msgpack.decode(line.recv_bytes(), type=Call)
            living, life = Pipe(duplex=False)
            if not (pid := os.fork()):
                _limit(cpu_s, most_bytes)
                _draw(opened, line, call)
            life.close()
            _send(line, Ended(_waited_for(pid, living, line)))


def _limit(cpu_s: int, most_bytes: int) -> None:
    import resource  # noqa: PLC0415  (Windows has none)

    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _draw(opened: Callable[[], Drawing], line: Connection, call: Call) -> NoReturn:
    """Draw one sheet and answer; never return into what was forked."""
    code = FAILED
    try:
        drawing = opened()
        drawing.under_way.tell = lambda *moved: _send(line, Progressed(*moved))
        reply = reply_to(drawing.app, call)
        drawing.close()
        _send(line, Drawn(reply))
        code = 0
    except BaseException:
        log.exception("A sheet could not be drawn")
    finally:
        sys.stderr.flush()
        os._exit(code)


def _send(line: Connection, message: Message) -> None:
    line.send_bytes(msgspec.msgpack.encode(message))


def _waited_for(pid: int, living: Connection, line: Connection) -> int:
    """Wait for whoever draws; return how it has ended.

    The server says nothing meanwhile, unless it hangs up: then nobody wants the sheet.
    """
    with living:
        if living not in wait([living, line]):
            os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)
