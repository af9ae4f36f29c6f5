"""A process of a rebuild: writes the chunks that it is told, some a line.

Started as ``python -m projections.building.worker JOURNAL VIEWS``. It says when the
rows of a chunk are computed, writes them when it is told to, and says so: who has to
wait for the one write lock waits for its turn, instead of looking again and again. It
ends with whoever started it: then nobody writes to it any more.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from projections.building.chunks import (
    Files,
    batch_of,
    copy_pages,
    lines_in,
    open_files,
    write_once,
)
from projections.building.rebuild_plan import Chunk, OvertakenError

WORKER = "A process of a rebuild"
CHUNKS_A_COPY = 4
"""Copied by whoever has just written, not by whoever holds the lock: then nobody waits
for the disk but the one."""


def main(journal: str, views: str) -> None:
    """Write chunk after chunk, in turn with others."""
    gc.disable()  # Batches are trees of tuples, freed by counting alone.
    try:
        files = open_files(Path(journal), Path(views))
        for line in sys.stdin:
            write_round(files, msgspec.json.decode(line, type=list[Chunk]))
        files.close()
    except OvertakenError:
        return
    except Exception as error:  # noqa: BLE001  (whoever started it tells people)
        sys.exit(f"{WORKER}: {type(error).__name__}: {error}")


def write_round(files: Files, chunks: Sequence[Chunk]) -> None:
    """Write neighbouring chunks, whose lines are read at once.

    Raises:
        OvertakenError: The rebuild is over, or another one has begun.
    """
    lines = lines_in(files, chunks)
    for chunk in chunks:
        batch = batch_of(lines, chunk)
        say(f"computed {chunk.number}")
        sys.stdin.readline()
        write_once(files, chunk.generation, chunk.number, batch)
        say(f"written {chunk.number}")
        if chunk.number % CHUNKS_A_COPY == 0:
            copy_pages(files)


def say(line: str) -> None:
    """Tell whoever started this process."""
    print(line, flush=True)  # noqa: T201  (how processes talk)


if __name__ == "__main__":
    main(*sys.argv[1:])
