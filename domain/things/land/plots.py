"""Plots: pieces of land, what they are, and how far acquisition and demolition got."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

import msgspec

from domain.errors import PlotWithoutPlaceError
from domain.kernel.facts import PeriodFact, Redrawing, Redrawn, Value, WorldFact
from domain.kernel.money import Money
from domain.members.scalars import Area, Text, Wkt
from domain.things.declared import Thing
from domain.things.project.projects import ProjectId
from domain.things.registration import require_positive, stream_of

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


STAGES: tuple[PlotStage | None, ...] = (None, *PlotStage)
"""All stages in order: the one list that every other derives from, or is held against.

None is a plot in the books of which no stage is stated.
"""


class PlotFact(WorldFact, frozen=True, kw_only=True):
    """Something that became true of one plot."""

    kind: ClassVar[str] = KIND


class PlotRegistered(PlotFact, frozen=True, kw_only=True):
    """The plot entered the district's books, with a boundary or at least a point."""

    begins = True
    attributes = ("zone", "land_use", "paper_area_m2", "boundary", "point")

    zone: Text | None = None
    land_use: Text | None = None
    paper_area_m2: Area | None = None
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

    project: ProjectId | None


class PlotFrozen(PeriodFact, frozen=True, kw_only=True):
    """Building and transfers on the plot are suspended while the area is acquired.

    At most one year: Regulations on Expropriation of Buildings on State-owned Land,
    article 16.
    """

    kind: ClassVar[str] = KIND
    attributes = ("freeze",)

    freeze: Text | None
    """The notice that orders it; None says that no freeze holds over the period."""


DRAWN = ("stage", *PlotRegistered.attributes)
"""The attributes that a redrawing states of a plot that it begins."""
RESHAPED = ("boundary", "paper_area_m2")
"""Those that it states of a plot whose boundary moves."""


class DrawnPlot(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """A plot as a redrawing states it: nothing is taken over from those before it."""

    plot: Text
    stage: PlotStage | None
    boundary: Wkt | None = None
    point: Wkt | None = None
    zone: Text | None = None
    land_use: Text | None = None
    paper_area_m2: Area | None = None

    def values(self) -> dict[str, Value]:
        """Return the attributes of the plot from the redrawing on."""
        return {name: getattr(self, name) for name in DRAWN}


class ReshapedPlot(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """A plot whose boundary has moved: the new one, and its area on paper."""

    plot: Text
    boundary: Wkt
    paper_area_m2: Area | None = None

    def values(self) -> dict[str, Value]:
        """Return the attributes of the plot from the adjustment on."""
        return {name: getattr(self, name) for name in RESHAPED}


class PlotSplit(Redrawing, frozen=True, kw_only=True):
    """The plot was divided: from here on it does not exist and its children do."""

    kind: ClassVar[str] = KIND
    declares: ClassVar = DRAWN

    children: tuple[DrawnPlot, ...]

    def redrawn(self, own: str) -> Redrawn:
        """End the plot and begin its children."""
        begun = {stream_of(KIND, child.plot): child.values() for child in self.children}
        return Redrawn(ended=(own,), begun=begun)


class PlotsMerged(Redrawing, frozen=True, kw_only=True):
    """The plot was formed from others, which do not exist from here on."""

    kind: ClassVar[str] = KIND
    declares: ClassVar = DRAWN

    parents: tuple[Text, ...]
    stage: PlotStage | None
    boundary: Wkt | None = None
    point: Wkt | None = None
    zone: Text | None = None
    land_use: Text | None = None
    paper_area_m2: Area | None = None

    def redrawn(self, own: str) -> Redrawn:
        """End the parents and begin the plot."""
        values: dict[str, Value] = {name: getattr(self, name) for name in DRAWN}
        ended = tuple(stream_of(KIND, parent) for parent in self.parents)
        return Redrawn(ended=ended, begun={own: values})


class BoundariesAdjusted(Redrawing, frozen=True, kw_only=True):
    """The boundary of the plot moved, and with it those of neighbours."""

    kind: ClassVar[str] = KIND
    declares: ClassVar = RESHAPED

    boundary: Wkt
    paper_area_m2: Area | None = None
    neighbours: tuple[ReshapedPlot, ...] = ()

    def redrawn(self, own: str) -> Redrawn:
        """Give the plot and its neighbours their new boundaries."""
        mine: dict[str, Value] = {name: getattr(self, name) for name in RESHAPED}
        others = {stream_of(KIND, e.plot): e.values() for e in self.neighbours}
        return Redrawn(reshaped={own: mine, **others})


def check(plot: str, fact: WorldFact) -> None:
    """Refuse a registered plot that is nowhere, or whose area is not positive.

    Raises:
        PlotWithoutPlaceError: It has neither boundary nor point.
        InvalidMemberError: Its area on paper is not positive.
    """
    if isinstance(fact, PlotRegistered):
        require_place(plot, fact)
        require_positive(
            fact.paper_area_m2, name="paper_area_m2", record="PlotRegistered"
        )


def require_place(plot: str, drawn: PlotRegistered | DrawnPlot | PlotsMerged) -> None:
    """Refuse a plot that begins nowhere.

    Raises:
        PlotWithoutPlaceError: It has neither boundary nor point.
    """
    if drawn.boundary is None and drawn.point is None:
        raise PlotWithoutPlaceError(plot=plot)


PLOT = Thing(
    kind=KIND,
    facts=(
        PlotRegistered,
        PlotAssigned,
        PlotFrozen,
        PlotStageRecorded,
        PlotAmountRecorded,
        BoundariesAdjusted,
        PlotSplit,
        PlotsMerged,
    ),
    check=check,
)
