"""People on a real server: how long they wait, what they are told, what it holds."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tests.bench.figures import Figure, at_most, plain
from tests.bench.run import Run
from tests.load.run import Load, Result, growth, p95
from tests.load.run import run as let_people_come
from web.district.opening import open_district
from web.samples.decade.scale import SHORT
from web.samples.demo.filling import found_demo

LOADS: Mapping[str, Load] = {
    "full": Load(people=300, recorders=30, slow=0, seconds=300),
    "small": Load(people=30, recorders=3, slow=0, seconds=30),
}
"""By the size of the run."""
SLOW = {"full": 300, "small": 30}
MINUTE_S = {"full": 60.0, "small": 20.0}
MOST_MS = {"page": 250.0, "tile": 250.0, "command": 150.0}
MOST_NOTICE_S, MOST_MB, MOST_GROWTH = 2.0, 700.0, 0.05


def people_for_a_minute(run: Run) -> Iterator[Figure]:
    """Let people come to the small demo for a minute: a quick look."""
    load = replace(LOADS[run.size.name], seconds=MINUTE_S[run.size.name])
    yield from _on_the_demo(run, "minute", load)


def people_on_the_demo(run: Run) -> Iterator[Figure]:
    """Let people come to the small demo."""
    yield from _on_the_demo(run, "demo", LOADS[run.size.name])


def people_beside_slow_clients(run: Run) -> Iterator[Figure]:
    """Let people come to it while others say nothing, or trickle, or do not read."""
    load = replace(LOADS[run.size.name], slow=SLOW[run.size.name])
    yield from _on_the_demo(run, "slow", load)


def people_on_a_large_district(run: Run) -> Iterator[Figure]:
    """Let people come to 30,000 plots with 300,000 facts; a third in a small run."""
    scale = SHORT if run.size.name == "full" else run.size.city
    home = Path(shutil.copytree(run.decades.home(scale), run.folder / "people-large"))
    yield from _figures("large", let_people_come(home, LOADS[run.size.name]))


def _on_the_demo(run: Run, name: str, load: Load) -> Iterator[Figure]:
    home = run.folder / f"people-{name}"
    found_demo(home, size="small", seed=7)
    open_district(home).close()  # from here on its clock is the system's
    yield from _figures(name, let_people_come(home, load))


def _figures(where: str, result: Result) -> Iterator[Figure]:
    seen = result.seen
    for kind, took_s in sorted(seen.took_s.items()):
        half_ms = 1000 * statistics.median(took_s)
        yield plain(f"{where}: {kind}, half of {len(took_s):,} within", half_ms, "ms")
        name = f"{where}: {kind}, 95 % within"
        yield at_most(name, 1000 * p95(took_s), "ms", MOST_MS[kind])
    refused = sum(count for status, count in seen.statuses.items() if _is_fault(status))
    yield at_most(f"{where}: 5xx or no answer", refused, "answers", 0)
    notice_s = p95(result.notices_s)
    yield at_most(f"{where}: 95 % of notices within", notice_s, "s", MOST_NOTICE_S)
    yield at_most(f"{where}: facts not told", result.untold, "notices", 0)
    yield at_most(f"{where}: streams cut", seen.cut, "streams", 0)
    most_mb = max(mb for _, mb in result.memory_mb)
    yield at_most(f"{where}: memory of all processes", most_mb, "MB", MOST_MB)
    more = growth(result.memory_mb)
    yield at_most(f"{where}: growth of it", more, "of the second minute", MOST_GROWTH)
    sent, lost = len(seen.acknowledged), len(result.missing)
    name = f"{where}: of {sent:,} acknowledged, not once there"
    yield at_most(name, lost, "commands", 0)
    lasted_s = result.memory_mb[-1][0]
    for side, used_s in (("server", result.server_s), ("people", result.generator_s)):
        name = f"{where}: cores that the {side} kept busy"
        yield plain(name, used_s / lasted_s, "cores")


def _is_fault(status: int) -> bool:
    return status == 0 or status >= 500
