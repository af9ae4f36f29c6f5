"""The leaves of a journal: what marks, checkpoints and trails are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from domain.journal.marks.places import TRAIL_BYTES
from domain.journal.sqlite.reading import SqliteJournalReader
from domain.journal.sqlite.transactions import reading
from domain.journal.tree.merkle import HASH_BYTES, Tree

SELECT_LEAVES = """
    SELECT e.leaf, c.digest
    FROM stored_events AS e LEFT JOIN commands AS c ON c.last = e.position
    WHERE e.position > ? AND e.position <= ? ORDER BY e.position
"""
AT_ONCE = 50_000
Ends = list[tuple[int, bytes]]
"""The last positions of commands, and the digests of the commands' bodies."""


@dataclass(slots=True)
class Appended:
    """What one transaction has appended, as far as the tree is concerned."""

    before: int = 0
    """The position after which it was appended."""
    leaves: bytearray = field(default_factory=bytearray)
    ends: Ends = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last position that was appended."""
        return self.before + len(self.leaves) // HASH_BYTES

    def trail(self) -> bytes:
        """Return the trail of what was appended."""
        return trailed(self.before, self.leaves, self.ends)


def trailed(before: int, leaves: bytes | bytearray, ends: Ends) -> bytes:
    """Return the first bytes of each leaf; with a command's last, its body's digest.

    A leaf seals who recorded what and when, but not the digest by which a repeated
    command is told from another: the trail watches over that too.

    Args:
        before: The position before the first leaf.
        leaves: 32 bytes each.
        ends: Of the commands that end among them.
    """
    words = memoryview(leaves).cast("Q")[:: HASH_BYTES // TRAIL_BYTES]
    trail = bytearray(words.tobytes())
    for last, digest in ends:
        start = (last - before - 1) * HASH_BYTES
        place = (last - before - 1) * TRAIL_BYTES
        sealed = sha256(leaves[start : start + HASH_BYTES] + digest).digest()
        trail[place : place + TRAIL_BYTES] = sealed[:TRAIL_BYTES]
    return bytes(trail)


class JournalLeaves:
    """Reads the leaves of a journal, some at a time."""

    def __init__(self, journal: SqliteJournalReader) -> None:
        self._journal = journal

    def leaf(self, position: int) -> bytes | None:
        """Return the leaf at a position; None where the journal does not reach."""
        with reading(self._journal.datastore) as cursor:
            rows = cursor.execute(
                "SELECT leaf FROM stored_events WHERE position = ?", (position,)
            ).fetchall()
        return bytes(rows[0][0]) if rows else None

    def parts(self, start: int, end: int) -> Iterator[Appended]:
        """Yield what stands after ``start`` up to ``end``, some at a time."""
        for before in range(start, end, AT_ONCE):
            with reading(self._journal.datastore) as cursor:
                rows = cursor.execute(
                    SELECT_LEAVES, (before, min(end, before + AT_ONCE))
                ).fetchall()
            yield appended(before, rows)

    def trail(self, start: int, end: int) -> bytes:
        """Return the trail after ``start`` up to ``end``."""
        return b"".join(part.trail() for part in self.parts(start, end))

    def grown(self, tree: Tree, end: int) -> Tree:
        """Return a tree grown by the journal's leaves up to ``end``."""
        for part in self.parts(tree.size, end):
            tree = tree.grown(bytes(part.leaves))
        return tree


def appended(before: int, rows: Iterable[tuple[bytes, bytes | None]]) -> Appended:
    """Gather rows of ``SELECT_LEAVES`` that follow a position without a gap."""
    found = Appended(before)
    for position, (leaf, digest) in enumerate(rows, before + 1):
        found.leaves += leaf
        if digest is not None:
            found.ends.append((position, digest))
    return found
