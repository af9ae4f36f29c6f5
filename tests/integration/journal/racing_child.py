"""A process that waits for a signal and then sends commands: see ``test_races``."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from domain.errors import Refusal
from tests.integration.journal_builders import counting_clock, opened


def race(path: str, bodies: list[dict[str, object]]) -> None:
    """Send commands once a line arrives; tell what became of each on a line."""
    with opened(Path(path), counting_clock()) as app:
        print("ready", flush=True)  # noqa: T201
        sys.stdin.readline()
        for body in bodies:
            try:
                told = f"done {app.execute(body, actor='他').last}"
            except Refusal as refusal:
                told = type(refusal).__name__
            print(told, flush=True)  # noqa: T201


if __name__ == "__main__":
    race(sys.argv[1], msgspec.json.decode(sys.argv[2]))
