"""The journal on SQLite: one transaction writes facts, index, time, actor and leaf."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from eventsourcing.persistence import StoredEvent

from domain.commands import Envelope
from domain.errors import StoppedError
from domain.journal.agreement.losses import Loss, loss_of
from domain.journal.agreement.marking import Marking
from domain.journal.keeping import Finality, NoFinality
from domain.journal.lines import Batch, Condition, Receipt, Written
from domain.journal.marks.places import Place
from domain.journal.sqlite.appending import Appending
from domain.journal.sqlite.reading import SqliteJournalReader
from domain.journal.sqlite.schema import CREATE_TABLES
from domain.journal.sqlite.transactions import pool_of, reading, trying, writing
from domain.kernel.instants import Instant


class SqliteJournal(SqliteJournalReader):
    """An append-only journal in one SQLite file.

    ``commands.last`` is the position at which a command's facts became visible as a
    whole; every stored event names it. ``recorded`` grows strictly from command to
    command, so that a recorded instant and a command's last position say the same.
    """

    clock: Callable[[], Instant]
    """Tells the present, or raises a ``StoppedError`` where it cannot be trusted."""
    lead_us: int | None = None
    """How far recorded time may run ahead of the clock; None is as far as it takes."""
    finality: Finality = NoFinality()
    guards: Sequence[Callable[[], None]] = ()
    """Asked under the write lock before anything is appended; each raises a
    ``StoppedError`` for as long as it forbids that."""

    marking: Marking | None = None
    """Where it is marked how far the journal has come; nowhere if None."""

    def stops(self) -> list[StoppedError]:
        """Return why nothing may be recorded now; reading goes on."""
        guards = (self.require_writable, *self.guards)
        found = [stop for guard in guards if (stop := _stop_of(guard))]
        if not found and (stop := _stop_of(self._next_recorded)):
            found.append(stop)
        return found

    def _next_recorded(self) -> None:
        """Find out when the next command would be recorded, without recording it."""
        with reading(self.datastore) as cursor:
            self._appending(cursor).next_recorded()

    def _appending(self, cursor: sqlite3.Cursor) -> Appending:
        return Appending(cursor, self.clock, self.finality, self.lead_us)

    def construct_create_table_statements(self) -> list[str]:
        """Return the tables of the journal, in place of the library's."""
        return list(CREATE_TABLES)

    def create_table(self) -> None:
        """Make the tables, except where nothing can be written."""
        if not self.is_read_only:
            super().create_table()

    def require_writable(self) -> None:
        """Refuse to record where nothing can be written.

        Raises:
            ReadOnlyError: The journal can only be read.
        """
        pool_of(self.datastore).require_writable()

    def found(self, journal_id: str, first: Batch) -> Receipt:
        """Give a new journal its identity and its first facts, both or neither."""
        with writing(self.datastore) as cursor:
            cursor.execute("INSERT INTO journal_identity VALUES (?, 0)", (journal_id,))
            appending = self._appending(cursor)
            receipt = appending.append(first)
            self.finality.note()
        self._mark(appending)
        return receipt

    def append(
        self, facts: Sequence[Written], envelope: Envelope, condition: Condition
    ) -> Receipt:
        """Append the facts of one command, or return the receipt of its first arrival.

        Raises:
            CommandIdTakenError: The id belongs to a command with another body (R9).
            MovedError: A stream is no longer at the version that was read.
        """
        return self.append_many([Batch(facts, envelope, condition)])[0]

    def append_many(
        self, batches: Iterable[Batch], *, guarded: bool = True
    ) -> list[Receipt]:
        """Append many commands in one transaction: all of them, or none.

        Each has its own recorded time, for which the clock is asked when the command
        is taken, and a later one may write on where an earlier one has written. What
        is stored is what ``append`` stores for one after the other.

        Args:
            batches: The commands.
            guarded: False only for the fact by which a person lets recording go on.

        Raises:
            CommandIdTakenError: An id belongs to a command with another body (R9).
            MovedError: A stream is no longer at the version that was read.
            StoppedError: Nothing may be recorded now.
        """
        with writing(self.datastore) as cursor:
            for guard in self.guards if guarded else ():
                guard()
            appending = self._appending(cursor)
            receipts = [appending.append(batch) for batch in batches]
        self._mark(appending)
        return receipts

    def marking_in(self, places: Sequence[Place], journal_id: str) -> Marking:
        """Return what marks in some places how far this journal has come."""
        return Marking(self, journal_id, places)

    def loss(self, places: Sequence[Place]) -> Loss | None:
        """Return what the marks in some places say is missing here."""
        return loss_of(self, self.journal_id(), places)

    def _mark(self, appending: Appending) -> None:
        if self.marking is not None:
            self.marking.moved(appending.appended)

    def promise(self, known: Instant) -> bool:
        """Tell whether an answer about ``known`` is final (R2), and see to it.

        Final is what nothing is ever recorded at or before, even if the clock is set
        back. Up to the newest recorded time that holds by itself. Behind it the mark
        says so that is kept beside the journal; reading moves it only as far as a
        trusted clock has come, only where nobody is appending, and never waits. The
        journal itself is not written.
        """
        if known <= max(self.head().recorded, self.promised()):
            return True
        return self.finality.covers(known) or self._keep(known)

    def _keep(self, known: Instant) -> bool:
        try:
            if known > self.clock():
                return False
        except StoppedError:
            return False
        # Whoever appends holds this lock from before the clock is asked to the commit.
        with trying(self.datastore) as is_free:
            if is_free:
                self.finality.keep(known)
        return is_free and self.finality.covers(known)

    @contextmanager
    def confirmed(self, present: Instant) -> Iterator[None]:
        """Record by a present that a person vouches for, as far ahead as it takes."""
        doubted = self.clock, self.lead_us
        self.clock, self.lead_us = (lambda: present), None
        try:
            yield
        finally:
            self.clock, self.lead_us = doubted

    def locked(self, act: Callable[[], None]) -> None:
        """Do something beside the journal while nobody appends."""
        with writing(self.datastore):
            act()

    def note(self) -> None:
        """Keep what the clock shows, where nobody is appending; never wait for it."""
        with trying(self.datastore) as is_free:
            if is_free:
                self.finality.note()

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401
    ) -> Sequence[int]:
        """Append under the library's name; needs ``envelope`` and ``condition``."""
        facts = [
            (str(e.originator_id), e.originator_version, e.topic, e.state)
            for e in stored_events
        ]
        receipt = self.append(facts, kwargs["envelope"], kwargs["condition"])
        return range(receipt.first, receipt.last + 1)


def _stop_of(check: Callable[[], None]) -> StoppedError | None:
    """Return what a check raises for as long as nothing may be recorded."""
    try:
        check()
    except StoppedError as stop:
        return stop
    return None
