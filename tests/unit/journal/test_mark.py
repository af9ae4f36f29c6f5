"""A mark is read whole or not at all, and the newest of the two that are kept."""

from __future__ import annotations

from hashlib import sha256

import pytest

from domain.journal.marks.mark import MAGIC, SLOT_BYTES, Mark, packed, unpacked
from domain.journal.tree.merkle import Tree

LEAVES = [sha256(b"%d" % number).digest() for number in range(9)]


def mark(size: int, journal_id: str = "j-1") -> Mark:
    return Mark(journal_id, LEAVES[size - 1], Tree().grown(b"".join(LEAVES[:size])))


def both(first: bytes, second: bytes) -> bytes:
    return first.ljust(SLOT_BYTES, b"\x00") + second


@pytest.mark.parametrize("size", [1, 2, 7, 8])
def test_a_mark_is_read_as_it_was_written(size: int) -> None:
    found = unpacked(packed(mark(size)))

    assert found is not None
    assert found.mark("j-1") == mark(size)
    assert found.mark("j-2") is None


def test_a_mark_of_which_one_bit_was_changed_is_none() -> None:
    written = packed(mark(7))

    for place in range(len(written)):
        torn = bytearray(written)
        torn[place] ^= 1

        assert unpacked(bytes(torn)) is None


def test_a_mark_of_another_make_is_none() -> None:
    content = packed(mark(7))[:-32].replace(MAGIC, b"guatu-m9")

    assert unpacked(content + sha256(content).digest()) is None


@pytest.mark.parametrize("length", [0, 1, 79, 80, 81, 111])
def test_a_mark_that_was_cut_is_none(length: int) -> None:
    assert unpacked(packed(mark(8))[:length]) is None


def test_of_two_marks_the_one_that_came_further_counts_wherever_it_lies() -> None:
    older, newer = packed(mark(3)), packed(mark(5))

    for content in (both(older, newer), both(newer, older)):
        found = unpacked(content)

        assert found is not None
        assert found.tree == mark(5).tree
        assert found.place == content.startswith(older)


def test_a_mark_that_is_torn_leaves_the_one_before() -> None:
    found = unpacked(both(packed(mark(3)), packed(mark(5))[:-1]))

    assert found is not None
    assert (found.tree, found.place) == (mark(3).tree, 0)
