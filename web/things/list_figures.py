"""The figures over a list of plots, computed once for all of its pages and orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from flask import current_app

from projections.lists import figures
from projections.lists.listing import Listing
from projections.memory.cache import ColumnCache
from projections.opening.read_model import Snapshot
from web.memory.cache import Cache, MemoryBudget

EXTENSION = "guatu lists"


class ListFigures:
    """What was computed lately; safe to share between threads.

    A question is known by its name, V, the position that K resolves to, and its
    filters: what is kept for it can never become wrong.
    """

    def __init__(self, columns: ColumnCache, budget: MemoryBudget) -> None:
        self._columns = columns
        self._cache: Cache[tuple[Any, ...], Any] = Cache(budget, "figures", _nbytes)

    def by_stage(
        self, now: Snapshot, asked: Listing, position: int
    ) -> Mapping[str | None, int]:
        """Count the plots in each stage, whatever stage is asked for."""
        values = {n: v for n, v in asked.values.items() if n != "stage"}
        wanted = replace(asked, values=values)
        key = ("stages", position, *_filters(wanted))
        found: Mapping[str | None, int] = self._cache.get(
            key, lambda: figures.by_stage(now, wanted, self._columns.at_hand(now))
        )
        return found

    def amount(self, now: Snapshot, asked: Listing, position: int) -> int:
        """Sum the money spent on the plots asked for."""
        key = ("amount", position, *_filters(asked))
        found: int = self._cache.get(
            key, lambda: figures.amount(now, asked, self._columns.at_hand(now))
        )
        return found

    def options(
        self, now: Snapshot, asked: Listing, attribute: str, position: int
    ) -> Sequence[str]:
        """List the values that an attribute has among all plots."""
        key = ("options", position, asked.at.as_of, attribute)
        found: Sequence[str] = self._cache.get(
            key,
            lambda: figures.options(now, asked, attribute, self._columns.at_hand(now)),
        )
        return found


def list_figures() -> ListFigures:
    """Return the figures of the application that answers."""
    return cast("ListFigures", current_app.extensions[EXTENSION])


def _filters(asked: Listing) -> tuple[object, ...]:
    return asked.kind, asked.at.as_of, asked.text, frozenset(asked.values.items())


def _nbytes(figures: object) -> int:
    """Estimate what counts, a sum or a list of words take."""
    return 200 * len(figures) if isinstance(figures, Mapping | Sequence) else 100
