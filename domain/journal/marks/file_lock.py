"""Locking a file between processes, for as long as it takes to write a mark."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def locked(file: int) -> Iterator[None]:
        """Hold a file's first byte, which is where Windows locks."""
        msvcrt.locking(file, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    @contextmanager
    def locked(file: int) -> Iterator[None]:
        """Hold a file against other processes; threads exclude each other before."""
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
