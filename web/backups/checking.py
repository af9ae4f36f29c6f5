"""Reading a copy of a district back: its files, its journal, and what that names."""

from __future__ import annotations

from pathlib import Path

from projections.opening.read_model import Progress, no_progress
from web.backups.copying import described
from web.backups.journal_copy import check_journal, named_files
from web.backups.manifest import Copied, Manifest
from web.backups.refusals import (
    NO_FILE,
    NOT_PLAIN,
    OTHER_BYTES,
    OTHER_JOURNAL,
    BackupDamagedError,
)
from web.district.layers.kept import ENDING
from web.district.opening import JOURNAL


def check(folder: Path, manifest: Manifest, progress: Progress = no_progress) -> None:
    """Require that a folder holds what a manifest says, and a journal without fault.

    Raises:
        BackupDamagedError: A file is missing or another; names it.
        JournalUnsoundError: The journal does not agree with itself; names the position.
        OSError: A file cannot be read.
        sqlite3.Error: The journal cannot be read.
    """
    for file in manifest.files:
        _check_file(folder, file)
    if JOURNAL not in {file.name for file in manifest.files}:
        raise BackupDamagedError(file=folder / JOURNAL, why=NO_FILE)
    if check_journal(folder / JOURNAL, progress) != manifest.journal:
        raise BackupDamagedError(file=folder / JOURNAL, why=OTHER_JOURNAL)
    for name in missing_of(folder):
        if name not in manifest.missing:
            raise BackupDamagedError(file=folder / name, why=NO_FILE)


def missing_of(folder: Path) -> tuple[str, ...]:
    """List the files that a journal names, and that are not beside it.

    Raises:
        sqlite3.Error: The journal cannot be read.
    """
    named = named_files(folder / JOURNAL)
    # A layer of the first version may have been healed in the form of the second.
    forms = {
        name: (folder / name, (folder / name).with_suffix(ENDING)) for name in named
    }
    return tuple(
        name for name in named if not any(path.is_file() for path in forms[name])
    )


def _check_file(folder: Path, file: Copied) -> None:
    path = folder / file.name
    if not path.is_file():
        why = NOT_PLAIN if path.exists() else NO_FILE
        raise BackupDamagedError(file=path, why=why)
    if described(file.name, folder) != file:
        raise BackupDamagedError(file=path, why=OTHER_BYTES)
