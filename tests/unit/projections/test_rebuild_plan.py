"""How a rebuild is cut into chunks, and chunks into rounds."""

from __future__ import annotations

import pytest

from projections.building.rebuild_plan import CHUNKS_A_ROUND, Chunk, shared_out


def chunks(many: int) -> list[Chunk]:
    return [
        Chunk(1, number, f"plot:{number}", f"plot:{number}z", 1, 1)
        for number in range(many)
    ]


@pytest.mark.parametrize("processes", [1, 2, 8])
@pytest.mark.parametrize("many", [0, 1, 7, 8, 76, 200])
def test_every_chunk_is_in_one_round_in_its_place(many: int, processes: int) -> None:
    rounds = shared_out(chunks(many), processes)

    assert [chunk for each in rounds for chunk in each] == chunks(many)
    assert all(0 < len(each) <= CHUNKS_A_ROUND for each in rounds)


@pytest.mark.parametrize("processes", [2, 8])
def test_no_process_has_a_whole_round_more_than_another(processes: int) -> None:
    rounds = shared_out(chunks(76), processes)

    assert len(rounds) % processes == 0
    assert max(map(len, rounds)) - min(map(len, rounds)) <= 1
