"""How far the tables have come, and letting them come further as far as that goes.

A full disk, a lock or a long way behind keep nobody from what the tables have reached.
"""

from __future__ import annotations

import logging
import math
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from domain.journal.interface import JournalReader
from projections.building.workers import RebuildCutShortError
from projections.opening.damage import DATABASE_ERRORS, TablesDamagedError

if TYPE_CHECKING:
    from projections.opening.read_model import ReadModel

FEW = 2_000
"""So many facts are read by whoever asks; more by a thread that nobody has to await."""
LOCK_WAIT_S, LOCK_WAIT_AGAIN_S = 2.0, 0.2
"""How long somebody else who writes is waited for, and how long once that was vain."""
STUCK = (*DATABASE_ERRORS, RebuildCutShortError, OSError)

log = logging.getLogger(__name__)


class Reaching:
    """Lets the tables follow the journal; safe to share between threads."""

    def __init__(self, model: ReadModel, journal: JournalReader) -> None:
        self._model, self._journal = model, journal
        self.patience_s = math.inf
        """How long somebody waits for tables that are far behind."""
        self._one_at_once, self._starting = Lock(), Lock()
        self._job: Event | None = None
        self._is_stuck = False
        self._seen = 0

    def to(self, position: int, *, patience_s: float | None = None) -> int:
        """Let the tables come to a position; return the one that they have reached.

        What keeps them from it is in the log. Where they had come so far when anybody
        looked last, nobody looks again: who finds them behind after all, because
        others have taken their place, says so by ``lost``.

        Args:
            position: Of the journal.
            patience_s: How long is waited at most.
        """
        if (seen := self._seen) >= position:
            return seen
        read = self._reached()
        if read >= position:
            return read
        patience_s = self.patience_s if patience_s is None else patience_s
        if position - read <= FEW or math.isinf(patience_s):
            self._advance(min(LOCK_WAIT_S, patience_s))
        else:
            self._advancing().wait(patience_s)
        return self._reached()

    def lost(self) -> None:
        """Let the next question look how far the tables have really come."""
        self._seen = 0

    def _reached(self) -> int:
        try:
            self._seen = self._model.position()
        except TablesDamagedError:
            self._seen = self._model.position()
        return self._seen

    def _advance(self, lock_wait_s: float) -> None:
        wait_s = LOCK_WAIT_AGAIN_S if self._is_stuck else lock_wait_s
        if not self._one_at_once.acquire(timeout=wait_s):
            return
        try:
            self._model.catch_up(self._journal, wait_s=wait_s)
            self._is_stuck = False
        except STUCK as why:
            if not self._is_stuck:
                log.warning("The tables cannot follow the journal: %s", why)
            self._is_stuck = True
        finally:
            self._one_at_once.release()

    def _advancing(self) -> Event:
        """Let one thread read what is missing; return what says that it has ended."""
        with self._starting:
            if self._job is None or self._job.is_set():
                self._job = Event()
                ended = (self._job,)
                Thread(target=self._read_all, args=ended, daemon=True).start()
            return self._job

    def _read_all(self, ended: Event) -> None:
        try:
            self._advance(LOCK_WAIT_S)
        finally:
            ended.set()
