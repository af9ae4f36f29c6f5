"""One side of a comparison: run in another checkout, it measures that one's code.

Everything that it imports of the project is the checkout's own, so it asks for nothing
that has not been there for long: the measures of ``make bench``, the server's addresses
and the commands.
"""

from __future__ import annotations

import http.client
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import msgspec

from tests.bench import map_asked, map_tiles, rebuilds
from tests.bench.__main__ import MEASURES
from tests.bench.decades import Decades
from tests.bench.figures import Figure, plain
from tests.bench.map_asked import CORNERS, ask_of_map
from tests.bench.memory import ASKED, served
from tests.bench.run import Run
from tests.bench.singles import new_district
from tests.bench.sizes import SIZES

FULL = SIZES["full"]
SIZE = replace(FULL, city=FULL.short, turns=3, singles=200, rows=6_000)
"""A city of 30,000 plots and 300,000 facts: turns are many, so each is short."""
RECORDER = Path("var/bench/pair-recorder")
COMMANDS, SHEETS, AGAIN = 5, 60, 150
ZOOM = 14
PSS = "Pss:"


def lasting(run: Run) -> Iterator[Figure]:
    """Make what is kept from turn to turn."""
    with run.decades.opened(SIZE.city):
        pass
    if not RECORDER.exists():
        new_district(RECORDER).close()
    yield plain("made", 1, "")


def recording(_: Run) -> Iterator[Figure]:
    """Start ``guatu record`` for one command, and wait for its end."""
    spent = [_recorded() for _ in range(COMMANDS)]
    for name, each in zip(
        ("from start to end", "processor"), zip(*spent, strict=True), strict=True
    ):
        yield plain(
            f"guatu record of one command, {name}", statistics.median(each), "ms"
        )


def _recorded() -> tuple[float, float]:
    number = uuid4().hex
    command = {
        "command_id": number,
        "record": "PlotRegistered",
        "plot": f"P{number[:12]}",
        "effective": "2024-01-01",
        "point": "POINT (500000 3880000)",
    }
    program = [sys.executable, "-m", "web.cli.main", "--home", str(RECORDER)]
    before, begun = _children_s(), time.perf_counter()
    body = msgspec.json.encode(command)
    subprocess.run(
        [*program, "record", "-"], input=body, check=True, stdout=subprocess.DEVNULL
    )
    return 1000 * (time.perf_counter() - begun), 1000 * (_children_s() - before)


def _children_s() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def serving(run: Run) -> Iterator[Figure]:
    """Serve the decade: pages made first and again, then memory of all processes."""
    with served(run.decades.home(SIZE.city)) as (process, address, started_s):
        yield plain("start of a server", started_s, "s")
        ask = _asked(address)
        yield from _pages(ask)
        for path in ASKED:
            ask(path)
        yield plain("memory of a server once asked (PSS)", _pss(process.pid), "MB")
        ask_of_map(ask)
        yield plain("the same with its map in use (PSS)", _pss(process.pid), "MB")


def _asked(address: str) -> Callable[[str], bytes]:
    place = urlsplit(address)
    line = http.client.HTTPConnection(str(place.hostname), place.port, timeout=300)

    def ask(path: str) -> bytes:
        line.request("GET", path)
        answer = line.getresponse()
        assert answer.status == 200, (answer.status, path)
        return answer.read()

    return ask


def _pages(ask: Callable[[str], bytes]) -> Iterator[Figure]:
    sheets = [f"/plots/P{number * 400:05d}" for number in range(SHEETS)]
    lists = [f"/plots?page={number}" for number in range(2, 22)]
    tile = _middle_tile(ask("/").decode())
    for name, paths in (
        ("sheet made first", sheets),
        ("sheet again", sheets[:1] * AGAIN),
        ("list made first", lists),
        ("list again", lists[:1] * AGAIN),
        ("map page again", ["/"] * AGAIN),
        ("tile again", [tile] * AGAIN),
    ):
        spent = [_ms(ask, path) for path in paths]
        yield plain(f"{name}, over HTTP", statistics.median(spent[2:]), "ms")


def _ms(ask: Callable[[str], bytes], path: str) -> float:
    begun = time.perf_counter()
    ask(path)
    return 1000 * (time.perf_counter() - begun)


def _middle_tile(page: str) -> str:
    corners = CORNERS.search(page)
    assert corners is not None, "the page says where the district lies"
    south, west, north, east = map(float, corners.groups())
    [(x, y), *_] = map_asked._tiles(  # noqa: SLF001  (a checkout of before has no other)
        ZOOM, ((west + east) / 2, (south + north) / 2, east, north)
    )
    return f"/tiles/history/{ZOOM}/{x}/{y}.mvt"


def _pss(pid: int) -> float:
    """Read the memory of a process and of those it has started, in megabytes."""
    own = Path(f"/proc/{pid}/smaps_rollup").read_text()
    [found] = [line.split()[1] for line in own.splitlines() if line.startswith(PSS)]
    started = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(found) * 1024 / 1_000_000 + sum(_pss(int(each)) for each in started)


EVERY: Mapping[str, Callable[[Run], Iterator[Figure]]] = {
    **{measure.__name__: measure for measure in MEASURES},
    "lasting": lasting,
    "recording": recording,
    "serving": serving,
}


@contextmanager
def _shorter() -> Iterator[None]:
    """Leave out what turns do not need: other databases, and turns within a turn."""
    for where, name, value in (
        (rebuilds, "TURNS", 1),
        (map_tiles, "programs", lambda: None),
        (map_asked, "KNOWN", map_asked.KNOWN[:1]),
    ):
        setattr(where, name, value)
    yield


def main(names: Sequence[str]) -> None:
    """Print the figures of some measures, and those this checkout has not as none."""
    Path("var/bench").mkdir(parents=True, exist_ok=True)
    with _shorter(), tempfile.TemporaryDirectory(dir="var/bench") as folder:
        run = Run(SIZE, Decades(), Path(folder))
        found = [f for name in names if name in EVERY for f in EVERY[name](run)]
    sys.stdout.buffer.write(msgspec.json.encode(found))


if __name__ == "__main__":
    os.environ.setdefault("GUATU_MARK", str(Path("var/bench/marks").absolute()))
    main(sys.argv[1:])
