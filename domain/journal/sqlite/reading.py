"""Reading the journal on SQLite: lines, receipts, and what a knowledge date means."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from eventsourcing.persistence import Notification
from eventsourcing.sqlite import SQLiteApplicationRecorder

from domain.commands import Envelope
from domain.errors import CommandIdTakenError, UnknownPositionError
from domain.journal.lines import LAST_POSITION, Head, Line, Receipt
from domain.journal.moves import Moves
from domain.journal.sqlite.rows import (
    SELECT_ENTRIES,
    SELECT_LINES,
    entry_of,
    line_of,
    notification_of,
)
from domain.journal.sqlite.transactions import pool_of, reading
from domain.journal.texts import as_list, nameless_among, rows_of
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry

AT_POSITIONS = (
    "WHERE e.position IN (SELECT value FROM json_each(?)) ORDER BY e.position"
)
FEW_STREAMS = 8
"""Up to here each stream is a parameter; SQLite reads a list of names slower."""


class SqliteJournalReader(SQLiteApplicationRecorder):
    """Everything that can be asked of a journal in one SQLite file."""

    def journal_id(self) -> str:
        """Return the identity that every leaf begins with."""
        return str(self._read("SELECT journal_id FROM journal_identity")[0][0])

    def promised(self) -> Instant:
        """Return the newest knowledge date that was promised in the journal itself.

        Releases before the mark beside the journal did so; it is heeded, and no longer
        moved.
        """
        return Instant(self._read("SELECT promised FROM journal_identity")[0][0])

    def receipt(self, envelope: Envelope) -> Receipt | None:
        """Return the receipt of a command that arrived before.

        Raises:
            CommandIdTakenError: It arrived with another body (R9).
        """
        with reading(self.datastore) as cursor:
            return receipt_of(cursor, envelope)

    @property
    def moves(self) -> Moves:
        """Which streams have moved, whoever has recorded it."""
        return pool_of(self.datastore).moves

    @property
    def file(self) -> Path:
        """The file that is read: the journal's own, or a copy of it."""
        return Path(pool_of(self.datastore).db_name)

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written where the journal is."""
        return pool_of(self.datastore).is_read_only

    def head(self) -> Head:
        """Return the last position and its recorded time; zeros when empty."""
        return self.moves.look()

    def head_at(self, known: Instant) -> Head:
        """Return the last position recorded at or before ``known``."""
        if (head := self.head()).recorded <= known:
            return head
        rows = self._read(
            "SELECT last, recorded FROM commands WHERE recorded <= ? "
            "ORDER BY recorded DESC LIMIT 1",
            known,
        )
        return Head(rows[0][0], Instant(rows[0][1])) if rows else Head(0, Instant(0))

    def group(self, position: int) -> Receipt:
        """Return the command that a position belongs to.

        Raises:
            UnknownPositionError: The journal has no such position.
        """
        rows = self._read(
            "SELECT first, last, recorded FROM commands WHERE last >= ? "
            "ORDER BY last LIMIT 1",
            min(position, LAST_POSITION),
        )
        if not rows or position < 1:
            raise UnknownPositionError(position=position, last=self.head().position)
        return Receipt(rows[0][0], rows[0][1], Instant(rows[0][2]))

    def line(self, position: int) -> Line:
        """Return the entry at a position.

        Raises:
            UnknownPositionError: The journal has no such position.
        """
        reachable = min(position, LAST_POSITION)
        rows = self._read(f"{SELECT_LINES} WHERE e.position = ?", reachable)
        if not rows:
            raise UnknownPositionError(position=position, last=self.head().position)
        return line_of(rows[0])

    def lines_after(self, position: int, *, limit: int) -> list[Line]:
        """Return up to ``limit`` entries behind ``position``, in order."""
        where = "WHERE e.position > ? ORDER BY e.position LIMIT ?"
        return [
            line_of(row)
            for row in self._read(f"{SELECT_LINES} {where}", position, limit)
        ]

    def lines_of(
        self, streams: Iterable[str], *, up_to: int = LAST_POSITION
    ) -> list[Line]:
        """Return all entries of some streams, stream by stream, each in order."""
        where = (
            "WHERE e.originator_id IN (SELECT value FROM json_each(?)) "
            "AND e.position <= ? ORDER BY e.originator_id, e.originator_version"
        )
        asked = set(streams)
        names = msgspec.json.encode(list(asked)).decode()
        rows = self._read(f"{SELECT_LINES} {where}", names, up_to)
        if nameless := nameless_among(asked, up_to=up_to):
            rows += self._read(f"{SELECT_LINES} {AT_POSITIONS}", as_list(nameless))
        return [line for line in map(line_of, rows) if line.stream in asked]

    def entries_of(self, streams: Collection[str]) -> list[Entry]:
        """Return what decisions need of some streams: each in order, decoded."""
        if len(streams) <= FEW_STREAMS:
            among, values = ", ".join("?" * len(streams)), tuple(streams)
        else:
            among = "SELECT value FROM json_each(?)"
            values = (msgspec.json.encode(list(streams)).decode(),)
        where = (
            f"WHERE e.originator_id IN ({among}) "
            "ORDER BY e.originator_id, e.originator_version"
        )
        rows = self._read(f"{SELECT_ENTRIES} {where}", *values)
        if nameless := nameless_among(streams, up_to=LAST_POSITION):
            rows += self._read(f"{SELECT_ENTRIES} {AT_POSITIONS}", as_list(nameless))
        return [entry for entry in map(entry_of, rows) if entry.thing in streams]

    def entries_at(self, positions: Iterable[int]) -> list[Entry]:
        """Return the entries at some positions, in order, decoded."""
        rows = self._read(f"{SELECT_ENTRIES} {AT_POSITIONS}", as_list(positions))
        return [entry_of(row) for row in rows]

    def has(self, stream: str) -> bool:
        """Tell whether a stream has any entry."""
        found = self._read(
            "SELECT 1 FROM stored_events WHERE originator_id = ? LIMIT 1", stream
        )
        return bool(found)

    def lines_of_kind(self, kind: str) -> list[Line]:
        """Return all entries of every stream of a kind, stream by stream, in order."""
        # ";" follows ":" in ASCII, so this is a range of the index.
        where = (
            "WHERE e.originator_id >= ? AND e.originator_id < ? "
            "ORDER BY e.originator_id, e.originator_version"
        )
        rows = self._read(f"{SELECT_LINES} {where}", f"{kind}:", f"{kind};")
        return [
            line for line in map(line_of, rows) if line.stream.startswith(f"{kind}:")
        ]

    def last_of_kind(self, kind: str) -> int:
        """Return the position of the last entry of any stream of a kind, or 0."""
        rows = self._read(
            "SELECT MAX(position) FROM stored_events "
            "WHERE originator_id >= ? AND originator_id < ?",
            f"{kind}:",
            f"{kind};",
        )
        return int(rows[0][0] or 0)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Answer the library's notification log, whose rowid has its own name here."""
        after = (start or 0) - (1 if inclusive_of_start else 0)
        where = (
            "WHERE e.position > ? AND e.position <= ? "
            "AND (? = 0 OR e.topic IN (SELECT value FROM json_each(?))) "
            "ORDER BY e.position LIMIT ?"
        )
        names = msgspec.json.encode(list(topics)).decode()
        until = LAST_POSITION if stop is None else stop
        rows = self._read(
            f"{SELECT_LINES} {where}", after, until, len(topics), names, limit
        )
        return [notification_of(line_of(row)) for row in rows]

    def _read(self, sql: str, *values: object) -> list[Any]:
        with reading(self.datastore) as cursor:
            return rows_of(cursor, sql, values)


def receipt_of(cursor: sqlite3.Cursor, envelope: Envelope) -> Receipt | None:
    """Look a command up inside a transaction; see ``receipt``."""
    cursor.execute(
        "SELECT first, last, recorded, digest FROM commands WHERE command_id = ?",
        (envelope.command_id,),
    )
    if (row := cursor.fetchone()) is None:
        return None
    first, last, recorded, digest = row
    if digest != envelope.digest:
        raise CommandIdTakenError(command_id=envelope.command_id)
    return Receipt(first, last, Instant(recorded), repeated=True)
