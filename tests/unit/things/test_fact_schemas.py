"""What is written in journals stays readable: names, members and bytes are frozen.

A failure here means that the data format changed. Old journals hold the old bytes:
keep these lines, and teach the fact to read them.
"""

from __future__ import annotations

import pytest

from domain.facts import FACTS, NAMES
from domain.journal.mapper import FactMapper, Placed, decoded
from domain.kernel.facts import Fact, Source
from domain.things.land.plots import DrawnPlot, PlotStage, ReshapedPlot
from tests.unit.things.golden_facts import GOLDEN

DRAWN = {
    "stage": "PlotStage | None",
    "boundary": "Wkt | None",
    "point": "Wkt | None",
    "zone": "Text | None",
    "land_use": "Text | None",
    "paper_area_m2": "Area | None",
}
PERIOD = {"effective": "Instant", "until": "Instant | None", "typed_through": "bool"}
MEMBERS = {
    "BoundariesAdjusted": {
        "effective": "Instant",
        "boundary": "Wkt",
        "paper_area_m2": "Area | None",
        "neighbours": "tuple[ReshapedPlot, ...]",
    },
    "ClockConfirmed": {"reason": "str", "certain": "Instant", "effective": "Instant"},
    "Concerned": {"by": "str"},
    "DistrictEstablished": {
        "name": "str",
        "crs": "str",
        "currency": "str",
        "journal_id": "str",
        "demonstration": "bool",
        "effective": "Instant",
    },
    "FactCorrected": {"target": "int", "reason": "str", "changes": "dict[str, Any]"},
    "FactWithdrawn": {"target": "int", "reason": "str"},
    "InvestmentRecorded": {"effective": "Instant", "amount": "Money"},
    "JournalResumed": {
        "reason": "str",
        "first_lost": "int",
        "last_lost": "int",
        "marked_leaf": "str",
        "marked_root": "str",
    },
    "LayerImported": {
        "layer": "str",
        "shows": "LayerKind",
        "file": "str",
        "sha256": "str",
        "features": "int",
        "effective": "Instant",
        "content": "str",
        "class_column": "str",
        "label_column": "str",
        "source_layer": "str",
    },
    "LandAcquired": {"effective": "Instant", "area_m2": "Area"},
    "PermitIssued": {"effective": "Instant", "permit": "Text", "number": "Text"},
    "PermitValidityRecorded": {**PERIOD, "permit": "Text", "number": "Text | None"},
    "PlotAmountRecorded": {
        "effective": "Instant",
        "amount": "Money",
        "purpose": "Text",
    },
    "PlotAssigned": {"effective": "Instant", "project": "ProjectId | None"},
    "PlotFrozen": {**PERIOD, "freeze": "Text | None"},
    "PlotRegistered": {
        "effective": "Instant",
        "zone": "Text | None",
        "land_use": "Text | None",
        "paper_area_m2": "Area | None",
        "boundary": "Wkt | None",
        "point": "Wkt | None",
    },
    "PlotSplit": {"effective": "Instant", "children": "tuple[DrawnPlot, ...]"},
    "PlotStageRecorded": {
        "effective": "Instant",
        "stage": "PlotStage",
        "amount": "Money | None",
    },
    "PlotsMerged": {"effective": "Instant", "parents": "tuple[Text, ...]", **DRAWN},
    "ProjectRegistered": {
        "effective": "Instant",
        "name": "Text",
        "boundary": "Wkt | None",
    },
    "RegisterImported": {
        "register": "str",
        "edition": "int",
        "file": "str",
        "sha256": "str",
        "rows": "int",
        "records": "int",
        "corrections": "int",
        "withdrawals": "int",
        "reinstatements": "int",
        "effective": "Instant",
    },
}
PARTS = {
    DrawnPlot: {"plot": "Text", **DRAWN},
    ReshapedPlot: {
        "plot": "Text",
        "boundary": "Wkt",
        "paper_area_m2": "Area | None",
    },
}
"""What stands inside facts."""
SOURCE = {"register": "str", "file": "str", "line": "int", "slot": "str"}


def members_of(kind: type) -> dict[str, str]:
    """The members of a struct with the text of their types, inherited ones first."""
    return {
        name: text
        for base in reversed(kind.__mro__)
        for name, text in vars(base).get("__annotations__", {}).items()
        if name in getattr(kind, "__struct_fields__", ())
    }


def test_the_facts_have_exactly_these_names() -> None:
    assert sorted(FACTS) == sorted(MEMBERS)
    assert {name: NAMES[kind] for name, kind in FACTS.items()} == {n: n for n in FACTS}


@pytest.mark.parametrize("name", sorted(FACTS))
def test_the_members_of_a_fact_never_change(name: str) -> None:
    assert members_of(FACTS[name]) == {"source": "Source | None"} | MEMBERS[name]


def test_a_source_keeps_its_members() -> None:
    assert members_of(Source) == SOURCE


def test_the_parts_of_a_fact_keep_their_members() -> None:
    assert {kind: members_of(kind) for kind in PARTS} == PARTS


def test_every_fact_has_golden_bytes() -> None:
    assert sorted(NAMES[type(fact)] for _, fact in GOLDEN) == sorted(FACTS)


@pytest.mark.parametrize(
    ("state", "fact"), GOLDEN, ids=[NAMES[type(fact)] for _, fact in GOLDEN]
)
def test_bytes_of_today_are_read_and_written_for_ever(state: bytes, fact: Fact) -> None:
    mapper = FactMapper(transcoder=None)  # type: ignore[arg-type]

    stored = mapper.to_stored_event(Placed("plot:A-17", 3, fact))

    assert (stored.originator_id, stored.originator_version) == ("plot:A-17", 3)
    assert stored.topic == NAMES[type(fact)]
    assert stored.state == state
    assert decoded(stored.topic, state) == fact
    assert mapper.to_domain_event(stored) == Placed("plot:A-17", 3, fact)


def test_the_stages_are_written_as_these_words() -> None:
    words = "surveyed agreement_signed compensated vacated demolished cleared"

    assert [stage.value for stage in PlotStage] == [*words.split(), "handed_over"]
