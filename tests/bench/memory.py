"""Memory: what a serving process holds once everything has been asked of it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figures import Figure, at_most, plain
from tests.bench.map_asked import ask_of_map
from tests.bench.run import Run
from web.atlas.prepared import FILE, LEAST_PLOTS

TARGET_MB = 700
MAP_TARGET_MB = 1_200
PAGE_S = 2
START_S = 300
ASKED = (
    "/api/v1/ask/count?attribute=stage&value=vacated&as_of=2021-03-31",
    "/api/v1/ask/count?attribute=stage&value=none&as_of=2024-03-31&as_known=2024-06-30",
    "/api/v1/ask/steps?attribute=stage&value=surveyed&from=2020-01-01&to=2021-01-01",
    "/api/v1/ask/diff?attribute=stage&known=2024-03-01&known=2024-03-08&as_of=2023-12-31",
    "/api/v1/ask/total_area?as_of=2024-09-01&as_known=2025-09-01",
    "/api/v1/ask/active?as_of=2024-09-01",
    "/api/v1/ask/conflicts",
    "/",
)


def serving_memory(run: Run) -> Iterator[Figure]:
    """Serve the city, put questions to it, and look at the process from outside."""
    home = run.decades.home(run.size.city)
    yield from _first_start(home, is_kept=run.size.city.plots >= LEAST_PLOTS)
    with served(home) as (process, address, started_s):
        idle = megabytes(process.pid, "Pss")
        begun = time.perf_counter()
        read(f"{address}/")
        page_s = time.perf_counter() - begun
        for path in ASKED:
            read(address + path)
        asked = megabytes(process.pid, "Pss")
        ask_of_map(lambda path: read(address + path))
        used = megabytes(process.pid, "Pss")
    yield at_most("memory of a serving process (PSS)", asked, "MB", TARGET_MB)
    yield at_most("the same with its map in use (PSS)", used, "MB", MAP_TARGET_MB)
    yield plain("memory of a serving process before questions", idle, "MB")
    yield plain("start of a serving process", started_s, "s")
    yield at_most("first page after the start", page_s, "s", PAGE_S)


def _first_start(home: Path, *, is_kept: bool) -> Iterator[Figure]:
    """Start where no earlier server has left what it prepared, until this one has."""
    (home / FILE).unlink(missing_ok=True)
    with served(home) as (_, _, started_s):
        until = time.monotonic() + START_S
        while is_kept and not (home / FILE).exists():
            assert time.monotonic() < until, "nothing is kept for the next start"
            time.sleep(0.5)
    yield plain("first start of a serving process, all read anew", started_s, "s")


@contextmanager
def served(home: Path) -> Iterator[tuple[subprocess.Popen[bytes], str, float]]:
    """Serve a district; yield the process, its address, and how long it took."""
    port = _free_port()
    program = [sys.executable, "-m", "web.cli.main", "--home", str(home)]
    begun = time.perf_counter()
    process = subprocess.Popen([*program, "serve", "--port", str(port)])
    try:
        _wait(process, port)
        yield process, f"http://127.0.0.1:{port}", time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait for the first answer: the port is taken before the map is drawn."""
    until = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < until:
        try:
            read(f"http://127.0.0.1:{port}/api/v1/ask")
        except OSError:
            time.sleep(0.05)
        else:
            return
    msg = "the server does not answer"
    raise RuntimeError(msg)


def read(url: str) -> bytes:
    """Ask the server for something."""
    with urllib.request.urlopen(url, timeout=START_S) as answer:  # noqa: S310
        return bytes(answer.read())


def megabytes(pid: int, kind: str) -> float:
    """Read a kind of memory of a process, in megabytes of a million bytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    [found] = [line.split() for line in lines if line.startswith(f"{kind}:")]
    return int(found[1]) * 1024 / 1_000_000


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
