"""The journal on SQLite: one transaction writes facts, index, time, actor and leaf."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec
from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteCursor

from domain.commands import Envelope
from domain.errors import JournalCutError, MovedError
from domain.journal.connections import writing
from domain.journal.leaf import leaf_head, leaf_of
from domain.journal.lines import Condition, Head, Receipt
from domain.journal.reading import SqliteJournalReader, head_of, receipt_of
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

    def construct_create_table_statements(self) -> list[str]:
        """Return the tables of the journal, in place of the library's."""
        return list(CREATE_TABLES)

    def found(self, journal_id: str) -> None:
        """Give a new journal its identity; an existing one keeps its own."""
        with writing(self.datastore) as cursor:
            cursor.execute("SELECT journal_id FROM journal_identity")
            if cursor.fetchone() is None:
                cursor.execute(
                    "INSERT INTO journal_identity VALUES (?, 0)", (journal_id,)
                )

    def append(
        self, events: Sequence[StoredEvent], envelope: Envelope, condition: Condition
    ) -> Receipt:
        """Append the facts of one command, or return the receipt of its first arrival.

        Raises:
            CommandIdTakenError: The id belongs to a command with another body (R9).
            MovedError: A stream is no longer at the version that was read.
        """
        with writing(self.datastore) as cursor:
            if (receipt := receipt_of(cursor, envelope)) is not None:
                return receipt
            _check(cursor, condition)
            return self._write(cursor, events, envelope)

    def promise(self, known: Instant) -> None:
        """Remember that what was known at ``known`` was answered as final (R2).

        Nothing is ever recorded at or before it, even if the clock is set back.
        """
        if known > self.promised():
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
        receipt = self.append(stored_events, kwargs["envelope"], kwargs["condition"])
        return range(receipt.first, receipt.last + 1)

    def _write(
        self, cursor: SQLiteCursor, events: Sequence[StoredEvent], envelope: Envelope
    ) -> Receipt:
        head = head_of(cursor)
        _require_whole(cursor, head)
        cursor.execute("SELECT journal_id, promised FROM journal_identity")
        journal_id, promised = cursor.fetchone()
        # Strictly growing: an answer given at an instant can never gain a fact later.
        recorded = Instant(max(self.clock(), head.recorded + 1, promised + 1))
        receipt = Receipt(head.position + 1, head.position + len(events), recorded)
        cursor.execute(
            "INSERT INTO commands VALUES (?, ?, ?, ?, ?, ?)",
            (
                receipt.last,
                receipt.first,
                recorded,
                envelope.actor,
                envelope.command_id,
                envelope.digest,
            ),
        )
        try:
            cursor.executemany(
                "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?, ?, ?)",
                _rows(events, envelope, receipt, leaf_head(journal_id)),
            )
        except sqlite3.IntegrityError as error:
            raise MovedError(stream=_taken(cursor, events)) from error
        return receipt


def _require_whole(cursor: SQLiteCursor, head: Head) -> None:
    """Refuse to write where lines are missing at the end: no position is used twice.

    SQLite itself remembers the highest position that was ever written.
    """
    cursor.execute(
        "SELECT COALESCE(MAX(seq), 0), (SELECT COALESCE(MAX(position), 0) "
        "FROM stored_events) FROM sqlite_sequence WHERE name = 'stored_events'"
    )
    written, there = cursor.fetchone()
    if not written == there == head.position:
        raise JournalCutError(written=written, found=min(there, head.position))


def _taken(cursor: SQLiteCursor, events: Sequence[StoredEvent]) -> str:
    """Return the stream in which somebody else's fact stands in the place of ours."""
    ours = {(e.originator_id, e.originator_version) for e in events}
    sql = (
        "SELECT originator_id, originator_version FROM stored_events "
        "WHERE originator_id IN (SELECT value FROM json_each(?)) AND command != ?"
    )
    streams = msgspec.json.encode([e.originator_id for e in events]).decode()
    cursor.execute("SELECT MAX(last) FROM commands")
    command = cursor.fetchone()[0]
    cursor.execute(sql, (streams, command))
    taken = [row[0] for row in cursor.fetchall() if (row[0], row[1]) in ours]
    return str(min(taken, default=events[0].originator_id))


def _check(cursor: SQLiteCursor, condition: Condition) -> None:
    """Refuse when a stream has moved since it was read."""
    for stream, version in condition.versions.items():
        cursor.execute(
            "SELECT COALESCE(MAX(originator_version), 0) FROM stored_events "
            "WHERE originator_id = ?",
            (stream,),
        )
        if cursor.fetchone()[0] != version:
            raise MovedError(stream=stream)


def _rows(
    events: Iterable[StoredEvent], envelope: Envelope, receipt: Receipt, head: bytes
) -> Iterator[tuple[object, ...]]:
    for position, event in enumerate(events, receipt.first):
        leaf = leaf_of(
            head,
            position=position,
            recorded=receipt.recorded,
            actor=envelope.actor,
            command_id=envelope.command_id,
            stream=str(event.originator_id),
            version=event.originator_version,
            name=event.topic,
            state=event.state,
        )
        yield (
            position,
            event.originator_id,
            event.originator_version,
            event.topic,
            event.state,
            receipt.last,
            leaf,
        )
