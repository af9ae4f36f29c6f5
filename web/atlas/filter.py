"""Which plots the map shows: by town, zone, project and land use, some of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from flask import request

from domain.kernel.instants import At, Instant
from projections.over_time.histories import Histories
from projections.over_time.masks import outside, within
from projections.over_time.steps import Ints, StageSteps
from web.atlas.columns import TOWN, PlacedColumns
from web.words.values import NONE

FILTERS = (TOWN, "zone", "project", "land_use")


@dataclass(frozen=True, slots=True)
class PlotFilter:
    """Attribute → the values of which a plot must have one, ``none`` for no value."""

    wanted: tuple[tuple[str, frozenset[str]], ...] = ()

    @classmethod
    def of(cls, asked: Mapping[str, Iterable[str]]) -> PlotFilter:
        """Read what was asked; attributes without values do not matter."""
        found = ((name, frozenset(asked.get(name, ()))) for name in FILTERS)
        return cls(tuple((name, values) for name, values in found if values))

    @property
    def is_by_town(self) -> bool:
        """Whether it matters where plots lie."""
        return any(name == TOWN for name, _ in self.wanted)

    def applied(
        self, steps: StageSteps, columns: Histories, as_known: Instant
    ) -> StageSteps:
        """Keep each plot for as long as it has what is wanted, day by day."""
        for name, values in self.wanted:
            pieces = columns.pieces(name, as_known=as_known)
            words = columns.words[name].by_code()
            codes = [code for code, word in enumerate(words) if word in values]
            chosen = np.isin(pieces.code, codes)
            if NONE in values:
                steps = outside(steps, pieces.where(~chosen))
            else:
                steps = within(steps, pieces.where(chosen))
        return steps

    def existing(self, columns: PlacedColumns, *, at: At) -> Ints:
        """Return the plots that exist and have what is wanted at (V, K)."""
        numbers = columns.column("exists", at=at).numbers
        kept = np.ones(len(numbers), dtype=bool)
        for name, values in self.wanted:
            _, codes, words = columns.column(name, at=at)
            wanted = [code for code, word in enumerate(words) if _text(word) in values]
            kept &= np.isin(codes, wanted)
        found: Ints = numbers[kept]
        return found


def _text(word: str | None) -> str:
    return NONE if word is None else word


def filter_asked() -> PlotFilter:
    """Read which plots the request wants."""
    return PlotFilter.of({name: request.args.getlist(name) for name in FILTERS})


def values_in_use(columns: PlacedColumns, *, at: At) -> dict[str, dict[str, int]]:
    """Count the existing plots by each value that a filter can ask for, at (V, K).

    Towns are left out where some of them are lost.
    """
    lost = {TOWN} if columns.towns.known.lost else set()
    return {
        name: {
            _text(value): plots for value, plots in columns.counts(name, at=at).items()
        }
        for name in FILTERS
        if name not in lost
    }
