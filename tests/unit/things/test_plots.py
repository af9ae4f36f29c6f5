"""Plots: registered once and somewhere, before anything else is said of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.deciding.rules import decide
from domain.errors import (
    AlreadyRegisteredError,
    InvalidMemberError,
    PlotWithoutPlaceError,
    UnknownThingError,
)
from domain.kernel.facts import Fact, FactWithdrawn, WorldFact
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.money import Money
from domain.members.members import Text, Wkt
from domain.members.scalars import Area
from domain.things.land.plots import (
    PlotAmountRecorded,
    PlotAssigned,
    PlotRegistered,
    PlotStage,
    PlotStageRecorded,
)

PLOT = "A-17"
LATER = Instant(2_000)
POINT = Wkt("POINT (1 2)")
REGISTERED = PlotRegistered(effective=Instant(1_000), point=POINT)
DEMOLISHED = PlotStageRecorded(effective=LATER, stage=PlotStage.DEMOLISHED)


def recorded(*facts: Fact) -> list[Entry]:
    """Given: facts of the plot, one command each."""
    return [
        Entry(position, Instant(position * 10), f"plot:{PLOT}", fact)
        for position, fact in enumerate(facts, 1)
    ]


@pytest.mark.parametrize(
    "fact",
    [
        REGISTERED,
        PlotRegistered(effective=LATER, boundary=Wkt("POLYGON EMPTY")),
        PlotRegistered(
            effective=LATER, point=POINT, paper_area_m2=Area(Decimal("0.0001"))
        ),
    ],
)
def test_a_plot_is_registered_with_a_point_or_a_boundary(fact: WorldFact) -> None:
    assert decide([], PLOT, fact) is fact


@pytest.mark.parametrize(
    "fact",
    [
        DEMOLISHED,
        PlotStageRecorded(
            effective=LATER, stage=PlotStage.CLEARED, amount=Money(-1_00)
        ),
        PlotAmountRecorded(effective=LATER, amount=Money(5_00), purpose=Text("看护")),
        PlotAssigned(effective=LATER, project=Text("P-1")),
        PlotAssigned(effective=LATER, project=None),
        PlotStageRecorded(effective=Instant(-5), stage=PlotStage.SURVEYED),
    ],
)
def test_anything_may_be_recorded_of_a_registered_plot(fact: WorldFact) -> None:
    assert decide(recorded(REGISTERED), PLOT, fact) is fact


def test_a_stage_may_go_back_because_a_register_says_so() -> None:
    surveyed = PlotStageRecorded(effective=LATER, stage=PlotStage.SURVEYED)

    assert decide(recorded(REGISTERED, DEMOLISHED), PLOT, surveyed) is surveyed


@pytest.mark.parametrize(
    "fact",
    [
        DEMOLISHED,
        PlotAmountRecorded(effective=LATER, amount=Money(1), purpose=Text("看护")),
        PlotAssigned(effective=LATER, project=None),
    ],
)
def test_nothing_is_recorded_of_an_unknown_plot(fact: WorldFact) -> None:
    with pytest.raises(UnknownThingError, match="There is no plot “A-17”"):
        decide([], PLOT, fact)


def test_a_plot_is_registered_once() -> None:
    with pytest.raises(AlreadyRegisteredError, match=r"“A-17”.*position 1"):
        decide(recorded(REGISTERED), PLOT, REGISTERED)


def test_a_plot_whose_registration_was_withdrawn_is_unknown_again() -> None:
    entries = recorded(REGISTERED, FactWithdrawn(target=1, reason="错"))

    with pytest.raises(UnknownThingError):
        decide(entries, PLOT, DEMOLISHED)

    assert decide(entries, PLOT, REGISTERED) is REGISTERED


def test_a_reinstated_registration_keeps_the_plot_registered() -> None:
    entries = recorded(
        REGISTERED,
        FactWithdrawn(target=1, reason="错"),
        FactWithdrawn(target=2, reason="没错"),
    )

    with pytest.raises(AlreadyRegisteredError, match="position 1"):
        decide(entries, PLOT, REGISTERED)


def test_a_plot_that_is_nowhere_is_refused() -> None:
    nowhere = PlotRegistered(effective=LATER, zone=Text("北区"))

    with pytest.raises(PlotWithoutPlaceError, match="“A-17” needs a boundary or"):
        decide([], PLOT, nowhere)


@pytest.mark.parametrize("area", ["0", "-0", "0.0000", "-1"])
def test_an_area_on_paper_is_positive(area: str) -> None:
    flat = PlotRegistered(
        effective=LATER, point=POINT, paper_area_m2=Area(Decimal(area))
    )

    with pytest.raises(InvalidMemberError, match=r"paper_area_m2.*greater than zero"):
        decide([], PLOT, flat)


@pytest.mark.parametrize(
    "plot", ["", " ", " A", "A ", "A/1", "A\\1", "A\n1", "A\x001", "A\x7f", "字" * 81]
)
def test_an_id_that_could_not_stand_in_an_address_is_refused(plot: str) -> None:
    with pytest.raises(InvalidMemberError, match="id of plot"):
        decide([], plot, REGISTERED)


@pytest.mark.parametrize("plot", ["1", "A-17", "北区 3号", "plot:1", "字" * 80])
def test_an_id_may_be_what_people_write_on_one_line(plot: str) -> None:
    assert decide([], plot, REGISTERED) is REGISTERED


def test_the_stages_follow_one_another_in_this_order() -> None:
    assert [str(stage) for stage in PlotStage] == [
        "surveyed",
        "agreement_signed",
        "compensated",
        "vacated",
        "demolished",
        "cleared",
        "handed_over",
    ]


def test_a_registration_says_what_the_plot_is_and_a_stage_what_it_cost() -> None:
    stage = PlotStageRecorded(
        effective=LATER, stage=PlotStage.COMPENSATED, amount=Money(7)
    )

    assert dict(REGISTERED.assertions()) == {
        "zone": None,
        "land_use": None,
        "paper_area_m2": None,
        "boundary": None,
        "point": "POINT (1 2)",
    }
    assert dict(stage.assertions()) == {"stage": "compensated"}
    assert dict(stage.quantities()) == {"amount": 7}
    assert dict(DEMOLISHED.quantities()) == {}
