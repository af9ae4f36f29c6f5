"""The facts by their short, stable names: the vocabulary of the journal for ever."""

from __future__ import annotations

from domain.kernel.facts import Concerned, Fact, FactCorrected, FactWithdrawn
from domain.things.land.layers import LayerImported
from domain.things.land.plots import PLOT
from domain.things.project.projects import PROJECT
from domain.things.record.district import (
    ClockConfirmed,
    DistrictEstablished,
    JournalResumed,
)
from domain.things.record.registers import RegisterImported
from domain.things.registry import Registry

THINGS = Registry([PLOT, PROJECT])
"""All things that a district keeps track of; nothing else lists their kinds."""

RECORD: tuple[type[Fact], ...] = (
    ClockConfirmed,
    Concerned,
    DistrictEstablished,
    FactCorrected,
    FactWithdrawn,
    JournalResumed,
    LayerImported,
    RegisterImported,
)
"""Facts of the journal itself, which are about no thing."""

FACTS: dict[str, type[Fact]] = dict(
    sorted([*((kind.__name__, kind) for kind in RECORD), *THINGS.facts.items()])
)
"""A name here is part of the data format: it is never changed or used again."""

NAMES: dict[type[Fact], str] = {kind: name for name, kind in FACTS.items()}
