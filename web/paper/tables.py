"""The tables of an evidence page: for those who listen, and for paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from geo.stage_ramp import STAGES
from web.paper.land import PaperLand
from web.words.values import BLANK


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A zone with its plots in each stage, in the order of the ramp."""

    zone: str
    plots: Sequence[int]

    @property
    def total(self) -> int:
        """All plots of the zone."""
        return sum(self.plots)


def zone_table(land: PaperLand) -> list[ZoneRow]:
    """Count the plots of each zone by stage; plots without a zone come last."""
    counts = Counter(
        (row.zone or "", stage)
        for row, stage in zip(land.rows, land.stages.tolist(), strict=True)
    )
    zones = sorted({zone for zone, _ in counts}, key=lambda zone: (not zone, zone))
    places = range(len(STAGES))
    return [
        ZoneRow(zone or BLANK, [counts[zone, place] for place in places])
        for zone in zones
    ]
