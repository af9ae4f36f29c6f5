"""The facts by their short, stable names: the vocabulary of the journal for ever."""

from __future__ import annotations

from domain.kernel.facts import Concerned, Fact, FactCorrected, FactWithdrawn
from domain.things.declared import require_one_sort
from domain.things.land.layers import LayerImported
from domain.things.land.plots import (
    BoundariesAdjusted,
    PlotAmountRecorded,
    PlotAssigned,
    PlotFrozen,
    PlotRegistered,
    PlotsMerged,
    PlotSplit,
    PlotStageRecorded,
)
from domain.things.project.projects import (
    InvestmentRecorded,
    LandAcquired,
    PermitIssued,
    PermitValidityRecorded,
    ProjectRegistered,
)
from domain.things.record.district import (
    ClockConfirmed,
    DistrictEstablished,
    JournalResumed,
)
from domain.things.record.registers import RegisterImported

FACTS: dict[str, type[Fact]] = {
    "BoundariesAdjusted": BoundariesAdjusted,
    "ClockConfirmed": ClockConfirmed,
    "Concerned": Concerned,
    "DistrictEstablished": DistrictEstablished,
    "FactCorrected": FactCorrected,
    "FactWithdrawn": FactWithdrawn,
    "InvestmentRecorded": InvestmentRecorded,
    "JournalResumed": JournalResumed,
    "LandAcquired": LandAcquired,
    "LayerImported": LayerImported,
    "PermitIssued": PermitIssued,
    "PermitValidityRecorded": PermitValidityRecorded,
    "PlotAmountRecorded": PlotAmountRecorded,
    "PlotAssigned": PlotAssigned,
    "PlotFrozen": PlotFrozen,
    "PlotRegistered": PlotRegistered,
    "PlotSplit": PlotSplit,
    "PlotStageRecorded": PlotStageRecorded,
    "PlotsMerged": PlotsMerged,
    "ProjectRegistered": ProjectRegistered,
    "RegisterImported": RegisterImported,
}
"""A name here is part of the data format: it is never changed or used again."""

NAMES: dict[type[Fact], str] = {kind: name for name, kind in FACTS.items()}

require_one_sort(FACTS.values())
