"""A tile keeps its name until something changes within it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.tiles.grid import Tile
from web.atlas.over_time.tile_changes import MOST_BOXES, TileChanges

TILE = Tile(15, 27_000, 13_000)
WEST, SOUTH, EAST, NORTH = TILE.bounds_m(buffer=0)
SIDE_M = TILE.side_m

places = st.integers(-30, 30)
"""In tenths of the tile's side, from its south-western corner."""
boxes = st.tuples(places, places, st.integers(0, 12), st.integers(0, 12))


def _box(west: int, south: int, wide: int, high: int) -> list[float]:
    tenth = SIDE_M / 10
    left, low = WEST + west * tenth, SOUTH + south * tenth
    return [left, low, left + wide * tenth, low + high * tenth]


def _is_near(west: int, south: int, wide: int, high: int) -> bool:
    """Tell by whole tenths; the buffer is a sixteenth, so that less than one counts."""
    return west + wide > -1 and west < 11 and south + high > -1 and south < 11


@given(st.lists(boxes, max_size=8))
def test_the_name_is_that_of_the_last_change_that_meets_the_tile(
    drawn: list[tuple[int, int, int, int]],
) -> None:
    changes = TileChanges("origin")

    for position, each in enumerate(drawn, start=7):
        changes = changes.followed(np.array([_box(*each)]), position)

    near = [at for at, each in enumerate(drawn, start=7) if _is_near(*each)]
    assert changes.name(TILE) == ("origin", near[-1] if near else 0)


def test_what_is_forgotten_gives_every_tile_a_new_name_once() -> None:
    far = np.array([[0.0, 0.0, 1.0, 1.0]])
    changes = TileChanges("origin")
    for position in range(MOST_BOXES):
        changes = changes.followed(far, position)
    before = changes.name(TILE)

    forgotten = changes.followed(far, MOST_BOXES)
    later = forgotten.followed(far, MOST_BOXES + 1)

    assert before == ("origin", 0)
    assert forgotten.name(TILE) != before
    assert later.name(TILE) == forgotten.name(TILE)
    assert len(later.boxes_m) <= MOST_BOXES


def test_a_change_of_nothing_that_is_drawn_changes_no_name() -> None:
    changes = TileChanges("origin").followed(np.empty((0, 4)), 9)

    assert changes.name(TILE) == ("origin", 0)
