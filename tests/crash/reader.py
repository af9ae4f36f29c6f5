"""A process whose read model reads the journal, and dies before some statement."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

from web.district.opening import open_district

WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "COMMIT")


def read_each() -> None:
    """Carry out the jobs on standard input, each in a process that is forked for it.

    A line is ``HOME JOB N``: the process dies before its n-th statement that writes.
    The answer is how it ended; a process that lived first tells its statements.
    """
    for line in sys.stdin:
        home, job, fatal = line.split()
        if (forked := os.fork()) == 0:
            try:
                read(home, job, fatal)
            finally:
                os._exit(0)
        _, status = os.waitpid(forked, 0)
        say(os.waitstatus_to_exitcode(status))


def read(home: str, job: str, fatal: str = "0") -> None:
    """Let the read model read the journal, and die before the n-th writing statement.

    Statements are counted once the district is open, on whatever connection.
    """
    statements, opened = count(1), Event()

    def counted(sql: str) -> None:
        is_written = opened.is_set() and sql.lstrip().startswith(WRITES)
        if is_written and next(statements) == int(fatal):
            os.kill(os.getpid(), signal.SIGKILL)

    watch_connections(counted)
    district = open_district(Path(home))
    opened.set()
    if job == "rebuild":
        district.read_model.rebuild(district.app.journal)
    else:
        district.refresh()
    say(next(statements) - 1)


def watch_connections(told: Callable[[str], None]) -> None:
    """Be told every statement that SQLite runs, whoever opens the connection."""

    class Watched(sqlite3.Connection):
        def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401
            super().__init__(*given, **named)
            self.set_trace_callback(told)

    connect = partial(sqlite3.connect, factory=Watched)
    for module in (sqlite3, sqlite3.dbapi2):
        vars(module)["connect"] = connect


def say(word: int) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:]:
        read(*sys.argv[1:])
    else:
        read_each()
