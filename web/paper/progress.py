"""How far the sheets are that are being drawn, each by the ticket of whoever waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from geo.wall.map import STEPS, Report

Progress = tuple[int, int]
"""Steps done, of how many."""


class SheetsUnderWay:
    """Sheets that are being drawn; safe to share between threads."""

    def __init__(self) -> None:
        self._done: dict[str, Progress] = {}
        self._lock = threading.Lock()

    @contextmanager
    def begun(self, ticket: str) -> Iterator[Report]:
        """Yield what is to be told of each step; afterwards nothing is left of it."""

        def report(done: int, of: int) -> None:
            with self._lock:
                self._done[ticket] = (done, of)

        report(0, STEPS)
        try:
            yield report
        finally:
            with self._lock:
                self._done.pop(ticket, None)

    def progress(self, ticket: str) -> Progress | None:
        """Say how far a sheet is; None where none is being drawn."""
        with self._lock:
            return self._done.get(ticket)
