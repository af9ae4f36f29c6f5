"""A place keeps the marks of one journal and one past, and never goes back."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from domain.journal.marks.mark import Mark, digest_of
from domain.journal.marks.places import TRAIL_BYTES, OtherMarkError, Place
from domain.journal.tree.merkle import Tree

LEAVES = [sha256(b"%d" % number).digest() for number in range(5)]


class Journal:
    """What a journal of so many leaves says of them."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.leaves = leaves

    def trail(self, start: int, end: int) -> bytes:
        """Return the beginnings of leaves."""
        return b"".join(each[:TRAIL_BYTES] for each in self.leaves[start:end])

    def leaf(self, position: int) -> bytes | None:
        """Return a leaf that is there."""
        known = position <= len(self.leaves)
        return self.leaves[position - 1] if known else None


def mark_of(leaves: list[bytes], journal_id: str = "j-1") -> Mark:
    return Mark(journal_id, leaves[-1], Tree().grown(b"".join(leaves)))


def kept(folder: Path, leaves: list[bytes]) -> Place:
    """Let a process keep a mark, and another one open the place."""
    place = Place(folder)
    place.advance(mark_of(leaves), Journal(leaves))
    place.close()
    return Place(folder)


def test_a_mark_is_read_as_it_was_kept(tmp_path: Path) -> None:
    slot = kept(tmp_path, LEAVES[:3]).slot()

    assert slot is not None
    assert slot.mark("j-1") == mark_of(LEAVES[:3])
    assert slot.mark("j-2") is None
    assert slot.journal == digest_of("j-1")


def test_a_newer_mark_is_kept_with_the_trail_of_what_was_added(tmp_path: Path) -> None:
    place = kept(tmp_path, LEAVES[:3])

    place.advance(mark_of(LEAVES), Journal(LEAVES))

    slot = place.slot()
    assert slot is not None
    assert slot.tree.size == 5
    assert place.trail(0, 5) == Journal(LEAVES).trail(0, 5)
    assert place.trail(1, 2) == LEAVES[1][:TRAIL_BYTES]


@pytest.mark.parametrize("leaves", [LEAVES[:2], LEAVES[:3]])
def test_a_mark_that_is_no_newer_changes_nothing(
    tmp_path: Path, leaves: list[bytes]
) -> None:
    place = kept(tmp_path, LEAVES[:3])
    before = place.file.read_bytes()

    place.advance(mark_of(leaves), Journal(leaves))

    assert place.file.read_bytes() == before
    assert place.trail(0, 5) == Journal(LEAVES[:3]).trail(0, 3)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_the_mark_of_another_journal_is_refused(tmp_path: Path, count: int) -> None:
    place = kept(tmp_path, LEAVES[:3])

    with pytest.raises(OtherMarkError):
        place.advance(mark_of(LEAVES[:count], "j-2"), Journal(LEAVES[:count]))


@pytest.mark.parametrize("count", [3, 5])
def test_another_past_of_the_same_journal_is_refused(
    tmp_path: Path, count: int
) -> None:
    place = kept(tmp_path, LEAVES[:3])
    other = [*LEAVES[:2], sha256(b"other").digest(), *LEAVES[3:]][:count]

    with pytest.raises(OtherMarkError):
        place.advance(mark_of(other), Journal(other))


def test_a_person_may_accept_another_past(tmp_path: Path) -> None:
    place = kept(tmp_path, LEAVES[:3])
    other = [sha256(b"other").digest()]

    place.accept(mark_of(other), Journal(other))

    slot = Place(tmp_path).slot()
    assert slot is not None
    assert slot.mark("j-1") == mark_of(other)
    assert place.trail(0, 5) == other[0][:TRAIL_BYTES]
