"""Folders that get their name once they are whole, and vanish if that fails."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from web.district.files.private import FOLDER_MODE


@contextmanager
def draft(beside: Path, name: str) -> Iterator[Path]:
    """Make a folder to fill; what has not been renamed by the end is removed.

    Only a process that is killed leaves one behind, under a name that begins with a dot
    and ends in ``.partial``.

    Raises:
        OSError: It cannot be made.
    """
    folder = beside / f".{name}.{secrets.token_hex(8)}.partial"
    folder.mkdir(mode=FOLDER_MODE)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
