"""Verifying a journal's file, and all that is kept outside of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.journal.marks.places import Place
from domain.journal.sqlite.pages import other_pages, state_of
from domain.journal.tree.merkle import HASH_BYTES
from domain.journal.verification.faults import Fault, OtherBytes, Resealed, Unreadable
from domain.journal.verification.file import bytes_of, has_log, opened
from domain.journal.verification.lines import Lines, Progress
from domain.journal.verification.outside import Outside, Witness, marks_of
from domain.journal.verification.storage import counted, declared, identity, sound

QUICK = 200
"""So many lines at the end are looked through at every start."""
ENDS = (
    "SELECT MAX(last) FROM commands",
    "SELECT MAX(position) FROM stored_events",
)

SEQUENCE = "SELECT seq FROM sqlite_sequence WHERE name = 'stored_events'"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: the journal, how far it goes, and everything that is wrong."""

    journal_id: str
    end: int
    faults: list[Fault]


def verify_journal(
    path: Path,
    places: tuple[Place, ...],
    witnesses: Iterable[Witness],
    progress: Progress,
) -> Verified:
    """Look through a journal: lines, commands, tree, marks, checkpoints and pages.

    Args:
        path: The file.
        places: Where marks and trails of it are kept.
        witnesses: What checkpoints say.
        progress: Called with the positions done and in all.
    """
    witnesses = [*witnesses]
    was_at_rest = not has_log(path)
    found = _read(path, places, witnesses, progress)
    if found.faults and was_at_rest and has_log(path):
        # Somebody has opened it meanwhile, and may have written while it was read.
        return _read(path, places, witnesses, progress)
    return found


def _read(
    path: Path, places: tuple[Place, ...], witnesses: list[Witness], progress: Progress
) -> Verified:
    try:
        with opened(path) as file:
            return _verified(file, path, places, [*witnesses], progress)
    except sqlite3.DatabaseError as error:
        why = Unreadable(said=str(error))
        return Verified("", 0, [Fault(path, why, table="pages", first=1)])


def _verified(
    file: sqlite3.Connection,
    path: Path,
    places: tuple[Place, ...],
    witnesses: list[Witness],
    progress: Progress,
) -> Verified:
    faults = list(declared(file, path))
    journal_id = ""
    for found in identity(file, path):
        if isinstance(found, Fault):
            faults.append(found)
        else:
            journal_id = found
    witnesses += _marks(places, journal_id, faults)
    end = end_of(file, path, witnesses)
    outside = Outside(path, places, witnesses)
    lines = Lines(file, path, journal_id, end)
    for part in lines.parts(progress, 0):
        outside.take(part)
    faults += lines.found
    named = {f.first for f in lines.found if f.first is not None}
    faults += outside.faults(named, end, is_whole=lines.is_whole)
    faults += counted(file, path, end)
    faults += sound(file, path, end, has_rows=not lines.found)
    if not has_log(path):
        faults += _bytes(file, path, places[0].folder)
    return Verified(journal_id, end, faults)


def verify_quickly(
    path: Path,
    places: tuple[Place, ...],
    witnesses: Iterable[Witness],
    progress: Progress,
) -> Verified:
    """Compare the end of a journal with all that tells of it."""
    try:
        with opened(path) as file:
            faults = [
                found for found in identity(file, path) if isinstance(found, Fault)
            ]
            [journal_id] = [
                found for found in identity(file, path) if not isinstance(found, Fault)
            ]
            end = end_of(file, path, witnesses)
            faults += tail_faults(file, path, journal_id, end, progress)
            faults += counted(file, path, end)
            all_witnesses = [*witnesses, *_marks(places, journal_id, faults)]
            faults += Outside(path, places, all_witnesses).cuts(end)
            faults += [
                fault for place in places for fault in _other_leaf(file, path, place)
            ]
            return Verified(journal_id, end, faults)
    except sqlite3.DatabaseError as error:
        why = Unreadable(said=str(error))
        return Verified("", 0, [Fault(path, why, table="pages", first=1)])


def tail_faults(
    file: sqlite3.Connection | sqlite3.Cursor,
    path: Path,
    journal_id: str,
    end: int,
    progress: Progress,
) -> list[Fault]:
    """Look through the last lines of a journal."""
    lines = Lines(file, path, journal_id, end, is_from_beginning=False)
    for _ in lines.parts(progress, max(0, end - QUICK)):
        pass
    return lines.found


def _marks(
    places: tuple[Place, ...], journal_id: str, faults: list[Fault]
) -> Iterator[Witness]:
    """Yield what marks say; those of another journal are added to the faults."""
    for mark in marks_of(places, journal_id):
        if isinstance(mark, Fault):
            faults.append(mark)
        else:
            yield mark


def _other_leaf(file: sqlite3.Connection, path: Path, place: Place) -> Iterator[Fault]:
    """Name the last position that was marked, if another leaf stands there."""
    slot = place.slot()
    if slot is None or not slot.tree.size:
        return
    rows = file.execute(
        "SELECT leaf FROM stored_events WHERE position = ?", (slot.tree.size,)
    ).fetchall()
    if rows and rows[0][0] != slot.leaf:
        why = Resealed(other=place.file)
        yield Fault(path, why, table="stored_events", first=slot.tree.size)


def end_of(file: sqlite3.Connection, path: Path, witnesses: Iterable[Witness]) -> int:
    """Return the last position, as far as that can be known of a damaged file.

    Where the tables cannot say, what was marked or counted does; nothing is believed
    that could not have been in a file of that size.
    """
    witnessed = max((witness.size for witness in witnesses), default=0)
    most = bytes_of(path) // HASH_BYTES + witnessed
    found = [_number(file, query) for query in ENDS]
    if None in found:
        found += [_number(file, SEQUENCE), witnessed]
    return max((number for number in found if number and number <= most), default=0)


def _number(file: sqlite3.Connection, query: str) -> int | None:
    """Return a number that a query yields, 0 where none; None if unreadable."""
    try:
        [(number,)] = file.execute(query).fetchall() or [(0,)]
    except sqlite3.DatabaseError:
        return None
    return number if isinstance(number, int) else 0


def _bytes(file: sqlite3.Connection, path: Path, folder: Path) -> Iterator[Fault]:
    """Name pages that have changed since the file was last closed."""
    try:
        state = state_of(file)
    except sqlite3.DatabaseError:
        return
    for page in other_pages(path, state, folder):
        yield Fault(path, OtherBytes(page=page), table="pages")
