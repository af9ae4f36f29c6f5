"""What a form carries to prove that this server made it for this browser session."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from flask import Flask, current_app, session
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from web.district.files.private import FILE_MODE, sync
from web.frame.asked import EXTENSION
from web.words.catalogue import marked
from web.words.refusals import UnusableKeyError

KEY_FILE = "form.key"
KEY_BYTES = 32
MOST_KEY_BYTES = 1024
"""A key of another making may be longer, but no file of another kind is one."""
NOT_A_FILE: Final = marked("it is not a plain file")
NOT_THAT_LONG: Final = marked("a key has 32 to 1,024 bytes")
SESSION_ENTRY = "form"
SALT = "guatu form"


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions, whose signer is made once and not for each request."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs the cookie."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


def init_app(app: Flask) -> None:
    """Sign sessions and forms with a secret that stays in the district's folder."""
    app.session_interface = Sessions()
    app.secret_key = kept_secret(app.extensions[EXTENSION].district.home / KEY_FILE)
    app.config.update(SESSION_COOKIE_NAME="guatu", SESSION_COOKIE_SAMESITE="Lax")


def kept_secret(path: Path) -> bytes:
    """Return the secret in a file that only its owner can read; made where missing.

    It appears whole or not at all, so that two servers starting at once agree on one.
    Where no file can be made, this server has a secret of its own until it ends:
    reading goes on where the disk is full or cannot be written.

    Raises:
        UnusableKeyError: What lies there is no key; nothing is put in its place.
    """
    with suppress(OSError):
        _make(path)
    if not os.path.lexists(path):
        return secrets.token_bytes(KEY_BYTES)
    try:
        return _read(path)
    except OSError as error:
        raise UnusableKeyError(file=path, why=error.strerror) from error


def _read(path: Path) -> bytes:
    # Neither a pipe nor a device may keep a starting server waiting.
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(file, "rb") as reading:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise UnusableKeyError(file=path, why=NOT_A_FILE)
        secret = reading.read(MOST_KEY_BYTES + 1)
    if not KEY_BYTES <= len(secret) <= MOST_KEY_BYTES:
        raise UnusableKeyError(file=path, why=NOT_THAT_LONG)
    return secret


def _make(path: Path) -> None:
    """Write a new secret beside, and give it its name unless one is there."""
    if os.path.lexists(path):
        return
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with os.fdopen(file, "wb") as writing:
            writing.write(secrets.token_bytes(KEY_BYTES))
            writing.flush()
            os.fsync(file)
        path.hardlink_to(draft)
    finally:
        draft.unlink()
    sync(path.parent)


def token_for(command_id: str) -> str:
    """Sign the id of the one command that a form is for, for this session only."""
    if SESSION_ENTRY not in session:
        session[SESSION_ENTRY] = secrets.token_urlsafe(16)
    return _serializer().dumps([session[SESSION_ENTRY], command_id])


def is_own(token: str, command_id: str) -> bool:
    """Tell whether this server made the token for this session and this command."""
    is_signed, content = _serializer().loads_unsafe(token)
    return is_signed and content == [session.get(SESSION_ENTRY), command_id]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or b"", salt=SALT)
