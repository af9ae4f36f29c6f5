"""Facts of plots that no tile shows: money, and periods that are on no map."""

from __future__ import annotations

from domain.facts import FACTS
from domain.kernel.facts import EXISTS, Fact, Redrawing, WorldFact
from domain.things.land.plots import KIND
from projections.over_time.shapes import BOUNDARY, POINT
from web.atlas.filter import FILTERS

SHOWN = frozenset({EXISTS, "stage", BOUNDARY, POINT, *FILTERS})
"""The attributes that steps and places of plots come from."""


def _is_unseen(kind: type[Fact]) -> bool:
    """Tell whether facts of a class leave every step and every place as it was.

    One that revises another may change whatever that one says, and one that begins,
    ends or redraws plots may change all of theirs.
    """
    if not issubclass(kind, WorldFact) or issubclass(kind, Redrawing):
        return False
    is_told = SHOWN.intersection(kind.attributes) or hasattr(kind, "declares")
    return kind.kind == KIND and not kind.begins and not is_told


UNSEEN = frozenset(name for name, kind in FACTS.items() if _is_unseen(kind))
"""Their names in the journal."""
