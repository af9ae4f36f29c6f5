"""Facts of plots that leave some attributes as they were, by what they assert."""

from __future__ import annotations

from collections.abc import Collection

from domain.facts import FACTS
from domain.kernel.facts import Fact, Redrawing, WorldFact
from domain.things.land.plots import KIND


def unseen(attributes: Collection[str]) -> frozenset[str]:
    """Return the names of facts of plots that leave some attributes as they were.

    One that revises another may change whatever that one says, and one that begins,
    ends or redraws plots may change all of theirs.

    Args:
        attributes: Of plots, ``exists`` among them or not.
    """
    return frozenset(
        name for name, kind in FACTS.items() if _is_unseen(kind, frozenset(attributes))
    )


def _is_unseen(kind: type[Fact], attributes: frozenset[str]) -> bool:
    if not issubclass(kind, WorldFact) or issubclass(kind, Redrawing):
        return False
    is_told = attributes.intersection(kind.attributes) or hasattr(kind, "declares")
    return kind.kind == KIND and not kind.begins and not is_told
