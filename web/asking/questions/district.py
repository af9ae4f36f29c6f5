"""Questions about the whole district: how many, which, and what is in conflict."""

from __future__ import annotations

from domain.kernel.instants import print_bound
from domain.things.registration import stream_of
from projections.memory.state import CachedColumns
from projections.questions import all_things as asking_all
from web.asking.questions.asked import Request
from web.asking.questions.things import Rows


def count(asked: Request) -> Rows:
    """Count the existing things with a value at (V, K)."""
    kind = asked.kind()
    attribute, value = asked.attribute(kind), asked.value(kind)
    found = asking_all.count(
        asked.now,
        kind,
        attribute,
        value,
        at=asked.at,
        columns=_in_memory(asked),
    )
    return [{"answer": found}]


def _in_memory(asked: Request) -> CachedColumns | None:
    """Return the plots in memory, where this process has read them."""
    return asked.district.columns.at_hand(asked.now)


def steps(asked: Request) -> Rows:
    """Count the things with a value as a step function, as known at K."""
    kind = asked.kind()
    attribute, value = asked.attribute(kind), asked.value(kind)
    start, end = asked.interval()
    found = asking_all.steps(
        asked.now,
        kind,
        attribute,
        value,
        start=start,
        end=end,
        as_known=asked.as_known,
        columns=_in_memory(asked),
    )
    return [
        {
            "from": print_bound(each.start),
            "to": print_bound(each.end),
            "count": each.count,
        }
        for each in found
    ]


def active(asked: Request) -> Rows:
    """List the things that exist at (V, K)."""
    kind = asked.kind()
    found = asking_all.active(asked.now, kind, at=asked.at)
    return [{"thing": stream_of(kind, thing)} for thing in found]


def conflicts(asked: Request) -> Rows:
    """List the facts that take effect nowhere, as known at K."""
    found = asking_all.conflicts(asked.now, as_known=asked.as_known)
    journal = asked.district.app.journal
    return [
        {"position": line.position, "thing": line.stream, "fact": line.name}
        for line in map(journal.line, found)
    ]
