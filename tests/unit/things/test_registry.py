"""A thing is declared once; a declaration that cannot be kept stops the start."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

import pytest

from domain.facts import FACTS, RECORD, THINGS
from domain.kernel.facts import Redrawing, WorldFact
from domain.kernel.instants import Instant
from domain.members.scalars import Area, Passage, Points, Text
from domain.members.types import AREA, FLAG, MONEY, POINTS, TEXT, Refers
from domain.things.declared import DeclarationError, Thing
from domain.things.land.plots import PLOT, PlotAssigned, PlotRegistered
from domain.things.project.projects import PROJECT
from domain.things.registry import Registry

DAY = Instant(0)


class TreeFact(WorldFact, frozen=True, kw_only=True):
    """A fact of a protected tree."""

    kind: ClassVar[str] = "old_tree"


class TreeListed(TreeFact, frozen=True, kw_only=True):
    """It is protected from here on."""

    begins = True
    attributes = ("species", "project", "crown_m2")

    species: Text
    project: Annotated[Text, Refers("project")] | None
    crown_m2: Area | None = None


class TreeScored(TreeFact, frozen=True, kw_only=True):
    """It got points, by whoever gave them."""

    keyed: ClassVar = {"score": ("by", "points")}
    measures: ClassVar = {"points": "points"}

    by: Text
    points: Points


TREE = Thing(kind="old_tree", facts=(TreeListed, TreeScored))


def test_everything_about_a_thing_follows_from_its_facts() -> None:
    things = Registry([PLOT, PROJECT, TREE])

    assert things.kinds == ("plot", "project", "old_tree")
    assert {n: each.type for n, each in things.attributes("old_tree").items()} == {
        "exists": FLAG,
        "species": TEXT,
        "project": TEXT,
        "crown_m2": AREA,
        "score:": POINTS,
    }
    assert things.measures("old_tree")["points"].type is POINTS
    assert things.facts["TreeScored"] is TreeScored


def test_a_keyed_attribute_is_named_by_the_fact() -> None:
    things = Registry([PROJECT, TREE])
    scored = TreeScored(effective=DAY, by=Text("专家"), points=Points(Decimal(9)))

    [(name, value)] = scored.assertions()

    assert (name, value) == ("score:专家", Decimal(9))
    assert things.attribute("old_tree", name) == things.attributes("old_tree")["score:"]
    assert things.attribute("old_tree", "score:") is None
    assert things.attribute("old_tree", "score") is None
    assert things.attribute("house", "score:1") is None


def test_what_a_fact_refers_to_is_found_by_type() -> None:
    things = Registry([PLOT, PROJECT, TREE])
    listed = TreeListed(effective=DAY, species=Text("银杏"), project=Text("P-1"))
    nowhere = TreeListed(effective=DAY, species=Text("银杏"), project=None)

    assert things.referred(listed) == ["project:P-1"]
    assert things.referred(nowhere) == []
    assert things.referred_in(PlotAssigned, {"project": "P-2"}) == ["project:P-2"]
    assert things.referred_in(PlotRegistered, {"zone": "P-2"}) == []


def test_plots_and_projects_are_declared_with_all_their_facts() -> None:
    assert THINGS.kinds == ("plot", "project")
    assert {*THINGS.facts, *(kind.__name__ for kind in RECORD)} == FACTS.keys()
    assert THINGS.measures("plot")["amount"].type is MONEY


class OtherPoints(TreeFact, frozen=True, kw_only=True):
    """Says of a species what is no text."""

    attributes = ("species",)

    species: Points


class OtherTarget(TreeFact, frozen=True, kw_only=True):
    """Refers to a plot where others refer to a project."""

    attributes = ("project",)

    project: Annotated[Text, Refers("plot")]


class Unheld(TreeFact, frozen=True, kw_only=True):
    """Names an attribute that it does not hold."""

    attributes = ("height",)


class UnheldKey(TreeFact, frozen=True, kw_only=True):
    """Names an attribute by a key that it does not hold."""

    keyed: ClassVar = {"score": ("who", "points")}

    points: Points


class Unsummed(TreeFact, frozen=True, kw_only=True):
    """Adds up what is no quantity."""

    measures: ClassVar = {"notes": "note"}

    note: Passage


class Untyped(TreeFact, frozen=True, kw_only=True):
    """Holds what no door can read."""

    depth: float


class Twice(TreeFact, frozen=True, kw_only=True):
    """Sums under the name of an attribute."""

    measures: ClassVar = {"species": "points"}

    points: Points


class Astray(TreeFact, frozen=True, kw_only=True):
    """Refers to what nobody declares."""

    attributes = ("owner",)

    owner: Annotated[Text, Refers("person")]


class Felled(Redrawing, frozen=True, kw_only=True):
    """States what no other fact sets."""

    kind: ClassVar[str] = "old_tree"
    declares: ClassVar = ("stump",)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ((TreeScored,), "No fact begins a old_tree"),
        ((TreeListed, PlotAssigned), "PlotAssigned is a fact of a plot, not of a old_"),
        ((TreeListed, OtherPoints), "“species” of a old_tree is of another type in"),
        ((TreeListed, OtherTarget), "“project” of a old_tree is of another type in"),
        ((TreeListed, Unheld), "Unheld names “height”, which it does not hold"),
        ((TreeListed, UnheldKey), "UnheldKey names “who”, which it does not hold"),
        ((TreeListed, Unsummed), "“notes” of Unsummed is no quantity"),
        ((TreeListed, Untyped), "“depth” of Untyped is of no type that doors can read"),
        ((TreeListed, Twice), "“species” of a old_tree is an attribute and a measure"),
        ((TreeListed, Astray), "“owner” of Astray refers to an unknown person"),
        ((TreeListed, Felled), "“stump” of Felled is set by no other fact"),
    ],
)
def test_a_declaration_that_cannot_be_kept_is_named(
    facts: tuple[type[WorldFact], ...], told: str
) -> None:
    thing = Thing(kind="old_tree", facts=facts)

    with pytest.raises(DeclarationError, match=told):
        Registry([PLOT, PROJECT, thing])


@pytest.mark.parametrize("kind", ["Old", "old-tree", "", "树", "a b"])
def test_a_kind_is_a_word_that_addresses_can_hold(kind: str) -> None:
    with pytest.raises(DeclarationError, match="is no kind"):
        Registry([Thing(kind=kind, facts=(TreeListed,))])


def test_no_kind_is_declared_twice() -> None:
    with pytest.raises(DeclarationError, match="“project” is declared twice"):
        Registry([PROJECT, PROJECT])
