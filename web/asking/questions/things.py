"""Questions about one thing, or two: what they are, were, and were taken to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.kernel.instants import (
    FOREVER,
    Instant,
    parse_date,
    print_bound,
    print_instant,
)
from domain.kernel.questions.intervals import Interval
from projections.questions import one_thing as asking
from web.asking.questions.attributes import printed_sum
from web.asking.questions.readers import day_of
from web.asking.questions.request import Request
from web.words.tables import Cell
from web.words.values import printed_as

Rows = Sequence[dict[str, Cell]]
NEVER = "never"


def state(request: Request) -> Rows:
    """Answer one attribute of one thing at (V, K)."""
    thing = request.thing()
    attribute = request.attribute(thing.kind)
    answer = asking.state(request.now, *thing, attribute, at=request.at)
    return [{"answer": printed_as(request.type_of(thing.kind), answer)}]


def history(request: Request) -> Rows:
    """List the periods of one attribute as known at K."""
    thing = request.thing()
    attribute, of = request.attribute(thing.kind), request.type_of(thing.kind)
    periods = asking.history(request.now, *thing, attribute, as_known=request.as_known)
    return [
        {
            "from": print_bound(each.start),
            "to": print_bound(each.end),
            "value": printed_as(of, each.value),
        }
        for each in periods
    ]


def beliefs(request: Request) -> Rows:
    """List what was believed about V, up to K."""
    thing = request.thing()
    attribute, of = request.attribute(thing.kind), request.type_of(thing.kind)
    found = asking.beliefs(request.now, *thing, attribute, as_of=request.as_of)
    return [
        {
            "known_from": print_bound(each.known_from),
            "known_to": print_bound(_known_to(each.known_to, request)),
            "answer": printed_as(of, each.answer),
        }
        for each in found
        if each.known_from <= request.as_known
    ]


def rectangles(request: Request) -> Rows:
    """List the full relation of one attribute, as far as it was known at K."""
    thing = request.thing()
    attribute, of = request.attribute(thing.kind), request.type_of(thing.kind)
    return [
        {
            "known_from": print_bound(each.known_from),
            "known_to": print_bound(_known_to(each.known_to, request)),
            "valid_from": print_bound(each.valid_from),
            "valid_to": print_bound(each.valid_to),
            "value": printed_as(of, each.value),
        }
        for each in asking.rectangles(request.now, *thing, attribute)
        if each.known_from <= request.as_known
    ]


def _known_to(until: Instant, request: Request) -> Instant:
    """Leave open at K what came to an end only later."""
    return FOREVER if until > request.as_known else until


def first_known(request: Request) -> Rows:
    """Answer the earliest recorded time, up to K, at which a value is the answer."""
    thing = request.thing()
    attribute = request.attribute(thing.kind)
    value = request.answer(thing.kind)
    found = asking.first_known(
        request.now, *thing, attribute, value, as_of=request.as_of
    )
    known = found is not None and found <= request.as_known
    return [{"answer": print_instant(found) if found is not None and known else NEVER}]


def both(request: Request) -> Rows:
    """List the periods in which both things have their value, as known at K."""
    found = asking.both(
        request.now, request.holding(), request.holding("2"), as_known=request.as_known
    )
    return bounds(found)


def bounds(found: Iterable[Interval]) -> Rows:
    """Print from when to when."""
    return [{"from": print_bound(e.start), "to": print_bound(e.end)} for e in found]


def days(request: Request) -> Rows:
    """List the civil days at whose last microsecond the value holds, as known at K."""
    holding = request.holding()
    first, end = (parse_date(day_of(each)) for each in request.interval())
    found = asking.days(
        request.now, holding, first=first, end=end, as_known=request.as_known
    )
    return [{"day": day.isoformat()} for day in found]


def total(request: Request) -> Rows:
    """Answer the sum of a measure of one thing up to V, as known at K."""
    thing = request.thing()
    measure = request.measure(thing.kind)
    found = asking.total(request.now, *thing, measure, at=request.at)
    return [{"answer": printed_sum(thing.kind, measure, found)}]


def ancestors(request: Request) -> Rows:
    """List all former plots that a plot came from, as known at K."""
    found = asking.ancestors(request.now, *request.plot(), as_known=request.as_known)
    return [{"thing": stream} for stream in found]
