"""One attribute of a thing is a change point or a period's, never both (R10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest

from domain.facts import FACTS
from domain.kernel.facts import Fact, PeriodFact, Redrawing, Value
from domain.things.declared import DeclarationError, Sort, declared_by, require_one_sort
from domain.things.land.plots import PlotFact
from domain.things.project.projects import ProjectFact
from tests.unit.deciding.drawing import adjusted, merged, split


class Suspended(PeriodFact, frozen=True, kw_only=True):
    """Treats a change point as a period's."""

    kind: ClassVar[str] = "plot"
    attributes = ("stage",)

    stage: str


class Thawed(PlotFact, frozen=True, kw_only=True):
    """Treats what a period sets as a change point."""

    attributes = ("freeze",)

    freeze: str | None = None


class Revalidated(ProjectFact, frozen=True, kw_only=True):
    """Does so with an attribute that it computes."""

    declares: ClassVar = ("validity:",)

    def assertions(self) -> Iterator[tuple[str, Value]]:
        """Yield it."""
        yield "validity:x", None


class Undeclared(PlotFact, frozen=True, kw_only=True):
    """Sets what it does not declare."""

    def assertions(self) -> Iterator[tuple[str, Value]]:
        """Yield it."""
        yield "stage", None


class UndeclaredRedrawing(Redrawing, frozen=True, kw_only=True):
    """Redraws without declaring what."""

    kind: ClassVar[str] = "plot"


class OfProjects(PeriodFact, frozen=True, kw_only=True):
    """Has a period for what is a change point of plots."""

    kind: ClassVar[str] = "project"
    attributes = ("stage",)

    stage: str


def test_the_facts_of_guatu_declare_their_attributes_in_one_way() -> None:
    require_one_sort(FACTS.values())


@pytest.mark.parametrize(
    ("offender", "told"),
    [
        (Suspended, "“stage” of a plot is a change point in .* period in Suspended"),
        (Thawed, "“freeze” of a plot is a period in PlotFrozen .* point in Thawed"),
        (Revalidated, "“validity” of a project is a period in"),
        (Undeclared, "Undeclared computes its attributes; “declares” must name them"),
        (UndeclaredRedrawing, "UndeclaredRedrawing computes its attributes"),
    ],
)
def test_a_fact_that_treats_an_attribute_otherwise_is_refused(
    offender: type[Fact], told: str
) -> None:
    with pytest.raises(DeclarationError, match=told):
        require_one_sort([*FACTS.values(), offender])


def test_things_of_different_kinds_may_differ() -> None:
    require_one_sort([*FACTS.values(), OfProjects])


def test_a_redrawing_states_what_it_declares() -> None:
    for fact in (split(1, "B", "C"), merged(1, "B", "C"), adjusted(1, "B")):
        redrawn = fact.redrawn("plot:A")
        stated = [*redrawn.begun.values(), *redrawn.reshaped.values()]

        assert len(stated) > 0
        for values in stated:
            assert values.keys() == dict(declared_by(type(fact))).keys()


def test_a_period_fact_declares_periods_and_any_other_change_points() -> None:
    for kind in FACTS.values():
        sorts = set(dict(declared_by(kind)).values())

        assert sorts <= {
            Sort.PERIOD if issubclass(kind, PeriodFact) else Sort.CHANGE_POINT
        }
