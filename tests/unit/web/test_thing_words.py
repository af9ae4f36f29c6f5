"""What is declared has a word for people, or nothing starts."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

import pytest

from domain.facts import THINGS
from domain.kernel.facts import WorldFact
from domain.members.scalars import Text
from domain.things.declared import Thing
from domain.things.registry import Registry
from web.words.catalogue import words
from web.words.labels import attribute_label
from web.words.things import (
    KINDS,
    THING_WORDS,
    MissingWordError,
    ThingWords,
    require_words,
)


class Health(StrEnum):
    """How a tree is."""

    SOUND = "sound"


class TreeFact(WorldFact, frozen=True, kw_only=True):
    """A fact of a protected tree."""

    kind: ClassVar[str] = "old_tree"
    begins = True


class PlotRegistered(TreeFact, frozen=True, kw_only=True):
    """Has a label, as it is called like another fact."""

    name: Text


class TreeListed(TreeFact, frozen=True, kw_only=True):
    """Has none."""

    name: Text


class SpeciesTold(PlotRegistered, frozen=True, kw_only=True):
    """Has a member without a label."""

    species: Text


class HealthTold(PlotRegistered, frozen=True, kw_only=True):
    """Has a choice of which a value has no name."""

    stage: Health


class ScoreTold(PlotRegistered, frozen=True, kw_only=True):
    """Has a keyed attribute that has no name."""

    keyed: ClassVar = {"score": ("name", "number")}

    number: Text


SpeciesTold.__name__ = HealthTold.__name__ = ScoreTold.__name__ = "PlotRegistered"
TREE = ThingWords(
    name="Tree",
    plural="trees",
    numbered="Number",
    like="T-1",
    shown=(),
    first="TreeListed",
    sheet="",
)


def of(fact: type[WorldFact]) -> Registry:
    return Registry([Thing(kind="old_tree", facts=(fact,))])


def test_plots_and_projects_have_all_their_words() -> None:
    require_words(THINGS)

    assert KINDS == {"plots": "plot", "projects": "project"}
    assert [each for each in THINGS.kinds if each not in THING_WORDS] == []


def test_a_kind_without_words_stops_the_start() -> None:
    with pytest.raises(MissingWordError, match="“old_tree” has no words"):
        require_words(of(PlotRegistered))


@pytest.mark.parametrize(
    ("fact", "lacking"),
    [
        (TreeListed, "TreeListed"),
        (SpeciesTold, "species"),
        (HealthTold, "Health.sound"),
        (ScoreTold, "score:"),
    ],
)
def test_what_has_no_label_is_named(fact: type[WorldFact], lacking: str) -> None:
    with pytest.raises(MissingWordError, match=f"“{lacking}” has no label"):
        require_words(of(fact), {"old_tree": TREE})


def test_what_has_all_labels_starts() -> None:
    require_words(of(PlotRegistered), {"old_tree": TREE})


def test_a_keyed_attribute_is_called_by_its_key_in_both_languages() -> None:
    told = [attribute_label("validity:施工许可", words(each)) for each in ("zh", "en")]

    assert told == ["施工许可有效期", "Validity of 施工许可"]
    assert attribute_label("permit:施工许可", words("en")) == "施工许可"
