"""Answers a second of what was made before, beside a bare view on the same server."""

from __future__ import annotations

import asyncio
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.run import Run
from tests.bench.timing import in_turns
from tests.crash.processes import running
from tests.crash.serving import free_port, is_up, serving
from tests.load.http import Line
from tests.load.places import ZOOM, Places, middle_tile
from web.district.opening import open_district
from web.samples.demo.filling import found_demo

TURNS, AT_ONCE = 7, 8
ANSWERS: Mapping[str, int] = {"full": 800, "small": 80}
"""A turn."""
LEAST = 0.5


def answers_beside_a_bare_view(run: Run) -> Iterator[Figure]:
    """Ask for a sheet, a list, the map page and a tile, each made before."""
    home = run.folder / "answers-demo"
    found_demo(home, size="small", seed=7)
    open_district(home).close()  # from here on its clock is the system's
    with serving(home) as server:
        asked = asyncio.run(_asked(server.port, home))
        folder = run.folder / "answers"
        folder.mkdir()
        for name, address in asked.items():
            (folder / name).write_bytes(asyncio.run(_body(server.port, address)))
        with _bare(folder) as port:
            for name, address in asked.items():
                sides = [(server.port, address), (port, f"/{name}")]
                yield _compared(name, sides, ANSWERS[run.size.name])


async def _asked(port: int, home: Path) -> dict[str, str]:
    """Return the address of each kind of answer."""
    page = await Line(port).ask("GET /")
    places = Places.of(home, page.text())
    x, y = middle_tile(places)
    return {
        "sheet": f"/plots/{places.plots[0]}",
        "list": "/plots",
        "map": "/",
        "tile": f"/tiles/history/{ZOOM}/{x}/{y}.mvt",
    }


async def _body(port: int, address: str) -> bytes:
    reply = await Line(port).ask(f"GET {address}")
    assert reply.status == 200, (reply.status, address)
    return reply.body


@contextmanager
def _bare(folder: Path) -> Iterator[int]:
    port = free_port()
    words = ("-m", "tests.bench.bare_view", str(port), str(folder))
    with running(sys.executable, *words) as process:
        assert is_up(process), "the bare view came up"
        yield port


def _compared(name: str, sides: Sequence[tuple[int, str]], answers: int) -> Figure:
    """Let both sides answer in turns; the ratio is the median of the turns."""
    works = [partial(_turn, *side, answers) for side in sides]
    for work in works:
        work(0)
    ours_s, bare_s = in_turns(TURNS, works)
    ratio = statistics.median(b / o for o, b in zip(ours_s, bare_s, strict=True))
    return Figure(
        name=f"{name} made before, {AT_ONCE} connections",
        value=answers / statistics.median(ours_s),
        unit="answers/s",
        ratio=ratio,
        against=f"a bare view: {answers / statistics.median(bare_s):,.0f} answers/s",
        target=f"ratio ≥ {LEAST:g}",
        met=ratio >= LEAST,
    )


def _turn(port: int, address: str, answers: int, _turn: int) -> None:
    asyncio.run(_drained(port, address, answers))


async def _drained(port: int, address: str, answers: int) -> None:
    """Ask for one address so often, over some connections at once."""
    left = iter(range(answers))
    lines = (_taken(port, address, left) for _ in range(AT_ONCE))
    await asyncio.gather(*lines)


async def _taken(port: int, address: str, left: Iterator[int]) -> None:
    line = Line(port)
    for _ in left:
        reply = await line.ask(f"GET {address}")
        assert reply.status == 200, (reply.status, address)
    line.close()
