"""The journal on SQLite: one transaction writes facts, index, time, actor and leaf."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from eventsourcing.persistence import StoredEvent

from domain.commands import Envelope
from domain.errors import StoppedError
from domain.journal.appending import Appending
from domain.journal.connections import writing
from domain.journal.lines import Batch, Condition, Receipt, Written
from domain.journal.marking import Marking
from domain.journal.reading import SqliteJournalReader
from domain.kernel.instants import Instant

CREATE_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS stored_events (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        command INTEGER NOT NULL,
        leaf BLOB NOT NULL,
        UNIQUE (originator_id, originator_version)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS commands (
        last INTEGER PRIMARY KEY,
        first INTEGER NOT NULL,
        recorded INTEGER NOT NULL UNIQUE,
        actor TEXT NOT NULL,
        command_id TEXT NOT NULL UNIQUE,
        digest BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS journal_identity (
        journal_id TEXT NOT NULL,
        promised INTEGER NOT NULL
    )
    """,
)


class SqliteJournal(SqliteJournalReader):
    """An append-only journal in one SQLite file.

    ``commands.last`` is the position at which a command's facts became visible as a
    whole; every stored event names it. ``recorded`` grows strictly from command to
    command, so that a recorded instant and a command's last position say the same.
    """

    clock: Callable[[], Instant]
    guards: Sequence[Callable[[], None]] = ()
    """Asked under the write lock before anything is appended; each raises a
    ``StoppedError`` for as long as it forbids that."""

    marking: Marking | None = None
    """Where it is marked how far the journal has come; nowhere if None."""

    def stops(self) -> list[StoppedError]:
        """Return why nothing may be recorded now; reading goes on."""
        found = []
        for guard in self.guards:
            try:
                guard()
            except StoppedError as stop:
                found.append(stop)
        return found

    def construct_create_table_statements(self) -> list[str]:
        """Return the tables of the journal, in place of the library's."""
        return list(CREATE_TABLES)

    def found(self, journal_id: str, first: Batch) -> Receipt:
        """Give a new journal its identity and its first facts, both or neither."""
        with writing(self.datastore) as cursor:
            cursor.execute("INSERT INTO journal_identity VALUES (?, 0)", (journal_id,))
            appending = Appending(cursor, self.clock)
            receipt = appending.append(first)
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
            appending = Appending(cursor, self.clock)
            receipts = [appending.append(batch) for batch in batches]
        self._mark(appending)
        return receipts

    def _mark(self, appending: Appending) -> None:
        if self.marking is not None:
            self.marking.moved(appending.appended)

    def promise(self, known: Instant) -> None:
        """Remember that what was known at ``known`` was answered as final (R2).

        Nothing is ever recorded at or before it, even if the clock is set back. Up to
        the newest recorded time that holds by itself, so that asking about it writes
        nothing, and goes on where the disk is full.
        """
        if known > max(self.promised(), self.head().recorded):
            with writing(self.datastore) as cursor:
                cursor.execute(
                    "UPDATE journal_identity SET promised = MAX(promised, ?)", (known,)
                )

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
