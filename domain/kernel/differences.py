"""What changed between two knowledge dates, and which entries caused it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.facts import Answer, FactCorrected, FactWithdrawn, Quantity
from domain.kernel.instants import Instant
from domain.kernel.questions import begun_at, state, total
from domain.kernel.standing import Entry, Standing, standing


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
    """What is asked of each thing, and which entries take part in its answer."""

    answer: Callable[[Sequence[Entry], Instant, Instant], Answer | Quantity]
    """Of entries, V and K."""
    taking_part: Callable[[Sequence[Entry], Instant, Instant], set[int]]


def of_attribute(attribute: str) -> Question:
    """Ask for the value of an attribute."""
    return Question(
        answer=lambda entries, v, k: state(entries, attribute, as_of=v, as_known=k),
        taking_part=lambda entries, v, k: taking_part(
            entries, attribute, as_of=v, as_known=k
        ),
    )


def of_total(measure: str) -> Question:
    """Ask for the sum of a measure."""
    return Question(
        answer=lambda entries, v, k: total(entries, measure, as_of=v, as_known=k),
        taking_part=lambda entries, v, k: adding_up(
            entries, measure, as_of=v, as_known=k
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
    """List the things whose answer about V differs between two knowledge dates."""
    differences = []
    for thing, entries in things.items():
        before = question.answer(entries, as_of, known_before)
        after = question.answer(entries, as_of, known_after)
        if before != after:
            part_before = question.taking_part(entries, as_of, known_before)
            part_after = question.taking_part(entries, as_of, known_after)
            new = _recorded_between(entries, known_before, known_after)
            causes = _causes(entries, part_before, part_after, new)
            differences.append(Difference(thing, before, after, causes))
    return differences


def _recorded_between(
    entries: Sequence[Entry], known_before: Instant, known_after: Instant
) -> set[int]:
    return {e.position for e in entries if known_before < e.recorded <= known_after}


def _causes(
    entries: Sequence[Entry], before: set[int], after: set[int], new: set[int]
) -> list[Cause]:
    """Name the entries behind a difference, by position.

    Those recorded between the two dates that take part in the later answer, those
    that took part in the earlier one and no longer do, and the corrections and
    withdrawals recorded between the dates that did this to them.
    """
    roles = dict.fromkeys(before - after, Role.DECIDED)
    roles |= dict.fromkeys(after & new, Role.DECIDES)
    roles |= dict(_acts(entries, within=new, on=before | after))
    return [Cause(position, role) for position, role in sorted(roles.items())]


def _acts(
    entries: Sequence[Entry], *, within: set[int], on: set[int]
) -> Iterator[tuple[int, Role]]:
    """Yield the revisions in ``within`` that reach ``on``, directly or not."""
    reached = set(on)
    targets = {
        entry.position: entry.fact.target
        for entry in entries
        if isinstance(entry.fact, FactCorrected | FactWithdrawn)
    }
    for entry in entries:
        if targets.get(entry.position) in reached:
            reached.add(entry.position)
            if entry.position in within:
                corrects = isinstance(entry.fact, FactCorrected)
                yield entry.position, Role.CORRECTS if corrects else Role.WITHDRAWS


def taking_part(
    entries: Sequence[Entry], attribute: str, *, as_of: Instant, as_known: Instant
) -> set[int]:
    """Return the positions that make the answer at (V, K).

    The fact that decides the attribute, the fact that lets the thing exist, and the
    live corrections of both.
    """
    timeline = [
        each for each in standing(entries, as_known) if each.fact.effective <= as_of
    ]
    begun = begun_at(timeline)
    if begun is None:
        return set()
    first = next(each for each in timeline if each.fact.begins)
    deciding = [each for each in timeline if _asserts(each, attribute, begun)]
    return {
        position
        for each in (first, *deciding[-1:])
        for position in (each.position, *each.corrections)
    }


def _asserts(each: Standing, attribute: str, begun: Instant) -> bool:
    names = {name for name, _ in each.fact.assertions()}
    return each.fact.effective >= begun and attribute in names


def adding_up(
    entries: Sequence[Entry], measure: str, *, as_of: Instant, as_known: Instant
) -> set[int]:
    """Return the positions whose quantities make the total at (V, K)."""
    return {
        position
        for each in standing(entries, as_known)
        if each.fact.effective <= as_of
        and any(name == measure for name, _ in each.fact.quantities())
        for position in (each.position, *each.corrections)
    }
