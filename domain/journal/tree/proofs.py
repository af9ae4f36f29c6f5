"""Proofs of the journal's tree, and their verifiers, which fail closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hmac import compare_digest

from domain.journal.tree.merkle import HASH_BYTES, Tree, node

Hashes = Sequence[bytes]


def root_of(leaves: Hashes) -> bytes:
    """Return the root over leaf hashes; that of no leaves is SHA-256 of nothing."""
    return Tree().grown(b"".join(leaves)).root


def inclusion_proof(leaves: Hashes, index: int) -> list[bytes]:
    """Prove that a leaf is in the tree (RFC 6962, section 2.1.1).

    Args:
        leaves: Every leaf hash of the tree.
        index: From 0.

    Returns:
        The hashes beside the way from the leaf to the root, the lowest first.

    Raises:
        IndexError: There is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    return list(_beside(leaves, index))


def _beside(leaves: Hashes, index: int) -> Iterator[bytes]:
    if len(leaves) == 1:
        return
    half = _split(len(leaves))
    if index < half:
        yield from _beside(leaves[:half], index)
        yield root_of(leaves[half:])
    else:
        yield from _beside(leaves[half:], index - half)
        yield root_of(leaves[:half])


def consistency_proof(leaves: Hashes, size: int) -> list[bytes]:
    """Prove that the tree only grew since it had ``size`` leaves (section 2.1.2).

    Args:
        leaves: Every leaf hash of the tree.
        size: Of the earlier tree, from 0; of nothing there is nothing to prove.

    Raises:
        IndexError: The tree has never been so large.
    """
    if not 0 <= size <= len(leaves):
        raise IndexError(size)
    return list(_between(leaves, size, is_known=True)) if size else []


def _between(leaves: Hashes, size: int, *, is_known: bool) -> Iterator[bytes]:
    """Yield what RFC 6962 calls SUBPROOF; a root that is known is left out."""
    if size == len(leaves):
        if not is_known:
            yield root_of(leaves)
        return
    half = _split(len(leaves))
    if size <= half:
        yield from _between(leaves[:half], size, is_known=is_known)
        yield root_of(leaves[half:])
    else:
        yield from _between(leaves[half:], size - half, is_known=False)
        yield root_of(leaves[:half])


def _split(size: int) -> int:
    """Return the largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)


def is_included(leaf: bytes, index: int, size: int, proof: Hashes, root: bytes) -> bool:
    """Verify an inclusion proof (RFC 9162, section 2.1.3.2).

    Args:
        leaf: The leaf's hash.
        index: From 0.
        size: Leaves of the tree.
        proof: The hashes beside the way up, the lowest first.
        root: Of the tree.
    """
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    place, last, found = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        is_right = bool(place & 1) or place == last
        found = node(beside, found) if is_right else node(found, beside)
        place, last = _above(place, last, is_right=is_right)
    return last == 0 and compare_digest(found, root)


def is_consistent(
    size: int, root: bytes, later_size: int, later_root: bytes, proof: Hashes
) -> bool:
    """Verify a consistency proof (RFC 9162, section 2.1.4.2).

    Args:
        size: Leaves of the earlier tree; 0 proves nothing, so the proof is empty.
        root: Of the earlier tree.
        later_size: Leaves of the later tree.
        later_root: Of the later tree.
        proof: As ``consistency_proof`` gives it.
    """
    if not 0 <= size <= later_size or not _are_hashes(root, later_root, *proof):
        return False
    if size == 0:
        return not proof and compare_digest(root, root_of([]))
    if size == later_size:
        return not proof and compare_digest(root, later_root)
    return _leads_to_both(size, root, later_size, later_root, proof)


def _leads_to_both(
    size: int, root: bytes, later_size: int, later_root: bytes, proof: Hashes
) -> bool:
    # A power of two is one perfect subtree, whose root the proof leaves out.
    steps = [root, *proof] if size & (size - 1) == 0 else list(proof)
    if not steps:
        return False
    place, last = size - 1, later_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    earlier = later = steps[0]
    for beside in steps[1:]:
        if last == 0:
            return False
        is_right = bool(place & 1) or place == last
        if is_right:
            earlier, later = node(beside, earlier), node(beside, later)
        else:
            later = node(later, beside)
        place, last = _above(place, last, is_right=is_right)
    are_equal = compare_digest(earlier, root) and compare_digest(later, later_root)
    return last == 0 and are_equal


def _above(place: int, last: int, *, is_right: bool) -> tuple[int, int]:
    """Go up to the next level at which the way has a neighbour."""
    if is_right and not place & 1:
        while place and not place & 1:
            place, last = place >> 1, last >> 1
    return place >> 1, last >> 1


def _are_hashes(*hashes: bytes) -> bool:
    return all(len(digest) == HASH_BYTES for digest in hashes)
