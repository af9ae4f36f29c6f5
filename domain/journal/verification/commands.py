"""The commands of a journal, as they tile its positions; read some at a time."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from domain.journal.verification.faults import Fault, Ungrouped
from domain.journal.verification.file import Gap, salvaged

SELECT = "SELECT last, first, recorded, actor, command_id, digest FROM commands"


class Command(NamedTuple):
    """A row of commands, as it is stored: of whatever type it may be now."""

    last: int
    first: int
    recorded: int
    actor: str
    command_id: str
    digest: bytes

    @property
    def is_typed(self) -> bool:
        """Whether every column is of its own type."""
        types = (int, int, int, str, str, bytes)
        return all(map(isinstance, self, types))

    @property
    def is_reversed(self) -> bool:
        """Whether it ends before it begins: its key is not its own, nor its place."""
        return self.is_typed and self.last < self.first


@dataclass(slots=True)
class Commands:
    """Reads the commands that positions belong to, and whether they tile them."""

    file: sqlite3.Connection | sqlite3.Cursor
    path: Path
    before: Command | None = None
    """The last one that was looked through."""

    def reaching(self, first: int, last: int) -> list[Command]:
        """Return the commands that end in a range, and the one that ends after it.

        Rows that cannot be read are left out: whoever misses one names its positions.
        """
        rows = salvaged(self._between, first, last)
        found = [
            Command._make(row)
            for row in rows
            if not isinstance(row, Gap) and first <= row[0] <= last
        ]
        found = [command for command in found if not command.is_reversed]
        found.sort(key=lambda command: command.last)
        try:
            beyond = self.file.execute(
                f"{SELECT} WHERE last > ? ORDER BY last LIMIT 1", (last,)
            ).fetchall()
        except sqlite3.DatabaseError:
            beyond = []
        return found + [Command._make(row) for row in beyond]

    def faults(self, first: int, last: int) -> Iterator[Fault]:
        """Name the commands ending in a range that do not follow one another."""
        for row in salvaged(self._between, first, last):
            if isinstance(row, Gap):
                continue  # the lines that miss their command say so
            command, before = Command._make(row), self.before
            if not first <= command.last <= last:
                continue  # on a damaged page rows may lie where they do not belong
            if command.is_reversed:
                yield self._fault(command.first, command.first)
                continue
            self.before = command
            if not command.is_typed or not _follows(before, command):
                start = before.last + 1 if before else 1
                yield self._fault(min(start, command.last), command.last)

    def _between(self, first: int, last: int) -> list[tuple[object, ...]]:
        if first == last:  # a range would look at the next one too, on another page
            return self.file.execute(f"{SELECT} WHERE last = ?", (first,)).fetchall()
        return self.file.execute(
            f"{SELECT} WHERE last BETWEEN ? AND ? ORDER BY last", (first, last)
        ).fetchall()

    def _fault(self, first: int, last: int) -> Fault:
        return Fault(self.path, Ungrouped(), table="commands", first=first, last=last)


def _follows(before: Command | None, command: Command) -> bool:
    if before is None or not before.is_typed:
        return before is not None or command.first == 1
    is_next = command.first == before.last + 1 <= command.last
    return is_next and command.recorded > before.recorded


def holding(commands: list[Command], position: int) -> Command | None:
    """Return the command that a position belongs to, among some in order."""
    place = bisect_left(commands, position, key=lambda command: command.last)
    return commands[place] if place < len(commands) else None
