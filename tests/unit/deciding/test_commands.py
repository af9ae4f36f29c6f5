"""Commands: one verb, an id, the members of the fact and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.commands import Correct, Record, Withdraw, envelope_of, read_command
from domain.deciding.groups import commands_in
from domain.errors import (
    InvalidInstantError,
    InvalidMemberError,
    InvalidMoneyError,
    MalformedCommandError,
    MalformedError,
    MissingMemberError,
    UnknownFactError,
    UnknownMemberError,
)
from domain.kernel.instants import effective_from
from domain.kernel.money import Money
from domain.members.members import Text
from domain.things.land.plots import (
    PlotAmountRecorded,
    PlotAssigned,
    PlotRegistered,
    PlotStage,
    PlotStageRecorded,
)

STAGE: dict[str, object] = {
    "command_id": "c-1",
    "record": "PlotStageRecorded",
    "plot": "A-17",
    "stage": "vacated",
    "effective": "2026-03-31",
}
AMOUNT = {
    "record": "PlotAmountRecorded",
    "plot": "A-17",
    "amount": "12.50",
    "purpose": "看护费",
    "effective": "2026-03-31T09:12:00+08:00",
}


def without(body: dict[str, object], name: str) -> dict[str, object]:
    return {key: value for key, value in body.items() if key != name}


def test_a_stage_is_read_with_its_date_as_the_first_instant_of_the_day() -> None:
    verb = read_command(STAGE)

    fact = PlotStageRecorded(
        effective=effective_from("2026-03-31"), stage=PlotStage.VACATED
    )
    assert verb == Record(kind="plot", thing="A-17", fact=fact)


@pytest.mark.parametrize("amount", ["12.50", "12.5"])
def test_an_amount_is_read_exactly(amount: str) -> None:
    verb = read_command(AMOUNT | {"amount": amount})

    fact = PlotAmountRecorded(
        effective=effective_from("2026-03-31T01:12:00Z"),
        amount=Money(1250),
        purpose=Text("看护费"),
    )
    assert verb == Record(kind="plot", thing="A-17", fact=fact)


def test_a_registration_takes_an_area_and_leaves_out_the_rest() -> None:
    body = {
        "record": "PlotRegistered",
        "plot": "A-17",
        "effective": "2026-03-31",
        "point": "POINT (1 2)",
        "paper_area_m2": "12.5000",
    }

    verb = read_command(body)

    assert isinstance(verb, Record)
    assert isinstance(verb.fact, PlotRegistered)
    assert verb.fact.paper_area_m2 == Decimal("12.5")
    assert verb.fact.zone is None


def test_an_explicit_null_is_no_value_and_a_missing_member_is_refused() -> None:
    body: dict[str, object] = {
        "record": "PlotAssigned",
        "plot": "A-17",
        "effective": "2026-03-31",
    }

    verb = read_command(body | {"project": None})

    assert isinstance(verb, Record)
    assert isinstance(verb.fact, PlotAssigned)
    assert verb.fact.project is None
    with pytest.raises(MissingMemberError, match="PlotAssigned needs “project”"):
        read_command(body)


def test_a_correction_keeps_its_members_for_the_fact_to_read() -> None:
    verb = read_command({"command_id": "c", "correct": 4, "reason": "错", "stage": "x"})

    assert verb == Correct(target=4, reason="错", members={"stage": "x"})


def test_a_withdrawal_has_a_target_and_a_reason() -> None:
    verb = read_command({"command_id": "c", "withdraw": 4, "reason": "没有"})

    assert verb == Withdraw(target=4, reason="没有")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"command_id": "c"},
        {"record": "PlotAssigned", "withdraw": 1, "reason": "x"},
        {"correct": 1, "withdraw": 1, "reason": "x"},
        {"delete": 1},
    ],
)
def test_a_command_has_exactly_one_verb(body: dict[str, object]) -> None:
    with pytest.raises(MalformedCommandError, match="exactly one of “record”"):
        read_command(body)


@pytest.mark.parametrize(
    "name", ["FactWithdrawn", "DistrictEstablished", "RegisterImported", "x", 1, [], {}]
)
def test_only_facts_of_the_world_are_recorded(name: object) -> None:
    with pytest.raises(UnknownFactError, match=r"known are: .*PlotStageRecorded"):
        read_command(STAGE | {"record": name})


@pytest.mark.parametrize(
    "name", ["recorded", "actor", "position", "role", "source", "project", "zone"]
)
def test_no_client_adds_members_of_its_own(name: str) -> None:
    with pytest.raises(UnknownMemberError, match=f"“{name}” does not belong to"):
        read_command(STAGE | {name: "x"})


@pytest.mark.parametrize("name", ["plot", "stage", "effective"])
def test_a_new_fact_needs_all_its_members(name: str) -> None:
    with pytest.raises(MissingMemberError, match=f"PlotStageRecorded needs “{name}”"):
        read_command(without(STAGE, name))


@pytest.mark.parametrize(
    ("member", "value", "error"),
    [
        ("amount", "1.234", InvalidMoneyError),
        ("amount", 12.5, InvalidMemberError),
        ("amount", True, InvalidMemberError),
        ("amount", None, InvalidMemberError),
        ("amount", {"fen": 1}, InvalidMemberError),
        ("effective", "2026-02-30", InvalidInstantError),
        ("effective", "2026-03-31T09:12", InvalidInstantError),
        ("effective", 20260331, InvalidInstantError),
        ("effective", None, InvalidMemberError),
        ("purpose", "", InvalidMemberError),
        ("purpose", " 看护费", InvalidMemberError),
        ("purpose", "看\n护", InvalidMemberError),
        ("purpose", "看" * 201, InvalidMemberError),
        ("plot", 17, MissingMemberError),
    ],
)
def test_a_member_that_cannot_be_meant_is_refused(
    member: str, value: object, error: type[MalformedError]
) -> None:
    with pytest.raises(error):
        read_command(AMOUNT | {member: value})


@pytest.mark.parametrize("area", ["1e3", "1.00001", "１２", "1,000", "NaN", "", "+1"])
def test_an_area_has_at_most_four_decimals(area: str) -> None:
    body = {
        "record": "LandAcquired",
        "project": "P-1",
        "effective": "2026-03-31",
        "area_m2": area,
    }

    with pytest.raises(InvalidMemberError, match="at most four decimals"):
        read_command(body)


@pytest.mark.parametrize("target", [0, -1, True, "1", 1.0, None])
@pytest.mark.parametrize("verb", ["correct", "withdraw"])
def test_a_target_is_a_position(verb: str, target: object) -> None:
    extra = {"stage": "vacated"} if verb == "correct" else {}

    with pytest.raises(MalformedCommandError, match="journal position"):
        read_command({verb: target, "reason": "x"} | extra)


@pytest.mark.parametrize("position", [-1, True, "1", 1.0, None])
@pytest.mark.parametrize(
    "body", [STAGE, {"withdraw": 1, "reason": "x"}], ids=["record", "withdraw"]
)
def test_what_was_read_is_named_by_a_position(
    body: dict[str, object], position: object
) -> None:
    with pytest.raises(MalformedCommandError, match="as_read_at"):
        read_command(body | {"as_read_at": position})


@pytest.mark.parametrize("verb", ["correct", "withdraw"])
def test_a_revision_needs_a_reason(verb: str) -> None:
    body: dict[str, object] = {verb: 1}
    body |= {"stage": "vacated"} if verb == "correct" else {}

    with pytest.raises(MissingMemberError, match="needs “reason”"):
        read_command(body)
    for blank in ("", " ", "a\nb", "字" * 201):
        with pytest.raises(MalformedCommandError, match="reason"):
            read_command(body | {"reason": blank})


def test_a_correction_of_nothing_and_a_withdrawal_of_members_are_refused() -> None:
    with pytest.raises(MalformedCommandError, match="names the members"):
        read_command({"command_id": "c", "correct": 1, "reason": "x"})
    with pytest.raises(MalformedCommandError, match="has no actor, stage"):
        read_command({"withdraw": 1, "reason": "x", "stage": "s", "actor": "a"})


@pytest.mark.parametrize("command_id", [None, 1, "", "a b", "字", "a\n", "a" * 121])
def test_a_command_id_is_short_and_plain(command_id: object) -> None:
    with pytest.raises(MalformedCommandError, match="command_id"):
        envelope_of(STAGE | {"command_id": command_id}, actor="li")


def test_the_digest_tells_bodies_apart_and_not_the_order_of_their_members() -> None:
    sealed = envelope_of(STAGE, actor="li")

    turned = envelope_of(dict(reversed(STAGE.items())), actor="li")
    other = envelope_of(STAGE | {"stage": "cleared"}, actor="li")

    assert turned == sealed
    assert other.digest != sealed.digest
    assert (sealed.command_id, sealed.actor) == ("c-1", "li")


def test_a_group_has_one_to_a_thousand_commands() -> None:
    command = without(STAGE, "command_id")

    assert len(commands_in({"commands": [command] * 1000})) == 1000
    for count in (0, 1001):
        with pytest.raises(MalformedCommandError, match="1 to 1000"):
            commands_in({"commands": [command] * count})


def test_half_a_character_is_refused_as_malformed() -> None:
    # JSON may carry a lone surrogate as an escape; it cannot be stored as UTF-8.
    halved = AMOUNT | {"command_id": "c-2", "purpose": "\ud800"}

    with pytest.raises(MalformedError):
        envelope_of(halved, actor="li")
    with pytest.raises(MalformedError):
        read_command(halved)
