"""Questions about the whole district: how many, which, and what is in conflict."""

from __future__ import annotations

from domain.kernel.instants import print_bound
from domain.things.registration import stream_of
from projections.memory.state import CachedColumns
from projections.questions import all_things as asking_all
from web.asking.questions.request import Request
from web.asking.questions.things import Rows


def count(request: Request) -> Rows:
    """Count the existing things with a value at (V, K)."""
    kind = request.kind()
    attribute, value = request.attribute(kind), request.value(kind)
    found = asking_all.count(
        request.now,
        kind,
        attribute,
        value,
        at=request.at,
        columns=_in_memory(request),
    )
    return [{"answer": found}]


def _in_memory(request: Request) -> CachedColumns | None:
    """Return the plots in memory, where this process has read them."""
    return request.district.columns.at_hand(request.now)


def steps(request: Request) -> Rows:
    """Count the things with a value as a step function, as known at K."""
    kind = request.kind()
    attribute, value = request.attribute(kind), request.value(kind)
    start, end = request.interval()
    found = asking_all.steps(
        request.now,
        kind,
        attribute,
        value,
        start=start,
        end=end,
        as_known=request.as_known,
        columns=_in_memory(request),
    )
    return [
        {
            "from": print_bound(each.start),
            "to": print_bound(each.end),
            "count": each.count,
        }
        for each in found
    ]


def active(request: Request) -> Rows:
    """List the things that exist at (V, K)."""
    kind = request.kind()
    found = asking_all.active(request.now, kind, at=request.at)
    return [{"thing": stream_of(kind, thing)} for thing in found]


def conflicts(request: Request) -> Rows:
    """List the facts that take effect nowhere, as known at K."""
    found = asking_all.conflicts(request.now, as_known=request.as_known)
    journal = request.district.app.journal
    return [
        {"position": line.position, "thing": line.stream, "fact": line.name}
        for line in map(journal.line, found)
    ]
