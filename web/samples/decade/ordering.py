"""Ordering: in which command, at which instant and at which position each act is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from web.samples.decade.acts import Acts
from web.samples.decade.scale import FIRST_DAY, LAST_DAY, OFFICES, Flags, Ints, Rng

LARGEST_COMMAND = 500
"""Acts in one command: large lists are sent in several."""
NEXT_COMMAND_S = 45
OFFICE_S = (8 * 3600 + 2400, 17 * 3600 + 3000)
SHANGHAI_S = 8 * 3600
DAY_S = 86_400
MICROSECONDS = 1_000_000
FOUNDING = 1
"""The position of the fact that founds the district."""


@dataclass(frozen=True, slots=True)
class RecordedActs:
    """Acts in the order in which they are recorded."""

    acts: Acts
    starts: Ints
    """The first row of each command, and at last the number of rows."""
    instants: Ints
    """When each command is recorded."""
    position: Ints
    """Of the fact that each act is about, by its row before it was ordered."""
    unordered: Acts

    @property
    def head(self) -> int:
        """The last position of all."""
        return int(self.position.max())


def in_order(rng: Rng, acts: Acts, widths: Ints) -> RecordedActs:
    """Let every office record once a day what is said on it.

    Args:
        rng: Where the time of day comes from.
        acts: In the order in which an office says them, day by day.
        widths: How many facts each act appends; the one it is about is the last.
    """
    days = LAST_DAY - FIRST_DAY + 1
    seconds = rng.integers(*OFFICE_S, (days, OFFICES))
    second = seconds[acts.said - FIRST_DAY, acts.office]
    order = np.lexsort((acts.office, second, acts.said))
    ordered = acts.only(order)
    position = np.empty(len(acts), dtype=np.int64)
    position[order] = FOUNDING + np.cumsum(widths[order])
    rank = _ranks(ordered)
    starts = np.flatnonzero(rank % LARGEST_COMMAND == 0)
    first_s = ordered.said[starts] * DAY_S - SHANGHAI_S + second[order][starts]
    turn_s = rank[starts] // LARGEST_COMMAND * NEXT_COMMAND_S
    instants = (first_s + turn_s) * MICROSECONDS
    return RecordedActs(ordered, np.append(starts, len(acts)), instants, position, acts)


def _ranks(ordered: Acts) -> Ints:
    """Count through what an office says on one day, from 0."""
    rows = np.arange(len(ordered))
    starts = np.flatnonzero(_changes(ordered.said) | _changes(ordered.office))
    return np.asarray(
        rows - np.repeat(starts, np.diff(np.append(starts, len(ordered))))
    )


def _changes(column: Ints) -> Flags:
    return np.append(np.ones(1, dtype=bool), column[1:] != column[:-1])
