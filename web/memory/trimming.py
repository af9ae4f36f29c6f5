"""Trimming: memory that was needed for a moment goes back to the system.

The C library keeps what was freed for later, a heap for each thread: after a few large
questions a server would hold twice of what it needs.
"""

from __future__ import annotations

import ctypes
import itertools
import os
from pathlib import Path

WORTH_IT_BYTES = 64_000_000
"""When a process has grown by so much, what it does not need is given back."""
REQUESTS_A_LOOK = 8
M_ARENA_MAX = -8
ARENAS = 2
RESIDENT = 1
"""The second number of ``statm``: pages that are in memory."""

STATM = Path("/proc/self/statm")


class MemoryTrimmer:
    """Looks at the size of this process, and gives back what it has to spare."""

    def __init__(self) -> None:
        # Other C libraries than GNU's keep less, and have no such functions; Windows
        # does not even name its own.
        library = ctypes.CDLL(None) if os.name == "posix" else None
        self._malloc_trim = getattr(library, "malloc_trim", None)
        if (tune := getattr(library, "mallopt", None)) is not None:
            tune(M_ARENA_MAX, ARENAS)
        self._least_bytes = resident_bytes()
        self._requests = itertools.count()

    def trim(self) -> None:
        """Give back what is free; a hundredth of a second for half a gigabyte."""
        if self._malloc_trim is not None:
            self._malloc_trim(0)
        self._least_bytes = resident_bytes()

    def look(self, _error: object = None) -> None:
        """Give back what is free if the process has grown by a lot, after a request.

        One request of some looks for all: to look takes a tenth of a small answer.
        """
        if next(self._requests) % REQUESTS_A_LOOK:
            return
        size = resident_bytes()
        self._least_bytes = min(self._least_bytes, size)
        if size - self._least_bytes > WORTH_IT_BYTES:
            self.trim()


def resident_bytes() -> int:
    """Return how much of this process is in memory; 0 where the system does not say."""
    if not STATM.exists():
        return 0
    pages = int(STATM.read_text(encoding="ascii").split()[RESIDENT])
    return pages * os.sysconf("SC_PAGESIZE")
