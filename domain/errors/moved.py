"""What has moved since it was read: for programs, and for people in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_POSITIONS = 5
"""How many positions a message lists before it breaks off."""


@dataclass(frozen=True, slots=True)
class StaleStream:
    """A stream that has moved: its version when it was read, its version now."""

    thing: str
    read: int
    now: int
    positions: tuple[int, ...]
    """What was recorded since."""


def listed(positions: Sequence[int]) -> str:
    """Write positions as ``#12, #14``, and no more than a reader would follow."""
    marks = [f"#{position}" for position in positions[:MOST_POSITIONS]]
    return ", ".join([*marks, "…"] if len(positions) > MOST_POSITIONS else marks)
