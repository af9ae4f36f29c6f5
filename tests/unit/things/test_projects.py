"""Projects: put on the list once; land, permits and money come afterwards."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.deciding.rules import decide
from domain.errors import (
    AlreadyRegisteredError,
    InvalidMemberError,
    UnknownThingError,
)
from domain.kernel.facts import WorldFact
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.money import Money
from domain.kernel.questions.states import state, total
from domain.members.members import Text
from domain.members.scalars import Area
from domain.things.project.projects import (
    InvestmentRecorded,
    LandAcquired,
    PermitIssued,
    ProjectRegistered,
)

PROJECT = "P-1"
STREAM = f"project:{PROJECT}"
LATER = Instant(2_000)
REGISTERED = ProjectRegistered(effective=Instant(1_000), name=Text("冷链中心"))
LAND = LandAcquired(effective=LATER, area_m2=Area(Decimal("1200.5")))


def recorded(*facts: WorldFact) -> list[Entry]:
    """Given: facts of the project, one command each."""
    return [
        Entry(position, Instant(position * 10), STREAM, fact)
        for position, fact in enumerate(facts, 1)
    ]


def permit(kind: str, number: str) -> PermitIssued:
    return PermitIssued(effective=LATER, permit=Text(kind), number=Text(number))


def investment(amount: int) -> InvestmentRecorded:
    return InvestmentRecorded(effective=LATER, amount=Money(amount))


def test_a_project_may_be_listed_without_a_site() -> None:
    assert decide([], PROJECT, REGISTERED) is REGISTERED


@pytest.mark.parametrize(
    "fact", [LAND, permit("用地", "1号"), investment(100), investment(-100)]
)
def test_land_permits_and_money_are_recorded_of_a_listed_project(
    fact: WorldFact,
) -> None:
    assert decide(recorded(REGISTERED), PROJECT, fact) is fact


@pytest.mark.parametrize("fact", [LAND, permit("用地", "1号"), investment(100)])
def test_nothing_is_recorded_of_an_unlisted_project(fact: WorldFact) -> None:
    with pytest.raises(UnknownThingError, match="There is no project “P-1”"):
        decide([], PROJECT, fact)


def test_a_project_is_listed_once() -> None:
    with pytest.raises(AlreadyRegisteredError, match=r"project “P-1”.*position 1"):
        decide(recorded(REGISTERED, LAND), PROJECT, REGISTERED)


@pytest.mark.parametrize("area", ["0", "-0.0001"])
def test_acquired_land_has_a_positive_area(area: str) -> None:
    fact = LandAcquired(effective=LATER, area_m2=Area(Decimal(area)))

    with pytest.raises(InvalidMemberError, match="area_m2 of LandAcquired"):
        decide(recorded(REGISTERED), PROJECT, fact)


def test_a_project_needs_an_id_that_fits_an_address() -> None:
    with pytest.raises(InvalidMemberError, match="id of project"):
        decide([], "P/1", REGISTERED)


def test_each_kind_of_permit_is_an_attribute_of_its_own() -> None:
    entries = recorded(REGISTERED, permit("用地", "1号"), permit("施工", "7号"))

    numbers = [
        state(entries, STREAM, name, as_of=LATER, as_known=LATER)
        for name in ("permit:用地", "permit:施工", "permit:规划")
    ]

    assert numbers == ["1号", "7号", None]


def test_land_and_investment_add_up_exactly_and_apart() -> None:
    more = LandAcquired(effective=LATER, area_m2=Area(Decimal("0.1")))
    entries = recorded(REGISTERED, LAND, more, investment(10), investment(20))

    land = total(entries, STREAM, "land_acquired_m2", as_of=LATER, as_known=LATER)
    money = total(entries, STREAM, "investment", as_of=LATER, as_known=LATER)

    # By hand: 1200.5 + 0.1, and 10 + 20 fen.
    assert land == Decimal("1200.6")
    assert money == 30
