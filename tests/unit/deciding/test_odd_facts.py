"""Stored facts that nobody can have recorded, or that stand where they cannot."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest

from domain.deciding.groups import commands_in
from domain.errors import DamagedFactError, MalformedCommandError, NewerFactError
from domain.journal.mapper import encoded, meant
from domain.kernel.facts import (
    Concerned,
    Fact,
    FactCorrected,
    FactWithdrawn,
    Source,
    UnreadableFact,
)
from domain.kernel.instants import Instant, instant_of
from domain.kernel.live_facts import Entry
from domain.kernel.money import Money
from domain.members.members import Text, Wkt
from domain.members.scalars import Area
from domain.misplaced import all_placed, placed
from domain.things.land.layers import LayerImported, LayerKind, stream_of
from domain.things.land.plots import (
    DrawnPlot,
    PlotAmountRecorded,
    PlotRegistered,
    PlotSplit,
    PlotStage,
    PlotStageRecorded,
)
from domain.things.project.projects import ProjectRegistered
from domain.unmeant import unmeant
from domain.unreadable import require_readable

POINT = Wkt("POINT (1 2)")
REGISTERED = PlotRegistered(effective=Instant(1_000), point=POINT)
SURVEYED = PlotStageRecorded(effective=Instant(2_000), stage=PlotStage.SURVEYED)
FIRST = instant_of(datetime(1899, 12, 1, tzinfo=UTC))
LAST = instant_of(datetime(2200, 2, 1, tzinfo=UTC))


def amount(value: int) -> PlotAmountRecorded:
    return PlotAmountRecorded(
        effective=Instant(0), amount=Money(value), purpose=Text("x")
    )


def area(value: str) -> PlotRegistered:
    return msgspec.structs.replace(REGISTERED, paper_area_m2=Decimal(value))


def split(*children: DrawnPlot) -> PlotSplit:
    return PlotSplit(effective=Instant(3_000), children=children)


def child(name: str, point: str = POINT, area: str | None = None) -> DrawnPlot:
    measured = None if area is None else Area(Decimal(area))
    return DrawnPlot(
        plot=Text(name), stage=None, point=Wkt(point), paper_area_m2=measured
    )


def correction(**changes: object) -> FactCorrected:
    return FactCorrected(target=1, reason="x", changes=changes)


def layer(sha256: str, content: str = "") -> LayerImported:
    return LayerImported(
        layer="水系",
        shows=LayerKind.WATER,
        file="a.geojson",
        sha256=sha256,
        features=3,
        effective=Instant(0),
        content=content,
    )


@pytest.mark.parametrize(
    "fact",
    [
        REGISTERED,
        amount(10**17 - 1),
        amount(1 - 10**17),
        area("1234567890123"),
        area("1E+12"),
        area("1E-30"),
        msgspec.structs.replace(REGISTERED, effective=FIRST),
        msgspec.structs.replace(REGISTERED, effective=LAST),
        split(child("C", area="12.5"), child("D")),
        layer("0" * 64, "abcXYZ"),
        correction(effective=5, zone="甲"),
        correction(amount=None),
        correction(parents=["A", "B"]),
        correction(children=[{"plot": "C", "stage": None, "point": POINT}]),
    ],
)
def test_what_somebody_can_have_recorded_is_meant(fact: Fact) -> None:
    assert unmeant(fact) == ""


@pytest.mark.parametrize(
    ("fact", "member"),
    [
        (amount(10**17), "amount"),
        (amount(-(10**17)), "amount"),
        (area("NaN"), "paper_area_m2"),
        (area("Infinity"), "paper_area_m2"),
        (area("12345678901234"), "paper_area_m2"),
        (area("1E+13"), "paper_area_m2"),
        (area("1E-31"), "paper_area_m2"),
        (msgspec.structs.replace(REGISTERED, effective=FIRST - 1), "effective"),
        (msgspec.structs.replace(REGISTERED, effective=LAST + 1), "effective"),
        (msgspec.structs.replace(REGISTERED, point=Wkt("POINT (1)")), "point"),
        (msgspec.structs.replace(REGISTERED, boundary=POINT), "boundary"),
        (split(child("C"), child("D", "POINT")), "children.point"),
        (layer("0" * 65), "sha256"),
        (layer("../secret"), "sha256"),
        (layer("", "a/b"), "content"),
        (correction(colour="red"), "changes"),
        (correction(amount=5, zone="甲"), "changes"),
        (correction(zone=5), "changes.zone"),
        (correction(effective=LAST + 1), "changes.effective"),
        (correction(effective="soon"), "changes.effective"),
        (
            correction(children=[{"plot": "C", "stage": None, "point": "POINT"}]),
            "changes.children",
        ),
    ],
)
def test_what_nobody_can_have_recorded_is_named_by_its_member(
    fact: Fact, member: str
) -> None:
    assert unmeant(fact) == member


def told(*facts: tuple[str, Fact]) -> list[Entry]:
    return [
        Entry(position, Instant(position), thing, fact)
        for position, (thing, fact) in enumerate(facts, 1)
    ]


def aside(entries: list[Entry]) -> dict[int, str]:
    """Return what was put aside, and why."""
    found = placed(entries)
    assert [each.position for each in found] == [each.position for each in entries]
    return {
        each.position: each.fact.why
        for each in found
        if isinstance(each.fact, UnreadableFact)
    }


A, B, C, D = (f"plot:{name}" for name in "ABCD")
SPLIT = split(child("C"), child("D"))
FAMILY = (
    (A, REGISTERED),
    (A, SPLIT),
    (C, Concerned(by=A)),
    (D, Concerned(by=A)),
)


def of(register: str, slot: str = "s") -> Source:
    return Source(register=register, file="f", line=1, slot=slot)


def by(register: str | None, target: int) -> FactWithdrawn:
    source = None if register is None else of(register)
    return FactWithdrawn(target=target, reason="x", source=source)


FROM_REGISTER = msgspec.structs.replace(REGISTERED, source=of("r"))


@pytest.mark.parametrize(
    "entries",
    [
        [],
        told((A, REGISTERED), (A, SURVEYED)),
        told(*FAMILY),
        told((A, REGISTERED), (A, FactWithdrawn(target=1, reason="x"))),
        told((A, REGISTERED), (A, by(None, 1)), (A, by(None, 2))),
        told((A, FROM_REGISTER), (A, by("r", 1))),
        told((A, FROM_REGISTER), (A, by(None, 1))),
        told((A, REGISTERED), (A, correction(zone="甲"))),
        told(
            (A, UnreadableFact(name="PlotFrozen", is_newer=False, why="torn")),
            (A, correction(zone="甲")),
        ),
    ],
)
def test_what_can_be_meant_where_it_stands_stays(entries: list[Entry]) -> None:
    assert aside(entries).keys() == {
        each.position for each in entries if isinstance(each.fact, UnreadableFact)
    }


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        (told((B, FactWithdrawn(target=1, reason="x"))), {1: "revises nothing"}),
        (told((A, FactCorrected(target=1, reason="x", changes={}))), {1: "nothing"}),
        (
            told(
                (A, REGISTERED), (A, FactWithdrawn(target=3, reason="x")), (A, SURVEYED)
            ),
            {2: "revises nothing"},
        ),
        (told((A, REGISTERED), (B, correction(zone="甲"))), {2: "revises nothing"}),
        (
            told(
                (A, REGISTERED),
                (A, by(None, 1)),
                (A, FactCorrected(target=2, reason="x", changes={"reason": "y"})),
            ),
            {3: "revises nothing"},
        ),
        (told(*FAMILY, (C, FactWithdrawn(target=3, reason="x"))), {5: "nothing"}),
        (told((A, REGISTERED), (A, correction(stage="cleared"))), {2: "cannot hold"}),
        (told((A, REGISTERED), (A, correction(point="POINT"))), {2: "cannot hold"}),
        (told((A, REGISTERED), (A, by("r", 1))), {2: "has not stated"}),
        (told((A, FROM_REGISTER), (A, by("q", 1))), {2: "has not stated"}),
        (
            told(
                (A, REGISTERED),
                (B, ProjectRegistered(effective=Instant(0), name=Text("x"))),
            ),
            {2: "another kind"},
        ),
        (told((A, REGISTERED), (A, SPLIT)), {2: "does not concern"}),
        (told((C, REGISTERED), (C, Concerned(by=A))), {2: "does not concern"}),
        (
            told(
                *FAMILY,
                (
                    A,
                    FactCorrected(
                        target=2,
                        reason="x",
                        changes={
                            "children": [
                                {"plot": "C", "stage": None, "point": POINT},
                                {"plot": "E", "stage": None, "point": POINT},
                            ]
                        },
                    ),
                ),
            ),
            {5: "does not concern"},
        ),
    ],
)
def test_what_cannot_be_meant_where_it_stands_is_put_aside(
    entries: list[Entry], why: dict[int, str]
) -> None:
    found = aside(entries)

    assert found.keys() == why.keys()
    assert all(why[position] in said for position, said in found.items())


def test_families_are_placed_together_and_handed_out_stream_by_stream() -> None:
    entries = told(*FAMILY, (B, REGISTERED), (B, by(None, 99)))
    known = {
        stream: [each for each in entries if each.thing == stream]
        for stream in (A, B, C, D)
    }

    found = all_placed(known)

    assert {stream: [e.position for e in own] for stream, own in found.items()} == {
        A: [1, 2],
        B: [5, 6],
        C: [3],
        D: [4],
    }
    assert found[A] == known[A]
    assert isinstance(found[B][1].fact, UnreadableFact)


def test_what_cannot_be_read_stops_decisions_until_a_person_has_withdrawn_it() -> None:
    damaged = UnreadableFact(name="PlotSplit", is_newer=False, why="torn")
    entries = told((A, REGISTERED), (A, damaged))

    with pytest.raises(DamagedFactError, match="PlotSplit: torn"):
        require_readable(entries)
    with pytest.raises(DamagedFactError, match="position 1"):
        require_readable(told((A, damaged)))
    require_readable(entries, withdrawing=2)
    require_readable([*entries, Entry(3, Instant(3), A, by(None, 2))])
    require_readable(entries[:1])


def test_what_a_newer_release_has_written_cannot_be_withdrawn_by_this_one() -> None:
    newer = UnreadableFact(name="PlotSold", is_newer=True, why="unknown")

    with pytest.raises(NewerFactError):
        require_readable(told((A, newer)), withdrawing=1)


@pytest.mark.parametrize("count", [1, 1000])
def test_a_group_has_one_command_to_a_thousand(count: int) -> None:
    assert len(commands_in({"command_id": "c", "commands": [{}] * count})) == count


@pytest.mark.parametrize("commands", [[], [{}] * 1001, {}, "x", None])
def test_a_group_of_none_or_of_too_many_is_refused(commands: object) -> None:
    with pytest.raises(MalformedCommandError, match="a list of 1 to 1000"):
        commands_in({"commands": commands})


def test_members_that_are_not_given_are_not_stored() -> None:
    fact = PlotSplit(
        effective=Instant(5), children=(DrawnPlot(plot=Text("C"), stage=None),)
    )

    assert encoded(fact) == b'{"effective":5,"children":[{"plot":"C","stage":null}]}'


def test_a_fact_that_nobody_knows_was_written_by_a_newer_release() -> None:
    unknown = meant("PlotSold", b"{}")
    later = meant("Concerned", b'{"by":"plot:A","colour":"red"}')
    torn = meant("Concerned", b'{"by":')
    unlikely = meant("PlotAmountRecorded", encoded(amount(10**17)))

    assert isinstance(unknown, UnreadableFact)
    assert isinstance(later, UnreadableFact)
    assert isinstance(torn, UnreadableFact)
    assert isinstance(unlikely, UnreadableFact)
    assert (unknown.name, unknown.is_newer) == ("PlotSold", True)
    assert (later.is_newer, torn.is_newer, unlikely.is_newer) == (True, False, False)
    assert unlikely.why == "nobody can have recorded its amount"
    assert meant("Concerned", b'{"by":"plot:A"}') == Concerned(by="plot:A")


def test_an_edition_of_a_layer_is_told_by_what_was_kept_of_it() -> None:
    assert layer("aa", "bb").edition == "bb"
    assert layer("aa").edition == "aa"
    assert stream_of("水系") == "layer:水系"
