"""Appending under the write lock: conditions, recorded time, positions, leaves."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from domain.commands import Envelope
from domain.errors import JournalCutError, MovedError, RecordedAheadError
from domain.errors.moved import StaleStream
from domain.journal.keeping import Finality
from domain.journal.lines import LAST_POSITION, Batch, Condition, Receipt, Written
from domain.journal.sqlite.leaves import Appended
from domain.journal.sqlite.reading import receipt_of
from domain.journal.tree.leaf import Seal, leaf_head
from domain.kernel.instants import Instant, print_instant

SELECT_END = """
    SELECT journal_id, promised, COALESCE(last, 0), COALESCE(recorded, 0),
        COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'stored_events'), 0),
        COALESCE((SELECT MAX(position) FROM stored_events), 0)
    FROM journal_identity LEFT JOIN
        (SELECT last, recorded FROM commands ORDER BY last DESC LIMIT 1)
"""
SELECT_CONFIRMED = """
    SELECT c.recorded FROM stored_events AS e JOIN commands AS c ON c.last = e.command
    WHERE e.originator_id = 'district' AND e.topic = 'ClockConfirmed'
    ORDER BY e.originator_version DESC LIMIT 1
"""

WITHDRAWAL = "FactWithdrawn"


class Appending:
    """The end of the journal, while one transaction moves it."""

    def __init__(
        self,
        cursor: sqlite3.Cursor,
        clock: Callable[[], Instant],
        finality: Finality,
        lead_us: int | None,
    ) -> None:
        self._cursor, self._clock, self._finality = cursor, clock, finality
        self._lead_us = lead_us
        self._position: int | None = None
        self._recorded = Instant(0)
        """The newest recorded time, or what nothing is recorded before."""
        self._head = b""
        self.appended = Appended()
        """The leaves, for the tree."""

    def append(self, batch: Batch) -> Receipt:
        """Append one command, or return the receipt of its first arrival.

        Raises:
            CommandIdTakenError: The id belongs to a command with another body (R9).
            MovedError: A stream is no longer at the version that was read.
        """
        if (receipt := receipt_of(self._cursor, batch.envelope)) is not None:
            return receipt
        _check(self._cursor, batch.condition)
        receipt = self._next(len(batch.facts))
        self._write(batch, receipt)
        self._position, self._recorded = receipt.last, receipt.recorded
        return receipt

    def _next(self, facts: int) -> Receipt:
        """Give a command its positions and its recorded time."""
        if self._position is None:
            self._position = self.appended.before = self._read_end()
        recorded = self._in_time()
        return Receipt(self._position + 1, self._position + facts, recorded)

    def next_recorded(self) -> None:
        """Find out when the next command would be recorded.

        Raises:
            StoppedError: It would not be.
        """
        self._read_end()
        self._in_time()

    def _in_time(self) -> Instant:
        """Return the recorded time of the next command."""
        now = self._clock()
        # Strictly growing: an answer given at an instant can never gain a fact later.
        recorded = Instant(max(now, self._recorded + 1))
        if self._lead_us is not None and self._recorded > now + self._lead_us:
            self._require_confirmed(recorded, now, self._lead_us)
        return recorded

    def _require_confirmed(self, recorded: Instant, now: Instant, lead_us: int) -> None:
        """Let recording go on ahead of the clock only where a person has said so."""
        if self._recorded > self._confirmed() + lead_us:
            dates = {"recorded": print_instant(recorded), "now": print_instant(now)}
            raise RecordedAheadError(**dates)

    def _confirmed(self) -> int:
        """Return when a person last confirmed the clock, in recorded time."""
        row = self._cursor.execute(SELECT_CONFIRMED).fetchone()
        return 0 if row is None else int(row[0])

    def _read_end(self) -> int:
        """Read where the journal ends; refuse to write where lines are missing there.

        No position is used twice: SQLite itself remembers the highest that was ever
        written.
        """
        self._cursor.execute(SELECT_END)
        journal_id, promised, last, recorded, written, there = self._cursor.fetchone()
        if not written == there == last:
            raise JournalCutError(written=written, found=min(there, last))
        self._recorded = Instant(max(recorded, promised, self._finality.bound()))
        self._head = leaf_head(journal_id)
        return int(last)

    def _write(self, batch: Batch, receipt: Receipt) -> None:
        said = batch.envelope
        self._cursor.execute(
            "INSERT INTO commands VALUES (?, ?, ?, ?, ?, ?)",
            (
                receipt.last,
                receipt.first,
                receipt.recorded,
                said.actor,
                said.command_id,
                said.digest,
            ),
        )
        try:
            self._cursor.executemany(
                "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?, ?, ?)",
                self._rows(batch.facts, said, receipt),
            )
        except sqlite3.IntegrityError as error:
            read = _read_at(batch.facts)
            moved = _moved(self._cursor, read, up_to=receipt.first - 1)
            raise MovedError(moved) from error
        self.appended.ends.append((receipt.last, said.digest))

    def _rows(
        self, facts: Iterable[Written], said: Envelope, receipt: Receipt
    ) -> Iterator[tuple[object, ...]]:
        leaf = Seal(
            self._head,
            recorded=receipt.recorded,
            actor=said.actor,
            command_id=said.command_id,
        ).leaf
        last, leaves = receipt.last, self.appended.leaves
        for position, (stream, version, name, state) in enumerate(facts, receipt.first):
            sealed = leaf(position, stream, version, name, state)
            leaves += sealed
            yield position, stream, version, name, state, last, sealed


def _check(cursor: sqlite3.Cursor, condition: Condition) -> None:
    """Refuse when a stream that was only read has moved since.

    Of one that was only referred to, when something of it was withdrawn.
    """
    versions, in_force = condition.versions, condition.in_force
    moved = _moved(cursor, versions) if versions else []
    moved += _moved(cursor, in_force, by=WITHDRAWAL) if in_force else []
    if moved:
        raise MovedError(moved)


def _read_at(facts: Iterable[Written]) -> dict[str, int]:
    """Return the version at which each stream was read that is written to."""
    read: dict[str, int] = {}
    for stream, version, _, _ in facts:
        read.setdefault(stream, version - 1)
    return read


def _moved(
    cursor: sqlite3.Cursor,
    versions: Mapping[str, int],
    *,
    up_to: int = LAST_POSITION,
    by: str | None = None,
) -> list[StaleStream]:
    """Find the streams that hold more than they did when they were read.

    Args:
        cursor: Inside the transaction that appends.
        versions: The version at which each stream was read; 0 where it was empty.
        up_to: The last position that is not our own.
        by: The name of the facts that count; None for all.
    """
    cursor.execute(
        "SELECT e.originator_id, e.position FROM json_each(?) AS read "
        "CROSS JOIN stored_events AS e "
        "ON e.originator_id = json_extract(read.value, '$[0]') "
        "AND e.originator_version > json_extract(read.value, '$[1]') "
        "AND e.position <= ? AND e.topic = COALESCE(?, e.topic) "
        "ORDER BY e.originator_id, e.position",
        (msgspec.json.encode(list(versions.items())).decode(), up_to, by),
    )
    since: dict[str, list[int]] = {}
    for stream, position in cursor.fetchall():
        since.setdefault(stream, []).append(position)
    return [
        StaleStream(
            stream,
            versions[stream],
            versions[stream] + len(positions),
            tuple(positions),
        )
        for stream, positions in since.items()
    ]
