"""A mark says how far the journal had come: kept outside the database, by any process.

It needs no sync to be safe: a mark behind the journal says nothing wrong. Two slots
take turns, so that one that was torn leaves the one before.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from domain.journal.tree.merkle import HASH_BYTES, Tree

MAGIC = b"guatu-m1"
HEAD = struct.Struct(">8s32sQ32s")
"""Magic, digest of the journal's id, size, last leaf; then the peaks, and a digest."""
SLOT_BYTES = 2048
"""Room for sixty peaks: for any journal that there can be."""
SLOTS = 2
FILE_BYTES = SLOTS * SLOT_BYTES


@dataclass(frozen=True, slots=True)
class Mark:
    """How far one journal had come."""

    journal_id: str
    leaf: bytes
    """The last one."""
    tree: Tree

    @property
    def size(self) -> int:
        """The last position."""
        return self.tree.size

    @property
    def root(self) -> bytes:
        """The hash of all leaves."""
        return self.tree.root


@dataclass(frozen=True, slots=True)
class Slot:
    """A mark as it is stored, of a journal that is known by the digest of its id."""

    place: int
    journal: bytes
    leaf: bytes
    tree: Tree

    def mark(self, journal_id: str) -> Mark | None:
        """Return the mark, if it is of that journal."""
        if self.journal != digest_of(journal_id):
            return None
        return Mark(journal_id, self.leaf, self.tree)


def digest_of(journal_id: str) -> bytes:
    """Return what stands for a journal's id, whatever its length."""
    return sha256(journal_id.encode()).digest()


def packed(mark: Mark) -> bytes:
    """Write a mark as a slot holds it."""
    head = HEAD.pack(MAGIC, digest_of(mark.journal_id), mark.size, mark.leaf)
    content = head + b"".join(mark.tree.peaks)
    return content + sha256(content).digest()


def unpacked(file: bytes) -> Slot | None:
    """Return the newest slot that is whole; None where there is none."""
    return max(_slots(file), key=lambda slot: slot.tree.size, default=None)


def _slots(file: bytes) -> Iterable[Slot]:
    for place in range(SLOTS):
        slot = file[place * SLOT_BYTES : (place + 1) * SLOT_BYTES]
        if (found := _slot(place, slot)) is not None:
            yield found


def _slot(place: int, slot: bytes) -> Slot | None:
    if len(slot) < HEAD.size:
        return None
    magic, journal, size, leaf = HEAD.unpack_from(slot)
    end = HEAD.size + size.bit_count() * HASH_BYTES
    content, digest = slot[:end], slot[end : end + HASH_BYTES]
    if magic != MAGIC or sha256(content).digest() != digest:
        return None
    peaks = content[HEAD.size :]
    hashes = [
        peaks[start : start + HASH_BYTES] for start in range(0, len(peaks), HASH_BYTES)
    ]
    return Slot(place, journal, leaf, Tree(size, tuple(hashes)))
