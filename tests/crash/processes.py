"""Starting the processes of the crash tests, alone or under strace."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.crash.orders import Span

ROOT = Path(__file__).parents[2]
RECORDER = (sys.executable, "-m", "tests.crash.recorder")
READER = (sys.executable, "-m", "tests.crash.reader")
GUATU = (sys.executable, "-m", "web.cli.main")

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None,
    reason="strace is not installed: no system call can be made to fail",
)


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[str]]:
    """Run a process whose lines can be read and written; killed at the end."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: subprocess.Popen[str]) -> str:
    """Wait for the next line; empty when the process has ended."""
    assert process.stdout is not None
    return process.stdout.readline()


def tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def finished(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a process to its end, however it ends."""
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )


def strace(injection: str, file: Path, log: Path) -> list[str]:
    """Return the words that put a command under strace.

    Args:
        injection: As in ``fdatasync:error=EIO:when=3``; empty only counts.
        file: The database: calls on it and on its log are the ones that count.
        log: Where strace writes down the calls.
    """
    calls = "pwrite64,fdatasync,fsync,ftruncate"
    paths = [f"--trace-path={file}", f"--trace-path={file}-wal"]
    words = ["strace", "-f", f"--output={log}", f"--trace={calls}"]
    return [*words, *paths, *([f"--inject={injection}"] if injection else []), "--"]


def acknowledged(output: str) -> dict[str, Span]:
    """Return what a recording child acknowledged; a line without its end is not one."""
    lines = [
        line.split() for line in output.splitlines(keepends=True) if line[-1] == "\n"
    ]
    return {
        words[0]: (int(words[1]), int(words[2])) for words in lines if len(words) == 3
    }
