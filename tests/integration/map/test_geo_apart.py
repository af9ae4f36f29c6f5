"""What importing all of ``geo`` loads, asked of a process that imports nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
NEVER_WITH_GEO = {"domain", "eventsourcing", "flask", "sqlalchemy"}
IMPORT_ALL_OF_GEO = """
import importlib, pkgutil, sys
import geo
for module in pkgutil.walk_packages(geo.__path__, "geo."):
    importlib.import_module(module.name)
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_geometry_meets_neither_the_domain_nor_the_event_store() -> None:
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL_OF_GEO],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )

    loaded = set(run.stdout.split())
    assert "geo" in loaded
    assert loaded.isdisjoint(NEVER_WITH_GEO)
