"""Files that people name: opened only where they are ordinary ones."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from web.words.file_refusals import MissingFileError, NotPlainFileError


def opened_plain(path: Path) -> BinaryIO:
    """Open an ordinary file for reading.

    Raises:
        MissingFileError: It is not there or cannot be opened.
        NotPlainFileError: It is a folder, a pipe or a device: whoever reads a pipe
            waits for ever, and a device has no end.
    """
    try:
        # Not even opening may wait.
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise MissingFileError(file=path, why=why) from error
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise NotPlainFileError(file=path)
    return os.fdopen(file, "rb")
