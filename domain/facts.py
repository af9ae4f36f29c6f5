"""The facts by their short, stable names: the vocabulary of the journal for ever."""

from __future__ import annotations

from domain.district import DistrictEstablished
from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn
from domain.layers import LayerImported
from domain.plots import (
    PlotAmountRecorded,
    PlotAssigned,
    PlotRegistered,
    PlotStageRecorded,
)
from domain.projects import (
    InvestmentRecorded,
    LandAcquired,
    PermitIssued,
    ProjectRegistered,
)
from domain.registers import RegisterImported

FACTS: dict[str, type[Fact]] = {
    "DistrictEstablished": DistrictEstablished,
    "FactCorrected": FactCorrected,
    "FactWithdrawn": FactWithdrawn,
    "InvestmentRecorded": InvestmentRecorded,
    "LandAcquired": LandAcquired,
    "LayerImported": LayerImported,
    "PermitIssued": PermitIssued,
    "PlotAmountRecorded": PlotAmountRecorded,
    "PlotAssigned": PlotAssigned,
    "PlotRegistered": PlotRegistered,
    "PlotStageRecorded": PlotStageRecorded,
    "ProjectRegistered": ProjectRegistered,
    "RegisterImported": RegisterImported,
}
"""A name here is part of the data format: it is never changed or used again."""

NAMES: dict[type[Fact], str] = {kind: name for name, kind in FACTS.items()}
