"""Members in members: the plots that a redrawing lists are read as strictly as it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.commands import Record, read_command
from domain.errors import (
    InvalidMemberError,
    MissingMemberError,
    Refusal,
    UnknownMemberError,
)
from domain.members.members import Text, Wkt
from domain.members.scalars import Area
from domain.things.land.plots import (
    BoundariesAdjusted,
    DrawnPlot,
    PlotsMerged,
    PlotSplit,
    PlotStage,
    ReshapedPlot,
)

POINT = "POINT (1 2)"
CHILD: dict[str, object] = {"plot": "A-1", "stage": None, "point": POINT}
OTHER = {**CHILD, "plot": "A-2", "stage": "cleared", "paper_area_m2": "2.50"}
SPLIT: dict[str, object] = {
    "record": "PlotSplit",
    "plot": "A",
    "effective": "2026-03-01",
    "children": [CHILD, OTHER],
}
MERGED: dict[str, object] = {
    "record": "PlotsMerged",
    "plot": "M",
    "effective": "2026-03-01",
    "parents": ["A", "B"],
    "stage": "surveyed",
    "boundary": "POLYGON EMPTY",
}
ADJUSTED: dict[str, object] = {
    "record": "BoundariesAdjusted",
    "plot": "A",
    "effective": "2026-03-01",
    "boundary": "POLYGON EMPTY",
}


def fact_of(body: dict[str, object]) -> object:
    verb = read_command(body)
    assert isinstance(verb, Record)
    return verb.fact


def test_children_are_read_each_with_its_own_members() -> None:
    fact = fact_of(SPLIT)

    assert isinstance(fact, PlotSplit)
    assert fact.children == (
        DrawnPlot(plot=Text("A-1"), stage=None, point=Wkt(POINT)),
        DrawnPlot(
            plot=Text("A-2"),
            stage=PlotStage.CLEARED,
            point=Wkt(POINT),
            paper_area_m2=Area(Decimal("2.5")),
        ),
    )


def test_parents_are_ids_and_neighbours_have_boundaries() -> None:
    merged = fact_of(MERGED)
    alone = fact_of(ADJUSTED)
    neighbour = {"plot": "B", "boundary": "POLYGON EMPTY"}
    together = fact_of(ADJUSTED | {"neighbours": [neighbour]})

    assert isinstance(merged, PlotsMerged)
    assert merged.parents == ("A", "B")
    assert isinstance(alone, BoundariesAdjusted)
    assert alone.neighbours == ()
    assert isinstance(together, BoundariesAdjusted)
    assert together.neighbours == (
        ReshapedPlot(plot=Text("B"), boundary=Wkt("POLYGON EMPTY")),
    )


@pytest.mark.parametrize(
    ("children", "error", "told"),
    [
        (None, InvalidMemberError, "children of PlotSplit: it is a list"),
        ("A-1, A-2", InvalidMemberError, "children of PlotSplit: it is a list"),
        ({"plot": "A-1"}, InvalidMemberError, "children of PlotSplit: it is a list"),
        ([CHILD] * 1001, InvalidMemberError, "at most 1000"),
        ([CHILD, "A-2"], InvalidMemberError, r"children\[#2\] of PlotSplit: .* object"),
        ([None, CHILD], InvalidMemberError, r"children\[#1\] of PlotSplit: .* object"),
        ([[], CHILD], InvalidMemberError, r"children\[#1\] of PlotSplit: .* object"),
        (
            [CHILD, {"plot": "A-2"}],
            MissingMemberError,
            r"PlotSplit children\[A-2\] needs “stage”",
        ),
        ([{}, CHILD], MissingMemberError, r"PlotSplit children\[#1\] needs “plot”"),
        (
            [CHILD, {**OTHER, "stage": "flooded"}],
            InvalidMemberError,
            r"“flooded” cannot be the children\[A-2\].stage of PlotSplit: it is one of",
        ),
        (
            [CHILD, {**OTHER, "paper_area_m2": 2.5}],
            InvalidMemberError,
            r"children\[A-2\].paper_area_m2 of PlotSplit: write it as text",
        ),
        (
            [CHILD, {**OTHER, "plot": 2}, {**CHILD, "plot": ["x"]}],
            InvalidMemberError,
            r"children\[#3\].plot of PlotSplit",
        ),
        ([CHILD, {**OTHER, "plot": " A"}], InvalidMemberError, r"children\[ A\].plot"),
        ([CHILD, {**OTHER, "plot": ""}], InvalidMemberError, r"children\[#2\].plot"),
    ],
)
def test_a_refusal_names_the_child_and_its_member(
    children: object, error: type[Refusal], told: str
) -> None:
    with pytest.raises(error, match=told):
        read_command(SPLIT | {"children": children})


@pytest.mark.parametrize("name", ["effective", "source", "children", "role", "parents"])
def test_a_child_has_no_members_of_others(name: str) -> None:
    with pytest.raises(
        UnknownMemberError, match=rf"“{name}” .* PlotSplit children\[A-2\]; it has"
    ):
        read_command(SPLIT | {"children": [CHILD, {**OTHER, name: "x"}]})


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (MERGED | {"parents": "A"}, "parents of PlotsMerged: it is a list"),
        (MERGED | {"parents": ["A", None]}, r"parents\[#2\] of PlotsMerged"),
        (MERGED | {"parents": ["A", {"plot": "B"}]}, r"parents\[#2\] of PlotsMerged"),
        (
            ADJUSTED | {"neighbours": [{"plot": "B", "boundary": None}]},
            r"neighbours\[B\].boundary of BoundariesAdjusted",
        ),
    ],
)
def test_parents_and_neighbours_are_refused_by_name_too(
    body: dict[str, object], told: str
) -> None:
    with pytest.raises(InvalidMemberError, match=told):
        read_command(body)


def test_a_refusal_quotes_no_more_than_a_line() -> None:
    with pytest.raises(InvalidMemberError) as refused:
        read_command(SPLIT | {"children": "x" * 10_000})

    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("body", [SPLIT, MERGED, ADJUSTED])
@pytest.mark.parametrize("name", ["until", "through", "typed_through", "amount"])
def test_a_redrawing_has_no_other_members(body: dict[str, object], name: str) -> None:
    with pytest.raises(UnknownMemberError, match=f"“{name}”"):
        read_command(body | {name: None})
