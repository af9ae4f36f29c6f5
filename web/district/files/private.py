"""Files of a district: for their owner alone, and still there after a power cut."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700


def private_folder(path: Path) -> None:
    """Make a folder that only its owner may enter; one that is there stays as it is."""
    path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)


def private_file(path: Path) -> None:
    """Make an empty file that only its owner may read; one that is there stays.

    Where it cannot be made, whoever opens it next says why. SQLite gives its logs the
    rights of the database that they belong to.

    One that is there is not even opened: closing any handle of a database drops the
    locks that SQLite holds on it in this process, and another process would take
    itself for the last and remove the log.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE))


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk.

    A name that a file was given is durable only once its folder is.
    """
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
