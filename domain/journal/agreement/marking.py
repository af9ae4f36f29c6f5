"""Marking, after each batch, how far the journal has come, in every place."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from eventsourcing.persistence import PersistenceError

from domain.errors import StoppedError
from domain.journal.agreement.agreeing import disagreement, latest_slot
from domain.journal.marks.mark import Mark
from domain.journal.marks.places import TRAIL_BYTES, Leaves, OtherMarkError, Place
from domain.journal.sqlite.leaves import Appended, JournalLeaves
from domain.journal.sqlite.reading import SqliteJournalReader
from domain.journal.tree.merkle import HASH_BYTES, Tree

SYNC_S = 1.0
NO_LEAF = bytes(HASH_BYTES)
log = logging.getLogger("guatu.marks")


class Marking:
    """The marks of one open journal, and the tree that they are taken from."""

    def __init__(
        self, journal: SqliteJournalReader, journal_id: str, places: Sequence[Place]
    ) -> None:
        """Compare the journal with every mark that is kept of it.

        Args:
            journal: Open, or about to be founded.
            journal_id: Its identity.
            places: Where its marks are kept; the nearest first.
        """
        self.places = tuple(places)
        self.leaves = JournalLeaves(journal)
        self._journal, self._journal_id = journal, journal_id
        self._mark: Mark | None = None
        self._lock, self._syncing = threading.Lock(), threading.Lock()
        self._timer: threading.Timer | None = None
        self._failing: set[Place] = set()
        self._stop = self._look()

    def _look(self) -> StoppedError | None:
        return disagreement(self._journal, self._journal_id, self.places)

    def check(self) -> None:
        """Refuse to record while the journal is not what was marked of it.

        Looks again while it is not: a person may have let recording go on meanwhile.

        Raises:
            StoppedError: Says what the first wrong position is, and by which mark.
        """
        if self._stop is not None:
            self._stop = self._look()
        if self._stop is not None:
            raise self._stop

    def mark(self) -> Mark:
        """Return the mark of the journal as it is."""
        with self._lock:
            return self._reached(self._journal.head().position)

    def moved(self, appended: Appended) -> None:
        """Mark what was appended; never fails, for what is recorded is recorded."""
        if not appended.leaves:
            return
        with self._lock:
            try:
                mark = self._grown(appended)
                for place in self.places:
                    self._advance(place, mark, _Fresh(appended, self.leaves))
            except PersistenceError as error:
                log.warning("The journal's leaves cannot be read: %s", error)
            self._sync_soon()

    def _grown(self, appended: Appended) -> Mark:
        """Grow the tree by what was appended, after what others had appended before."""
        mark = self._reached(appended.before)
        if mark.size == appended.before:
            leaves = bytes(appended.leaves)
            tree = mark.tree.grown(leaves)
            self._mark = Mark(self._journal_id, leaves[-HASH_BYTES:], tree)
            return self._mark
        return self._reached(appended.last)

    def _reached(self, end: int) -> Mark:
        """Grow the tree by what the journal holds up to ``end``, if it ends before."""
        mark = self._mark or self._newest()
        if mark.size < end:
            tree = self.leaves.grown(mark.tree, end)
            mark = Mark(self._journal_id, self.leaves.leaf(end) or NO_LEAF, tree)
        self._mark = mark
        return mark

    def _newest(self) -> Mark:
        """Return the newest mark of the journal's past: nobody begins anew."""
        marks = [Mark(self._journal_id, NO_LEAF, Tree())]
        for place in self.places:
            slot = latest_slot(place)
            mark = slot and slot.mark(self._journal_id)
            if mark and self.leaves.leaf(mark.size) == mark.leaf:
                marks.append(mark)
        return max(marks, key=lambda mark: mark.size)

    def _advance(self, place: Place, mark: Mark, leaves: Leaves) -> None:
        try:
            place.advance(mark, leaves)
            self._failing.discard(place)
        except OtherMarkError:
            self._stop = self._look()
        except OSError as error:
            self._tell(place, error)

    def _tell(self, place: Place, error: OSError) -> None:
        """Say once that a place cannot be written, until it can be again."""
        if place not in self._failing:
            log.warning("%s cannot be written: %s", place.file, error)
        self._failing.add(place)

    def accept(self) -> Mark:
        """Mark the journal as it is, whatever was marked before.

        Only after a decision was recorded that lets an older journal go on: see
        ``append_many(guarded=False)``. What was marked before is set aside.

        Raises:
            OSError: A place cannot be written.
        """
        with self._lock:
            self._mark = None
            mark = self._reached(self._journal.head().position)
            for place in self.places:
                place.accept(mark, self.leaves)
            self._stop = None
            return mark

    def forget(self) -> None:
        """Drop what is kept of an earlier journal: this one is about to be founded."""
        for place in self.places:
            place.forget()
        self._mark = self._stop = None

    def sync(self) -> None:
        """Let every mark survive a power cut."""
        with self._syncing:
            self._timer = None
            for place in self.places:
                try:
                    place.sync()
                except OSError as error:
                    self._tell(place, error)

    def _sync_soon(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(SYNC_S, self.sync)
            self._timer.daemon = True
            self._timer.start()

    def close(self) -> None:
        """Sync what is not, and close the files."""
        if (timer := self._timer) is not None:
            timer.cancel()
            self.sync()
        with self._lock, self._syncing:
            for place in self.places:
                place.close()


class _Fresh:
    """The leaves of a journal, the newest of which are still at hand."""

    def __init__(self, appended: Appended, leaves: JournalLeaves) -> None:
        self._appended, self._leaves = appended, leaves
        self.leaf = leaves.leaf

    def trail(self, start: int, end: int) -> bytes:
        before, last = self._appended.before, self._appended.last
        if start < before or end > last:
            return self._leaves.trail(start, end)
        trail = self._appended.trail()
        return trail[(start - before) * TRAIL_BYTES : (end - before) * TRAIL_BYTES]
