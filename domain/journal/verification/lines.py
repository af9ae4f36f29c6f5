"""Every line of a journal: there, in its turn, and what its leaf was made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from domain.journal.sqlite.leaves import Appended
from domain.journal.tree.leaf import Seal, leaf_head
from domain.journal.tree.merkle import HASH_BYTES
from domain.journal.verification.commands import Command, Commands, holding
from domain.journal.verification.faults import (
    Altered,
    Fault,
    Missing,
    OutOfTurn,
    Reason,
    Ungrouped,
    Unreadable,
)
from domain.journal.verification.file import Gap, Row, salvaged

AT_ONCE = 5_000
MOST_FAULTS = 1_000
EVENTS, COMMANDS = "stored_events", "commands"
SELECT = """
    SELECT position, originator_id, originator_version, topic, state, command, leaf
    FROM stored_events WHERE position
"""
RANGE = "BETWEEN ? AND ? ORDER BY position"
Progress = Callable[[int, int], None]


class Line(NamedTuple):
    """A row of stored events, as it is stored: of whatever type it may be now."""

    position: int
    stream: str
    version: int
    topic: str
    state: bytes
    command: int
    leaf: bytes

    @property
    def is_typed(self) -> bool:
        """Whether every column is of its own type."""
        types = (int, str, int, str, bytes, int, bytes)
        return all(map(isinstance, self, types)) and len(self.leaf) == HASH_BYTES


@dataclass(slots=True)
class Lines:
    """Looks through a journal from its beginning, some lines at a time."""

    file: sqlite3.Connection | sqlite3.Cursor
    path: Path
    journal_id: str
    end: int
    """The last position that anything in the file tells of."""
    found: list[Fault] = field(default_factory=list)
    is_whole: bool = True
    """Whether every leaf so far could be read."""
    is_from_beginning: bool = True
    _versions: dict[str, int] = field(default_factory=dict)
    _bad: list[int] = field(default_factory=list)
    """Lines of one command that do not agree with their leaves."""
    _bad_of: Command | None = None
    _seal: Seal | None = None

    def parts(self, progress: Progress, start: int) -> Iterator[Appended]:
        """Look through the lines after a position; yield their leaves for the tree."""
        commands = Commands(self.file, self.path)
        for before in range(start, self.end, AT_ONCE):
            last = min(before + AT_ONCE, self.end)
            if self.is_from_beginning:
                self.found += commands.faults(before + 1, last)
            yield self._part(before, last, commands.reaching(before + 1, last))
            progress(last, self.end)
            if len(self.found) > MOST_FAULTS:
                self.is_whole = False
                break
        self._flush()

    def _part(self, before: int, last: int, commands: list[Command]) -> Appended:
        part, expected = Appended(before), before + 1
        for row in salvaged(self._between, before + 1, last):
            if isinstance(row, Gap):
                continue
            line = Line._make(row)
            if not expected <= line.position <= last:
                continue  # on a damaged page rows may lie where they do not belong
            self._absent(expected, line.position - 1, part)
            self._look(line, holding(commands, line.position), part)
            expected = line.position + 1
        self._absent(expected, last, part)
        return part

    def _between(self, first: int, last: int) -> list[Row]:
        if first == last:  # a range would look at the next one too, on another page
            return self.file.execute(f"{SELECT} = ?", (first,)).fetchall()
        return self.file.execute(f"{SELECT} {RANGE}", (first, last)).fetchall()

    def _absent(self, first: int, last: int, part: Appended) -> None:
        """Name positions that were not returned, and why not; others keep in step."""
        if first > last:
            return
        part.leaves += bytes((last - first + 1) * HASH_BYTES)
        self.is_whole = False
        why: Reason = Missing()
        try:
            self._between(first, last)
        except sqlite3.DatabaseError as error:
            why = Unreadable(said=str(error))
        self._name(first, last, why)

    def _look(self, line: Line, command: Command | None, part: Appended) -> None:
        if not line.is_typed:
            self.is_whole = False
            part.leaves += bytes(HASH_BYTES)
            self._name(line.position, line.position, Altered())
            return
        part.leaves += line.leaf
        if command is None or line.command != command.last:
            self._name(line.position, line.position, Ungrouped())
            return
        if command.last == line.position and isinstance(command.digest, bytes):
            part.ends.append((line.position, command.digest))
        self._compare(line, command)
        self._follow(line)

    def _compare(self, line: Line, command: Command) -> None:
        if command is not self._bad_of and command != self._bad_of:
            self._flush()
            self._bad_of, self._seal = command, _seal_of(self.journal_id, command)
        if _sealed(self._seal, line) != line.leaf:
            self._bad.append(line.position)

    def _follow(self, line: Line) -> None:
        """Require that versions count in each stream."""
        unknown = 0 if self.is_from_beginning else line.version - 1
        if line.version != self._versions.get(line.stream, unknown) + 1:
            self._name(line.position, line.position, OutOfTurn(stream=line.stream))
        self._versions[line.stream] = line.version

    def _flush(self) -> None:
        """Name what was wrong with the lines of a command: all of them, or some."""
        command, bad, self._bad = self._bad_of, self._bad, []
        if command is None or not bad:
            return
        whole = command.last - command.first + 1 if command.is_typed else 0
        if len(bad) == whole > 1:
            self._name(bad[0], bad[-1], Altered(), table=COMMANDS)
        else:
            for position in bad:
                self._name(position, position, Altered())

    def _name(self, first: int, last: int, why: Reason, *, table: str = EVENTS) -> None:
        self.found.append(Fault(self.path, why, table=table, first=first, last=last))


def _seal_of(journal_id: str, command: Command) -> Seal | None:
    """Return what seals a command's lines; None where that is not what stands there."""
    if not command.is_typed:
        return None
    try:
        return Seal(
            leaf_head(journal_id),
            recorded=command.recorded,
            actor=command.actor,
            command_id=command.command_id,
        )
    except UnicodeEncodeError:  # of bytes that are no text
        return None


def _sealed(seal: Seal | None, line: Line) -> bytes | None:
    """Compute a leaf anew; None where that cannot be done of what stands there."""
    if seal is None:
        return None
    try:
        return seal.leaf(
            line.position, line.stream, line.version, line.topic, line.state
        )
    except (UnicodeEncodeError, IndexError):  # no text; a number far below zero
        return None
