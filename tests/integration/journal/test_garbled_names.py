"""Names in a journal that are no text: named, served around, by every door."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests.integration.building import guatu, head
from tests.integration.journal.test_garbled_facts import (
    addresses,
    copied,
    family_of,
    seeds,
    served,
    status,
    told_of,
    whole,
)
from tests.integration.recording.commanding import sent
from web.district.opening import JOURNAL

__all__ = ["copied", "whole"]

COLUMNS = {
    "originator_id": "stored_events",
    "topic": "stored_events",
    "actor": "commands",
    "command_id": "commands",
}
AT_ONCE = 12


class Renamed(NamedTuple):
    """Which text was altered where, and of which stream it was."""

    position: int
    stream: str
    column: str
    content: bytes
    is_text: bool


def rename(home: Path, position: int, column: str, chance: Random) -> Renamed:
    """Alter the bytes of a text of an entry, or of its command."""
    table = COLUMNS[column]
    with closing(sqlite3.connect(home / JOURNAL)) as file, file:
        [[stream, command]] = file.execute(
            "SELECT originator_id, command FROM stored_events WHERE position = ?",
            (position,),
        )
        where, key = (
            ("position", position) if table == "stored_events" else ("last", command)
        )
        [[stored]] = file.execute(
            f"SELECT CAST({column} AS BLOB) FROM {table} WHERE {where} = ?", (key,)
        )
        content = garbled(stored, chance)
        is_text = chance.random() < 0.7
        value = "CAST(? AS TEXT)" if is_text else "?"
        file.execute(
            f"UPDATE {table} SET {column} = {value} WHERE {where} = ?", (content, key)
        )
    return Renamed(position, stream, column, content, is_text)


def garbled(content: bytes, chance: Random) -> bytes:
    """Put bytes that are no UTF-8 somewhere into a text, so that it stays unique."""
    at = chance.randrange(len(content) + 1)
    bad = chance.choice((b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xe5\x8c", b"\x00\xfe"))
    rest = chance.choice((content[at:], content[at + 1 :], b""))
    return content[:at] + bad + rest + b"%d\xff" % chance.randrange(10**9)


def renamed(home: Path, seed: int, columns: Sequence[str], count: int) -> list[Renamed]:
    chance = Random(seed)  # noqa: S311  (nothing is kept secret)
    places = chance.sample(range(2, head(home).position + 1), count)
    return [rename(home, each, chance.choice(columns), chance) for each in places]


@pytest.mark.parametrize("seed", seeds(1, 60))
def test_names_that_are_no_text_break_no_answer(copied: Path, seed: int) -> None:
    there = renamed(copied, seed, list(COLUMNS), AT_ONCE)

    rebuilt = guatu(copied, "rebuild")

    assert rebuilt.exit_code == 0, rebuilt.output
    with served(copied) as client:
        asked = list(addresses(client, [each.position for each in there]))
        broken = {each: code for each in asked if (code := status(client, each)) >= 500}
        listed = client.get("/conflicts?lang=en").get_data(as_text=True)
    assert not broken, there
    lost = {e.position for e in there if e.column in {"originator_id", "topic"}}
    assert all(f"#{position}" in listed for position in lost - {1}), there
    for command in COMMANDS:
        answered = guatu(copied, *command)
        assert answered.exit_code == 0, (command, answered.output)
    verified = guatu(copied, "verify")
    assert verified.exit_code == 1
    for each in there:
        assert f"position {each.position}" in verified.output or (
            "–" in verified.output
        ), each


COMMANDS = (
    ("state", "plots"),
    ("state", "plots", "--format", "csv"),
    ("state", "projects"),
    ("history", "plot", "A-1"),
)


@pytest.mark.parametrize("column", ["originator_id", "topic", "actor", "command_id"])
@pytest.mark.parametrize("seed", seeds(1, 30))
def test_things_apart_from_a_garbled_name_answer_the_same(
    copied: Path, column: str, seed: int
) -> None:
    chance = Random(seed)  # noqa: S311
    position = chance.randrange(2, head(copied).position + 1)
    touched = touched_by(copied, position, column)
    with served(copied) as client:
        before = told_of(client)

    rename(copied, position, column, chance)

    with served(copied) as client:
        after = told_of(client)
    others = before.keys() - touched
    assert others
    assert {each: after[each] for each in others} == {
        each: before[each] for each in others
    }


def touched_by(home: Path, position: int, column: str) -> set[str]:
    """Return the things that an entry is about, or all that its command is about."""
    is_of_entry = COLUMNS[column] == "stored_events"
    own = "position = ?" if is_of_entry else "command = (SELECT command FROM ({}))"
    entry = "SELECT command FROM stored_events WHERE position = ?"
    with closing(sqlite3.connect(home / JOURNAL)) as file:
        query = f"SELECT originator_id FROM stored_events WHERE {own.format(entry)}"
        streams = {stream for (stream,) in file.execute(query, (position,))}
    return set().union(*(family_of(home, stream) for stream in streams))


@pytest.mark.parametrize("column", ["originator_id", "actor", "command_id"])
def test_the_first_entry_may_have_a_garbled_name(copied: Path, column: str) -> None:
    rename(copied, 1, column, Random(4))  # noqa: S311

    rebuilt = guatu(copied, "rebuild")

    assert rebuilt.exit_code == 0, rebuilt.output
    with served(copied) as client:
        pages = ["/", "/plots", "/history", "/history/1", "/conflicts", "/api/v1/plots"]
        assert {status(client, page) for page in pages} == {200}
    assert "position 1" in guatu(copied, "verify").output


def test_an_entry_of_no_thing_is_not_withdrawn(copied: Path) -> None:
    chance = Random(1)  # noqa: S311
    there = rename(copied, 9, "originator_id", chance)
    with served(copied) as client:
        page = client.get(f"/history/{there.position}?lang=en")
        form = client.get(f"/withdraw/{there.position}?lang=en")
        body = {"withdraw": there.position, "reason": "nobody can read it"}
        refused = sent(client, {**body, "command_id": "w"})

    assert (page.status_code, form.status_code) == (200, 200)
    assert "Cannot be read" in page.get_data(as_text=True)
    assert refused.status_code == 409, refused.get_data(as_text=True)


def test_a_backup_names_the_position_of_a_garbled_name(copied: Path) -> None:
    rename(copied, 7, "originator_id", Random(2))  # noqa: S311

    refused = guatu(copied, "backup", str(copied.parent / "backups"))

    assert refused.exit_code == 1
    assert "position 7" in refused.output
