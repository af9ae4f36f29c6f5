"""Bodies: read whole before anybody works on them, within bounds of size and time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from uvicorn._types import ASGIReceiveCallable, HTTPScope

from web.server.limits import Limits


class BodyRefusedError(Exception):
    """A body that is not taken; ``status`` says why."""

    def __init__(self, status: HTTPStatus) -> None:
        self.status = status
        super().__init__(status.phrase)


class HungUpError(Exception):
    """The client went away."""


class Bodies:
    """All bodies that are being read, or worked on."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._held_bytes = 0

    @asynccontextmanager
    async def whole(
        self, scope: HTTPScope, receive: ASGIReceiveCallable
    ) -> AsyncIterator[bytes]:
        """Yield the body of a request; what it holds counts until the end.

        Raises:
            BodyRefusedError: 413 for a long one, before anything of it is kept; 408
                for a slow one; 503 where all together are too many.
            HungUpError: It was not sent to its end.
        """
        promised = promised_bytes(scope)
        if promised > self._limits.body_bytes:
            raise BodyRefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body = bytearray()
        try:
            await self._read(receive, body)
            yield bytes(body)
        finally:
            self._held_bytes -= len(body)

    async def _read(self, receive: ASGIReceiveCallable, body: bytearray) -> None:
        try:
            async with asyncio.timeout(self._limits.body_s):
                async for part in self._parts(receive):
                    self._take(len(part))
                    body += part
                    if len(body) > self._limits.body_bytes:
                        raise BodyRefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except TimeoutError as error:
            raise BodyRefusedError(HTTPStatus.REQUEST_TIMEOUT) from error

    def _take(self, more: int) -> None:
        if self._held_bytes + more > self._limits.bodies_bytes:
            raise BodyRefusedError(HTTPStatus.SERVICE_UNAVAILABLE)
        self._held_bytes += more

    async def _parts(self, receive: ASGIReceiveCallable) -> AsyncIterator[bytes]:
        is_more = True
        while is_more:
            message = await asyncio.wait_for(receive(), self._limits.body_pause_s)
            if message["type"] != "http.request":
                raise HungUpError
            yield message.get("body", b"")
            is_more = message.get("more_body", False)


def has_body(scope: HTTPScope) -> bool:
    """Tell whether a request says that it has a body."""
    names = {name for name, _ in scope["headers"]}
    return b"transfer-encoding" in names or promised_bytes(scope) > 0


def promised_bytes(scope: HTTPScope) -> int:
    """Return what a request says of the length of its body; the parser has read it."""
    [*_, length] = [b"0"] + [v for n, v in scope["headers"] if n == b"content-length"]
    return int(length)
