"""What a district's folder holds: the one list of what is needed, and in which order.

The order is what makes the copy of a running district consistent. What tells of the
journal is copied before it, so that it never tells of more than the copy holds; what
the journal tells of is copied after it, so that every file that a fact names is there.
What is in neither list is copied too: better too much than too little.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path

from web.district.opening import JOURNAL


class Turn(Enum):
    """When a file of a district is copied."""

    BEFORE = "before the journal"
    AFTER = "after the journal"
    NEVER = "never"
    UNKNOWN = "after the journal, though nobody has said what it is"


BEFORE = (
    "checkpoints/*",
    "clock*",
    "keys/*",
    "marks/*.before-*",
)
"""What tells how far the journal had come, and what it is signed with."""
AFTER = (
    "form.key",
    "layers/*",
)
"""What the journal tells of, and what has nothing to do with it."""
DISPOSABLE = (
    "*.partial",
    "*.partial.*",
    "form.key.*",
    "marks/mark",
    "marks/pages*",
    "marks/trail",
    "prepared.npz*",
    "views.sqlite*",
)
"""What is made anew from the journal, or was left by something that was cut short.

The marks of a running district move on while it is copied: a copy of them could tell of
more than the copy of the journal holds. The place apart has marks that last.
"""
JOURNALS = (JOURNAL, f"{JOURNAL}-*")
"""The journal and its log are copied by SQLite itself, as one."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of a district's folder but the journal, by their names in it."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def turn_of(name: str) -> Turn:
    """Tell when a file is copied, by its name in the district's folder."""
    for patterns, turn in (
        ((*JOURNALS, *DISPOSABLE), Turn.NEVER),
        (BEFORE, Turn.BEFORE),
        (AFTER, Turn.AFTER),
    ):
        if any(fnmatchcase(name, pattern) for pattern in patterns):
            return turn
    return Turn.UNKNOWN


def contents_of(home: Path) -> Contents:
    """List what is to be copied of a district's folder.

    Pipes, sockets and devices are left out, for nothing of a district is kept in one.

    Raises:
        OSError: A folder cannot be read.
    """
    names = sorted(_files(home))
    turn_by_name = {name: turn_of(name) for name in names}
    return Contents(
        before=tuple(name for name in names if turn_by_name[name] is Turn.BEFORE),
        after=tuple(
            name for name in names if turn_by_name[name] in {Turn.AFTER, Turn.UNKNOWN}
        ),
    )


def _files(home: Path) -> Iterator[str]:
    """Yield the plain files below a folder; links may lead back to where they are."""
    seen: set[tuple[int, int]] = set()
    for folder, folders, files in os.walk(home, followlinks=True, onerror=_raise):
        stat = Path(folder).stat()
        if (stat.st_dev, stat.st_ino) in seen:
            folders.clear()
            continue
        seen.add((stat.st_dev, stat.st_ino))
        for file in files:
            path = Path(folder) / file
            if path.is_file():
                yield path.relative_to(home).as_posix()


def _raise(error: OSError) -> None:
    raise error
