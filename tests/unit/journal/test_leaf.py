"""A leaf is what anybody computes from the entry and the written form."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from domain.journal.tree.leaf import Seal, leaf_head

SHORT_OR_LONG = st.text(max_size=20) | st.text(min_size=250, max_size=300)
STATE = st.binary()
COUNT = st.integers(1, 300) | st.integers(1, 2**62)


def by_definition(*parts: bytes) -> bytes:
    """Hash parts, each behind its length, behind RFC 6962's mark of a leaf."""
    sized = [len(part).to_bytes(4, "big") + part for part in parts]
    return hashlib.sha256(b"\x00" + b"".join(sized)).digest()


@given(st.tuples(SHORT_OR_LONG, SHORT_OR_LONG), st.tuples(COUNT, COUNT, COUNT), STATE)
def test_a_leaf_is_its_definition(
    texts: tuple[str, str], numbers: tuple[int, int, int], state: bytes
) -> None:
    (stream, actor), (position, version, recorded) = texts, numbers
    seal = Seal(leaf_head("j-1"), recorded=recorded, actor=actor, command_id="c-1")

    assert seal.leaf(position, stream, version, "PlotSplit", state) == by_definition(
        b"guatu-entry-1",
        b"j-1",
        str(position).encode(),
        str(recorded).encode(),
        actor.encode(),
        b"c-1",
        stream.encode(),
        str(version).encode(),
        b"PlotSplit",
        hashlib.sha256(state).digest(),
        b"0",
    )


def test_one_seal_makes_many_leaves() -> None:
    head = leaf_head("j-1")
    seal = Seal(head, recorded=7, actor="李", command_id="c-1")
    entries = [(1, "plot:A", 1, "PlotSplit", b"1"), (2, "plot:B", 9, "PlotSplit", b"")]

    assert [seal.leaf(*each) for each in entries] == [
        Seal(head, recorded=7, actor="李", command_id="c-1").leaf(*each)
        for each in entries
    ]


def test_a_part_or_a_number_where_the_short_way_ends_is_written_the_long_way() -> None:
    for length in (255, 256, 257):
        actor = "x" * length
        seal = Seal(leaf_head("j-1"), recorded=7, actor=actor, command_id="c-1")

        assert seal.leaf(1, "plot:A", length, "PlotSplit", b"") == by_definition(
            *(b"guatu-entry-1", b"j-1", b"1", b"7", actor.encode(), b"c-1", b"plot:A"),
            *(str(length).encode(), b"PlotSplit", hashlib.sha256(b"").digest(), b"0"),
        )
