"""Verifying a district's folder: read only, on any medium, while people record."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from domain.journal.checkpoints.checkpoint import NoteError, VerifyingKey
from domain.journal.marks.places import Place
from domain.journal.verification.faults import Fault, NoNote
from domain.journal.verification.file import opened
from domain.journal.verification.journal import (
    Verified,
    verify_journal,
    verify_quickly,
)
from domain.journal.verification.outside import Witness, checkpoints_in
from domain.journal.verification.storage import founding
from domain.things.record.district import DistrictEstablished
from projections.opening.read_model import Progress, no_progress
from web.district.files.marks import own_place, places_of
from web.district.files.plain import opened_plain
from web.district.opening import JOURNAL, READ_MODEL
from web.verification.checkpoints import PUBLIC_FILE, verifying_key
from web.verification.layers import layer_faults
from web.verification.tables import table_faults
from web.words.catalogue import marked
from web.words.refusals import UnverifiableError

NO_DISTRICT: Final = marked("there is no district")
NO_KEY: Final = marked("the district has no key to verify it by; give one with --key")


@dataclass(frozen=True, slots=True)
class VerifyOptions:
    """What to verify, and against what."""

    is_quick: bool = False
    notes: tuple[Path, ...] = ()
    """Checkpoints that were kept elsewhere."""
    key: str = ""
    """The key that checkpoints must be signed by; that of the district if blank."""


def verify(
    home: Path, options: VerifyOptions, progress: Progress = no_progress
) -> Verified:
    """Verify a district; nothing in its folder is written.

    Raises:
        UnverifiableError: There is no district, or a checkpoint that was given says
            nothing, or there is no room to rebuild the tables.
    """
    if not (home / JOURNAL).exists():
        raise UnverifiableError(file=home, why=NO_DISTRICT)
    try:
        return _verified(home, options, progress)
    except OSError as error:
        why = error.strerror or str(error)
        raise UnverifiableError(file=error.filename or home, why=why) from error


def _verified(home: Path, options: VerifyOptions, progress: Progress) -> Verified:
    journal = home / JOURNAL
    about = _about(journal)
    places = places_of(home, about) if about else (own_place(home),)
    witnesses, faults = _witnesses(home, options, places, about)
    if options.is_quick:
        found = verify_quickly(journal, places, witnesses, progress)
    else:
        found = verify_journal(journal, places, witnesses, progress)
    faults += found.faults
    if not found.faults and not options.is_quick:
        # Of a journal that is wrong nothing can be made to compare the tables with.
        faults += layer_faults(home, journal)
        with TemporaryDirectory(prefix="guatu-verify-") as folder:
            views = home / READ_MODEL
            faults += table_faults(journal, views, Path(folder), progress)
    return replace(found, faults=faults)


def _about(journal: Path) -> DistrictEstablished | None:
    try:
        with opened(journal) as file:
            return founding(file)
    except sqlite3.DatabaseError:
        return None


def _witnesses(
    home: Path,
    options: VerifyOptions,
    places: Iterable[Place],
    about: DistrictEstablished | None,
) -> tuple[list[Witness], list[Fault]]:
    """Read all checkpoints: those kept are faults if they are none, others refused."""
    journal_id = about.journal_id if about else ""
    key = _key(home, options)
    if key is None:
        if options.notes:
            raise UnverifiableError(file=options.notes[0], why=NO_KEY)
        return [], [*_unsigned(home, places)]
    witnesses = list(_given_witnesses(options, key, journal_id))
    faults = []
    for place in places:
        for each in checkpoints_in(place.notes.texts(), key, journal_id):
            if isinstance(each, Fault):
                faults.append(each)
            else:
                witnesses.append(each)
    return witnesses, faults


def _key(home: Path, options: VerifyOptions) -> VerifyingKey | None:
    try:
        return VerifyingKey.read(options.key) if options.key else verifying_key(home)
    except NoteError as error:
        raise UnverifiableError(file=home / PUBLIC_FILE, why=str(error)) from error


def _unsigned(home: Path, places: Iterable[Place]) -> Iterator[Fault]:
    """Name the key where there are checkpoints, but nothing to verify them by."""
    if any(place.notes.sizes() for place in places):
        yield Fault(home / PUBLIC_FILE, NoNote(said=NO_KEY))


def _given_witnesses(
    options: VerifyOptions, key: VerifyingKey, journal_id: str
) -> Iterator[Witness]:
    texts = ((path, _text(path)) for path in options.notes)
    for each in checkpoints_in(texts, key, journal_id):
        if isinstance(each, Fault):
            raise UnverifiableError(file=each.file, why=each.why)
        yield each


def _text(path: Path) -> str:
    with opened_plain(path) as file:
        return file.read().decode("utf-8", "replace")
