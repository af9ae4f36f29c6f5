"""Checkpoints of a district: its signing key, and when they are taken."""

from __future__ import annotations

import logging
import os
import secrets
import threading
from contextlib import suppress
from pathlib import Path

from eventsourcing.persistence import PersistenceError

from domain.errors import StoppedError
from domain.journal.agreement.signing import checkpoint_taken
from domain.journal.checkpoints.checkpoint import (
    SEED_BYTES,
    NoteError,
    SigningKey,
    VerifyingKey,
    origin_of,
)
from web.district.files.private import FILE_MODE, private_folder, sync
from web.district.opening import District
from web.words.refusals import UnusableSigningKeyError

KEY_FILE = Path("keys") / "checkpoint.key"
PUBLIC_FILE = Path("keys") / "checkpoint.pub"
DAY_S = 24 * 60 * 60
log = logging.getLogger("guatu.marks")


def take_checkpoint(district: District) -> str:
    """Sign how far the journal has come, and keep the note in both places.

    Raises:
        StoppedError: The journal is not what was marked, or signed before.
        UnusableSigningKeyError: The key cannot be read or made.
    """
    marking = district.app.journal.marking
    assert marking is not None, "an open district is marked"  # noqa: S101
    return checkpoint_taken(marking, signing_key(district))


def signing_key(district: District) -> SigningKey:
    """Return the key that signs for a district; made where there is none.

    Raises:
        UnusableSigningKeyError: What lies there is no key, or none can be made.
    """
    path = district.home / KEY_FILE
    try:
        if not os.path.lexists(path):
            _make(path, origin_of(district.app.journal.journal_id()))
        return SigningKey.read(path.read_text(encoding="utf-8").strip())
    except OSError as error:
        raise UnusableSigningKeyError(file=path, why=error.strerror) from error
    except (NoteError, UnicodeDecodeError) as error:
        raise UnusableSigningKeyError(file=path, why=error) from error


def verifying_key(home: Path) -> VerifyingKey | None:
    """Return the public key that lies in a district's folder; None without one.

    Raises:
        NoteError: What lies there is no key.
    """
    with suppress(FileNotFoundError):
        text = (home / PUBLIC_FILE).read_text(encoding="utf-8", errors="replace")
        return VerifyingKey.read(text)
    return None


def _make(path: Path, name: str) -> None:
    """Draw a key; of two processes that do so at once, one keeps its own."""
    private_folder(path.parent)
    key = SigningKey(name, secrets.token_bytes(SEED_BYTES))
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.partial")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with os.fdopen(file, "w", encoding="utf-8") as writing:
            writing.write(f"{key}\n")
            writing.flush()
            os.fsync(file)
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink()
    made = SigningKey.read(path.read_text(encoding="utf-8").strip())
    (path.parent / PUBLIC_FILE.name).write_text(f"{made.verifying}\n", encoding="utf-8")
    sync(path.parent)


def daily_checkpoints(district: District) -> threading.Thread:
    """Take a checkpoint now, and each day for as long as the process runs."""
    thread = threading.Thread(target=_daily, args=[district], daemon=True)
    thread.start()
    return thread


def _daily(district: District) -> None:
    waiting = threading.Event()
    while True:
        try:
            take_checkpoint(district)
        except (StoppedError, UnusableSigningKeyError) as error:
            log.warning("No checkpoint was taken: %s", error)
        except PersistenceError as error:
            log.warning("No checkpoint was taken: %s", error)
        waiting.wait(DAY_S)
