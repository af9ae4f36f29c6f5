"""People on a real server: how long they wait, what they are told, what it holds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.bench.figures import Figure, at_most, plain
from tests.bench.run import Run
from tests.load.run import Load, Result, growth, p95
from tests.load.run import run as let_people_come
from web.district.opening import open_district
from web.samples.decade.scale import SHORT
from web.samples.demo.filling import found_demo

LOADS: Mapping[str, Load] = {
    "full": Load(people=300, recorders=30, slow=300, seconds=300),
    "small": Load(people=30, recorders=3, slow=30, seconds=30),
}
"""By the size of the run."""
MOST_MS = {"page": 250.0, "tile": 250.0, "command": 150.0}
MOST_NOTICE_S, MOST_MB, MOST_GROWTH = 2.0, 700.0, 0.05


def people_on_the_demo(run: Run) -> Iterator[Figure]:
    """Let people come to the small demo."""
    home = run.folder / "people-demo"
    found_demo(home, size="small", seed=7)
    open_district(home).close()  # from here on its clock is the system's
    yield from _figures("demo", let_people_come(home, LOADS[run.size.name]))


def people_on_a_large_district(run: Run) -> Iterator[Figure]:
    """Let people come to 30,000 plots with 300,000 facts; a third in a small run."""
    scale = SHORT if run.size.name == "full" else run.size.city
    home = Path(shutil.copytree(run.decades.home(scale), run.folder / "people-large"))
    yield from _figures("large", let_people_come(home, LOADS[run.size.name]))


def _figures(where: str, result: Result) -> Iterator[Figure]:
    seen = result.seen
    for kind, took_s in sorted(seen.took_s.items()):
        name = f"{where}: {kind}, 95 % of {len(took_s):,} within"
        yield at_most(name, 1000 * p95(took_s), "ms", MOST_MS[kind])
    refused = sum(count for status, count in seen.statuses.items() if _is_fault(status))
    yield at_most(f"{where}: 5xx or no answer", refused, "answers", 0)
    notice_s = p95(result.notices_s)
    yield at_most(f"{where}: 95 % of notices within", notice_s, "s", MOST_NOTICE_S)
    yield at_most(f"{where}: facts not told", result.untold, "notices", 0)
    most_mb = max(mb for _, mb in result.memory_mb)
    yield at_most(f"{where}: memory of all processes", most_mb, "MB", MOST_MB)
    more = growth(result.memory_mb)
    yield at_most(f"{where}: growth of it", more, "of the second minute", MOST_GROWTH)
    lost = len(result.missing)
    yield at_most(f"{where}: acknowledged, not once there", lost, "commands", 0)
    yield plain(f"{where}: processor time of the server", result.server_s, "s")
    yield plain(f"{where}: and of the people", result.generator_s, "s")


def _is_fault(status: int) -> bool:
    return status == 0 or status >= 500
