"""Redrawings are corrected and withdrawn as a whole, and never begin a plot twice."""

from __future__ import annotations

import msgspec
import pytest

from domain.deciding.revisions import correct, withdraw
from domain.errors import (
    AlreadyRegisteredError,
    InvalidMemberError,
    NotRevisableError,
    NotThereError,
    OtherThingsError,
    PlotWithoutPlaceError,
    Refusal,
)
from domain.kernel.facts import Concerned, FactCorrected, FactWithdrawn
from domain.kernel.instants import Instant, first_instant, parse_date
from domain.members.members import Text
from domain.things.land.plots import DrawnPlot, PlotStage, PlotStageRecorded
from tests.unit.deciding.drawing import (
    POINT,
    REGISTERED,
    SQUARE,
    drawn,
    journal,
    merged,
    split,
)

STAGE = PlotStageRecorded(effective=Instant(3_000), stage=PlotStage.SURVEYED)
A_AND_B = (("A", REGISTERED), ("B", REGISTERED))


SPLIT_UP = (
    ("A", REGISTERED),
    ("C", Concerned(by="plot:A")),
    ("D", Concerned(by="plot:A")),
    ("A", split(2_000, "C", "D")),
)


def corrected(target: int, given: dict[str, object]) -> FactCorrected:
    """When: somebody corrects a plot that was split at position 4."""
    return correct(journal(*SPLIT_UP), target=target, reason="错", given=given)


def test_a_split_is_corrected_by_naming_all_its_children_again() -> None:
    children = [
        {"plot": "D", "stage": "cleared", "boundary": SQUARE, "paper_area_m2": "2.0"},
        {"plot": "C", "stage": None, "point": POINT},
    ]

    fact = corrected(4, {"children": children, "effective": "1970-01-02"})

    assert fact.changes == {
        "children": children,
        "effective": first_instant(parse_date("1970-01-02")),
    }


@pytest.mark.parametrize(
    "children",
    [
        [drawn("C"), drawn("E")],
        [drawn("C"), drawn("D"), drawn("E")],
    ],
)
def test_a_correction_never_changes_which_plots_are_redrawn(
    children: list[DrawnPlot],
) -> None:
    given = {"children": msgspec.to_builtins(children)}

    with pytest.raises(OtherThingsError, match="withdraw it and record it anew"):
        corrected(4, given)


def test_the_parents_of_a_merger_stay() -> None:
    entries = journal(*A_AND_B, ("F", REGISTERED), ("M", merged(2_000, "A", "B")))

    with pytest.raises(OtherThingsError, match="“parents”"):
        correct(entries, target=4, reason="x", given={"parents": ["A", "F"]})


@pytest.mark.parametrize(
    ("children", "error"),
    [
        ([drawn("C"), drawn("D"), drawn("D")], InvalidMemberError),
        ([DrawnPlot(plot=Text("C"), stage=None), drawn("D")], PlotWithoutPlaceError),
    ],
)
def test_a_corrected_split_is_checked_as_a_new_one(
    children: list[DrawnPlot], error: type[Refusal]
) -> None:
    with pytest.raises(error):
        corrected(4, {"children": msgspec.to_builtins(children)})


def test_a_split_is_not_moved_to_a_time_without_its_plot() -> None:
    with pytest.raises(NotThereError, match="“A” does not exist"):
        corrected(4, {"effective": "1969-12-31"})
    # Without the split itself, A would live on: later is possible.
    assert corrected(4, {"effective": "1970-02-01"}).changes.keys() == {"effective"}


@pytest.mark.parametrize("target", [2, 3])
def test_what_leads_to_a_redrawing_is_never_revised(target: int) -> None:
    with pytest.raises(NotRevisableError, match=f"Position {target} .Concerned"):
        withdraw(journal(*SPLIT_UP), target=target, reason="x")
    with pytest.raises(NotRevisableError, match=f"Position {target} .Concerned"):
        corrected(target, {"by": "plot:B"})


def test_a_split_whose_children_have_facts_may_be_withdrawn() -> None:
    entries = journal(*SPLIT_UP, ("C", STAGE))

    assert withdraw(entries, target=4, reason="x").target == 4


def test_a_split_is_not_reinstated_over_a_plot_registered_meanwhile() -> None:
    undone = FactWithdrawn(target=4, reason="x")
    entries = journal(*SPLIT_UP, ("A", undone), ("C", REGISTERED))

    with pytest.raises(AlreadyRegisteredError, match=r"plot “C” .* position 6"):
        withdraw(entries, target=5, reason="y")


def test_a_registration_is_not_reinstated_beside_a_split_that_begins_the_plot() -> None:
    undone = FactWithdrawn(target=1, reason="x")
    entries = journal(
        ("C", REGISTERED),
        ("C", undone),
        ("A", REGISTERED),
        ("A", split(2_000, "C", "D")),
    )

    with pytest.raises(AlreadyRegisteredError, match=r"plot “C” .* position 4"):
        withdraw(entries, target=2, reason="y")
