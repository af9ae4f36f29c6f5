"""Corrections name members that exist; withdrawals take what stands; both can undo."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.deciding.revisions import correct, withdraw
from domain.errors import (
    AlreadyWithdrawnError,
    InvalidInstantError,
    InvalidMemberError,
    InvalidMoneyError,
    NotRevisableError,
    PlotWithoutPlaceError,
    UnknownMemberError,
    UnknownPositionError,
)
from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn
from domain.kernel.instants import Instant, effective_from
from domain.kernel.live_facts import Entry
from domain.kernel.money import Money
from domain.members.members import Wkt
from domain.members.scalars import Area
from domain.things.land.plots import PlotRegistered, PlotStage, PlotStageRecorded
from domain.things.project.projects import LandAcquired
from domain.things.record.district import DistrictEstablished

REASON = "录入错误"
POINT = Wkt("POINT (1 2)")
REGISTERED = PlotRegistered(effective=Instant(1_000), point=POINT)
STAGE = PlotStageRecorded(
    effective=Instant(2_000), stage=PlotStage.SURVEYED, amount=Money(100)
)


def recorded(*facts: Fact) -> list[Entry]:
    """Given: facts of one thing, one command each, from position 1."""
    return [
        Entry(position, Instant(position * 10), "plot:A-17", fact)
        for position, fact in enumerate(facts, 1)
    ]


def correction(target: int, **changes: object) -> FactCorrected:
    return FactCorrected(target=target, reason=REASON, changes=changes)


def withdrawal(target: int) -> FactWithdrawn:
    return FactWithdrawn(target=target, reason=REASON)


def corrected(
    entries: list[Entry], target: int, given: dict[str, object]
) -> FactCorrected:
    """When: somebody corrects the entry at ``target``."""
    return correct(entries, target=target, reason=REASON, given=given)


def test_a_correction_records_members_as_the_journal_writes_them() -> None:
    given: dict[str, object] = {
        "stage": "vacated",
        "amount": "12.5",
        "effective": "2026-03-31",
    }

    fact = corrected(recorded(REGISTERED, STAGE), 2, given)

    assert fact == correction(
        2, stage="vacated", amount=1250, effective=effective_from("2026-03-31")
    )


def test_a_correction_to_none_is_kept_apart_from_leaving_a_member_out() -> None:
    fact = corrected(recorded(REGISTERED, STAGE), 2, {"amount": None})

    assert fact.changes == {"amount": None}


def test_an_area_is_written_as_text_so_that_it_stays_exact() -> None:
    fact = corrected(recorded(REGISTERED), 1, {"paper_area_m2": "12.50"})

    assert fact.changes == {"paper_area_m2": "12.50"}


def test_a_correction_of_a_correction_names_it_and_takes_the_facts_members() -> None:
    entries = recorded(
        REGISTERED, STAGE, correction(2, amount=1), correction(3, amount=2)
    )

    fact = corrected(entries, 4, {"stage": "cleared"})

    assert fact == correction(4, stage="cleared")


@pytest.mark.parametrize("name", ["source", "recorded", "position", "actor", "zone"])
def test_a_correction_cannot_name_what_the_fact_does_not_have(name: str) -> None:
    with pytest.raises(UnknownMemberError, match=f"“{name}”.*PlotStageRecorded") as no:
        corrected(recorded(REGISTERED, STAGE), 2, {name: "x"})

    assert "amount, effective, stage" in str(no.value)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"stage": "flooded"}, InvalidMemberError),
        ({"stage": None}, InvalidMemberError),
        ({"effective": "2026-02-30"}, InvalidInstantError),
        ({"effective": None}, InvalidMemberError),
        ({"amount": "1.234"}, InvalidMoneyError),
        ({"amount": 1.5}, InvalidMemberError),
        ({"amount": True}, InvalidMemberError),
        ({"amount": ["1"]}, InvalidMemberError),
    ],
)
def test_a_correction_that_cannot_be_read_is_refused(
    given: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        corrected(recorded(REGISTERED, STAGE), 2, given)


def test_a_correction_cannot_leave_a_plot_nowhere_or_flat() -> None:
    with pytest.raises(PlotWithoutPlaceError, match="A-17"):
        corrected(recorded(REGISTERED), 1, {"point": None})
    with pytest.raises(InvalidMemberError, match="greater than zero"):
        corrected(recorded(REGISTERED), 1, {"paper_area_m2": "0"})


def test_a_correction_cannot_make_acquired_land_vanish() -> None:
    land = LandAcquired(effective=Instant(1), area_m2=Area(Decimal(5)))

    with pytest.raises(InvalidMemberError, match="area_m2"):
        corrected(recorded(land), 1, {"area_m2": "-5"})


def test_a_correction_is_checked_against_what_stands_after_earlier_ones() -> None:
    # The point was corrected away once a boundary was known: the plot still has a
    # place, until this correction takes the boundary too.
    on_a_boundary = recorded(
        REGISTERED, correction(1, boundary="POLYGON EMPTY"), correction(1, point=None)
    )

    with pytest.raises(PlotWithoutPlaceError):
        corrected(on_a_boundary, 1, {"boundary": None})


def test_a_correction_may_rely_on_an_earlier_one() -> None:
    with_both = recorded(REGISTERED, correction(1, boundary="POLYGON EMPTY"))

    assert corrected(with_both, 1, {"point": None}) == correction(1, point=None)


def test_a_withdrawal_is_withdrawn_and_not_corrected() -> None:
    entries = recorded(REGISTERED, withdrawal(1))

    with pytest.raises(NotRevisableError, match="Position 2"):
        corrected(entries, 2, {"reason": "x"})


def test_the_founding_fact_stays() -> None:
    founding = DistrictEstablished(
        name="区",
        crs="EPSG:4546",
        currency="CNY",
        journal_id="j",
        demonstration=True,
        effective=Instant(0),
    )

    with pytest.raises(NotRevisableError, match=r"Position 1 .DistrictEstablished"):
        withdraw(recorded(founding), target=1, reason=REASON)
    with pytest.raises(NotRevisableError, match="belongs to the journal itself"):
        corrected(recorded(founding), 1, {"name": "x"})


@pytest.mark.parametrize("target", [1, 2, 3, 5])
def test_facts_corrections_and_withdrawals_may_be_withdrawn(target: int) -> None:
    entries = recorded(REGISTERED, STAGE, correction(2, amount=1), STAGE, withdrawal(4))

    assert withdraw(entries, target=target, reason=REASON) == withdrawal(target)


def test_what_is_withdrawn_is_not_withdrawn_again() -> None:
    entries = recorded(REGISTERED, STAGE, withdrawal(2))

    with pytest.raises(AlreadyWithdrawnError, match=r"Position 2 .* by position 3"):
        withdraw(entries, target=2, reason=REASON)


def test_what_was_reinstated_may_be_withdrawn_again() -> None:
    entries = recorded(REGISTERED, STAGE, withdrawal(2), withdrawal(3))

    assert withdraw(entries, target=2, reason=REASON) == withdrawal(2)
    with pytest.raises(AlreadyWithdrawnError, match=r"Position 3 .* by position 4"):
        withdraw(entries, target=3, reason=REASON)


def test_a_position_of_something_else_is_not_found() -> None:
    with pytest.raises(UnknownPositionError, match="no position 9"):
        withdraw(recorded(REGISTERED), target=9, reason=REASON)
