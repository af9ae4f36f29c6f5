"""Several processes that write the chunks of a rebuild side by side."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import NoReturn

import msgspec

from projections.rebuild_plan import Chunk, OvertakenError

MOST_PROCESSES = 8
WORKER = "projections.chunk_worker"


def write_in_processes(
    journal: Path, views: Path, chunks: Iterable[Chunk], done: Callable[[Chunk], None]
) -> None:
    """Let processes write chunks, whoever is free the next.

    They are started anew, never forked: this process has threads and connections.

    Raises:
        OvertakenError: Another process has finished the rebuild meanwhile.
    """
    waiting: SimpleQueue[Chunk] = SimpleQueue()
    for chunk in chunks:
        waiting.put(chunk)
    processes = min(os.cpu_count() or 1, MOST_PROCESSES, waiting.qsize())
    with ThreadPoolExecutor(max(processes, 1)) as pool:
        jobs = [
            pool.submit(_drive, journal, views, waiting, done) for _ in range(processes)
        ]
    for job in jobs:
        job.result()


def _drive(
    journal: Path,
    views: Path,
    waiting: SimpleQueue[Chunk],
    done: Callable[[Chunk], None],
) -> None:
    """Hand chunks to one process until none is left; closing its input ends it."""
    command = [sys.executable, "-m", WORKER, str(journal), str(views)]
    with subprocess.Popen(  # noqa: S603  (our own program)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
    ) as process:
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        for chunk in _taken(waiting):
            process.stdin.write(msgspec.json.encode(chunk) + b"\n")
            process.stdin.flush()
            if not process.stdout.readline():
                _explain(process)
            done(chunk)


def _explain(process: subprocess.Popen[bytes]) -> NoReturn:
    """Say why a process has ended before its work was done."""
    if code := process.wait():
        raise subprocess.CalledProcessError(code, WORKER)
    raise OvertakenError


def _environment() -> dict[str, str]:
    """Let the process import what this one can."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _taken(waiting: SimpleQueue[Chunk]) -> Iterator[Chunk]:
    while True:
        try:
            yield waiting.get_nowait()
        except Empty:
            return
