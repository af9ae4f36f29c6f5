"""The short way to tell a boundary of record never takes what the long one refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.members import texts_of_record
from domain.members.texts_of_record import RING, is_boundary

SQUARE = (
    "POLYGON ((500000.5 3900000, 500010.5 3900000, 500010.5 3900010, 500000.5 3900000))"
)
numbers = st.sampled_from(
    ["0", "-3", "12.5", "99999999", "999999999", "1e5", "nan", ""]
)
corners = st.builds(" ".join, st.tuples(numbers, numbers))


@given(ring=st.lists(corners, min_size=1, max_size=5), closes=st.booleans())
def test_what_the_short_way_takes_the_long_one_takes(
    ring: list[str], *, closes: bool
) -> None:
    text = f"POLYGON (({', '.join([*ring, *ring[:closes]])}))"

    if RING.fullmatch(text):
        assert texts_of_record._is_boundary(text)  # noqa: SLF001  (the long way alone)


@given(st.data())
def test_a_text_with_one_letter_changed_is_told_alike(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SQUARE) - 1))
    letter = data.draw(st.sampled_from("0,. (-)e_x"))
    text = SQUARE[:place] + letter + SQUARE[place + 1 :]

    if RING.fullmatch(text):
        assert texts_of_record._is_boundary(text)  # noqa: SLF001  (the long way alone)


def test_several_areas_are_a_boundary_where_each_ring_closes() -> None:
    one, other = (
        "((0 0, 1 0, 1 1, 0 0))",
        "((5 5, 9 5, 9 9, 5 5), (6 6, 7 6, 7 7, 6 6))",
    )

    assert is_boundary(f"MULTIPOLYGON ({one}, {other})")
    assert is_boundary(f"MULTIPOLYGON({one},{other})")
    assert not is_boundary(f"MULTIPOLYGON ({one}, ((5 5, 9 5, 9 9, 5 6)))")
    assert not is_boundary(f"MULTIPOLYGON ({one}, ((5 5, 9 5, 5 5)))")
    assert not is_boundary("MULTIPOLYGON (((0 0, 1 0, 1 1, 1e9 0, 0 0)))")


@pytest.mark.parametrize(
    "text",
    [
        "POLYGON ((0 0, 1 0, 0 0))",
        "POLYGON ((0 0, 1 0, 1 1, 0 1))",
        "POLYGON ((0 0, 1 0, 1 1, 0 0)",
        "POLYGON ((0 0, 1 0, 1 nan, 0 0))",
        "POINT (0 0)",
    ],
)
def test_what_is_no_closed_ring_is_no_boundary(text: str) -> None:
    assert is_boundary(SQUARE)
    assert not is_boundary(text)
