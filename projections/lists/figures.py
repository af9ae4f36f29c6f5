"""Figures over a list of plots: out of memory, or counted by the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from projections.lists.listing import Listing, counted_by, summed, values_in_use
from projections.memory.state import CachedColumns
from projections.tables.snapshot import Snapshot

MEASURE = "amount"


def by_stage(
    now: Snapshot, asked: Listing, columns: CachedColumns | None
) -> Mapping[str | None, int]:
    """Count the plots asked for by their stage; None is *none*."""
    if columns is None or not _is_held(columns, asked):
        return counted_by(now, asked, "stage")
    return columns.values_of(
        columns.chosen(asked.values, at=asked.at), "stage", at=asked.at
    )


def amount(now: Snapshot, asked: Listing, columns: CachedColumns | None) -> int:
    """Sum the money spent up to V on the plots asked for."""
    if columns is None or not _is_held(columns, asked):
        return summed(now, asked, MEASURE)
    return columns.spent_on(columns.chosen(asked.values, at=asked.at), at=asked.at)


def options(
    now: Snapshot, asked: Listing, attribute: str, columns: CachedColumns | None
) -> Sequence[str]:
    """List the values that an attribute has among all plots at (V, K), sorted."""
    if columns is None or not columns.holds(asked.kind, attribute):
        return values_in_use(now, asked, attribute)
    return sorted(
        each for each in columns.counts(attribute, at=asked.at) if each is not None
    )


def _is_held(columns: CachedColumns, asked: Listing) -> bool:
    """Tell whether memory knows all that a list is filtered by."""
    held = all(columns.holds(asked.kind, name) for name in asked.values)
    return held and not asked.text
