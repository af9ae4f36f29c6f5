"""Periods have one end, typed in one of two ways, and are never empty (R1, R12)."""

from __future__ import annotations

import pytest

from domain.commands import Record, read_command
from domain.deciding.revisions import correct, withdraw
from domain.deciding.rules import decide
from domain.errors import (
    EmptyPeriodError,
    InvalidInstantError,
    InvalidMemberError,
    Refusal,
    UnknownMemberError,
)
from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn
from domain.kernel.instants import Instant, effective_from, print_end
from domain.kernel.live_facts import Entry
from domain.members.members import Text
from domain.things.land.plots import PlotFrozen, PlotRegistered
from domain.things.project.projects import PermitValidityRecorded

FREEZING: dict[str, object] = {
    "command_id": "c-1",
    "record": "PlotFrozen",
    "plot": "A-17",
    "freeze": "〔2026〕3号",
    "effective": "2026-03-01",
}
REGISTERED = PlotRegistered(effective=Instant(0))
JUNE = effective_from("2026-06-01")


def read(**members: object) -> PlotFrozen:
    verb = read_command(FREEZING | members)
    assert isinstance(verb, Record)
    assert isinstance(verb.fact, PlotFrozen)
    return verb.fact


def frozen(**members: object) -> PlotFrozen:
    given: dict[str, object] = {"freeze": "1号", "effective": "2026-03-01"}
    return read(**(given | members))


def recorded(*facts: Fact) -> list[Entry]:
    return [
        Entry(position, Instant(position * 10), "plot:A-17", fact)
        for position, fact in enumerate(facts, 1)
    ]


@pytest.mark.parametrize("end", [{}, {"until": None}, {"through": None}])
def test_a_period_may_have_no_end(end: dict[str, object]) -> None:
    fact = read(**end)

    assert (fact.until, fact.typed_through) == (None, False)


@pytest.mark.parametrize(
    ("end", "until", "typed_through"),
    [
        ({"until": "2026-06-01"}, JUNE, False),
        ({"until": "2026-06-01T09:12:00+08:00"}, JUNE + 33_120_000_000, False),
        ({"through": "2026-05-31"}, JUNE, True),
    ],
)
def test_until_is_outside_and_through_is_the_last_day_inside(
    end: dict[str, object], until: int, *, typed_through: bool
) -> None:
    fact = read(**end)

    assert (fact.until, fact.typed_through) == (until, typed_through)


def test_the_end_is_shown_as_it_was_typed() -> None:
    for name, text in (
        ("through", "2026-05-31"),
        ("through", "1940-05-31"),  # the next day began at 01:00
        ("until", "2026-06-01"),
        ("until", "2026-06-01T01:12:00Z"),
    ):
        fact = read(effective="1930-01-01", **{name: text})
        assert print_end(fact.until, typed_through=fact.typed_through) == text
    assert print_end(None, typed_through=False) is None


def test_an_explicit_null_says_that_nothing_held() -> None:
    assert read(freeze=None).freeze is None
    body = {
        "record": "PermitValidityRecorded",
        "project": "P",
        "permit": "施工",
        "number": None,
        "effective": "2026-03-01",
        "through": "2026-03-31",
    }
    verb = read_command(body)
    assert isinstance(verb, Record)
    assert isinstance(verb.fact, PermitValidityRecorded)
    assert dict(verb.fact.assertions()) == {"validity:施工": None}


@pytest.mark.parametrize(
    ("members", "error", "why"),
    [
        (
            {"until": "2026-06-01", "through": "2026-05-31"},
            InvalidMemberError,
            "either",
        ),
        ({"until": None, "through": None}, InvalidMemberError, "either"),
        ({"through": "2026-05-31T00:00:00Z"}, InvalidMemberError, "the last day"),
        ({"through": "2026-05-31 24:00"}, InvalidMemberError, "the last day"),
        ({"through": 20260531}, InvalidMemberError, "the last day"),
        ({"through": ["2026-05-31"]}, InvalidMemberError, "as text"),
        ({"through": "2026-02-30"}, InvalidInstantError, "no such day"),
        ({"through": "2200-01-01"}, InvalidInstantError, "1900 to 2199"),
        ({"until": "2026-06-01T00:00"}, InvalidInstantError, "Z or an offset"),
        ({"until": ""}, InvalidInstantError, "write 2026"),
        ({"typed_through": True}, UnknownMemberError, "effective, freeze, through"),
        ({"source": None}, UnknownMemberError, "effective, freeze, through"),
    ],
)
def test_an_end_that_cannot_be_meant_is_refused(
    members: dict[str, object], error: type[Refusal], why: str
) -> None:
    with pytest.raises(error, match=why):
        read(**members)


def test_no_change_point_has_an_end() -> None:
    body = {"record": "PlotAssigned", "plot": "A", "project": None}

    for name in ("until", "through"):
        with pytest.raises(UnknownMemberError, match=f"“{name}” does not belong"):
            read_command({**body, "effective": "2026-03-01", name: "2026-03-02"})


@pytest.mark.parametrize(
    "end",
    [
        {"until": "2026-03-01"},
        {"until": "2026-02-28T15:59:59.999999Z"},
        {"until": "2026-02-01"},
        {"through": "2026-02-28"},
        {"through": "1900-01-01"},
    ],
)
def test_a_period_that_holds_at_no_time_is_refused(end: dict[str, object]) -> None:
    with pytest.raises(EmptyPeriodError, match="ends after it begins") as refused:
        decide(recorded(REGISTERED), "A-17", read(**end))

    assert refused.value.rule == "R1"


def test_the_shortest_period_is_a_microsecond() -> None:
    fact = read(until="2026-02-28T16:00:00.000001Z")

    assert decide(recorded(REGISTERED), "A-17", fact) is fact


# Corrections


def corrected(fact: PlotFrozen, **given: object) -> FactCorrected:
    return correct(recorded(REGISTERED, fact), target=2, reason="错", given=given)


def test_a_corrected_end_is_remembered_in_the_way_it_was_typed_last() -> None:
    ends = frozen(through="2026-05-31"), frozen(until="2026-06-01")

    for fact in ends:
        until = corrected(fact, until="2026-06-01")
        through = corrected(fact, through="2026-05-31")
        assert until.changes == {"until": JUNE, "typed_through": False}
        assert through.changes == {"until": JUNE, "typed_through": True}
        opened = corrected(fact, until=None)
        assert opened.changes == {"until": None, "typed_through": False}
        assert "typed_through" not in corrected(fact, freeze=None).changes


@pytest.mark.parametrize(
    "given",
    [
        {"effective": "2026-06-01"},
        {"until": "2026-03-01"},
        {"through": "2026-02-28"},
        {"effective": "2027-01-01", "through": "2026-12-31"},
    ],
)
def test_a_correction_cannot_empty_a_period(given: dict[str, object]) -> None:
    with pytest.raises(EmptyPeriodError):
        corrected(frozen(through="2026-05-31"), **given)


def test_a_correction_is_checked_with_the_corrections_before_it() -> None:
    longer = FactCorrected(target=2, reason="x", changes={"until": JUNE + 1})
    entries = recorded(REGISTERED, frozen(until="2026-03-02"), longer)

    fact = correct(entries, target=2, reason="y", given={"effective": "2026-06-01"})

    assert fact.changes == {"effective": JUNE}
    with pytest.raises(EmptyPeriodError):
        correct(entries, target=3, reason="y", given={"effective": "2026-06-02"})


def test_withdrawing_a_correction_cannot_empty_a_period_either() -> None:
    # March was made to last until June, and then moved to May: without the first
    # correction the period would end before it begins.
    longer = FactCorrected(target=2, reason="x", changes={"until": JUNE})
    may = FactCorrected(
        target=2, reason="x", changes={"effective": effective_from("2026-05-01")}
    )
    entries = recorded(REGISTERED, frozen(through="2026-03-31"), longer, may)

    with pytest.raises(EmptyPeriodError):
        withdraw(entries, target=3, reason="y")
    assert withdraw(entries, target=4, reason="y").target == 4
    assert withdraw(entries, target=2, reason="y").target == 2


def test_reinstating_a_correction_cannot_empty_a_period_either() -> None:
    shorter = FactCorrected(
        target=2, reason="x", changes={"until": effective_from("2026-03-15")}
    )
    undone = FactWithdrawn(target=3, reason="x")
    later = FactCorrected(
        target=2, reason="x", changes={"effective": effective_from("2026-03-20")}
    )
    fact = frozen(through="2026-03-31", freeze=Text("1号"))
    entries = recorded(REGISTERED, fact, shorter, undone, later)

    with pytest.raises(EmptyPeriodError):
        withdraw(entries, target=4, reason="y")
