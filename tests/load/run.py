"""A run: people on a real server for a while, and what came of it.

``python -m tests.load.run HOME --people 300 --recorders 30 --slow 300 --seconds 300``
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sqlite3
import statistics
import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.crash.serving import serving
from tests.load.http import Line
from tests.load.people import Crowd, Seen, nuisance, reader, recorder
from tests.load.places import Places
from web.district.opening import JOURNAL

SEED = 8
MEMORY_EVERY_S = 5.0
LAST_S = 5.0


@dataclass(frozen=True, slots=True)
class Load:
    """How many people, and for how long."""

    people: int
    recorders: int
    slow: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """What a run has shown."""

    seen: Seen
    notices_s: Sequence[float]
    untold: int
    """Facts that an open page has not been told of at all."""
    memory_mb: Sequence[tuple[float, float]]
    """Seconds since the beginning, and the PSS of all processes of the server."""
    missing: Sequence[str]
    """Commands that were acknowledged, and do not stand once at their position."""
    server_s: float
    generator_s: float
    """Processor time."""

    def told(self) -> Mapping[str, object]:
        """Return the result as figures."""
        kinds = {
            kind: {
                "count": len(took),
                "p50_ms": 1000 * statistics.median(took),
                "p95_ms": 1000 * p95(took),
                "max_ms": 1000 * max(took),
            }
            for kind, took in sorted(self.seen.took_s.items())
        }
        return {
            **kinds,
            "statuses": dict(self.seen.statuses),
            "notice_p95_s": p95(self.notices_s),
            "notice_max_s": max(self.notices_s, default=0),
            "untold": self.untold,
            "streams_cut": self.seen.cut,
            "pss_max_mb": max(mb for _, mb in self.memory_mb),
            "pss_growth": growth(self.memory_mb),
            "acknowledged": len(self.seen.acknowledged),
            "missing": list(self.missing),
            "server_cpu_s": self.server_s,
            "generator_cpu_s": self.generator_s,
            "slowest": sorted(self.seen.slowest, reverse=True)[:12],
        }


def p95(numbers: Sequence[float]) -> float:
    """Return what 95 % are no more than; 0 for none."""
    return sorted(numbers)[int(0.95 * (len(numbers) - 1))] if numbers else 0.0


def growth(memory_mb: Sequence[tuple[float, float]]) -> float:
    """Return how much larger the last minute is than the second; 0 in short runs."""
    end = memory_mb[-1][0]
    early = [mb for at, mb in memory_mb if 60 <= at < 120]
    late = [mb for at, mb in memory_mb if at >= end - 60]
    if not early or end < 180:
        return 0.0
    return statistics.median(late) / statistics.median(early) - 1


def run(home: Path, load: Load) -> Result:
    """Let people come to a server of their own."""
    with serving(home) as server:
        process = server.process.pid
        server_s, own_s = cpu_s(process), time.process_time()
        seen, memory_mb = asyncio.run(_peopled(home, server.port, process, load))
        used = cpu_s(process) - server_s, time.process_time() - own_s
    notices = list(delays(seen))
    return Result(
        seen=seen,
        notices_s=[each for each in notices if each is not None],
        untold=notices.count(None),
        memory_mb=memory_mb,
        missing=list(missing(home, seen)),
        server_s=used[0],
        generator_s=used[1],
    )


async def _peopled(
    home: Path, port: int, process: int, load: Load
) -> tuple[Seen, list[tuple[float, float]]]:
    line = Line(port)
    page = await line.ask("GET /")
    line.close()
    places = Places.of(home, page.text())
    begun = time.perf_counter()
    seen = Seen(until=begun + load.seconds)
    crowd = Crowd(port, places, seen.until, seen)
    acts = [reader(crowd, chance_of("reader", n)) for n in range(load.people)]
    acts += [recorder(crowd, chance_of("rec", n), n) for n in range(load.recorders)]
    acts += [nuisance(crowd, chance_of("slow", n)) for n in range(load.slow)]
    memory_mb: list[tuple[float, float]] = []
    watching = asyncio.create_task(_weighed(process, begun, memory_mb))
    await asyncio.gather(*acts)
    watching.cancel()
    memory_mb.append((time.perf_counter() - begun, pss_mb(process)))
    return seen, memory_mb


def chance_of(kind: str, number: int) -> random.Random:
    """Return what draws for one of the people, alike in every run."""
    return random.Random(f"{SEED} {kind} {number}")  # noqa: S311  (no secret is drawn)


async def _weighed(
    process: int, begun: float, found: list[tuple[float, float]]
) -> None:
    while True:
        weight = await asyncio.to_thread(pss_mb, process)
        found.append((time.perf_counter() - begun, weight))
        await asyncio.sleep(MEMORY_EVERY_S)


def family(process: int) -> Iterator[int]:
    """Yield a process and all that it has started."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def pss_mb(process: int) -> float:
    """Return the proportional memory of a process and all that it has started."""
    total = 0
    for each in family(process):
        try:
            text = Path(f"/proc/{each}/smaps_rollup").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        [line] = [line for line in text.splitlines() if line.startswith("Pss:")]
        total += int(line.split()[1])
    return total / 1024


def cpu_s(process: int) -> float:
    """Return the processor time of a process and of all that it has started."""
    ticks = 0
    for each in family(process):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def delays(seen: Seen) -> Iterator[float | None]:
    """Yield how long after it was sent each open page learned of each fact.

    None where it never did; what was sent in the last seconds is left out.
    """
    for sent, position in seen.acknowledged.values():
        if sent > seen.until - LAST_S:
            continue
        for told in seen.told:
            if not told or told[0][0] > sent:
                continue
            place = bisect_left(told, position, key=lambda each: each[1])
            yield told[place][0] - sent if place < len(told) else None


def missing(home: Path, seen: Seen) -> Iterator[str]:
    """Yield the commands that do not stand once where they were acknowledged."""
    with closing(sqlite3.connect(home / JOURNAL)) as journal:
        rows = journal.execute("SELECT command_id, last FROM commands")
        stored: dict[str, list[int]] = {}
        for name, last in rows:
            stored.setdefault(name, []).append(last)
    for name, (_, position) in seen.acknowledged.items():
        if stored.get(name) != [position]:
            yield name


def main() -> None:
    """Run, and print the result as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.run")
    parser.add_argument("home", type=Path)
    for name, count in (("people", 300), ("recorders", 30), ("slow", 300)):
        parser.add_argument(f"--{name}", type=int, default=count)
    parser.add_argument("--seconds", type=float, default=300)
    options = vars(parser.parse_args())
    result = run(options.pop("home"), Load(**options))
    print(json.dumps(result.told(), indent=1, ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    main()
