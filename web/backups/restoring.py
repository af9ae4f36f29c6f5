"""Putting a backup back: checked first, then in place in one step."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from projections.opening.read_model import Progress, no_progress
from web.backups.checking import check
from web.backups.copying import copy_file, sync_folders
from web.backups.drafts import draft
from web.backups.manifest import Manifest, read
from web.backups.refusals import (
    NO_FILE,
    BackupDamagedError,
    HomeNotEmptyError,
    RestoreFailedError,
    cause,
)
from web.district.files.private import private_folder, sync


def restore(backup: Path, home: Path, *, progress: Progress = no_progress) -> Manifest:
    """Put a backup into a folder that is empty or missing.

    What is checked is the copy and not the backup: what is found good is what is used.
    Tables are no part of a backup; they are made anew when the district is opened.

    Args:
        backup: A folder that ``back_up`` has made.
        home: The district's folder.
        progress: Told of lines checked.

    Returns:
        The backup's manifest.

    Raises:
        NotABackupError: The folder has no manifest.
        BackupDamagedError: A file is not what the manifest says.
        JournalUnsoundError: The journal does not agree with itself.
        HomeNotEmptyError: Something is in the district's folder.
        RestoreFailedError: It cannot be written there.
    """
    home = home.resolve()
    manifest = read(backup)
    try:
        _require_empty(home)
        private_folder(home.parent)
        with draft(home.parent, home.name) as folder:
            _fill(folder, backup, manifest)
            check(folder, manifest, progress)
            sync_folders(folder)
            folder.rename(home)
        sync(home.parent)
    except (OSError, sqlite3.Error) as error:
        raise RestoreFailedError(home=home, why=cause(error)) from error
    return manifest


def _require_empty(home: Path) -> None:
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise HomeNotEmptyError(home=home)


def _fill(folder: Path, backup: Path, manifest: Manifest) -> None:
    for file in manifest.files:
        if not (backup / file.name).is_file():
            raise BackupDamagedError(file=backup / file.name, why=NO_FILE)
        copy_file(file.name, backup, folder)
