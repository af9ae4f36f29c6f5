"""Columns of all plots in memory: read once, then patched as the journal grows."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping

import numpy as np
from sqlalchemy import select

from domain.kernel.facts import EXISTS
from domain.things.land.plots import KIND, PlotStage
from domain.things.registration import stream_of
from projections.building.catching_up import closure
from projections.memory.amount_columns import (
    PatchedAmounts,
    amounts_of_some,
    read_amounts,
)
from projections.memory.arrays import Ints, Words, read_versions, versions_of_some
from projections.memory.state import CachedColumns
from projections.memory.version_columns import PatchedColumn, VersionColumn
from projections.tables.snapshot import Snapshot
from projections.tables.versions import of_periods

CACHED = (EXISTS, "stage", "zone", "land_use", "project")
MEASURE = "amount"
MOST_PATCHED = 4_000
"""When more plots are replaced, one column is made of the large part and the patch."""
WORTH_A_RELOAD = 20_000
"""When more plots are touched at once, everything is read again."""


class ColumnCache:
    """The newest state of the columns; safe to share between threads."""

    def __init__(self) -> None:
        self._words = {name: Words() for name in CACHED}
        self._words["stage"] = Words(stage.value for stage in PlotStage)
        self._newest: CachedColumns | None = None
        self._rebasing = False
        self._lock = threading.Lock()

    @property
    def words(self) -> Mapping[str, Words]:
        """The values of each column by their codes, which never change."""
        return self._words

    def refreshed(self, now: Snapshot) -> CachedColumns:
        """Bring the columns up to a snapshot, whoever has written what it holds.

        A state that has read more than the snapshot is as good: what was recorded
        later changes no answer at an earlier K (R2).
        """
        newest = self._newest
        if newest is not None and newest.position >= now.position:
            return newest
        with self._lock:
            newest = self._newest
            if newest is None or newest.position < now.position:
                newest = self._newest = self._newer(now, newest)
        return newest

    def restore(self, columns: CachedColumns) -> None:
        """Begin with columns that were kept; later ones that are there already stay."""
        with self._lock:
            if self._newest is None:
                self._words = dict(columns.words)
                self._newest = columns

    def at_hand(self, now: Snapshot) -> CachedColumns | None:
        """Return the columns, as true as a snapshot, if anybody has read them yet.

        A single question is answered sooner from the tables.
        """
        return None if self._newest is None else self.refreshed(now)

    def known_by(self, position: int) -> CachedColumns | None:
        """Return the columns at hand, if they have read up to a position.

        For a K that resolves to it they are as good as those of any later one (R2).
        """
        found = self._newest
        return found if found is not None and found.position >= position else None

    def _newer(self, now: Snapshot, before: CachedColumns | None) -> CachedColumns:
        if before is None:
            return self._read(now)
        things = touched(now, before.position)
        if len(things) > WORTH_A_RELOAD:
            return self._read(now)
        patched = self._patched(now, before, things)
        if patched.replaced > MOST_PATCHED and not self._rebasing:
            self._rebasing = True
            threading.Thread(target=self._rebase, args=(patched,), daemon=True).start()
        return patched

    def _read(self, now: Snapshot) -> CachedColumns:
        """Read everything."""
        numbers = _numbers(now)
        columns = {}
        for name, words in self._words.items():
            rows = read_versions(now, KIND, name, words)
            is_period = of_periods(now, KIND, name)
            whole = VersionColumn.of(rows, numbers, is_period=is_period)
            columns[name] = PatchedColumn.of(whole)
        amounts = read_amounts(now, KIND, MEASURE).placed(numbers)
        patched = PatchedAmounts.of(amounts)
        return CachedColumns(now.position, numbers, columns, self._words, patched)

    def _patched(
        self, now: Snapshot, before: CachedColumns, things: Ints
    ) -> CachedColumns:
        """Read the rows of some plots again, and of new ones."""
        new = things[things > before.numbers.max(initial=0)]
        # A thing's number is a position: whatever is new comes last.
        numbers = np.concatenate([before.numbers, new]) if len(new) else before.numbers
        rows = versions_of_some(now, KIND, self._words, things)
        columns = {
            name: column.patched(rows[name], things, numbers)
            for name, column in before.columns.items()
        }
        spent = amounts_of_some(now, KIND, MEASURE, things).placed(numbers)
        amounts = before.amounts.patched(spent, np.searchsorted(numbers, things))
        return CachedColumns(now.position, numbers, columns, self._words, amounts)

    def _rebase(self, patched: CachedColumns) -> None:
        """Make whole columns, while questions go on.

        What was patched meanwhile is patched again: the state knows its position.
        """
        rebased = patched.rebased()
        with self._lock:
            self._newest, self._rebasing = rebased, False


def touched(now: Snapshot, position: int, *, up_to: int | None = None) -> Ints:
    """Return the numbers of the plots whose rows may be others than at a position.

    These are all members of the families whose streams have gained a fact since.
    Columns, ground and maps ask for them one after the other, each for itself.

    Args:
        now: The snapshot.
        position: Behind which facts count.
        up_to: The last position that counts; left out, that of the snapshot.
    """
    until = now.position if up_to is None else up_to
    return now.once(
        ("touched", position, until), lambda: _touched(now, position, until)
    )


def _touched(now: Snapshot, position: int, until: int) -> Ints:
    facts, things = now.tables.facts, now.tables.things
    # Asked for different ones, SQLite would go through all facts by thing.
    new = select(facts.c.thing).where(
        facts.c.position > position, facts.c.position <= until
    )
    numbers = sorted({row[0] for row in now.tuples(new)})
    if len(numbers) > WORTH_A_RELOAD:
        return np.array(numbers)
    query = select(things.c.kind, things.c.id).where(things.c.number.in_(numbers))
    own = {stream_of(*row) for row in now.tuples(query) if row[0] == KIND}
    kin = closure(now.connection, now.tables, own)
    streams = own | {stream for edge in kin for stream in edge}
    return _numbers(now, [stream.partition(":")[2] for stream in streams])


def _numbers(now: Snapshot, ids: Collection[str] | None = None) -> Ints:
    """Return the numbers of all plots, or of some, growing."""
    things = now.tables.things
    query = select(things.c.number).where(things.c.kind == KIND)
    if ids is not None:
        query = query.where(things.c.id.in_(ids))
    found = (row[0] for row in now.tuples(query))
    return np.sort(np.fromiter(found, np.int64))
