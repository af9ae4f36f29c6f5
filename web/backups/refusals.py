"""What is refused when a district is backed up or put back."""

from __future__ import annotations

import errno
import sqlite3
from typing import Final

from web.words.catalogue import STORAGE_CAUSES, marked
from web.words.file_refusals import FilesError
from web.words.refusals import EdgeError

FULL = STORAGE_CAUSES["database or disk is full"]
FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
OTHER_BYTES: Final = marked("its bytes are not those that were written")
NO_FILE: Final = marked("it is missing")
NOT_PLAIN: Final = marked("it is not a plain file")
OTHER_JOURNAL: Final = marked("it is not the journal that the manifest describes")


class BackupError(EdgeError):
    """A district cannot be backed up or put back."""


class BackupInsideError(BackupError):
    """A backup lies apart from what it is a backup of."""

    template = (
        "{folder} lies within the district's own folder {home}, and would be lost with "
        "it: choose another folder, best on another disk."
    )


class BackupExistsError(BackupError):
    """No backup takes the place of another."""

    template = "{folder} is there already, and a backup never replaces another."


class BackupFailedError(FilesError):
    """A backup could not be written; nothing of it stays."""

    template = "No backup was made in {folder}: {why}. Nothing of it was left there."


class NotABackupError(BackupError):
    """A folder has no manifest."""

    template = (
        "{folder} is not a backup made by “guatu backup”: its backup.json cannot be "
        "opened ({why})."
    )


class NewerBackupError(BackupError):
    """A later Guatu wrote the backup."""

    template = (
        "{folder} was made by a newer Guatu, which this one cannot read: put it back "
        "with that one."
    )


class BackupDamagedError(BackupError):
    """What a backup holds is not what was written."""

    template = (
        "{file} is not what the backup should hold: {why}. Nothing was put back; take "
        "another backup."
    )


class JournalUnsoundError(BackupError):
    """A copy of a journal does not agree with itself."""

    template = (
        "{file} does not agree with itself at position {position}: it was changed or "
        "damaged. Keep every older backup, and look at it with “guatu verify”."
    )


class HomeNotEmptyError(BackupError):
    """A backup is put back where nothing is."""

    template = (
        "{home} is not empty: a backup is put back into a folder that is empty or "
        "missing. Choose another with --home, or move this one away."
    )


class RestoreFailedError(FilesError):
    """A backup could not be put back; nothing of it stays."""

    template = "Nothing was put back into {home}: {why}."


class NothingLostError(BackupError):
    """Only what was lost can be given up."""

    template = (
        "The journal in {home} is what was marked of it: nothing is known to be lost, "
        "and nothing has to be resumed."
    )


class OthersJournalError(BackupError):
    """Marks of another journal say nothing of this one."""

    template = (
        "The journal in {home} differs from what was marked from its first position "
        "on: it is another journal, and cannot go on in the place of that one."
    )


class MarksUnwritableError(FilesError):
    """The decision stands, but the marks could not follow it."""

    template = (
        "The decision is recorded, but {file} cannot be written: {why}. Recording goes "
        "on once “guatu resume” was run again; it is recorded once."
    )


def cause(error: OSError | sqlite3.Error) -> str:
    """Say why files cannot be written or read, in words that can be translated."""
    if isinstance(error, OSError):
        said = error.strerror or str(error)
        return FULL if error.errno in FULL_ERRNOS else said
    text = str(error).lower()
    return next((t for said, t in STORAGE_CAUSES.items() if said in text), str(error))
