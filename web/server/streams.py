"""Streams: server-sent events of what is new, to open pages; none holds a thread."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from uvicorn._types import ASGIReceiveCallable

from web.words.statuses import OURS

LOOK_S = 0.2
GATHER_S = 1.0
"""What is recorded within a second is one notice: six facts a second are no reason for
three hundred pages to ask six times."""
HEARTBEAT_S = 20.0
"""An event without news tells the browser that the server lives, and the server that
the browser has gone."""
HEARTBEAT = b"event: beat\ndata: \n\n"
MOST_BEHIND = 16
"""Notices that a slow client has not taken; then its stream ends, and it asks anew."""

log = logging.getLogger("guatu.server")


class Stream:
    """Notices that one page has not been sent yet."""

    def __init__(self) -> None:
        self._notices: list[bytes] = []
        self._has_news = asyncio.Event()
        self.is_open = True

    def add(self, notice: bytes) -> None:
        """Add a notice."""
        self._notices.append(notice)
        if len(self._notices) > MOST_BEHIND:
            self.is_open = False
        self._has_news.set()

    def end(self) -> None:
        """End the stream; what has been added and not sent is dropped."""
        self.is_open = False
        self._has_news.set()

    async def following(self) -> bytes:
        """Wait for the next notices, or for a heartbeat; empty at the end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(HEARTBEAT_S):  # unlike a wait of its own task
                await self._has_news.wait()
        if not self.is_open:
            return b""
        notices, self._notices = self._notices, []
        self._has_news.clear()
        return b"".join(notices) or HEARTBEAT


class Streams:
    """All streams of a server, fed by one thread that looks for all of them."""

    def __init__(self, look: Callable[[], bytes]) -> None:
        self._look = look
        self._open: set[Stream] = set()
        self._ending = threading.Event()
        self._watching: threading.Thread | None = None

    def open(self) -> Stream:
        """Open a stream; from now on it misses nothing."""
        stream = Stream()
        if self._ending.is_set():
            stream.end()
        self._open.add(stream)
        if self._watching is None:
            loop = asyncio.get_running_loop()
            watch = threading.Thread(target=self._watch, args=(loop,), daemon=True)
            self._watching = watch
            watch.start()
        return stream

    def close(self, stream: Stream) -> None:
        """Forget a stream."""
        self._open.discard(stream)

    def end(self) -> None:
        """End all streams, and those that are opened from now on."""
        self._ending.set()
        for stream in self._open:
            stream.end()

    def _publish(self, notice: bytes) -> None:
        for stream in self._open:
            stream.add(notice)

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        pause_s = LOOK_S
        while not self._ending.wait(pause_s):
            pause_s = LOOK_S
            if self._open and (notice := self._looked()):
                pause_s = GATHER_S
                loop.call_soon_threadsafe(self._publish, notice + b"\n")

    def _looked(self) -> bytes:
        try:
            return self._look()
        except OURS as error:  # reading goes on as soon as it can
            log.warning("Open pages do not hear what is new: %s", type(error))
            return b""


async def gone(receive: ASGIReceiveCallable, stream: Stream) -> None:
    """End a stream when its client goes away."""
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()
