"""A process that has collected all tests, and forks to run some against a mutant.

It is started in a copy of the repository; each line it reads is an order as JSON, each
line it writes the exit code of the tests, ``null`` if the order needs a new process.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from pathlib import Path

import msgspec
import pytest

from scripts.mutations.swapping import swapped

FOLDERS = ("tests/unit", "tests/property", "tests/integration")
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:cov", "--tb=line")
NEEDS_NEW = 99
PAUSE_S = 0.05
SLOWER_ON_A_BUSY_MACHINE = 6


class Order(msgspec.Struct):
    """What to run: the file as it was and is, the tests, the most they may take."""

    path: str
    before: str
    tests: list[str]
    limit_s: int
    output: str


def main() -> None:
    """Collect, then fork for each order."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    pytest.main(["--collect-only", "-q", *OPTIONS[2:], *FOLDERS])
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        order = msgspec.json.decode(line, type=Order)
        print(_forked(order), file=answers, flush=True)


def _forked(order: Order) -> int:
    child = os.fork()
    if child == 0:
        code = _tried(order)
        sys.stdout.flush()
        os._exit(code)
    status = _waited(child, order.limit_s * SLOWER_ON_A_BUSY_MACHINE)
    return os.waitstatus_to_exitcode(status)


def _waited(child: int, limit_s: float) -> int:
    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        ended, code = os.waitpid(child, os.WNOHANG)
        if ended:
            return code
        time.sleep(PAUSE_S)
    os.killpg(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _tried(order: Order) -> int:
    os.setpgid(0, 0)
    said = os.open(order.output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (order.limit_s, order.limit_s))
    try:
        changed = Path(order.path).read_bytes()
        if not swapped(order.path, order.before.encode(), changed):
            return NEEDS_NEW
        return int(pytest.main([*OPTIONS, *order.tests]))
    except BaseException as error:  # noqa: BLE001 - whatever ends the tests, notices
        print(repr(error))  # noqa: T201
        return 1


if __name__ == "__main__":
    main()
