"""A journal told by hand: who said what when, in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn, WorldFact
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.things.land.plots import (
    BoundariesAdjusted,
    PlotAmountRecorded,
    PlotFrozen,
    PlotRegistered,
    PlotsMerged,
    PlotSplit,
    PlotStageRecorded,
)


def journal(*told: tuple[int, str, Fact]) -> list[Entry]:
    """Number what was told: when it was recorded, of which plot, and what."""
    return [
        Entry(position, Instant(recorded), f"plot:{plot}", fact)
        for position, (recorded, plot, fact) in enumerate(told, 1)
    ]


def _made(kind: type[WorldFact], effective: int, **members: object) -> WorldFact:
    return msgspec.convert({"effective": effective, **members}, kind)


def registered(effective: int, **members: object) -> WorldFact:
    return _made(PlotRegistered, effective, **members)


def stage(effective: int, stage: str, amount: int | None = None) -> WorldFact:
    return _made(PlotStageRecorded, effective, stage=stage, amount=amount)


def spent(effective: int, amount: int) -> WorldFact:
    return _made(PlotAmountRecorded, effective, amount=amount, purpose="看护费")


def frozen(effective: int, until: int | None, freeze: str | None) -> WorldFact:
    return _made(PlotFrozen, effective, until=until, freeze=freeze)


def split(effective: int, children: Sequence[dict[str, Any]]) -> WorldFact:
    return _made(PlotSplit, effective, children=children)


def merged(effective: int, parents: Sequence[str], **members: object) -> WorldFact:
    return _made(PlotsMerged, effective, parents=parents, **members)


def adjusted(
    effective: int, boundary: str, neighbours: Sequence[dict[str, Any]]
) -> WorldFact:
    return _made(
        BoundariesAdjusted, effective, boundary=boundary, neighbours=neighbours
    )


def corrected(target: int, **changes: object) -> FactCorrected:
    return FactCorrected(target=target, reason="录错", changes=changes)


def withdrawn(target: int) -> FactWithdrawn:
    return FactWithdrawn(target=target, reason="没有这回事")
