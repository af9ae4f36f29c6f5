"""Texts of a journal's rows as they can be read, though some bytes are no text.

What SQLite keeps as text need not be UTF-8, and what it keeps in a column of texts need
not be text: a disk or a hand has altered it. Such a row is named by where it stands.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from typing import Any

import msgspec

from domain.kernel.facts import NAMELESS

NO_UTF8 = "Could not decode to UTF-8"
"""So Python begins what it says of such a text."""
NUL = "\0"
"""SQLite's own functions take it for the end of a text."""


class Garbled(str):
    """A text whose bytes are no UTF-8; those that are not are in hexadecimal."""

    __slots__ = ()


def text_of(content: bytes) -> str:
    """Decode a text, whatever its bytes are."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return Garbled(content.decode(errors="backslashreplace"))


def rows_of(cursor: sqlite3.Cursor, sql: str, values: Iterable[Any] = ()) -> list[Any]:
    """Return the rows of a query, texts that are no UTF-8 among them.

    Python decodes quickly what is UTF-8, and refuses a query with anything else: only
    then everything is read again, slowly.

    Raises:
        sqlite3.Error: The file cannot be read.
    """
    given = tuple(values)
    try:
        return cursor.execute(sql, given).fetchall()
    except sqlite3.OperationalError as error:
        if not str(error).startswith(NO_UTF8):
            raise
    connection = cursor.connection
    connection.text_factory = text_of
    try:
        return cursor.execute(sql, given).fetchall()
    finally:
        connection.text_factory = str


NUMBER = re.compile(r"[1-9]\d{0,17}", re.ASCII)


def is_name(stored: object) -> bool:
    """Tell whether a stream can be told by what stands in a row as its name."""
    return (
        type(stored) is str
        and NUL not in stored
        and not stored.startswith(f"{NAMELESS}:")
    )


def stream_at(position: int, stored: object) -> str:
    """Return the stream of a row: one of its own where its name cannot be read."""
    if is_name(stored):
        return str(stored)
    return f"{NAMELESS}:{position}"


def nameless_among(streams: Iterable[str], *, up_to: int) -> list[int]:
    """Return the positions of the rows that have streams of their own among some."""
    begun = f"{NAMELESS}:"
    numbers = [each.removeprefix(begun) for each in streams if each.startswith(begun)]
    found = [int(each) for each in numbers if NUMBER.fullmatch(each)]
    return [position for position in found if position <= up_to]


def as_list(values: Iterable[int]) -> str:
    """Write numbers so that SQLite reads them as a list."""
    return msgspec.json.encode(sorted(values)).decode()


def printed_text(stored: object) -> str:
    """Return what stands in a column of texts as one."""
    if type(stored) is str:
        return stored
    if isinstance(stored, bytes):
        return stored.decode(errors="backslashreplace")
    return str(stored)
