"""Plots are split, merged and reshaped while they exist, into plots that do not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest

from domain.deciding.rules import decide
from domain.errors import (
    AlreadyRegisteredError,
    InvalidMemberError,
    NotThereError,
    PlotWithoutPlaceError,
    UnknownThingError,
)
from domain.kernel.facts import Concerned, FactCorrected, FactWithdrawn, Redrawing
from domain.kernel.instants import Instant, first_instant, parse_date
from domain.members.members import Text
from domain.members.scalars import Area
from domain.things.land.plots import DrawnPlot, PlotStage, PlotStageRecorded
from domain.things.redrawing import concerned
from tests.unit.deciding.drawing import (
    POINT,
    REGISTERED,
    adjusted,
    drawn,
    journal,
    merged,
    split,
)

STAGE = PlotStageRecorded(effective=Instant(3_000), stage=PlotStage.SURVEYED)
A_AND_B = (("A", REGISTERED), ("B", REGISTERED))


@pytest.mark.parametrize("effective", [1_000, 1_001, 2_000])
@pytest.mark.parametrize(
    ("plot", "redraw", "others"),
    [("A", split, "CD"), ("C", merged, "AB"), ("A", adjusted, "B")],
)
def test_plots_are_redrawn_from_the_first_instant_of_their_life_on(
    plot: str, redraw: Callable[..., Redrawing], others: str, effective: int
) -> None:
    fact = redraw(effective, *others)

    assert decide(journal(*A_AND_B), plot, fact) is fact


@pytest.mark.parametrize(
    ("plot", "fact", "named"),
    [
        ("A", split(2_000, "C", "C"), "children of PlotSplit"),
        ("C", merged(2_000, "A", "A"), "parents of PlotsMerged"),
        ("A", adjusted(2_000, "B", "B"), "neighbours of BoundariesAdjusted"),
    ],
)
def test_the_refusal_says_where_a_plot_stands_twice(
    plot: str, fact: Redrawing, named: str
) -> None:
    with pytest.raises(InvalidMemberError, match=f"cannot be the {named}: each plot"):
        decide(journal(*A_AND_B), plot, fact)


def test_an_adjustment_may_concern_the_plot_alone() -> None:
    fact = adjusted(2_000)

    assert decide(journal(("A", REGISTERED)), "A", fact) is fact


@pytest.mark.parametrize(
    ("plot", "fact"),
    [
        ("Z", split(2_000, "C", "D")),
        ("C", merged(2_000, "A", "Z")),
        ("A", adjusted(2_000, "Z")),
        ("Z", adjusted(2_000, "A")),
    ],
)
def test_a_plot_that_is_not_in_the_books_cannot_be_redrawn(
    plot: str, fact: Redrawing
) -> None:
    with pytest.raises(UnknownThingError, match="There is no plot “Z”"):
        decide(journal(*A_AND_B), plot, fact)


@pytest.mark.parametrize(
    ("plot", "fact", "named"),
    [
        ("A", split(999, "E", "F"), "A"),
        ("A", split(2_000, "E", "F"), "A"),
        ("E", merged(2_000, "B", "A"), "A"),
        ("E", merged(1_999, "B", "C"), "C"),
        ("B", adjusted(2_000, "A"), "A"),
        ("A", adjusted(3_000, "B"), "A"),
        ("C", adjusted(1_999, "B"), "C"),
    ],
)
def test_a_plot_is_redrawn_only_at_a_time_at_which_it_exists(
    plot: str, fact: Redrawing, named: str
) -> None:
    entries = journal(*A_AND_B, ("A", split(2_000, "C", "D")))

    with pytest.raises(NotThereError, match=f"“{named}” does not exist on") as refused:
        decide(entries, plot, fact)

    assert refused.value.rule == "R14"


def test_the_refusal_says_from_when_to_when_the_plot_exists() -> None:
    days = [first_instant(parse_date(f"2024-0{n}-01")) for n in (1, 2, 3)]
    registered = msgspec.structs.replace(REGISTERED, effective=days[0])
    entries = journal(("A", registered), ("A", split(days[1], "C", "D")))

    with pytest.raises(NotThereError) as refused:
        decide(entries, "A", split(days[2], "E", "F"))
    with pytest.raises(NotThereError) as later:
        decide(entries, "C", split(days[0], "E", "F"))

    assert refused.value.fields["at"] == "2024-03-01"
    assert refused.value.fields["lives"] == "[2024-01-01, 2024-02-01)"
    assert later.value.fields["lives"] == "[2024-02-01, ∞)"


def test_a_plot_that_its_redrawing_could_not_begin_exists_nowhere() -> None:
    # A was registered later than it was split: a correction can make it so.
    late = FactCorrected(target=1, reason="x", changes={"effective": 5_000})
    entries = journal(("A", REGISTERED), ("A", split(2_000, "C", "D")), ("A", late))

    with pytest.raises(NotThereError, match="it exists ∅"):
        decide(entries, "C", split(6_000, "E", "F"))


@pytest.mark.parametrize(
    ("plot", "fact"),
    [
        ("A", split(2_000, "C", "B")),
        ("B", merged(2_000, "A", "D")),
        ("A", split(2_000, "D", "E")),
    ],
)
def test_what_a_redrawing_begins_is_new(plot: str, fact: Redrawing) -> None:
    entries = journal(*A_AND_B, ("F", REGISTERED), ("F", split(1_500, "D", "G")))

    with pytest.raises(AlreadyRegisteredError, match="is registered already"):
        decide(entries, plot, fact)


def test_a_plot_of_a_withdrawn_split_is_unknown_and_may_be_registered() -> None:
    undone = FactWithdrawn(target=2, reason="x")
    entries = journal(
        ("A", REGISTERED),
        ("A", split(2_000, "C", "D")),
        ("C", Concerned(by="plot:A")),
        ("A", undone),
    )

    with pytest.raises(UnknownThingError):
        decide(entries, "C", STAGE)
    assert decide(entries, "C", REGISTERED) is REGISTERED


def test_a_plot_begun_by_a_redrawing_takes_facts_and_no_registration() -> None:
    entries = journal(("A", REGISTERED), ("A", split(2_000, "C", "D")))
    early = msgspec.structs.replace(STAGE, effective=Instant(5))

    assert decide(entries, "C", STAGE) is STAGE
    assert decide(entries, "C", early) is early  # stranded, and accepted (R15)
    assert decide(entries, "A", STAGE) is STAGE  # as well
    with pytest.raises(AlreadyRegisteredError, match="position 2"):
        decide(entries, "D", REGISTERED)


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        (split(2_000, "C"), "at least two"),
        (split(2_000), "at least two"),
        (split(2_000, "C", "C"), "each plot stands there once"),
        (split(2_000, "C", "A"), "the plot itself"),
        (split(2_000, "C", "D/1"), "without slashes"),
        (merged(2_000, "B"), "at least two"),
        (merged(2_000, "B", "B"), "once"),
        (merged(2_000, "B", "A"), "the plot itself"),
        (adjusted(2_000, "B", "B"), "once"),
        (adjusted(2_000, "A"), "the plot itself"),
    ],
)
def test_a_redrawing_names_enough_plots_each_once(fact: Redrawing, why: str) -> None:
    with pytest.raises(InvalidMemberError, match=why):
        decide(journal(*A_AND_B), "A", fact)


def test_every_new_plot_has_a_place_and_an_area_if_any_is_positive() -> None:
    entries = journal(*A_AND_B)
    nowhere = DrawnPlot(plot=Text("C"), stage=None)
    flat = DrawnPlot(
        plot=Text("C"), stage=None, point=POINT, paper_area_m2=Area(Decimal(0))
    )

    with pytest.raises(PlotWithoutPlaceError, match="“C”"):
        decide(entries, "A", _split_into(nowhere, drawn("D")))
    with pytest.raises(InvalidMemberError, match=r"children\[C\].paper_area_m2"):
        decide(entries, "A", _split_into(drawn("D"), flat))


def test_what_is_merged_has_a_place_and_what_is_reshaped_an_area() -> None:
    entries = journal(*A_AND_B)
    nowhere = msgspec.structs.replace(merged(2_000, "A", "B"), boundary=None)
    flat = msgspec.structs.replace(adjusted(2_000), paper_area_m2=Area(Decimal(-1)))

    with pytest.raises(PlotWithoutPlaceError, match="“M”"):
        decide(entries, "M", nowhere)
    with pytest.raises(InvalidMemberError, match="paper_area_m2 of BoundariesAdjusted"):
        decide(entries, "A", flat)


def _split_into(*children: DrawnPlot) -> Redrawing:
    return msgspec.structs.replace(split(2_000), children=children)


def test_every_other_plot_is_concerned_once() -> None:
    split_up = dict(concerned("plot:A", split(2_000, "C", "D")))
    put_together = dict(concerned("plot:M", merged(2_000, "A", "B")))

    assert split_up == dict.fromkeys(["plot:C", "plot:D"], Concerned(by="plot:A"))
    assert put_together == dict.fromkeys(["plot:A", "plot:B"], Concerned(by="plot:M"))
    assert list(concerned("plot:A", STAGE)) == []
