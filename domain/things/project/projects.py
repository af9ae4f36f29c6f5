"""Projects: what the district builds, with its land, its permits and its money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import ClassVar

from domain.kernel.facts import PeriodFact, Value, WorldFact
from domain.kernel.live_facts import Entry
from domain.kernel.money import Money
from domain.members.members import Text, Wkt
from domain.things.registration import (
    require_positive,
    require_registered,
    require_unregistered,
)

KIND = "project"


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

    area_m2: Decimal


class PermitIssued(ProjectFact, frozen=True, kw_only=True):
    """An authority issued one of the project's permits."""

    declares: ClassVar = ("permit:",)

    permit: Text
    number: Text

    def assertions(self) -> Iterator[tuple[str, Value]]:
        """Set the attribute of this permit: each kind of permit is one of its own."""
        yield f"permit:{self.permit}", self.number


class PermitValidityRecorded(PeriodFact, frozen=True, kw_only=True):
    """One of the project's permits is valid over a period, or suspended over it."""

    kind: ClassVar[str] = KIND
    declares: ClassVar = ("validity:",)

    permit: Text
    number: Text | None
    """None says that the permit is not valid over the period."""

    def assertions(self) -> Iterator[tuple[str, Value]]:
        """Set the validity of this permit over the period."""
        yield f"validity:{self.permit}", self.number


class InvestmentRecorded(ProjectFact, frozen=True, kw_only=True):
    """Work was done on the project, valued as investment completed."""

    measures: ClassVar = {"investment": "amount"}

    amount: Money


def decide(entries: Sequence[Entry], project: str, fact: WorldFact) -> WorldFact:
    """Decide whether ``fact`` may be recorded of ``project``.

    Raises:
        AlreadyRegisteredError: The project is on the list already.
        UnknownThingError: The project is not on the list.
        InvalidMemberError: An area is not positive.
    """
    if isinstance(fact, ProjectRegistered):
        require_unregistered(entries, KIND, project)
    else:
        require_registered(entries, KIND, project)
    check(project, fact)
    return fact


def check(project: str, fact: WorldFact) -> None:  # noqa: ARG001  (one shape for all)
    """Refuse land whose area is not positive."""
    if isinstance(fact, LandAcquired):
        require_positive(fact.area_m2, name="area_m2", record="LandAcquired")
