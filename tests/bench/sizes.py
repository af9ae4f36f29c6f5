"""Sizes of a run: the city-decade, or a small one for a quick look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from web.samples.decade.scale import CITY, LONG, SHORT, Scale


@dataclass(frozen=True, slots=True)
class Size:
    """What a run is made of."""

    name: str
    city: Scale
    long: Scale
    """Ten times the history of ``short``, on as many plots."""
    short: Scale
    singles: int
    """Commands a turn."""
    rows: int
    """Of the register that is imported."""
    turns: int


SIZES: Mapping[str, Size] = {
    "full": Size("full", CITY, LONG, SHORT, singles=300, rows=12_500, turns=9),
    "small": Size(
        "small",
        city=Scale(plots=3_000, facts=30_000, seed=1),
        long=Scale(plots=300, facts=30_000, seed=1),
        short=Scale(plots=300, facts=3_000, seed=1),
        singles=60,
        rows=1_000,
        turns=5,
    ),
}
