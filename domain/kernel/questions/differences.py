"""What changed between two knowledge dates, and which entries caused it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.facts import Answer, FactCorrected, FactWithdrawn, Quantity
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions.states import state, total
from domain.kernel.questions.taking_part import Point, adding_up, behind


class Role(StrEnum):
    """What an entry has to do with a difference."""

    DECIDES = "decides"
    DECIDED = "decided"
    CORRECTS = "corrects"
    WITHDRAWS = "withdraws"


@dataclass(frozen=True, slots=True)
class Cause:
    """An entry that caused a difference, and how."""

    position: int
    role: Role


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is answered otherwise, with both answers and the causes."""

    thing: str
    before: Answer | Quantity
    after: Answer | Quantity
    causes: Sequence[Cause]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of each thing, and which entries take part in two answers."""

    answer: Callable[[Sequence[Entry], str, Point], Answer | Quantity]
    """Of entries, the thing's stream, V and K."""
    behind: Callable[[Sequence[Entry], str, Point, Point], tuple[set[int], set[int]]]


def of_attribute(attribute: str) -> Question:
    """Ask for the value of an attribute."""
    return Question(
        answer=lambda entries, thing, at: state(
            entries, thing, attribute, as_of=at.as_of, as_known=at.as_known
        ),
        behind=lambda entries, thing, one, other: behind(
            entries, thing, attribute, one, other
        ),
    )


def of_total(measure: str) -> Question:
    """Ask for the sum of a measure."""
    return Question(
        answer=lambda entries, thing, at: total(
            entries, thing, measure, as_of=at.as_of, as_known=at.as_known
        ),
        behind=lambda entries, thing, one, other: (
            adding_up(entries, thing, measure, one),
            adding_up(entries, thing, measure, other),
        ),
    )


def diff(
    things: Mapping[str, Sequence[Entry]],
    question: Question,
    *,
    as_of: Instant,
    known_before: Instant,
    known_after: Instant,
) -> list[Difference]:
    """List the things whose answer about V differs between two knowledge dates.

    Args:
        things: Each thing's stream → all entries of its family, or more.
        question: What is asked of each thing.
        as_of: V.
        known_before: K1.
        known_after: K2.
    """
    one, other = Point(as_of, known_before), Point(as_of, known_after)
    differences = []
    for thing, entries in things.items():
        before = question.answer(entries, thing, one)
        after = question.answer(entries, thing, other)
        if before != after:
            parts = question.behind(entries, thing, one, other)
            new = _recorded_between(entries, known_before, known_after)
            found = causes(entries, *parts, new)
            differences.append(Difference(thing, before, after, found))
    return differences


def _recorded_between(
    entries: Sequence[Entry], known_before: Instant, known_after: Instant
) -> set[int]:
    return {e.position for e in entries if known_before < e.recorded <= known_after}


def causes(
    entries: Sequence[Entry], before: set[int], after: set[int], new: Container[int]
) -> list[Cause]:
    """Name the entries behind a difference, by position.

    Those recorded between the two dates that take part in the later answer, those
    that took part in the earlier one and no longer do, and the corrections and
    withdrawals recorded between the dates that did this to them.

    Args:
        entries: Of the thing or its family, its revisions at least.
        before: Positions that take part in the earlier answer.
        after: Positions that take part in the later answer.
        new: Positions recorded between the dates.
    """
    roles = dict.fromkeys(before - after, Role.DECIDED)
    roles |= {position: Role.DECIDES for position in after if position in new}
    roles |= dict(acts(entries, within=new, on=before | after))
    return [Cause(position, role) for position, role in sorted(roles.items())]


def acts(
    entries: Sequence[Entry], *, within: Container[int], on: set[int]
) -> Iterator[tuple[int, Role]]:
    """Yield the revisions in ``within`` that reach ``on``, directly or not."""
    reachable = set(on)
    targets = {
        entry.position: entry.fact.target
        for entry in entries
        if isinstance(entry.fact, FactCorrected | FactWithdrawn)
    }
    for entry in entries:
        if targets.get(entry.position) in reachable:
            reachable.add(entry.position)
            if entry.position in within:
                corrects = isinstance(entry.fact, FactCorrected)
                yield entry.position, Role.CORRECTS if corrects else Role.WITHDRAWS
