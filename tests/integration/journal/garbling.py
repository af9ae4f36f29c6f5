"""Stored facts with single members altered by chance, as disks and hands leave them."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import msgspec

from tests.integration.verification.test_marks import reseal
from web.district.opening import JOURNAL

Path_ = tuple[str | int, ...]
SHAPES = ("boundary", "point")
NO_SHAPES = (
    *("", "POLYGON", "POLYGON ((", "POLYGON ((0 0, 1 1))", "POLYGON EMPTY", "x" * 900),
    *("POLYGON ((1 1, 2 2, 3 1, 9 9))", "POINT (NaN 1)", "POINT (1 2", "POINT EMPTY"),
    *("POINT (1e400 1)", "POINT (500000 3900000) x", "GEOMETRYCOLLECTION EMPTY"),
    *("POLYGON ((0 0, 9e99 0, 9e99 9e99, 0 9e99, 0 0))", "CIRCULARSTRING (0 0, 1 1)"),
    *("LINESTRING (500000 3900000, 500010 3900000)", "POINT Z (1 2 3)", "\0", "多边形"),
    "POLYGON ((500000 3900000, 500020 390" + "\ufffd" + "000, 500000 3900000))",
    "GEOMETRYCOLLECTION (" * 300,
)
"""Texts that are no land of record, for whoever looks."""
NUMBERS = (0, -1, 2**31, 2**53, 2**62, 2**63, -(2**63), 10**30, 0.5, -1e308, 1e308)
TEXTS = (
    *("", " ", "\0", "x" * 5_000, "NaN", "Infinity", "-1", "1E+999999", "1E-999999"),
    *("plot:A-1", "A-1", "P1", "nobody", "\u202e", "demolished", "2024-01-01", "片区"),
)
OTHERS: tuple[object, ...] = (None, True, False, [], {}, [1], {"a": 1}, [None], [{}])


class Garbled(NamedTuple):
    """What was altered where."""

    position: int
    stream: str
    member: Path_
    value: object
    is_damage: bool
    """Whether nobody could mean it, whatever else is known."""


def garble(home: Path, position: int, chance: Random) -> Garbled:
    """Alter one member of a stored fact; its leaf and marks agree with it."""
    with closing(sqlite3.connect(home / JOURNAL)) as file, file:
        where = "WHERE position = ?"
        [[stream, state]] = file.execute(
            f"SELECT originator_id, state FROM stored_events {where}", (position,)
        )
        fact = msgspec.json.decode(state)
        member = chance.choice(list(_members(fact)))
        value, is_damage = _drawn(member, chance)
        _put(fact, member, value)
        changed = f"UPDATE stored_events SET state = ? {where}"
        file.execute(changed, (msgspec.json.encode(fact), position))
    return Garbled(position, stream, member, value, is_damage)


def agree(home: Path) -> None:
    """Let leaves agree with what is stored, and forget the marks."""
    reseal(home)
    for place in (home / "marks", Path(os.environ["XDG_STATE_HOME"]) / "guatu"):
        shutil.rmtree(place, ignore_errors=True)


GONE = object()


def _drawn(member: Path_, chance: Random) -> tuple[object, bool]:
    name = member[-1]
    if name in SHAPES and chance.random() < 0.8:
        return chance.choice(NO_SHAPES), True
    if name == "target":
        return chance.choice((0, -1, 1, 10**9, 2**62, "3", None)), True
    drawn = chance.choice((NUMBERS, NUMBERS, TEXTS, TEXTS, OTHERS, (GONE,)))
    value = chance.choice(drawn)
    is_number = type(value) in {int, float}
    is_far = is_number and abs(value) > 2**53  # type: ignore[arg-type]
    return value, name in {"effective", "until"} and (is_far or type(value) is str)


def _members(fact: object, path: Path_ = ()) -> Iterator[Path_]:
    found = dict(enumerate(fact)) if isinstance(fact, list) else fact
    for name, value in found.items() if isinstance(found, dict) else ():
        yield (*path, name)
        yield from _members(value, (*path, name))


def _put(fact: Any, member: Path_, value: object) -> None:  # noqa: ANN401
    *path, last = member
    for each in path:
        fact = fact[each]
    if value is GONE:
        del fact[last]
    else:
        fact[last] = value
