"""The Merkle leaf of a journal entry: what an auditor can recompute (RFC 6962)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

LEAF_PREFIX = b"\x00"
FORMAT = b"guatu-entry-1"
NO_ATTACHMENTS = b"0"
SIZE_BYTES = 4
SIZES = tuple(size.to_bytes(SIZE_BYTES, "big") for size in range(256))
"""Almost every part is shorter than that."""


def sized(part: bytes) -> bytes:
    """Put a part's length before it, in four bytes, big-endian."""
    size = len(part)
    if size < len(SIZES):
        return SIZES[size] + part
    return size.to_bytes(SIZE_BYTES, "big") + part


def canonical(parts: Iterable[bytes]) -> bytes:
    """Join parts so that no two lists of parts give the same bytes."""
    return b"".join(map(sized, parts))


DIGEST_SIZE = SIZES[sha256().digest_size]
TAIL = sized(NO_ATTACHMENTS)
SMALL = tuple(sized(b"%d" % number) for number in range(256))
"""Almost every version is one of these."""


def leaf_head(journal_id: str) -> bytes:
    """Return the beginning that all entries of one journal share."""
    return LEAF_PREFIX + canonical((FORMAT, journal_id.encode()))


class Seal:
    """Makes the leaves of one command: what its entries share is written once."""

    def __init__(
        self, head: bytes, *, recorded: int, actor: str, command_id: str
    ) -> None:
        """Prepare to seal a command's entries.

        Args:
            head: The journal's ``leaf_head``.
            recorded: Microseconds since 1970 in UTC.
            actor: Who recorded it.
            command_id: The command it was recorded by.
        """
        self._head = head
        self._command = canonical(
            (b"%d" % recorded, actor.encode(), command_id.encode())
        )
        self._names: dict[str, bytes] = {}

    def leaf(
        self, position: int, stream: str, version: int, name: str, state: bytes
    ) -> bytes:
        """Hash an entry: SHA-256 over 0x00 and its canonical bytes.

        Args:
            position: The gap-free index, from 1.
            stream: The thing's stream.
            version: The place in that stream, from 1.
            name: The fact's name.
            state: The stored bytes, of which only the digest enters.

        Source:
            RFC 6962, section 2.1 for the prefix; the canonical form is our own,
            version 1.
        """
        place = b"%d" % position
        parts = (
            self._head,
            SIZES[len(place)],
            place,
            self._command,
            sized(stream.encode()),
            SMALL[version] if version < len(SMALL) else sized(b"%d" % version),
            self._names.get(name) or self._name(name),
            DIGEST_SIZE,
            sha256(state).digest(),
            TAIL,
        )
        return sha256(b"".join(parts)).digest()

    def _name(self, name: str) -> bytes:
        """Write a fact's name, for this and for the next of them."""
        written = self._names[name] = sized(name.encode())
        return written
