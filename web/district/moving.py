"""What plots at K depend on: the last position that could have changed them."""

from __future__ import annotations

from collections.abc import Collection

from web.district.dates import Dates
from web.district.opening import District

PLOTS, LAYERS = "plot:", "layer:"
"""Whole kinds of streams (see ``Moves``): land moves by facts of plots alone, and the
towns that it lies in by editions of layers."""


def last_moved(
    district: District, dates: Dates, *moving: str, beside: Collection[str] = ()
) -> int:
    """Return the last position up to K at which kinds of things may have moved.

    What is known of them at K is what was known of them there, so that whatever is
    made of it is kept while other things are recorded. What is known at a K that is
    past never changes: its own position stands for it.

    Args:
        district: That the dates were resolved against.
        dates: Of the question.
        moving: Streams or kinds.
        beside: Names of facts by which a kind does not count as moved.
    """
    if not dates.provisional:
        return dates.position
    moves = district.app.journal.moves
    return min(moves.last_of(*moving, beside=beside), dates.position)
