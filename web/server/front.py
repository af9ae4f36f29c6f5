"""The front: what waits needs no thread; what works has one while it works."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus

from uvicorn._types import (
    ASGIReceiveCallable,
    ASGISendCallable,
    HTTPResponseBodyEvent,
    HTTPResponseStartEvent,
    HTTPScope,
    Scope,
)

from web.frame.security import SAFE_METHODS
from web.map.live import ADDRESS, STREAMED
from web.server.bodies import Bodies, BodyRefusedError, HungUpError, has_body
from web.server.calls import Answer, Environ, Wsgi, called, environ_of
from web.server.desks import BusyError, Desks
from web.server.limits import Limits
from web.server.map_process import (
    ADDRESSES,
    AT_ONCE,
    MapProcess,
    MapProcessGoneError,
)
from web.server.refusing import lost_sheet, refusal
from web.server.sheet_process import ADDRESSES as SHEETS
from web.server.sheet_process import SheetLostError, SheetProcess, SheetsGoneError
from web.server.streams import Stream, Streams, gone

SENT_BYTES = 64 * 1024
"""Of an answer that is handed to the connection at a time."""
LENGTH = b"Content-Length"
LINGER_BYTES = 64 * 1024 * 1024
"""How much more is still taken of a body that was refused."""

SLOW_S = 2.0
"""From here on a request is worth a line in the log."""

log = logging.getLogger("guatu.server")


class Front:
    """An ASGI application around a WSGI one."""

    def __init__(
        self,
        app: Wsgi,
        limits: Limits,
        look: Callable[[], bytes] = lambda: b"",
        maps: MapProcess | None = None,
        sheets: SheetProcess | None = None,
    ) -> None:
        """Put the front before an application.

        Args:
            app: What answers.
            limits: What clients may send and hold.
            look: Tells open pages what is new.
            maps: The process that answers what maps ask, if there is one.
            sheets: The one that draws sheets, likewise.
        """
        self._app, self._limits = app, limits
        self._maps, self._sheets = maps, sheets
        self.streams = Streams(look)
        self._bodies = Bodies(limits)
        desks = partial(Desks, waiting=limits.waiting, wait_s=limits.wait_s)
        self._desks = desks(threads=limits.threads, turns=limits.turns)
        self._recording_desks = desks(threads=limits.recording_threads)
        self._map_desks = desks(threads=AT_ONCE)
        self._large_desk = Desks(
            threads=1, waiting=limits.large_waiting, wait_s=limits.large_s
        )

    async def __call__(
        self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        loop = asyncio.get_running_loop()
        begun_s = loop.time()
        try:
            await self._answered(scope, receive, send)
        except BodyRefusedError as error:
            _log("refused", scope, status=int(error.status))
            await self._refused(scope, receive, send, error.status)
        except BusyError:
            status = HTTPStatus.SERVICE_UNAVAILABLE
            _log("refused", scope, status=int(status))
            await _sent(refusal(scope, status), send, self._more)
        except SheetLostError:
            _log("refused", scope, status=int(HTTPStatus.SERVICE_UNAVAILABLE))
            await _sent(lost_sheet(scope), send, self._more)
        except HungUpError:
            _log("cut short", scope)
        except asyncio.CancelledError:  # the server stops, and this took too long
            status = HTTPStatus.SERVICE_UNAVAILABLE
            await _sent(refusal(scope, status), send, self._more)
        took_s = loop.time() - begun_s
        if took_s > SLOW_S and scope["path"] != ADDRESS:
            _log("slow", scope, seconds=round(took_s, 1))

    async def _answered(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        if scope["path"] == ADDRESS and scope["method"] == "GET":
            await self._streamed(scope, receive, send)
            return
        if not has_body(scope):
            answer = await self._call(scope, b"")
        else:
            async with self._bodies.whole(scope, receive) as body:
                answer = await self._call(scope, body)
        await _sent(answer, send, self._more)

    async def _streamed(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """Go on where the application's answer ends, until either side has enough."""
        stream = self.streams.open()
        leaving = asyncio.create_task(gone(receive, stream))
        try:
            environ = environ_of(scope, b"") | {STREAMED: True}
            answer = await self._desks.do(partial(called, self._app, environ))
            if answer.status == HTTPStatus.OK:
                await self._send_stream(answer, stream, send)
            else:
                await _sent(answer, send, self._more)
        finally:
            leaving.cancel()
            self.streams.close(stream)

    async def _send_stream(
        self, answer: Answer, stream: Stream, send: ASGISendCallable
    ) -> None:
        answer.headers = [each for each in answer.headers if each[0] != LENGTH]
        await send(_start(answer))
        await send(_body(answer.ready, is_more=True))
        while notices := await stream.following():
            await send(_body(notices, is_more=True))
        await send(_body(b"", is_more=False))

    async def _call(self, scope: HTTPScope, body: bytes) -> Answer:
        environ = environ_of(scope, body)
        if self._is_of_maps(scope):
            return await self._map_desks.do(partial(self._of_maps, environ))
        if scope["path"].startswith(SHEETS):  # one at a time: they take seconds
            return await self._large_desk.do(partial(self._of_sheets, environ))
        return await self._desks_for(scope).do(partial(called, self._app, environ))

    def _desks_for(self, scope: HTTPScope) -> Desks:
        """Let nobody wait for pages who has something to record."""
        is_reading = scope["method"] in SAFE_METHODS
        return self._desks if is_reading else self._recording_desks

    def _is_of_maps(self, scope: HTTPScope) -> bool:
        maps = self._maps
        return (
            maps is not None and maps.is_there and scope["path"].startswith(ADDRESSES)
        )

    def _of_maps(self, environ: Environ) -> Answer:
        """Let the other process answer, or else answer here."""
        with suppress(MapProcessGoneError):
            if self._maps is not None:
                return self._maps.called(environ)
        return called(self._app, environ)

    def _of_sheets(self, environ: Environ) -> Answer:
        """Let the process of sheets draw one, or else draw it here."""
        if self._sheets is not None and self._sheets.is_there:
            with suppress(SheetsGoneError):
                return self._sheets.called(environ)
        return called(self._app, environ)

    async def _more(self, answer: Answer) -> None:
        await self._desks.do(answer.more)

    async def _refused(
        self,
        scope: HTTPScope,
        receive: ASGIReceiveCallable,
        send: ASGISendCallable,
        status: HTTPStatus,
    ) -> None:
        answer = refusal(scope, status)
        await send(_start(answer))
        await send(_body(answer.ready, is_more=True))
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.linger_s):
                await _thrown_away(receive)
        await send(_body(b"", is_more=False))


def _log(what: str, scope: HTTPScope, **more: object) -> None:
    fields = {"method": scope["method"], "path": scope["path"], **more}
    log.warning(what, extra=fields)


async def _sent(
    answer: Answer, send: ASGISendCallable, more: Callable[[Answer], Awaitable[None]]
) -> None:
    """Send an answer as fast as the client takes it; nobody waits with it."""
    await send(_start(answer))
    while not answer.is_whole:
        await _sent_ready(answer.ready, send)
        await more(answer)
    rest = max(0, len(answer.ready) - 1) // SENT_BYTES * SENT_BYTES
    await _sent_ready(answer.ready[:rest], send)
    await send(_body(answer.ready[rest:], is_more=False))


async def _sent_ready(ready: bytes, send: ASGISendCallable) -> None:
    for start in range(0, len(ready), SENT_BYTES):
        await send(_body(ready[start : start + SENT_BYTES], is_more=True))


async def _thrown_away(receive: ASGIReceiveCallable) -> None:
    taken = 0
    while taken < LINGER_BYTES:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body", False):
            return
        taken += len(message.get("body", b""))


def _start(answer: Answer) -> HTTPResponseStartEvent:
    return {
        "type": "http.response.start",
        "status": answer.status,
        "headers": answer.headers,
    }


def _body(part: bytes, *, is_more: bool) -> HTTPResponseBodyEvent:
    return {"type": "http.response.body", "body": part, "more_body": is_more}
