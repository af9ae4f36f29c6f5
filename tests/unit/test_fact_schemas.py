"""What is written in journals stays readable: names, members and bytes are frozen.

A failure here means that the data format changed. Old journals hold the old bytes:
keep these lines, and teach the fact to read them.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.district import DistrictEstablished
from domain.facts import FACTS, NAMES
from domain.journal.mapper import FactMapper, Placed, decoded
from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn, Source
from domain.kernel.instants import Instant
from domain.kernel.money import Money
from domain.layers import LayerImported, LayerKind
from domain.members import Text, Wkt
from domain.plots import (
    PlotAmountRecorded,
    PlotAssigned,
    PlotRegistered,
    PlotStage,
    PlotStageRecorded,
)
from domain.projects import (
    InvestmentRecorded,
    LandAcquired,
    PermitIssued,
    ProjectRegistered,
)
from domain.registers import RegisterImported

MEMBERS = {
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
    "LayerImported": {
        "layer": "str",
        "shows": "LayerKind",
        "file": "str",
        "sha256": "str",
        "features": "int",
        "effective": "Instant",
    },
    "LandAcquired": {"effective": "Instant", "area_m2": "Decimal"},
    "PermitIssued": {"effective": "Instant", "permit": "Text", "number": "Text"},
    "PlotAmountRecorded": {
        "effective": "Instant",
        "amount": "Money",
        "purpose": "Text",
    },
    "PlotAssigned": {"effective": "Instant", "project": "Text | None"},
    "PlotRegistered": {
        "effective": "Instant",
        "zone": "Text | None",
        "land_use": "Text | None",
        "paper_area_m2": "Decimal | None",
        "boundary": "Wkt | None",
        "point": "Wkt | None",
    },
    "PlotStageRecorded": {
        "effective": "Instant",
        "stage": "PlotStage",
        "amount": "Money | None",
    },
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
SOURCE = {"register": "str", "file": "str", "line": "int", "slot": "str"}

DAY = Instant(1_774_886_400_000_000)
"""2026-03-31 in Shanghai: 1,774,886,400 s, by ``date -d 2026-03-30T16:00Z +%s``."""

GOLDEN: list[tuple[bytes, Fact]] = [
    (
        (
            b'{"layer":"roads","shows":"road","file":"r.gpkg","sha256":"00",'
            b'"features":7,"effective":1774886400000000}'
        ),
        LayerImported(
            layer="roads",
            shows=LayerKind.ROAD,
            file="r.gpkg",
            sha256="00",
            features=7,
            effective=DAY,
        ),
    ),
    (
        (
            b'{"name":"\xe5\x8c\xba","crs":"EPSG:4546","currency":"CNY","journal_id":"j-1",'
            b'"demonstration":true,"effective":1774886400000000}'
        ),
        DistrictEstablished(
            name="区",
            crs="EPSG:4546",
            currency="CNY",
            journal_id="j-1",
            demonstration=True,
            effective=DAY,
        ),
    ),
    (
        b'{"target":7,"reason":"typo","changes":{"amount":1250,"zone":null}}',
        FactCorrected(target=7, reason="typo", changes={"amount": 1250, "zone": None}),
    ),
    (b'{"target":7,"reason":"never"}', FactWithdrawn(target=7, reason="never")),
    (
        b'{"effective":1774886400000000,"amount":-1250}',
        InvestmentRecorded(effective=DAY, amount=Money(-1250)),
    ),
    (
        b'{"effective":1774886400000000,"area_m2":"12.5000"}',
        LandAcquired(effective=DAY, area_m2=Decimal("12.5000")),
    ),
    (
        b'{"effective":1774886400000000,"permit":"land","number":"No. 1"}',
        PermitIssued(effective=DAY, permit=Text("land"), number=Text("No. 1")),
    ),
    (
        b'{"effective":1774886400000000,"amount":1250,"purpose":"guard"}',
        PlotAmountRecorded(effective=DAY, amount=Money(1250), purpose=Text("guard")),
    ),
    (
        b'{"effective":1774886400000000,"project":null}',
        PlotAssigned(effective=DAY, project=None),
    ),
    (
        b'{"effective":-1,"zone":"north","paper_area_m2":"30","point":"POINT (1 2)"}',
        PlotRegistered(
            effective=Instant(-1),
            zone=Text("north"),
            paper_area_m2=Decimal(30),
            point=Wkt("POINT (1 2)"),
        ),
    ),
    (
        (
            b'{"source":{"register":"r","file":"r.csv","line":3,"slot":"s"},'
            b'"effective":1774886400000000,"stage":"vacated","amount":99}'
        ),
        PlotStageRecorded(
            source=Source(register="r", file="r.csv", line=3, slot="s"),
            effective=DAY,
            stage=PlotStage.VACATED,
            amount=Money(99),
        ),
    ),
    (
        b'{"effective":1774886400000000,"name":"depot"}',
        ProjectRegistered(effective=DAY, name=Text("depot")),
    ),
    (
        (
            b'{"register":"r","edition":2,"file":"r.csv","sha256":"00","rows":9,'
            b'"records":4,"corrections":3,"withdrawals":1,"reinstatements":0,'
            b'"effective":1774886400000000}'
        ),
        RegisterImported(
            register="r",
            edition=2,
            file="r.csv",
            sha256="00",
            rows=9,
            records=4,
            corrections=3,
            withdrawals=1,
            reinstatements=0,
            effective=DAY,
        ),
    ),
]


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
