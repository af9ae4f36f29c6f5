"""People: who reads, who records, who says nothing; seeded, so that runs are alike."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.load.http import HOST, Line, chunks_of, head_of
from tests.load.places import Places

READS_EVERY_S, RECORDS_EVERY_S = 10.0, 5.0
TILES = 8
LINES = 4
"""Connections of one browser, beside the stream."""
POSITION = re.compile(rb'"position":(\d+)')
TRICKLE_S = 2.0


@dataclass(slots=True)
class Seen:
    """What people have seen: times in seconds, positions, statuses."""

    until: float
    took_s: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    slowest: list[tuple[float, str]] = field(default_factory=list)
    acknowledged: dict[str, tuple[float, int]] = field(default_factory=dict)
    """By command: when it was sent, and its position."""
    told: list[list[tuple[float, int]]] = field(default_factory=list)
    """By open page: when it learned of which position."""
    cut: int = 0
    """Streams that ended before the end."""

    async def timed(self, kind: str, line: Line, head: str, body: bytes = b"") -> bytes:
        """Ask, and write down how long it took."""
        begun = time.perf_counter()
        reply = await line.ask(head, body)
        took = time.perf_counter() - begun
        self.took_s[kind].append(took)
        self.statuses[reply.status] += 1
        if took > 0.25 or not 200 <= reply.status < 400:
            self.slowest.append((took, f"{reply.status} {head}"))
        return reply.body


@dataclass(frozen=True, slots=True)
class Crowd:
    """A server, what it holds, until when people come, and what they have seen."""

    port: int
    places: Places
    until: float
    seen: Seen


async def reader(crowd: Crowd, chance: random.Random) -> None:
    """Look at a page, or move the map, every ten seconds; the page stays open."""
    lines = [Line(crowd.port) for _ in range(LINES)]
    open_page = asyncio.create_task(listener(crowd))
    await _every(crowd, READS_EVERY_S, chance, lambda: _look(crowd, lines, chance))
    await asyncio.sleep(max(0.0, crowd.until - time.perf_counter()))
    open_page.cancel()
    with suppress(asyncio.CancelledError):
        await open_page
    for line in lines:
        line.close()


async def _look(crowd: Crowd, lines: list[Line], chance: random.Random) -> None:
    if chance.random() < 0.5:
        await crowd.seen.timed("page", lines[0], f"GET {crowd.places.page(chance)}")
        return
    tiles = crowd.places.tiles(chance, TILES)
    shares = [tiles[each::LINES] for each in range(LINES)]
    await asyncio.gather(
        *(_fetch(crowd, *pair) for pair in zip(lines, shares, strict=True))
    )


async def _fetch(crowd: Crowd, line: Line, tiles: list[str]) -> None:
    for tile in tiles:
        await crowd.seen.timed("tile", line, f"GET {tile}")


async def recorder(crowd: Crowd, chance: random.Random, number: int) -> None:
    """Record a fact every five seconds."""
    line = Line(crowd.port)
    names = (f"load-{crowd.places.heads[-1]}-{number}-{each}" for each in range(10**9))

    async def record() -> None:
        name = next(names)
        body = json.dumps({"command_id": name, **crowd.places.fact(chance)}).encode()
        sent = time.perf_counter()
        said = await crowd.seen.timed("command", line, "POST /api/v1/commands", body)
        answer = json.loads(said or b"{}")
        if "position" in answer:
            crowd.seen.acknowledged[name] = sent, answer["position"]

    await _every(crowd, RECORDS_EVERY_S, chance, record)
    line.close()


async def listener(crowd: Crowd) -> None:
    """Hold a stream open, and write down when it tells of what."""
    told: list[tuple[float, int]] = []
    crowd.seen.told.append(told)
    while time.perf_counter() < crowd.until:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await _listen(crowd, told)
        crowd.seen.cut += 1
        await asyncio.sleep(2)


async def _listen(crowd: Crowd, told: list[tuple[float, int]]) -> None:
    stream, writer = await asyncio.open_connection(HOST, crowd.port)
    try:
        writer.write(f"GET /api/v1/live HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        await head_of(stream)
        async for part in chunks_of(stream):
            found = POSITION.findall(part)
            if found:
                told.append((time.perf_counter(), int(found[-1])))
    finally:
        writer.close()


async def nuisance(crowd: Crowd, chance: random.Random) -> None:
    """Say nothing, say a head or a body byte by byte, or do not read an answer."""
    kinds = [b"", b"GET /plots HTTP/1.1\r\nHost: ", _POST, b"GET /plots HTTP/1.1\r\n"]
    said = chance.choice(kinds)
    while time.perf_counter() < crowd.until:
        with suppress(ConnectionError):
            await _trickle(crowd, said)
        await asyncio.sleep(chance.random())


_POST = (
    b"POST /api/v1/commands HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
)


async def _trickle(crowd: Crowd, said: bytes) -> None:
    stream, writer = await asyncio.open_connection(HOST, crowd.port)
    writer.write(said)
    while time.perf_counter() < crowd.until and not stream.at_eof():
        await asyncio.sleep(TRICKLE_S)
        if said:
            writer.write(b"a")
            await writer.drain()
        with suppress(TimeoutError):
            await asyncio.wait_for(stream.read(1), 0.001)
    writer.close()


async def _every(
    crowd: Crowd, pause_s: float, chance: random.Random, act: Callable[[], object]
) -> None:
    """Do something at regular times, however long it takes, until the end."""
    due = time.perf_counter() + chance.random() * pause_s
    while due < crowd.until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await act()  # type: ignore[misc]  # every act here is awaited
        due += pause_s
