"""Where a district's marks are kept: in its folder, and where no copy of it reaches."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from domain.journal.marks.places import NOTES, Place
from domain.things.record.district import DistrictEstablished

MARKS = "marks"
MARK_VARIABLE = "GUATU_MARK"
STATE_VARIABLE = "XDG_STATE_HOME"
PLAIN_NAME = re.compile(r"[\w-][\w.-]{0,99}", re.ASCII)


def own_place(home: Path) -> Place:
    """Return the place in a district's folder."""
    return Place(home / MARKS, home / NOTES)


def places_of(home: Path, about: DistrictEstablished) -> tuple[Place, Place]:
    """Return the two places: the district's own, and one apart from it.

    Putting a folder back puts its own mark back too; the other one then still tells
    how far the journal had come. Demonstrations are made again and again with the same
    identity, so that theirs go by their folder as well.

    Args:
        home: The district's folder.
        about: What the journal was founded with.
    """
    elsewhere = marks_apart(os.environ) / _plain(about.journal_id)
    if about.demonstration:
        elsewhere /= _digest(os.fspath(home.resolve()))
    return own_place(home), Place(elsewhere)


def marks_apart(environment: Mapping[str, str]) -> Path:
    """Return the folder of all marks that are kept apart from their districts.

    Source:
        XDG Base Directory Specification, for what is kept of a user's programs.
    """
    if chosen := environment.get(MARK_VARIABLE):
        return Path(chosen)
    state = environment.get(STATE_VARIABLE)
    return (Path(state) if state else Path.home() / ".local" / "state") / "guatu"


def _plain(journal_id: str) -> str:
    """Name a folder by an identity; by its digest where it is no plain word."""
    return journal_id if PLAIN_NAME.fullmatch(journal_id) else _digest(journal_id)


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogateescape")).hexdigest()[:32]
