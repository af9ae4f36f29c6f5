"""Plots: pieces of land, what they are, and how far acquisition and demolition got."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from domain.errors import PlotWithoutPlaceError
from domain.kernel.facts import WorldFact
from domain.kernel.money import Money
from domain.kernel.standing import Entry
from domain.members import Text, Wkt
from domain.things import require_positive, require_registered, require_unregistered

KIND = "plot"


class PlotStage(StrEnum):
    """How far a plot has got, as a register states it; later is further along."""

    SURVEYED = "surveyed"
    AGREEMENT_SIGNED = "agreement_signed"
    COMPENSATED = "compensated"
    VACATED = "vacated"
    DEMOLISHED = "demolished"
    CLEARED = "cleared"
    HANDED_OVER = "handed_over"


class PlotFact(WorldFact, frozen=True, kw_only=True):
    """Something that became true of one plot."""

    kind: ClassVar[str] = KIND


class PlotRegistered(PlotFact, frozen=True, kw_only=True):
    """The plot entered the district's books, with a boundary or at least a point."""

    begins = True
    attributes = ("zone", "land_use", "paper_area_m2", "boundary", "point")

    zone: Text | None = None
    land_use: Text | None = None
    paper_area_m2: Decimal | None = None
    """The area on paper; the measured one is computed from the boundary."""
    boundary: Wkt | None = None
    point: Wkt | None = None


class PlotStageRecorded(PlotFact, frozen=True, kw_only=True):
    """A register states that the plot reached a stage, and what the step cost."""

    attributes = ("stage",)
    measures: ClassVar = {"amount": "amount"}

    stage: PlotStage
    amount: Money | None = None


class PlotAmountRecorded(PlotFact, frozen=True, kw_only=True):
    """Money was spent on the plot outside any stage."""

    measures: ClassVar = {"amount": "amount"}

    amount: Money
    purpose: Text


class PlotAssigned(PlotFact, frozen=True, kw_only=True):
    """The plot belongs to a project's site from here on, or to none."""

    attributes = ("project",)

    project: Text | None


def decide(entries: Sequence[Entry], plot: str, fact: WorldFact) -> WorldFact:
    """Decide whether ``fact`` may be recorded of ``plot``.

    Raises:
        AlreadyRegisteredError: The plot is in the books already.
        UnknownThingError: The plot is not in the books.
        PlotWithoutPlaceError: It is registered with neither boundary nor point.
        InvalidMemberError: Its area on paper is not positive.
    """
    if isinstance(fact, PlotRegistered):
        require_unregistered(entries, KIND, plot)
    else:
        require_registered(entries, KIND, plot)
    check(plot, fact)
    return fact


def check(plot: str, fact: WorldFact) -> None:
    """Refuse a registered plot that is nowhere, or whose area is not positive."""
    if not isinstance(fact, PlotRegistered):
        return
    if fact.boundary is None and fact.point is None:
        raise PlotWithoutPlaceError(plot=plot)
    require_positive(fact, "paper_area_m2")
