"""Whether a journal agrees with what was marked of it; quickly, at every start."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from domain.errors import StoppedError
from domain.journal.agreement.refusals import (
    JournalAlteredError,
    JournalBehindError,
    LineAlteredError,
)
from domain.journal.marks.mark import Slot, digest_of
from domain.journal.marks.places import TRAIL_BYTES, Place
from domain.journal.sqlite.leaves import JournalLeaves
from domain.journal.sqlite.reading import SqliteJournalReader
from domain.journal.sqlite.transactions import reading
from domain.journal.verification.journal import tail_faults

STEP = 65_536
log = logging.getLogger("guatu.marks")


def disagreement(
    journal: SqliteJournalReader, journal_id: str, places: Iterable[Place]
) -> StoppedError | None:
    """Return what is found wrong first by any mark; None where the journal agrees.

    A mark is read before the journal's end, which can only have moved on since.
    """
    for place in places:
        slot, signed = latest_slot(place), _signed(place)
        if slot is not None and (
            found := _Compared(journal, place, slot).disagreement(journal_id)
        ):
            return found
        if signed > (head := journal.head().position):
            file = place.notes.file(signed)
            return JournalBehindError(
                found=head, size=signed, position=head + 1, file=file
            )
    return _altered_tail(journal, journal_id)


def _altered_tail(
    journal: SqliteJournalReader, journal_id: str
) -> LineAlteredError | None:
    """Look through the last lines, whether they are what their leaves were made of."""
    end = journal.head().position
    with reading(journal.datastore) as cursor:
        faults = tail_faults(cursor, journal.file, journal_id, end, lambda _, __: None)
    first = min((fault.first for fault in faults if fault.first), default=None)
    return None if first is None else LineAlteredError(position=first)


def _signed(place: Place) -> int:
    """Return how far the newest checkpoint says that the journal had come."""
    try:
        return max(place.notes.sizes(), default=0)
    except OSError:
        return 0


def latest_slot(place: Place) -> Slot | None:
    """Read a mark; one that cannot be read is as good as none, but is told."""
    try:
        slot = place.slot()
        if slot is None and place.is_torn():
            log.warning("%s is torn: it is written anew", place.file)
    except OSError as error:
        log.warning("%s cannot be read: %s", place.file, error)
        return None
    return slot


class _Compared:
    """A journal beside one mark."""

    def __init__(self, journal: SqliteJournalReader, place: Place, slot: Slot) -> None:
        self._leaves, self._place, self._slot = JournalLeaves(journal), place, slot
        self._head = journal.head().position

    def disagreement(self, journal_id: str) -> StoppedError | None:
        size, file = self._slot.tree.size, self._place.file
        if self._slot.journal != digest_of(journal_id):
            return JournalAlteredError(position=1, file=file)
        if not self._ends_alike(min(size, self._head)):
            first = self._first_other(min(size, self._head))
            return JournalAlteredError(position=first, file=file)
        if size > self._head:
            return JournalBehindError(
                found=self._head, size=size, position=self._head + 1, file=file
            )
        return None

    def _ends_alike(self, end: int) -> bool:
        """Compare the last position that both know; in the trail, if not the mark."""
        if end == 0:
            return True
        if end == self._slot.tree.size:
            return self._leaves.leaf(end) == self._slot.leaf
        marked = self._place.trail(end - 1, end)
        return not marked or marked == self._leaves.trail(end - 1, end)

    def _first_other(self, end: int) -> int:
        """Find the first position whose leaf is not the one in the trail."""
        for start in range(0, end, STEP):
            stop = min(end, start + STEP)
            marked = self._place.trail(start, stop)
            there = self._leaves.trail(start, stop)
            if marked == there:
                continue
            entries = range(0, len(marked), TRAIL_BYTES)
            others = (
                start + at // TRAIL_BYTES + 1
                for at in entries
                if marked[at : at + TRAIL_BYTES] != there[at : at + TRAIL_BYTES]
            )
            return next(others, end)
        return end
