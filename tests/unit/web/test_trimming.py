"""What was needed for a moment goes back to the system."""

from __future__ import annotations

import numpy as np
import pytest

from web.memory.trimming import WORTH_IT_BYTES, MemoryTrimmer, resident_bytes

SMALL = 64_000
"""Below what the C library takes from the system piece by piece."""
MANY = 4 * WORTH_IT_BYTES // SMALL

pytestmark = pytest.mark.skipif(resident_bytes() == 0, reason="needs /proc/self/statm")


def held() -> list[np.ndarray[tuple[int], np.dtype[np.uint8]]]:
    """Fill many small blocks, the last of which keeps the heap from shrinking."""
    return [np.ones(SMALL, np.uint8) for _ in range(MANY)]


def test_a_look_after_a_large_answer_gives_back_what_it_needed() -> None:
    spare = MemoryTrimmer()
    spare.trim()
    before = resident_bytes()
    blocks = held()
    del blocks[:-1]

    spare.look()

    assert resident_bytes() - before < WORTH_IT_BYTES


def test_what_is_still_needed_is_not_asked_for_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spare = MemoryTrimmer()
    blocks, asked = held(), list[int]()
    monkeypatch.setattr(spare, "_malloc_trim", asked.append)

    for _ in range(3):
        spare.look()

    assert len(asked) == 1
    assert all(block[0] for block in blocks)
