"""Checkpoints: a tree's size and root in a signed note that anybody can verify.

Source: C2SP tlog-checkpoint and signed-note, with Ed25519 (key type 1).
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from domain.journal.tree.merkle import HASH_BYTES

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ED25519 = b"\x01"
KEY_ID_BYTES = 4
SEED_BYTES = KEY_BYTES = 32
SIGNED = "\u2014 "
PRIVATE = "PRIVATE+KEY+"
DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


class NoteError(ValueError):
    """A note, or a key, cannot be read, or nobody that we know has signed it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a note says of a journal."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The note without its signatures."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def origin_of(journal_id: str) -> str:
    """Return the name of a journal's log, and of the key that signs for it."""
    return f"guatu/{quote(journal_id, safe='')}"


def key_id(name: str, public: bytes) -> bytes:
    """Return the four bytes that a signature names its key by."""
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:KEY_ID_BYTES]


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key and its name."""

    name: str
    public: bytes

    @classmethod
    def read(cls, text: str) -> VerifyingKey:
        """Read a key as it is printed: name, key id in hex, base64.

        Raises:
            NoteError: It is no such key.
        """
        name, identity, public = _key_parts(text.strip())
        return _identified(cls(name, public), identity)

    def __str__(self) -> str:
        return _key_text(self.name, self.public, self.id)

    @property
    def id(self) -> bytes:
        """The four bytes that signatures name it by."""
        return key_id(self.name, self.public)

    def has_signed(self, text: str, signature: bytes) -> bool:
        """Tell whether a signature is of this text, by this key."""
        # Loaded by those who sign or verify alone: it takes a tenth of a second.
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
            Ed25519PublicKey,
        )

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(
                signature, text.encode()
            )
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and its name."""

    name: str
    seed: bytes

    @classmethod
    def read(cls, text: str) -> SigningKey:
        """Read a private key as it is kept.

        Raises:
            NoteError: It is no such key.
        """
        if not text.startswith(PRIVATE):
            msg = "it is no private key"
            raise NoteError(msg)
        name, identity, seed = _key_parts(text.removeprefix(PRIVATE).strip())
        return _identified(cls(name, seed), identity)

    def __str__(self) -> str:
        return PRIVATE + _key_text(self.name, self.seed, self.id)

    @property
    def id(self) -> bytes:
        """The four bytes that signatures name its public key by."""
        return self.verifying.id

    @property
    def verifying(self) -> VerifyingKey:
        """The public key."""
        return VerifyingKey(self.name, self._key().public_key().public_bytes_raw())

    def sign(self, checkpoint: Checkpoint) -> str:
        """Return the signed note of a checkpoint."""
        signature = self._key().sign(checkpoint.text.encode())
        signed = b64encode(self.verifying.id + signature).decode()
        return f"{checkpoint.text}\n{SIGNED}{self.name} {signed}\n"

    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
            Ed25519PrivateKey,
        )

        return Ed25519PrivateKey.from_private_bytes(self.seed)


Key = TypeVar("Key", VerifyingKey, SigningKey)


def opened(note: str, key: VerifyingKey) -> Checkpoint:
    """Return what a note says, if the key has signed it; fails closed.

    Signatures of other keys are ignored; one that bears this key's name and id, and is
    not of this text, spoils the note.

    Raises:
        NoteError: It is no checkpoint, or the key has not signed it.
    """
    text, separator, signatures = note.rpartition("\n\n")
    if not separator or not signatures.endswith("\n"):
        msg = "it has no signatures"
        raise NoteError(msg)
    text += "\n"
    ours = [
        signature
        for name, identity, signature in _signatures(signatures[:-1])
        if (name, identity) == (key.name, key.id)
    ]
    if not ours or not all(key.has_signed(text, found) for found in ours):
        msg = f"{key.name} has not signed it"
        raise NoteError(msg)
    return _checkpoint(text)


def _signatures(lines: str) -> Iterator[tuple[str, bytes, bytes]]:
    for line in lines.split("\n"):
        name, separator, signed = line.removeprefix(SIGNED).partition(" ")
        if not line.startswith(SIGNED) or not separator or not name or "+" in name:
            msg = "a line of its signatures cannot be read"
            raise NoteError(msg)
        content = _base64(signed)
        yield name, content[:KEY_ID_BYTES], content[KEY_ID_BYTES:]


def _checkpoint(text: str) -> Checkpoint:
    origin, size, root, *_ = [*text.split("\n"), "", "", ""]
    digest = _base64(root)
    if not origin or not DECIMAL.fullmatch(size) or len(digest) != HASH_BYTES:
        msg = "it is no checkpoint"
        raise NoteError(msg)
    return Checkpoint(origin, int(size), digest)


def _key_text(name: str, key: bytes, identity: bytes) -> str:
    return f"{name}+{identity.hex()}+{b64encode(ED25519 + key).decode()}"


def _identified(key: Key, identity: str) -> Key:
    if key.id.hex() != identity:
        msg = "its id is not that of the key"
        raise NoteError(msg)
    return key


def _key_parts(text: str) -> tuple[str, str, bytes]:
    name, _, rest = text.partition("+")
    hexadecimal, _, encoded = rest.partition("+")
    content = _base64(encoded)
    is_key = content[:1] == ED25519 and len(content) == 1 + KEY_BYTES
    if not name or " " in name or not is_key:
        msg = "it is no Ed25519 key: name+id+key"
        raise NoteError(msg)
    return name, hexadecimal, content[1:]


def _base64(text: str) -> bytes:
    try:
        content = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if b64encode(content).decode() != text:
        msg = f"“{text[:80]}” is not base64"
        raise NoteError(msg)
    return content
