"""What plots have been, and beside it the towns that they lay in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from domain.kernel.facts import EXISTS
from domain.kernel.instants import At, Instant
from projections.memory.amounts import Amounts
from projections.memory.arrays import NONE, Words
from projections.memory.overlay import Periods
from projections.memory.state import CachedColumns, Column
from projections.over_time.histories import Histories
from projections.over_time.steps import Ints
from web.atlas.plot_towns import PlotTowns

TOWN = "town"


@dataclass(frozen=True, slots=True)
class PlacedHistories:
    """Histories of plots, the town of each among them."""

    histories: Histories
    towns: PlotTowns
    plots: Ints | None = None
    """Numbers of the plots that there are histories of; None for all."""

    @property
    def words(self) -> Mapping[str, Words]:
        """The values of each attribute, by their codes."""
        return {**self.histories.words, TOWN: Words(self.towns.names)}

    def pieces(self, attribute: str, *, as_known: Instant) -> Periods:
        """Return the history of an attribute as known at K."""
        if attribute != TOWN:
            return self.histories.pieces(attribute, as_known=as_known)
        found = self.towns.pieces(as_known=as_known)
        if self.plots is None:
            return found
        return found.where(np.isin(found.thing, self.plots))

    def spent(self, *, as_known: Instant) -> Amounts:
        """Return all money spent as known at K."""
        return self.histories.spent(as_known=as_known)


@dataclass(frozen=True, slots=True)
class PlacedColumns:
    """The columns of all plots, the town of each among them."""

    columns: CachedColumns
    towns: PlotTowns

    def column(self, attribute: str, *, at: At) -> Column:
        """Answer an attribute of all plots that exist at (V, K)."""
        if attribute != TOWN:
            return self.columns.column(attribute, at=at)
        numbers = self.columns.column(EXISTS, at=at).numbers
        plots, towns = self.towns.at(at=at)
        there = np.isin(plots, numbers)
        codes = np.full(len(numbers), NONE, np.int32)
        codes[np.searchsorted(numbers, plots[there])] = towns[there]
        return Column(numbers, codes, (None, *self.towns.names))

    def counts(self, attribute: str, *, at: At) -> dict[str | None, int]:
        """Count the existing plots by the value of an attribute; None is *none*."""
        _, codes, words = self.column(attribute, at=at)
        counts = np.bincount(codes, minlength=len(words)).tolist()
        of_words = zip(words, counts, strict=True)
        return {word: count for word, count in of_words if count}

    @property
    def histories(self) -> PlacedHistories:
        """The histories of all plots."""
        return PlacedHistories(self.columns, self.towns)
