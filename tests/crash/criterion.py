"""The one criterion of every fault, asked of the files and not of the code under test.

Every acknowledged command is present after restart, exactly once; nothing is half
present; the index has no gap; the leaves are those of the stored entries; the read
model equals a rebuild. That retries converge, each test shows by sending them.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import struct
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from projections.opening.read_model import ReadModel, open_read_model
from tests.crash.orders import Sent, Span
from web.district.opening import JOURNAL, open_district

LINES = """
    SELECT e.position, c.recorded, c.actor, c.command_id, e.originator_id AS stream,
        e.originator_version AS version, e.topic, e.state, e.leaf
    FROM stored_events AS e LEFT JOIN commands AS c ON c.last = e.command
    ORDER BY e.position
"""
GENERATION = re.compile(r"_\d+_\d+$")
Contents = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class Stored:
    """A journal as its file holds it, read past the application."""

    journal_id: str
    lines: list[Any]
    commands: dict[str, Span]
    recorded: list[int]

    def of(self, command_id: str) -> list[Any]:
        """Return the lines of one command; positions have no gap."""
        first, last = self.commands[command_id]
        return self.lines[first - 1 : last]


def judge(home: Path, acknowledged: Mapping[str, Span], sent: Sent) -> Stored:
    """Require the whole criterion of a district whose processes have all ended."""
    stored = judge_journal(home / JOURNAL, acknowledged, sent)
    require_rows(home)
    return stored


def judge_journal(path: Path, acknowledged: Mapping[str, Span], sent: Sent) -> Stored:
    """Require the criterion of the journal alone; ``sent`` is all that was tried."""
    stored = read(path)
    require_no_gap(stored)
    require_leaves(stored)
    require_as_sent(stored, sent)
    assert acknowledged.items() <= stored.commands.items()
    return stored


def read(path: Path) -> Stored:
    """Read the file with SQLite alone."""
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        assert [tuple(row) for row in file.execute("PRAGMA integrity_check")] == [
            ("ok",)
        ]
        commands = file.execute("SELECT * FROM commands ORDER BY last").fetchall()
        [identity] = file.execute("SELECT journal_id FROM journal_identity").fetchall()
        spans = {row["command_id"]: (row["first"], row["last"]) for row in commands}
        assert len(spans) == len(commands), "a command id is there twice"
        recorded = [row["recorded"] for row in commands]
        return Stored(identity[0], file.execute(LINES).fetchall(), spans, recorded)


def require_no_gap(stored: Stored) -> None:
    """Positions count from 1, commands tile them, versions count in each stream."""
    positions = list(range(1, len(stored.lines) + 1))
    assert [line["position"] for line in stored.lines] == positions
    tiled = [
        (position, name)
        for name, (first, last) in stored.commands.items()
        for position in range(first, last + 1)
    ]
    assert [(line["position"], line["command_id"]) for line in stored.lines] == tiled
    assert stored.recorded == sorted(set(stored.recorded))
    versions: dict[str, int] = defaultdict(int)
    for line in stored.lines:
        versions[line["stream"]] += 1
        assert line["version"] == versions[line["stream"]]


def require_leaves(stored: Stored) -> None:
    """No checkpoint exists yet; the leaves are what one would be computed from."""
    for line in stored.lines:
        assert line["leaf"] == leaf(stored.journal_id, line)


def leaf(journal_id: str, line: Any) -> bytes:  # noqa: ANN401  (a row of sqlite3)
    """Seal a line as documented: SHA-256 over 0x00 and length-prefixed parts."""
    words = [journal_id, line["position"], line["recorded"], line["actor"]]
    words += [line["command_id"], line["stream"], line["version"], line["topic"]]
    state = hashlib.sha256(line["state"]).digest()
    parts = [b"guatu-entry-1", *(str(word).encode() for word in words), state, b"0"]
    sealed = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    return hashlib.sha256(b"\x00" + sealed).digest()


def require_as_sent(stored: Stored, sent: Sent) -> None:
    """Whatever is there of a command is all of it, and nothing that was not sent."""
    for name in sent.keys() & stored.commands.keys():
        found = [(line["topic"], line["stream"]) for line in stored.of(name)]
        assert found == [
            (body["record"], f"plot:{body['plot']}") for body in sent[name]
        ]


def require_rows(home: Path) -> None:
    """Require that the read model, once it has caught up, is what a rebuild makes."""
    district = open_district(home)
    journal = district.app.journal
    district.refresh()
    with TemporaryDirectory() as folder:
        other = open_read_model(Path(folder) / "rebuilt.sqlite")
        other.rebuild(journal)
        assert district.read_model.position() == journal.head().position
        assert contents(district.read_model) == contents(other)
        other.close()
    district.close()


def contents(model: ReadModel) -> Contents:
    """Return all rows of all tables, sorted, under names without generation."""
    with model.snapshot() as now:
        return {
            GENERATION.sub("", table.name): sorted(
                tuple(row) for row in now.connection.execute(select(table))
            )
            for table in now.tables.metadata.sorted_tables
        }
