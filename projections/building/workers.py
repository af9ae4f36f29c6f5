"""Several processes that write the chunks of a rebuild side by side."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from typing import ClassVar, NamedTuple, NoReturn

import msgspec

from domain.errors import Refusal
from projections.building.rebuild_plan import Chunk, OvertakenError, shared_out

MOST_PROCESSES = 8
SPARE = 1
"""One more than there are cores: somebody always waits for the lock or the disk."""
WORKER = "projections.building.worker"


class RebuildCutShortError(Refusal):
    """A process of a rebuild has ended before its work was done."""

    template: ClassVar[str] = (
        "A process of the rebuild ended early (exit code {code}), so the tables stay "
        "as they were: see to memory and disk, then start it again; it goes on with "
        "what is written."
    )


def write_in_processes(
    journal: Path,
    views: Path,
    chunks: Sequence[Chunk],
    done: Callable[[Chunk], None],
    meanwhile: Callable[[], None],
) -> None:
    """Let processes write chunks, whoever is free the next round.

    They are started anew, never forked: this process has threads and connections.

    Args:
        journal: The file that is read.
        views: The file that is written.
        chunks: What is to be written.
        done: Called when a chunk is.
        meanwhile: Writes what can be written while the processes begin to read.

    Raises:
        OvertakenError: Another process has finished the rebuild meanwhile.
        RebuildCutShortError: One of the processes ended before its work was done.
    """
    if not chunks:
        meanwhile()  # Another process has written them, and not yet the rest.
        return
    processes = min((os.cpu_count() or 1) + SPARE, MOST_PROCESSES, len(chunks))
    rounds: SimpleQueue[Sequence[Chunk]] = SimpleQueue()
    for each in shared_out(chunks, processes):
        rounds.put(each)
    work = Work(journal, views, rounds, done, Lock())
    with ThreadPoolExecutor(processes) as pool:
        jobs = [pool.submit(_drive, work) for _ in range(processes)]
        with work.turn:
            meanwhile()
    for job in jobs:
        job.result()


class Work(NamedTuple):
    """What is to be done, and what those who do it share."""

    journal: Path
    views: Path
    rounds: SimpleQueue[Sequence[Chunk]]
    done: Callable[[Chunk], None]
    turn: Lock
    """Held by whoever writes."""


def _drive(work: Work) -> None:
    """Hand rounds to one process until none is left; closing its input ends it."""
    command = [sys.executable, "-m", WORKER, str(work.journal), str(work.views)]
    process = subprocess.Popen(  # noqa: S603  (our own program)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
    )
    try:
        with process:
            for chunks in _taken(work.rounds):
                _hand_over(work, process, chunks)
    except BrokenPipeError:  # it had ended before it was told
        _explain(process)


def _hand_over(
    work: Work, process: subprocess.Popen[bytes], chunks: Sequence[Chunk]
) -> None:
    _tell(process, msgspec.json.encode(chunks))
    for chunk in chunks:
        _hear(process)
        with work.turn:
            _tell(process, b"write")
            _hear(process)
        work.done(chunk)


def _tell(process: subprocess.Popen[bytes], line: bytes) -> None:
    assert process.stdin is not None  # noqa: S101
    process.stdin.write(line + b"\n")
    process.stdin.flush()


def _hear(process: subprocess.Popen[bytes]) -> None:
    """Wait until a process has said something; explain where it has ended instead."""
    assert process.stdout is not None  # noqa: S101
    if not process.stdout.readline():
        _explain(process)


def _explain(process: subprocess.Popen[bytes]) -> NoReturn:
    """Say why a process has ended before its work was done."""
    if code := process.wait():
        raise RebuildCutShortError(code=code)
    raise OvertakenError


def _environment() -> dict[str, str]:
    """Let the process import what this one can."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _taken(waiting: SimpleQueue[Sequence[Chunk]]) -> Iterator[Sequence[Chunk]]:
    while True:
        try:
            yield waiting.get_nowait()
        except Empty:
            return
