"""Boxes found by blocks, against a look at every box."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.tiles.boxes import BoxBlocks

Floats = NDArray[np.float64]


def boxes(rng: np.random.Generator, count: int) -> Floats:
    west_south = rng.uniform(0, 1_000, (count, 2)).round()
    return np.concatenate((west_south, west_south + rng.integers(0, 30, (count, 2))), 1)


def meeting(bounds_m: Floats, window: tuple[float, float, float, float]) -> list[int]:
    west, south, east, north = window
    return [
        row
        for row, (w, s, e, n) in enumerate(bounds_m.tolist())
        if w <= east and e >= west and s <= north and n >= south
    ]


def require_found(blocks: BoxBlocks, bounds_m: Floats) -> None:
    rng = np.random.default_rng(5)
    for _ in range(50):
        west, south = rng.uniform(-50, 1_000, 2).round().tolist()
        window = (west, south, west + 60, south + 40)
        found = np.sort(blocks.meeting(window, bounds_m)).tolist()
        assert found == meeting(bounds_m, window)


def test_a_window_finds_every_box_that_it_meets_and_no_other() -> None:
    for count in (0, 1, 63, 64, 65, 5_000):
        bounds_m = boxes(np.random.default_rng(count), count)

        require_found(BoxBlocks.of(bounds_m), bounds_m)


def test_boxes_that_come_later_are_found_as_well() -> None:
    rng = np.random.default_rng(7)
    bounds_m = boxes(rng, 3_000)
    blocks = BoxBlocks.of(bounds_m)
    for count in (1, 2, 1, 70, 1, 900, 1):
        bounds_m = np.concatenate((bounds_m, boxes(rng, count)))
        blocks = blocks.followed(bounds_m)

        require_found(blocks, bounds_m)
        assert sorted(blocks.order.tolist()) == list(range(len(bounds_m)))


def test_boxes_that_come_one_by_one_do_not_become_blocks_without_end() -> None:
    rng = np.random.default_rng(9)
    bounds_m = boxes(rng, 2_000)
    blocks = BoxBlocks.of(bounds_m)
    for _ in range(200):
        bounds_m = np.concatenate((bounds_m, boxes(rng, 1)))
        blocks = blocks.followed(bounds_m)

    assert len(blocks.bounds_m) < 2 * len(bounds_m) / 64


def test_a_box_that_lies_nowhere_hides_none_beside_it() -> None:
    bounds_m = boxes(np.random.default_rng(1), 200)
    bounds_m[::7] = np.nan

    require_found(BoxBlocks.of(bounds_m), bounds_m)
