"""The manifest of a backup: what it holds, and what it must be when it is read back."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import msgspec

from web.backups.refusals import BackupDamagedError, NewerBackupError, NotABackupError

MANIFEST = "backup.json"
FORMAT = 1
MOST_BYTES = 64 * 2**20
"""No district has so many files that their list is longer."""
DIGEST = re.compile(r"[0-9a-f]{64}")


class Copied(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file, by its name in the district's folder."""

    name: str
    size: int
    sha256: str


class Journal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which journal it is, and how far it had come."""

    id: str
    position: int
    recorded: str
    leaf: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup says of itself."""

    format: int
    guatu: str
    made: str
    journal: Journal
    files: tuple[Copied, ...]
    missing: tuple[str, ...]
    """Files that the journal names, and that the district itself no longer had."""


class _Versioned(msgspec.Struct, frozen=True):
    format: int


def written(manifest: Manifest) -> bytes:
    """Write a manifest so that people can read it."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def read(folder: Path) -> Manifest:
    """Read the manifest of a backup.

    Raises:
        NotABackupError: There is none.
        NewerBackupError: A later Guatu has written it.
        BackupDamagedError: It cannot be read, or names files elsewhere.
    """
    content = _content(folder)
    try:
        if msgspec.json.decode(content, type=_Versioned).format > FORMAT:
            raise NewerBackupError(folder=folder)
        manifest = msgspec.json.decode(content, type=Manifest)
    except msgspec.DecodeError as error:
        raise BackupDamagedError(file=folder / MANIFEST, why=str(error)) from error
    except UnicodeDecodeError as error:
        raise BackupDamagedError(file=folder / MANIFEST, why=error.reason) from error
    _require_plain(manifest, folder)
    return manifest


def _content(folder: Path) -> bytes:
    try:
        with (folder / MANIFEST).open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError as error:
        raise NotABackupError(folder=folder, why=error.strerror) from error


def _require_plain(manifest: Manifest, folder: Path) -> None:
    """Refuse names that would lead out of the folder, or that come twice."""
    names = [each.name for each in manifest.files]
    for name in names:
        path = PurePosixPath(name)
        is_inside = path.parts and not path.is_absolute() and ".." not in path.parts
        if not is_inside or str(path) != name or "\\" in name or "\0" in name:
            raise BackupDamagedError(file=folder / MANIFEST, why=repr(name))
    if len(set(names)) != len(names):
        raise BackupDamagedError(file=folder / MANIFEST, why=f"{len(names)} files")
