"""Conditions: what a reader has to know beside the figures."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

from tests.bench.figures import Figure, plain
from tests.bench.timing import median_ms

SYNCS = 40


def described() -> str:
    """Name the machine, what runs on it, and how busy it is."""
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    cores = len(os.sched_getaffinity(0))
    libraries = (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"eventsourcing {version('eventsourcing')}"
    )
    return f"{cores} cores ({_processor()}), load {load}; {libraries}"


def load() -> Figure:
    """Tell how many processes wanted a core in the last minute, and the rest of it."""
    name, unit = "load before the run", "processes"
    return Figure(name=name, value=os.getloadavg()[0], unit=unit, against=described())


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    named = [line.partition(":")[2] for line in lines if line.startswith("model name")]
    return named[0].strip() if named else platform.machine()


def disk(folder: Path) -> Figure:
    """Measure what one durable write costs: it decides the speed of singles."""
    with (folder / "sync").open("wb", buffering=0) as file:

        def sync() -> None:
            file.write(bytes(4096))
            os.fdatasync(file.fileno())

        return plain("one fdatasync of 4 KiB", median_ms([sync] * SYNCS), "ms")
