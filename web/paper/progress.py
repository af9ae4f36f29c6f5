"""How far the sheets are that are being drawn, each by the ticket of whoever waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from geo.wall.map import STEPS, Report

Progress = tuple[int, int]
"""Steps done, of how many."""


def nobody(_ticket: str, _done: int, _of: int) -> None:
    """Tell nobody."""


class SheetsUnderWay:
    """Sheets that are being drawn; safe to share between threads."""

    def __init__(self) -> None:
        self._done: dict[str, Progress] = {}
        self._lock = threading.Lock()
        self.tell: Callable[[str, int, int], None] = nobody
        """Told of each step: another process, where this one draws for it."""

    @contextmanager
    def begun(self, ticket: str) -> Iterator[Report]:
        """Yield what is to be told of each step; afterwards nothing is left of it."""

        def report(done: int, of: int) -> None:
            self.move(ticket, done, of)
            self.tell(ticket, done, of)

        report(0, STEPS)
        try:
            yield report
        finally:
            self.end(ticket)

    def move(self, ticket: str, done: int, of: int) -> None:
        """Remember how far a sheet is."""
        with self._lock:
            self._done[ticket] = (done, of)

    def end(self, ticket: str) -> None:
        """Forget a sheet."""
        with self._lock:
            self._done.pop(ticket, None)

    def progress(self, ticket: str) -> Progress | None:
        """Say how far a sheet is; None where none is being drawn."""
        with self._lock:
            return self._done.get(ticket)
