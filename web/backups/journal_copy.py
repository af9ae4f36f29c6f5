"""A copy of a journal, read back past the application: whole, sealed, without a gap."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.journal.mapper import meant
from domain.journal.texts import text_of
from domain.journal.tree.leaf import Seal, leaf_head
from domain.kernel.instants import Instant, print_instant
from domain.things.land.layers import LayerImported
from projections.opening.read_model import Progress, no_progress
from web.backups.copying import reading
from web.backups.manifest import Journal
from web.backups.refusals import JournalUnsoundError
from web.district.layers.kept import path_of

REPORTED = 10_000
SELECT_LINES = """
    SELECT c.first, c.last, c.recorded, c.actor, c.command_id, e.command, e.leaf,
        e.position, e.originator_id, e.originator_version, e.topic, e.state
    FROM stored_events AS e LEFT JOIN commands AS c ON c.last = e.command
    ORDER BY e.position
"""
TYPES = (int, int, int, str, str, int, bytes, int, str, int, str, bytes)
SELECT_HIGHEST = """
    SELECT MAX(
        (SELECT COALESCE(MAX(last), 0) FROM commands),
        COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'stored_events'), 0)
    )
"""
SELECT_NAMED = "SELECT state FROM stored_events WHERE topic = 'LayerImported'"


class _Reader:
    """Reads line after line, and knows the command that it is in."""

    def __init__(self, journal_id: str) -> None:
        self._head = leaf_head(journal_id)
        self._seal = Seal(self._head, recorded=0, actor="", command_id="")
        self._last = self._recorded = self.position = 0
        self.leaf = b""

    def is_sound(self, row: tuple[Any, ...]) -> bool:
        """Tell whether a line is the next one, in its command, and under its leaf."""
        before, self.position = self.position, self.position + 1
        if not _is_typed(row):
            return False
        first, last, recorded, actor, command_id, command, self.leaf, *line = row
        if before == self._last:
            is_next = first == self.position and recorded > self._recorded
            self._last, self._recorded = last, recorded
            self._seal = Seal(
                self._head, recorded=recorded, actor=actor, command_id=command_id
            )
        else:
            is_next = True
        is_there = line[0] == self.position and command == self._last
        return bool(is_next and is_there and self._seal.leaf(*line) == self.leaf)

    def journal(self, journal_id: str) -> Journal:
        """Say how far the journal has come."""
        recorded = print_instant(Instant(self._recorded))
        return Journal(journal_id, self.position, recorded, self.leaf.hex())


def _is_typed(row: tuple[Any, ...]) -> bool:
    """Tell whether every column is of its own type: a text is one in UTF-8."""
    return all(type(each) is kind for each, kind in zip(row, TYPES, strict=True))


def check_journal(path: Path, progress: Progress = no_progress) -> Journal:
    """Compute every leaf anew, and require positions and commands without a gap.

    Returns:
        Which journal it is, and how far it has come.

    Raises:
        JournalUnsoundError: Names the first position at which something is wrong.
        sqlite3.Error: The file is no journal that can be read.
    """
    with reading(path) as file:
        file.text_factory = text_of
        [(journal_id,)] = file.execute("SELECT journal_id FROM journal_identity")
        [(highest,)] = file.execute(SELECT_HIGHEST)
        reader = _Reader(journal_id)
        for row in file.execute(SELECT_LINES):
            if not reader.is_sound(row):
                raise JournalUnsoundError(file=path, position=reader.position)
            if reader.position % REPORTED == 0:
                progress(reader.position, highest)
        whole = file.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    if reader.position != highest or not whole:
        raise JournalUnsoundError(file=path, position=reader.position + 1)
    return reader.journal(journal_id)


def is_founded(path: Path) -> bool:
    """Tell whether a journal has its first fact: founding may have been cut short.

    Raises:
        sqlite3.Error: The file cannot be read as a database.
    """
    with reading(path) as file:
        tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
        return "commands" in tables and bool(
            file.execute("SELECT 1 FROM commands LIMIT 1").fetchone()
        )


def named_files(path: Path) -> list[str]:
    """List the files that the facts of a journal name, as a district's folder has them.

    Raises:
        sqlite3.Error: The file is no journal that can be read.
    """
    with reading(path) as file:
        file.text_factory = text_of
        states = [state for (state,) in file.execute(SELECT_NAMED)]
    return sorted({path_of(fact) for state in states for fact in _readable(state)})


def _readable(state: bytes) -> Iterator[LayerImported]:
    """Yield a fact if it can be read: one that cannot be names no file."""
    fact = meant("LayerImported", state)
    if isinstance(fact, LayerImported):
        yield fact
