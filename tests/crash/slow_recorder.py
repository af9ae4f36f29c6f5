"""A process that appends and does not commit before it is told to, or goes on fast."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from domain.commands import Envelope
from domain.journal.lines import Batch, Condition
from domain.journal.mapper import encoded
from domain.kernel.instants import effective_from
from domain.members.members import Wkt
from domain.things.land.plots import PlotRegistered
from tests.crash.recorder import say
from web.district.opening import District, open_district

FACT = PlotRegistered(
    effective=effective_from("2020-01-01"), point=Wkt("POINT (500000 3900000)")
)


def batch(name: str) -> Batch:
    """Register a plot under an id that nobody else takes."""
    facts = [(f"plot:{name}", 1, "PlotRegistered", encoded(FACT))]
    envelope = Envelope(command_id=name, actor="test", digest=b"")
    return Batch(facts, envelope, Condition(versions={}))


def slowly(district: District) -> None:
    """Keep a transaction open between its first command and the commit."""

    def batches() -> Iterator[Batch]:
        yield batch("slow-1")
        say("in flight")
        sys.stdin.readline()
        yield batch("slow-2")

    receipts = district.app.journal.append_many(batches())
    say(*(each.recorded for each in receipts))


def fast(district: District, commands: int) -> None:
    """Record one command after another."""
    for number in count():
        if number == commands:
            return
        district.app.journal.append_many([batch(f"fast-{number}")])
        say(number)


if __name__ == "__main__":
    opened = open_district(Path(sys.argv[1]))
    if len(sys.argv) == 2:
        slowly(opened)
    else:
        fast(opened, int(sys.argv[2]))
    opened.close()
