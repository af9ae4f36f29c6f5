"""Connections: their head in time and in bounds, silent and slow ones ended."""

from __future__ import annotations

import asyncio
from asyncio import Transport
from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from web.server.limits import Limits

if TYPE_CHECKING:
    from uvicorn.config import Config
    from uvicorn.server import ServerState

TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\n"
TOO_MANY = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\n"
END = b"connection: close\r\ncontent-length: 0\r\n\r\n"


class Silent:
    """Connections without a whole head, in the order in which they fell silent."""

    def __init__(self) -> None:
        self._order: dict[GuardedConnection, None] = {}

    def add(self, connection: GuardedConnection) -> None:
        """Put a connection behind all others."""
        self._order.pop(connection, None)
        self._order[connection] = None

    def discard(self, connection: GuardedConnection) -> None:
        """Forget a connection."""
        self._order.pop(connection, None)

    def oldest(self) -> GuardedConnection | None:
        """Return the one that has been silent for longest."""
        return next(iter(self._order), None)


class GuardedConnection(HttpToolsProtocol):
    """A connection of the library's, to which limits were given.

    The library waits for a first request for ever, reads heads of any length, and
    keeps what a client does not take.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        limits: Limits,
        silent: Silent,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits, self._silent = limits, silent
        self._head_timer: asyncio.TimerHandle | None = None
        self._stall_timer: asyncio.TimerHandle | None = None
        self._head_bytes = 0
        self._is_in_head = True

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as the library has it
        """Take a connection; where there are too many, a silent one makes room."""
        super().connection_made(transport)
        if len(self.connections) > self._limits.connections:
            self._make_room()
        self._expect_head()

    def _make_room(self) -> None:
        oldest = self._silent.oldest()
        if oldest is None:
            self.refuse(TOO_MANY)
        else:
            oldest.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection and all that was to come."""
        self._silent.discard(self)
        for timer in (self._head_timer, self._stall_timer):
            if timer is not None:
                timer.cancel()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        self._is_in_head, self._head_bytes = True, 0
        self._silent.add(self)
        if self._head_timer is not None:
            self._head_timer.cancel()
        self._head_timer = self.loop.call_later(self._limits.header_s, self._too_slow)

    def _too_slow(self) -> None:
        self.refuse(TOO_SLOW if self._head_bytes else b"")

    def data_received(self, data: bytes) -> None:
        """Read on; a head that never ends is refused."""
        if self.transport.is_closing():
            return
        if self._is_in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._is_in_head and self._head_bytes > self._limits.header_bytes:
            self.refuse(TOO_LONG)

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of a head."""
        super().on_message_begin()
        if not self._is_in_head:
            self._expect_head()

    def on_headers_complete(self) -> None:
        """Hand on a request whose head is whole."""
        self._is_in_head = False
        self._silent.discard(self)
        if self._head_timer is not None:
            self._head_timer.cancel()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the client to take the rest of the last."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._expect_taken()
        elif not self.pipeline:
            self._silent.add(self)

    def refuse(self, head: bytes) -> None:
        """End a connection with a word, if there is one, and without waiting."""
        if head and not self.transport.is_closing():
            self.transport.write(head + END)
        self.transport.close()
        self._expect_taken()

    def pause_writing(self) -> None:
        """Wait for a slow client, but not for ever."""
        super().pause_writing()
        self._expect_taken()

    def resume_writing(self) -> None:
        """Go on: the client has taken what was sent."""
        super().resume_writing()
        if self._stall_timer is not None and not self.transport.is_closing():
            self._stall_timer.cancel()
            self._stall_timer = None

    def _expect_taken(self) -> None:
        if self._stall_timer is None:
            pause_s = self._limits.answer_pause_s
            self._stall_timer = self.loop.call_later(pause_s, self.transport.abort)

    def timeout_keep_alive_handler(self) -> None:
        """End an idle connection, whether or not its client takes what was sent."""
        super().timeout_keep_alive_handler()
        self._expect_taken()

    def shutdown(self) -> None:
        """End the connection when its request has been answered, else now."""
        super().shutdown()
        if self.transport.is_closing():
            self._expect_taken()
