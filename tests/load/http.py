"""Enough of a browser for many of them: kept connections, and streams of events."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass

HOST = "127.0.0.1"
BODILESS = {204, 304}
ANSWER_S = 60.0
"""Who waits longer than this counts as not answered."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, 0 for none in time, and a body."""

    status: int
    body: bytes = b""

    def text(self) -> str:
        """Return the body, unpacked."""
        packed = self.body.startswith(b"\x1f\x8b")
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Line:
    """One kept connection; opened again where the server has ended it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, head: str, body: bytes = b"") -> Reply:
        """Send a request and read the answer."""
        try:
            async with asyncio.timeout(ANSWER_S):
                try:
                    return await self._asked(head, body)
                except (ConnectionError, asyncio.IncompleteReadError):
                    self.close()  # an idle connection may have ended: once more
                    return await self._asked(head, body)
        except (TimeoutError, ConnectionError, asyncio.IncompleteReadError):
            self.close()
            return Reply(0)

    async def _asked(self, head: str, body: bytes) -> Reply:
        if self._reader is None or self._writer is None:
            opened = await asyncio.open_connection(HOST, self._port)
            self._reader, self._writer = opened
        text = f"{head} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n"
        if body:
            text += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self._writer.write(text.encode() + b"\r\n" + body)
        return await self._read(self._reader)

    async def _read(self, reader: asyncio.StreamReader) -> Reply:
        status, headers = await head_of(reader)
        if b"content-length" in headers:
            body = await reader.readexactly(int(headers[b"content-length"]))
        else:
            parts = (
                [part async for part in chunks_of(reader)]
                if status not in BODILESS
                else []
            )
            body = b"".join(parts)
        if headers.get(b"connection") == b"close":
            self.close()
        return Reply(status, body)

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


async def head_of(reader: asyncio.StreamReader) -> tuple[int, dict[bytes, bytes]]:
    """Read the head of an answer."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n"))[:-4].split(b"\r\n")
    pairs = (line.split(b": ", 1) for line in lines)
    return int(first[9:12]), {name.lower(): value for name, value in pairs}


async def chunks_of(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Read the chunks of an answer to their end."""
    while size := int(await reader.readline(), 16):
        yield (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
