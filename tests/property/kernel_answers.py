"""The kernel's questions, by the names of ``naive_questions``, with plain answers.

Rows become tuples, so that one test can ask either and compare what both say.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.kernel.facts import Answer, Value
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions import over_time as sequenced
from domain.kernel.questions import rectangles as relational
from domain.kernel.questions import states as questions
from domain.kernel.questions.over_time import Holding

state = questions.state
total = questions.total
conflicts = questions.conflicts
count = questions.count
active = questions.active
ancestors = questions.ancestors
first_known = relational.first_known
days = sequenced.days


def history(
    entries: Sequence[Entry], thing: str, attribute: str, *, as_known: Instant
) -> list[tuple[Instant, Instant, Value]]:
    """List from, to and value of every period."""
    found = questions.history(entries, thing, attribute, as_known=as_known)
    return [(each.start, each.end, each.value) for each in found]


def beliefs(
    entries: Sequence[Entry], thing: str, attribute: str, *, as_of: Instant
) -> list[tuple[Instant, Instant, Answer]]:
    """List known from, known to and answer of every belief."""
    found = relational.beliefs(entries, thing, attribute, as_of=as_of)
    return [(each.known_from, each.known_to, each.answer) for each in found]


def rectangles(
    entries: Sequence[Entry], thing: str, attribute: str
) -> list[tuple[Instant, Instant, Instant, Instant, Value]]:
    """List known from and to, valid from and to, and value of every rectangle."""
    return [
        (row.known_from, row.known_to, row.valid_from, row.valid_to, row.value)
        for row in relational.rectangles(entries, thing, attribute)
    ]


def steps(  # noqa: PLR0913  (the question has as many parts)
    entries: Sequence[Entry],
    kind: str,
    attribute: str,
    value: Value,
    *,
    start: Instant,
    end: Instant,
    as_known: Instant,
) -> list[tuple[Instant, Instant, int]]:
    """List from, to and count of every step."""
    found = sequenced.steps(
        entries, kind, attribute, value, start=start, end=end, as_known=as_known
    )
    return [(each.start, each.end, each.count) for each in found]


def both(
    entries: Sequence[Entry], one: Holding, other: Holding, *, as_known: Instant
) -> list[tuple[Instant, Instant]]:
    """List from and to of every stretch."""
    found = sequenced.both(entries, one, other, as_known=as_known)
    return [(each.start, each.end) for each in found]
