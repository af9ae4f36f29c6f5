"""Timing: sides take turns, so that a slow moment of the machine is slow for all."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence

Work = Callable[[], object]


def seconds(work: Work) -> float:
    """Do something and return how long it took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_turns(turns: int, sides: Sequence[Callable[[int], object]]) -> list[list[float]]:
    """Let sides take turns; return the seconds of each side, turn by turn."""
    spent: list[list[float]] = [[] for _ in sides]
    for turn in range(turns):
        for side, times in zip(sides, spent, strict=True):
            begun = time.perf_counter()
            side(turn)
            times.append(time.perf_counter() - begun)
    return spent


def milliseconds(works: Iterable[Work]) -> list[float]:
    """Do things one after another; return how long each took."""
    return [seconds(work) * 1000 for work in works]


def median_ms(works: Iterable[Work]) -> float:
    """Return the median, the first time left out: it fills caches."""
    return statistics.median(milliseconds(works)[1:])
