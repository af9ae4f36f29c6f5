"""What a form carries to prove that this server made it for this browser session."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from flask import Flask, current_app, session
from itsdangerous import URLSafeSerializer

from web.serving import EXTENSION

KEY_FILE = "form.key"
KEY_BYTES = 32
SESSION_ENTRY = "form"
SALT = "guatu form"


def init_app(app: Flask) -> None:
    """Sign sessions and forms with a secret that stays in the district's folder."""
    app.secret_key = kept_secret(app.extensions[EXTENSION].district.home / KEY_FILE)
    app.config.update(SESSION_COOKIE_NAME="guatu", SESSION_COOKIE_SAMESITE="Lax")


def kept_secret(path: Path) -> bytes:
    """Return the secret in a file that only its owner can read; made where missing.

    It appears whole or not at all, so that two servers starting at once agree on one.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as writing:
            writing.write(secrets.token_bytes(KEY_BYTES))
        _publish(draft, path)
    return path.read_bytes()


def _publish(draft: Path, path: Path) -> None:
    """Give the file its name, unless another server was faster."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()


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
