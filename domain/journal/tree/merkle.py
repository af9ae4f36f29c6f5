"""The Merkle tree over the journal's leaves, as RFC 6962 hashes it, while it grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

NODE_PREFIX = b"\x01"
HASH_BYTES = 32
PAIR_BYTES = 2 * HASH_BYTES
LEAVES_AT_ONCE = 65_536
"""So many leaves are hashed level by level; more would only take more memory."""


def node(left: bytes, right: bytes) -> bytes:
    """Hash two nodes into the one above them (RFC 6962, section 2.1)."""
    return sha256(NODE_PREFIX + left + right).digest()


def folded(peaks: Sequence[bytes]) -> bytes:
    """Return the root over perfect subtrees, the largest first."""
    if not peaks:
        return sha256().digest()
    *higher, root = peaks
    for peak in reversed(higher):
        root = node(peak, root)
    return root


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree as far as it can grow on: its size, and the peaks of its mountain range.

    The peaks are the roots of the perfect subtrees that the bits of the size stand
    for, the largest first: at most 62 hashes for any number of leaves.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """The hash of all leaves (RFC 6962, section 2.1)."""
        return folded(self.peaks)

    @property
    def is_whole(self) -> bool:
        """Whether there are as many peaks as the size says."""
        return self.size >= 0 and len(self.peaks) == self.size.bit_count()

    def grown(self, leaves: bytes) -> Tree:
        """Return the tree with more leaves.

        Args:
            leaves: Their hashes, 32 bytes each, one behind the other.
        """
        tree = self
        for start in range(0, len(leaves), LEAVES_AT_ONCE * HASH_BYTES):
            some = leaves[start : start + LEAVES_AT_ONCE * HASH_BYTES]
            tree = Tree(tree.size + len(some) // HASH_BYTES, _peaks(tree, some))
        return tree


def _peaks(tree: Tree, level: bytes) -> tuple[bytes, ...]:
    """Hash new nodes level by level, with the old peak that waits at each level."""
    waiting, fresh, size = list(tree.peaks), [], tree.size
    while level:
        if size & 1:
            level = waiting.pop() + level
        if len(level) % PAIR_BYTES:
            fresh.append(level[-HASH_BYTES:])
            level = level[:-HASH_BYTES]
        level, size = _paired(level), size >> 1
    return (*waiting, *reversed(fresh))


def _paired(level: bytes) -> bytes:
    """Hash neighbours into the level above."""
    return b"".join(
        [
            sha256(NODE_PREFIX + level[start : start + PAIR_BYTES]).digest()
            for start in range(0, len(level), PAIR_BYTES)
        ]
    )
