"""A process of a rebuild: writes the chunks that it is told, one a line.

Started as ``python -m projections.chunk_worker JOURNAL VIEWS``. It ends with whoever
started it: then nobody writes to it any more.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import msgspec

from projections.rebuild_chunks import open_files, write_chunk
from projections.rebuild_plan import Chunk, OvertakenError


def main(journal: str, views: str) -> None:
    """Write chunk after chunk; answer each with its number."""
    gc.disable()  # Batches are trees of tuples, freed by counting alone.
    files = open_files(Path(journal), Path(views))
    for line in sys.stdin:
        chunk = msgspec.json.decode(line, type=Chunk)
        try:
            write_chunk(files, chunk)
        except OvertakenError:
            break
        print(chunk.number, flush=True)  # noqa: T201  (how processes talk)
    files.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
