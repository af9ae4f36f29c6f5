"""A process that records as fast as it can, to be killed: see ``test_crash``."""

from __future__ import annotations

import itertools
import sys

from domain.application import KeyProjects
from domain.kernel.instants import Instant

PLOTS = 5


def body_of(life: int, number: int) -> dict[str, object]:
    """Return the command that the process in its ``life`` sends as ``number``."""
    return {
        "command_id": f"{life}-{number}",
        "record": "PlotAmountRecorded",
        "plot": f"地块{number % PLOTS}",
        "effective": "2026-02-01",
        "amount": f"{life}.{number % 100:02d}",
        "purpose": "看护费",
    }


def record_until_killed(path: str, life: int) -> None:
    """Record, and acknowledge each command on a line: its id and its position."""
    app = KeyProjects({"SQLITE_DBNAME": path})
    # Standing still: the journal itself must make recorded time grow.
    app.journal.clock = lambda: Instant(1_774_886_400_000_000)
    for number in itertools.count():
        receipt = app.execute(body_of(life, number), actor="child")
        sys.stdout.write(f"{life}-{number} {receipt.first}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    record_until_killed(sys.argv[1], int(sys.argv[2]))
