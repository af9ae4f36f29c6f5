"""A process that records until it is killed, or a write of its journal fails."""

from __future__ import annotations

import os
import signal
import sys
from itertools import count

from eventsourcing.persistence import PersistenceError

from domain.application import KeyProjects
from domain.kernel.instants import Instant
from tests.crash.orders import command_id, facts_of, send

START_US = 1_774_886_400_000_000


def record(path: str, life: int, ahead_us: int) -> None:
    """Record as fast as it can; a write that fails is told, and then it dies.

    Dying at once leaves in the log what a process that goes on would write over.
    Its clock stands still: the journal itself must make recorded time grow.
    """
    app = KeyProjects({"SQLITE_DBNAME": path})
    app.journal.clock = lambda: Instant(START_US + ahead_us)
    for number in count():
        name = command_id(life, number)
        try:
            say(name, *send(app, name, facts_of(life, number)))
        except PersistenceError:
            say("failed", name)
            os.kill(os.getpid(), signal.SIGKILL)


def say(*words: object) -> None:
    """Acknowledge on a line of its own: a line without its end says nothing."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    record(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
