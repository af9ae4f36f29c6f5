"""Projects: what the district builds, with its land, its permits and its money."""

from __future__ import annotations

from typing import Annotated, ClassVar

from domain.kernel.facts import PeriodFact, WorldFact
from domain.kernel.money import Money
from domain.members.scalars import Area, Text, Wkt
from domain.members.types import Refers
from domain.things.declared import Thing
from domain.things.registration import require_positive

KIND = "project"
ProjectId = Annotated[Text, Refers(KIND)]


class ProjectFact(WorldFact, frozen=True, kw_only=True):
    """Something that became true of one project."""

    kind: ClassVar[str] = KIND


class ProjectRegistered(ProjectFact, frozen=True, kw_only=True):
    """The project entered the list of key projects, with its site where it has one."""

    begins = True
    attributes = ("name", "boundary")

    name: Text
    boundary: Wkt | None = None


class LandAcquired(ProjectFact, frozen=True, kw_only=True):
    """Land for the project passed to the state."""

    measures: ClassVar = {"land_acquired_m2": "area_m2"}

    area_m2: Area


class PermitIssued(ProjectFact, frozen=True, kw_only=True):
    """An authority issued one of the project's permits."""

    keyed: ClassVar = {"permit": ("permit", "number")}

    permit: Text
    number: Text


class PermitValidityRecorded(PeriodFact, frozen=True, kw_only=True):
    """One of the project's permits is valid over a period, or suspended over it."""

    kind: ClassVar[str] = KIND
    keyed: ClassVar = {"validity": ("permit", "number")}

    permit: Text
    number: Text | None
    """None says that the permit is not valid over the period."""


class InvestmentRecorded(ProjectFact, frozen=True, kw_only=True):
    """Work was done on the project, valued as investment completed."""

    measures: ClassVar = {"investment": "amount"}

    amount: Money


def check(project: str, fact: WorldFact) -> None:  # noqa: ARG001  (one shape for all)
    """Refuse land whose area is not positive.

    Raises:
        InvalidMemberError: It is not.
    """
    if isinstance(fact, LandAcquired):
        require_positive(fact.area_m2, name="area_m2", record="LandAcquired")


PROJECT = Thing(
    kind=KIND,
    facts=(
        ProjectRegistered,
        PermitIssued,
        PermitValidityRecorded,
        LandAcquired,
        InvestmentRecorded,
    ),
    check=check,
)
