"""The Merkle leaf of a journal entry: what an auditor can recompute (RFC 6962)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

LEAF_PREFIX = b"\x00"
FORMAT = b"guatu-entry-1"
NO_ATTACHMENTS = b"0"


def canonical(parts: Iterable[bytes]) -> bytes:
    """Join parts so that no two lists of parts give the same bytes.

    Each part is preceded by its length in four bytes, big-endian.
    """
    return b"".join(
        [piece for part in parts for piece in (len(part).to_bytes(4, "big"), part)]
    )


def leaf_head(journal_id: str) -> bytes:
    """Return the beginning that all entries of one journal share."""
    return LEAF_PREFIX + canonical((FORMAT, journal_id.encode()))


def leaf_of(  # noqa: PLR0913  (the leaf names everything it seals)
    head: bytes,
    *,
    position: int,
    recorded: int,
    actor: str,
    command_id: str,
    stream: str,
    version: int,
    name: str,
    state: bytes,
) -> bytes:
    """Hash an entry: SHA-256 over 0x00 and its canonical bytes.

    Args:
        head: The journal's ``leaf_head``.
        position: The gap-free index, from 1.
        recorded: Microseconds since 1970 in UTC.
        actor: Who recorded it.
        command_id: The command it was recorded by.
        stream: The thing's stream.
        version: The place in that stream, from 1.
        name: The fact's name.
        state: The stored bytes, of which only the digest enters.

    Source:
        RFC 6962, section 2.1 for the prefix; the canonical form is our own, version 1.
    """
    sealed = canonical(
        (
            b"%d" % position,
            b"%d" % recorded,
            actor.encode(),
            command_id.encode(),
            stream.encode(),
            b"%d" % version,
            name.encode(),
            hashlib.sha256(state).digest(),
            NO_ATTACHMENTS,
        )
    )
    return hashlib.sha256(head + sealed).digest()
