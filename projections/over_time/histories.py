"""What a few plots have been, read from the tables: the answers of whole columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from domain.kernel.instants import Instant
from domain.things.land.plots import KIND
from projections.memory.amount_columns import amounts_of_some
from projections.memory.amounts import Amounts
from projections.memory.arrays import Ints, Words, versions_of_some
from projections.memory.overlay import Periods, overlaid
from projections.memory.state import CachedColumns
from projections.tables.snapshot import Snapshot
from projections.tables.versions import of_periods

MEASURE = "amount"


class Histories(Protocol):
    """Histories of plots as known at any K, of all of them or of some."""

    @property
    def words(self) -> Mapping[str, Words]:
        """The values of each attribute, by their codes."""

    def pieces(self, attribute: str, *, as_known: Instant) -> Periods:
        """Return the history of an attribute."""

    def spent(self, *, as_known: Instant) -> Amounts:
        """Return all money spent, by numbers of plots."""


@dataclass(frozen=True, slots=True)
class KeptHistories:
    """Histories of some plots, out of columns that have read what is known at K."""

    columns: CachedColumns
    plots: Ints
    """Their numbers, growing."""

    @property
    def words(self) -> Mapping[str, Words]:
        """The values of each attribute, by their codes."""
        return self.columns.words

    def pieces(self, attribute: str, *, as_known: Instant) -> Periods:
        """Return the history of an attribute of each plot as known at K."""
        column = self.columns.columns[attribute]
        rows = column.of_some(self.plots).known(as_known)
        return overlaid(rows, is_period=column.base.is_period)

    def spent(self, *, as_known: Instant) -> Amounts:
        """Return all money spent on them as known at K."""
        every = self.columns.spent(as_known=as_known)
        return every.where(np.isin(every.thing, self.plots))


@dataclass(frozen=True, slots=True)
class SomeHistories:
    """Histories of a few plots."""

    now: Snapshot
    plots: Ints
    """Their numbers, growing."""
    words: Mapping[str, Words]

    def pieces(self, attribute: str, *, as_known: Instant) -> Periods:
        """Return the history of an attribute of each plot as known at K."""
        rows = versions_of_some(self.now, KIND, self.words, self.plots)[attribute]
        return overlaid(
            rows.known(as_known), is_period=of_periods(self.now, KIND, attribute)
        )

    def spent(self, *, as_known: Instant) -> Amounts:
        """Return all money spent on them as known at K."""
        return amounts_of_some(self.now, KIND, MEASURE, self.plots).known(as_known)
