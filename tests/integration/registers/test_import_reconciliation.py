"""What each edition of a small hand-made register changes in what was said before."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import MovedError
from domain.things.land.plots import PlotStage
from tests.integration.building import (
    answered,
    corrected,
    guatu,
    head,
    mapping,
    record,
    registered,
    staged,
    withdrawn,
)
from tests.integration.registers.ledger import (
    POINT,
    REGISTERED,
    VACATED,
    Ledger,
    by_hand,
    line,
    names,
    plot,
)
from web.district.opening import District, open_district
from web.recording.registers.imports import apply


def test_a_blank_date_states_nothing(home: Path) -> None:
    ledger = Ledger(home)

    appended = ledger.publish(line())

    assert names(home) == ["PlotRegistered", "PlotStageRecorded"]
    assert appended == 2 + 1
    assert plot(home)["stage"] == "agreement_signed"


def test_a_date_filled_in_later_is_a_new_fact(home: Path) -> None:
    ledger = Ledger(home)
    ledger.publish(line())

    appended = ledger.publish(line(vacated="2024-06-01"))

    assert appended == 1 + 1
    assert names(home)[2:] == ["PlotStageRecorded"]
    assert plot(home)["stage"] == "vacated"


def test_a_date_that_is_emptied_withdraws_that_fact_alone(home: Path) -> None:
    ledger = Ledger(home)
    ledger.publish(line(vacated="2024-06-01"))

    appended = ledger.publish(line())

    assert appended == 1 + 1
    assert names(home)[3:] == ["FactWithdrawn"]
    assert plot(home)["stage"] == "agreement_signed"


def test_a_date_filled_in_again_otherwise_is_reinstated_and_corrected(
    home: Path,
) -> None:
    ledger = Ledger(home)
    for vacated in ("2024-06-01", "", "2024-07-01"):
        ledger.publish(line(vacated=vacated))

    assert names(home)[4:] == ["FactWithdrawn", "FactCorrected"]
    days = ("2024-06-30", "2024-07-01")
    stages = [plot(home, as_of=day)["stage"] for day in days]
    assert stages == ["agreement_signed", "vacated"]


def test_a_changed_value_becomes_a_correction_of_that_member(home: Path) -> None:
    ledger = Ledger(home)
    ledger.publish(line())
    before = head(home).position

    appended = ledger.publish(line(amount="900.00"))

    assert appended == 1 + 1
    assert plot(home)["amount"] == "900.00"
    assert plot(home, as_known=str(before))["amount"] == "800.00"
    facts = answered(home, "history", "plot", "甲-1")["facts"]
    assert facts[-1]["members"] == {"amount": "900.00"}
    assert facts[-1]["source"] == "台账.csv:2"


def test_a_cell_that_is_emptied_becomes_a_correction_to_no_value(home: Path) -> None:
    ledger = Ledger(home)
    ledger.publish(line())

    ledger.publish(line(zone="", amount=""))

    assert (plot(home)["zone"], plot(home)["amount"]) == (None, "0.00")
    assert names(home)[2:] == ["FactCorrected", "FactCorrected"]


def test_an_unchanged_edition_appends_nothing_and_keeps_what_hands_corrected(
    home: Path,
) -> None:
    ledger = Ledger(home)
    ledger.publish(line())
    stage = head(home).position - 1
    by_hand(home, corrected(stage, amount="850.00"))

    appended = ledger.publish(line())

    assert appended == 0
    assert plot(home)["amount"] == "850.00"


def test_the_register_corrects_over_a_hand_only_what_it_states_otherwise(
    home: Path,
) -> None:
    ledger = Ledger(home)
    ledger.publish(line())
    stage = head(home).position - 1
    by_hand(home, corrected(stage, amount="850.00", effective="2024-02-01"))

    ledger.publish(line(amount="870.00"))

    assert plot(home)["amount"] == "870.00"
    assert plot(home, as_of="2024-02-01")["stage"] == "agreement_signed"


def test_a_withdrawal_by_hand_outlives_unchanged_editions(home: Path) -> None:
    ledger = Ledger(home)
    ledger.publish(line())
    by_hand(home, withdrawn(head(home).position - 1))

    appended = ledger.publish(line())

    assert appended == 0
    assert plot(home)["stage"] is None


def test_facts_recorded_by_hand_are_never_touched(home: Path) -> None:
    ledger = Ledger(home)
    ledger.publish(line(), line("甲-2"))
    by_hand(
        home,
        staged("甲-1", "cleared", "2025-01-01"),
        registered("手-1", effective="2020-01-01"),
    )

    ledger.publish(line("甲-2"))
    ledger.publish(line(), line("甲-2"))

    assert names(home, "plot:手-1") == ["PlotRegistered"]
    assert names(home)[2:] == ["PlotStageRecorded", *["FactWithdrawn"] * 4]
    assert plot(home)["stage"] == "cleared"


def test_a_second_register_only_touches_its_own_facts(home: Path) -> None:
    books = Ledger(home)
    books.publish(line(), line("甲-2"))
    movers = Ledger(home, "搬迁", mapping(VACATED))
    movers.publish(
        line(vacated="2024-06-01"), line("甲-2", zone="别处", vacated="2024-06-02")
    )

    movers.publish(line(vacated="2024-06-03"))
    books.publish(line(), line("甲-2", zone="南区"))

    stages = [plot(home, each)["stage"] for each in ("甲-1", "甲-2")]
    assert stages == ["vacated", "agreement_signed"]
    assert plot(home, "甲-2")["zone"] == "南区"
    assert names(home)[2:] == ["PlotStageRecorded", "FactCorrected"]
    assert names(home, "plot:甲-2")[2:] == [
        "PlotStageRecorded",
        "FactWithdrawn",
        "FactCorrected",
    ]


def test_of_two_imports_prepared_at_once_the_second_is_refused(
    home: Path, district: District
) -> None:
    ledger = Ledger(home)
    one = ledger.prepared(district, line())
    other = ledger.prepared(district, line(amount="1.00"))
    apply(district, one, actor="test")
    before = district.app.journal.head()

    with pytest.raises(MovedError):
        apply(district, other, actor="test")

    assert district.app.journal.head() == before


def test_an_import_is_refused_by_what_moved_meanwhile(
    home: Path, district: District
) -> None:
    ledger = Ledger(home)
    ledger.publish(line(), line("甲-2"))
    stage = head(home).position - 1
    new = (line(amount="1.00"), line("甲-2", amount="2.00"))
    prepared = ledger.prepared(district, *new)
    record(district.app, corrected(stage, amount="850.00"))

    with pytest.raises(MovedError) as refused:
        apply(district, prepared, actor="test")

    assert refused.value.fields["stream"] == "plot:甲-2"


def test_all_facts_of_an_import_become_known_together(home: Path) -> None:
    ledger = Ledger(home)
    ledger.publish(line(), line("甲-2"))
    district = open_district(home)
    group = district.app.journal.lines_after(1, limit=100)
    district.close()

    assert len({each.recorded for each in group}) == 1
    for inside in group[:-1]:
        asked = ("--as-known", str(inside.position))
        refused = guatu(home, "state", "plots", *asked)
        assert refused.exit_code == 1
        assert f"ask for {group[-1].position}" in refused.stderr
    whole = answered(home, "state", "plots", "--as-known", str(group[-1].position))
    assert len(whole["plots"]) == 2


def test_the_same_edition_is_always_recorded_in_the_same_order(home: Path) -> None:
    slots = [VACATED.replace("vacated", stage) for stage in PlotStage]
    ledger = Ledger(home, meaning=f"{mapping(REGISTERED, *slots)}\n{POINT}")
    ledger.publish(line(vacated="2024-06-01"))

    ledger.publish(line())

    facts = answered(home, "history", "plot", "甲-1")["facts"]
    targets = [fact["target"] for fact in facts if fact["kind"] == "withdrawal"]
    assert len(targets) == len(PlotStage)
    assert targets == sorted(targets)
