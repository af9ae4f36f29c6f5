"""Numbers in few bytes are the same numbers."""

from __future__ import annotations

import numpy as np
import pytest

from projections.memory.narrow import narrowed


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ([], np.int8),
        ([-1, 127], np.int8),
        ([128], np.int16),
        ([-129, 3], np.int16),
        ([70_000], np.int32),
        ([2**31], np.int64),
        ([-(2**62), 2**62], np.int64),
    ],
)
def test_numbers_stay_as_they_are_in_the_smallest_type_for_all(
    numbers: list[int], kind: type[np.signedinteger]
) -> None:
    found = narrowed(np.array(numbers, dtype=np.int64))

    assert found.tolist() == numbers
    assert found.dtype == kind


def test_no_type_is_smaller_than_what_reckoning_needs() -> None:
    assert narrowed(np.array([1, 2]), least=np.int32).dtype == np.int32
    assert narrowed(np.array([2**40]), least=np.int32).dtype == np.int64
