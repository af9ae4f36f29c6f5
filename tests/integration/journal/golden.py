"""Golden journals: the lines of a version of Guatu, and what it answered to them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
from flask.testing import FlaskClient

from domain.application import KeyProjects
from domain.journal.interface import JournalReader
from domain.journal.lines import LAST_POSITION
from web.district.opening import JOURNAL

FOLDER = Path(__file__).parents[2] / "golden"
ASKED_AT = "2026-01-01T00:00:00Z"
"""What the clock shows when golden answers are given."""


class GoldenLine(msgspec.Struct, frozen=True, kw_only=True):
    """One entry, with everything that the journal's file holds of it."""

    position: int
    stream: str
    version: int
    name: str
    state: str
    recorded: int
    actor: str
    command_id: str
    digest: str
    first: int
    last: int
    leaf: str


def journal_file(version: str) -> Path:
    return FOLDER / f"journal-{version}.jsonl"


def answers_file(version: str) -> Path:
    return FOLDER / f"answers-{version}.json"


def versions() -> list[str]:
    """List the versions that have left their journals here."""
    names = sorted(path.stem for path in FOLDER.glob("journal-*.jsonl"))
    return [name.removeprefix("journal-") for name in names]


def newest() -> str:
    """Return the version that has left its journal last."""
    return max(versions(), key=lambda each: [int(part) for part in each.split(".")])


def read_lines(version: str) -> list[GoldenLine]:
    text = journal_file(version).read_bytes()
    return [msgspec.json.decode(each, type=GoldenLine) for each in text.splitlines()]


def read_answers(version: str) -> dict[str, str]:
    """Return address → exact answer."""
    return msgspec.json.decode(answers_file(version).read_bytes(), type=dict[str, str])


def lines_of(home: Path, journal: JournalReader) -> Iterable[GoldenLine]:
    """Read a journal as golden lines."""
    with closing(sqlite3.connect(home / JOURNAL)) as connection:
        digests = dict(connection.execute("SELECT command_id, digest FROM commands"))
    for line in journal.lines_after(0, limit=LAST_POSITION):
        group = journal.group(line.position)
        yield GoldenLine(
            position=line.position,
            stream=line.stream,
            version=line.version,
            name=line.name,
            state=line.state.decode(),
            recorded=line.recorded,
            actor=line.actor,
            command_id=line.command_id,
            digest=digests[line.command_id].hex(),
            first=group.first,
            last=group.last,
            leaf=line.leaf.hex(),
        )


def write_journal(home: Path, lines: Iterable[GoldenLine]) -> None:
    """Put golden lines into a fresh journal as they are, past every check."""
    home.mkdir()
    app = KeyProjects({"SQLITE_DBNAME": str(home / JOURNAL)})
    app.close()
    with closing(sqlite3.connect(home / JOURNAL)) as connection, connection:
        for each in lines:
            _insert(connection, each)


def _insert(connection: sqlite3.Connection, line: GoldenLine) -> None:
    if line.position == 1:
        identity = (journal_id_of(line), 0)
        connection.execute("INSERT INTO journal_identity VALUES (?, ?)", identity)
    if line.position == line.first:
        command = (line.last, line.first, line.recorded, line.actor, line.command_id)
        digest = bytes.fromhex(line.digest)
        connection.execute(
            "INSERT INTO commands VALUES (?, ?, ?, ?, ?, ?)", (*command, digest)
        )
    place = (line.position, line.stream, line.version, line.name, line.state.encode())
    leaf = bytes.fromhex(line.leaf)
    connection.execute(
        "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*place, line.last, leaf),
    )


def journal_id_of(first: GoldenLine) -> str:
    state: dict[str, Any] = msgspec.json.decode(first.state)
    return str(state["journal_id"])


def leaf_computed(line: GoldenLine, journal_id: str) -> str:
    """Compute a line's leaf as an auditor would, by RFC 6962 and our canonical form."""
    texts = (
        *("guatu-entry-1", journal_id, str(line.position), str(line.recorded)),
        *(line.actor, line.command_id, line.stream, str(line.version), line.name),
    )
    digest = hashlib.sha256(line.state.encode()).digest()
    parts = [*(text.encode() for text in texts), digest, b"0"]
    sealed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hashlib.sha256(b"\x00" + sealed).hexdigest()


def answered(client: FlaskClient, addresses: Iterable[str]) -> Mapping[str, str]:
    """Ask for every address; return the exact answers."""
    return {each: client.get(f"/api/v1/{each}").text for each in addresses}
