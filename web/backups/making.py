"""Making a backup: copied while people record, read back, and then given its name."""

from __future__ import annotations

import sqlite3
from importlib.metadata import version
from pathlib import Path

from domain.kernel.instants import Instant, moment_of, print_instant
from projections.opening.read_model import Progress, no_progress
from web.backups.checking import check, missing_of
from web.backups.contents import contents_of
from web.backups.copying import copy_file, copy_journal, described, sync_folders
from web.backups.drafts import draft
from web.backups.journal_copy import check_journal, is_founded
from web.backups.manifest import FORMAT, MANIFEST, Manifest, written
from web.backups.refusals import (
    BackupExistsError,
    BackupFailedError,
    BackupInsideError,
    cause,
)
from web.district.files.private import FILE_MODE, private_folder, sync
from web.district.opening import JOURNAL
from web.words.refusals import HomeMissingError


def back_up(
    home: Path, into: Path, *, now: Instant, progress: Progress = no_progress
) -> tuple[Path, Manifest]:
    """Copy a district, which may be running, into a folder of its own in ``into``.

    It appears under its name only once all of it was written, is durable, and was read
    back: every file by its digest, every line of the journal by its leaf.

    Args:
        home: The district's folder.
        into: Where backups are collected; made where it is missing.
        now: The time, which names the backup and decides nothing.
        progress: Told of pages copied, then of lines read back.

    Returns:
        The backup, and its manifest.

    Raises:
        HomeMissingError: There is no district in the folder.
        BackupInsideError: The backup would lie within the district.
        BackupExistsError: There is a backup of this name already.
        BackupFailedError: It cannot be written.
        JournalUnsoundError: The journal itself is damaged.
    """
    try:
        _require_apart(home, into)
        private_folder(into)
        with draft(into, "backup") as folder:
            manifest = _copied(home, folder, now, progress)
            (folder / MANIFEST).touch(mode=FILE_MODE)
            (folder / MANIFEST).write_bytes(written(manifest))
            sync(folder / MANIFEST)
            sync_folders(folder)
            check(folder, manifest, progress)
            return _published(folder, into / _name(manifest, now)), manifest
    except (OSError, sqlite3.Error) as error:
        raise BackupFailedError(folder=into, why=cause(error)) from error


def _require_apart(home: Path, into: Path) -> None:
    if not (home / JOURNAL).is_file() or not is_founded(home / JOURNAL):
        raise HomeMissingError(home=home)
    if into.resolve().is_relative_to(home.resolve()):
        raise BackupInsideError(folder=into, home=home)


def _copied(home: Path, into: Path, now: Instant, progress: Progress) -> Manifest:
    """Copy everything, in the order that keeps the copy consistent."""
    files = [copy_file(name, home, into) for name in contents_of(home).before]
    copy_journal(home / JOURNAL, into / JOURNAL, progress)
    files.append(described(JOURNAL, into))
    files += [copy_file(name, home, into) for name in contents_of(home).after]
    return Manifest(
        format=FORMAT,
        guatu=version("guatu"),
        made=print_instant(now),
        journal=check_journal(into / JOURNAL, progress),
        files=tuple(sorted(files, key=lambda file: file.name)),
        missing=missing_of(into),
    )


def _name(manifest: Manifest, now: Instant) -> str:
    """Name a backup so that names sort by time."""
    made = moment_of(now).strftime("%Y%m%dT%H%M%SZ")
    return f"guatu-{made}-{manifest.journal.position}"


def _published(folder: Path, place: Path) -> Path:
    """Give a backup its name, which nothing else may have."""
    if place.exists():
        raise BackupExistsError(folder=place)
    folder.rename(place)
    sync(place.parent)
    return place
