"""Tables that lie where nothing can be written: read in place, or from a copy.

A copy is private to this process, may be written, and is gone with it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.journal.interface import JournalReader
from domain.journal.sqlite.media import (
    NoPrivateCopyError,
    copied,
    has_hidden_log,
    is_writable,
    private_folder,
)
from projections.opening.damage import DATABASE_ERRORS, newest
from projections.opening.read_model import ReadModel
from projections.opening.readiness import agrees, is_ready, served_mark
from projections.tables.engine import open_engine


def read_model_of(journal: JournalReader, path: Path) -> ReadModel:
    """Open the tables of a journal, which may not exist yet, wherever they lie.

    Args:
        journal: What they are read from.
        path: Their file, or the one that others have taken the place of.

    Raises:
        NoPrivateCopyError: They are not current, and there is no room for a copy.
    """
    file = newest(path)
    if is_writable(file):
        return ReadModel(path)
    is_lent = journal.is_read_only and _is_current(journal, file)
    try:
        private = private_folder()
    except OSError as error:
        if is_lent:
            return ReadModel(path, lent=file)
        raise NoPrivateCopyError(file=file, why=error.strerror) from error
    if is_lent:
        return ReadModel(Path(private.name) / path.name, lent=file, private=private)
    return ReadModel(_copied(file, private), private=private)


def _is_current(journal: JournalReader, file: Path) -> bool:
    """Tell whether tables can be read in place, and say all that the journal says."""
    if not file.exists() or has_hidden_log(file):
        return False
    engine = open_engine(file)
    try:
        with engine.begin() as now:
            if not is_ready(now) or not agrees(now, journal):
                return False
            return served_mark(now)[1].position == journal.head().position
    except DATABASE_ERRORS:
        return False
    finally:
        engine.dispose()


def _copied(file: Path, private: TemporaryDirectory[str]) -> Path:
    """Copy tables as far as that goes; what is missing is computed."""
    folder = Path(private.name)
    try:
        copied(file, folder)
    except OSError:
        for part in folder.iterdir():
            with suppress(OSError):
                part.unlink()
    return folder / file.name
