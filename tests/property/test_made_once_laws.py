"""A server that keeps what it made answers byte for byte as one that keeps nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.property.made_once import FOLLOWED, Both


@pytest.mark.parametrize("seed", range(1))
def test_what_was_made_before_is_what_would_be_made_now(
    tmp_path: Path, seed: int
) -> None:
    _followed(tmp_path, seed, moves=30, questions=4)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 130))
def test_what_was_made_before_stays_right_for_long(tmp_path: Path, seed: int) -> None:
    _followed(tmp_path, seed, moves=60, questions=20)


def _followed(folder: Path, seed: int, *, moves: int, questions: int) -> None:
    both = Both(folder, seed)
    try:
        asked = both.addresses(questions)
        for _ in range(moves):
            both.moved()
            # Half of what was asked before is asked again.
            asked = [*asked[: questions // 2], *both.addresses(questions // 2)]
            for address in (*FOLLOWED, *asked):
                kept, made = both.answers(address)
                assert kept == made, address
    finally:
        both.close()
