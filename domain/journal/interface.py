"""What every journal can do, whatever it is stored in: all that others may rely on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from domain.commands import Envelope
from domain.errors import StoppedError
from domain.journal.agreement.losses import Loss
from domain.journal.agreement.marking import Marking
from domain.journal.keeping import Finality
from domain.journal.lines import (
    LAST_POSITION,
    Batch,
    Condition,
    Head,
    Line,
    Receipt,
    Written,
)
from domain.journal.marks.places import Place
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry


class Following(Protocol):
    """Which streams have moved, whoever has recorded it; safe to share by threads."""

    def look(self) -> Head:
        """Return the last position and its recorded time; zeros when empty."""

    def moved_since(self, position: int, moving: Iterable[str]) -> bool:
        """Tell whether a stream or a whole kind has moved, as of the last look."""

    def last_of(self, *moving: str, beside: Collection[str] = ()) -> int:
        """Return the last position of streams or kinds, as of the last look.

        Facts of some names can be left aside: by them a kind does not count as moved.
        """


class JournalReader(Protocol):
    """Everything that can be asked of a journal."""

    @property
    def file(self) -> Path:
        """The file that it is in, for processes that read it by themselves."""

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written where the journal is."""

    @property
    def moves(self) -> Following:
        """Which streams have moved."""

    def journal_id(self) -> str:
        """Return the identity that every leaf begins with."""

    def receipt(self, envelope: Envelope) -> Receipt | None:
        """Return the receipt of a command that arrived before.

        Raises:
            CommandIdTakenError: It arrived with another body (R9).
        """

    def head(self) -> Head:
        """Return the last position and its recorded time; zeros when empty."""

    def head_at(self, known: Instant) -> Head:
        """Return the last position recorded at or before ``known``."""

    def group(self, position: int) -> Receipt:
        """Return the command that a position belongs to.

        Raises:
            UnknownPositionError: The journal has no such position.
        """

    def line(self, position: int) -> Line:
        """Return the entry at a position.

        Raises:
            UnknownPositionError: The journal has no such position.
        """

    def lines_after(self, position: int, *, limit: int) -> list[Line]:
        """Return up to ``limit`` entries behind ``position``, in order."""

    def lines_of(
        self, streams: Iterable[str], *, up_to: int = LAST_POSITION
    ) -> list[Line]:
        """Return all entries of some streams, stream by stream, each in order."""

    def lines_of_kind(self, kind: str) -> list[Line]:
        """Return all entries of every stream of a kind, stream by stream, in order."""

    def last_of_kind(self, kind: str) -> int:
        """Return the position of the last entry of any stream of a kind, or 0."""

    def entries_of(self, streams: Collection[str]) -> list[Entry]:
        """Return what decisions need of some streams: each in order, decoded."""

    def entries_at(self, positions: Iterable[int]) -> list[Entry]:
        """Return the entries at some positions, in order, decoded."""

    def has(self, stream: str) -> bool:
        """Tell whether a stream has any entry."""


class Journal(JournalReader, Protocol):
    """A journal that is appended to, under a clock and the guards that it is given."""

    clock: Callable[[], Instant]
    """Tells the present, or raises a ``StoppedError`` where it cannot be trusted."""
    lead_us: int | None
    """How far recorded time may run ahead of the clock; None is as far as it takes."""
    finality: Finality
    marking: Marking | None
    """Where it is marked how far the journal has come; nowhere if None."""
    guards: Sequence[Callable[[], None]]
    """Asked under the write lock before anything is appended."""

    def require_writable(self) -> None:
        """Refuse to record where nothing can be written.

        Raises:
            StoppedError: The journal can only be read.
        """

    def stops(self) -> list[StoppedError]:
        """Return why nothing may be recorded now; reading goes on."""

    def found(self, journal_id: str, first: Batch) -> Receipt:
        """Give a new journal its identity and its first facts, both or neither."""

    def append(
        self, facts: Sequence[Written], envelope: Envelope, condition: Condition
    ) -> Receipt:
        """Append the facts of one command, or return the receipt of its first arrival.

        Raises:
            CommandIdTakenError: The id belongs to a command with another body (R9).
            MovedError: A stream is no longer at the version that was read.
            StoppedError: Nothing may be recorded now.
        """

    def append_many(
        self, batches: Iterable[Batch], *, guarded: bool = True
    ) -> list[Receipt]:
        """Append many commands in one transaction: all of them, or none."""

    def marking_in(self, places: Sequence[Place], journal_id: str) -> Marking:
        """Return what marks in some places how far this journal has come."""

    def loss(self, places: Sequence[Place]) -> Loss | None:
        """Return what the marks in some places say is missing here."""

    def promise(self, known: Instant) -> bool:
        """Tell whether an answer about ``known`` is final (R2), and see to it."""

    def confirmed(self, present: Instant) -> AbstractContextManager[None]:
        """Record by a present that a person vouches for, as far ahead as it takes."""

    def locked(self, act: Callable[[], None]) -> None:
        """Do something beside the journal while nobody appends."""

    def note(self) -> None:
        """Keep what the clock shows, where nobody is appending; never wait for it."""
