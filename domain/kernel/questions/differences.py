"""What changed between two knowledge dates, and which entries caused it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.assertions import on_top, timeline
from domain.kernel.existence import Existence, Life, decides_existence
from domain.kernel.facts import (
    ABSENT,
    Answer,
    FactCorrected,
    FactWithdrawn,
    Quantity,
    Redrawing,
)
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry, LiveFact, live_facts
from domain.kernel.questions.states import state, total


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

    answer: Callable[[Sequence[Entry], str, Instant, Instant], Answer | Quantity]
    """Of entries, the thing's stream, V and K."""
    taking_part: Callable[[Sequence[Entry], str, Instant, Instant], set[int]]


def of_attribute(attribute: str) -> Question:
    """Ask for the value of an attribute."""
    return Question(
        answer=lambda entries, thing, v, k: state(
            entries, thing, attribute, as_of=v, as_known=k
        ),
        taking_part=lambda entries, thing, v, k: taking_part(
            entries, thing, attribute, as_of=v, as_known=k
        ),
    )


def of_total(measure: str) -> Question:
    """Ask for the sum of a measure."""
    return Question(
        answer=lambda entries, thing, v, k: total(
            entries, thing, measure, as_of=v, as_known=k
        ),
        taking_part=lambda entries, thing, v, k: adding_up(
            entries, thing, measure, as_of=v, as_known=k
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
    differences = []
    for thing, entries in things.items():
        before = question.answer(entries, thing, as_of, known_before)
        after = question.answer(entries, thing, as_of, known_after)
        if before != after:
            known = (known_before, known_after)
            parts = [question.taking_part(entries, thing, as_of, k) for k in known]
            if (before is ABSENT) != (after is ABSENT):
                behind = [letting_exist(entries, thing, as_of, k) for k in known]
                parts = [each | b for each, b in zip(parts, behind, strict=True)]
            new = _recorded_between(entries, *known)
            found = causes(entries, parts[0], parts[1], new)
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
    entries: Sequence[Entry],
    thing: str,
    attribute: str,
    *,
    as_of: Instant,
    as_known: Instant,
) -> set[int]:
    """Return the positions that make the answer at (V, K).

    The fact that decides the attribute, the fact that lets the thing exist or has
    ended it, and the live corrections of both.
    """
    now = timeline(entries, as_known)
    top = on_top((a for a in now.assertions(thing) if a.attribute == attribute), as_of)
    deciding = _deciding_existence(now.existing, thing, as_of)
    deciding |= set() if top is None else {top.position}
    return {
        position
        for each in now.facts
        if each.position in deciding
        for position in (each.position, *each.corrections)
    }


def letting_exist(
    entries: Sequence[Entry], thing: str, as_of: Instant, as_known: Instant
) -> set[int]:
    """Return the positions on which it hangs whether the thing exists at (V, K).

    A child exists by a redrawing, which takes effect by the existence of all whom it
    names; so these are the registrations and redrawings of everything that redrawings
    up to V connect with the thing, and the live corrections of them.
    """
    deciding = [
        each
        for each in live_facts(entries, as_known)
        if decides_existence(each) and each.fact.effective <= as_of
    ]
    kin, before = {thing}, 0
    while len(kin) > before:
        before = len(kin)
        kin.update(*(_named(each) for each in deciding if kin & _named(each)))
    return {
        position
        for each in deciding
        if kin & _named(each)
        for position in (each.position, *each.corrections)
    }


def _named(each: LiveFact) -> set[str]:
    redrawn = (
        each.fact.redrawn(each.thing) if isinstance(each.fact, Redrawing) else None
    )
    return {each.thing} if redrawn is None else set(redrawn.things)


def _deciding_existence(existing: Existence, thing: str, as_of: Instant) -> set[int]:
    """Return what began the life at V, or ended the last one before it."""
    lives: Sequence[Life] = existing.lives.get(thing, ())
    if (life := existing.life_at(thing, as_of)) is not None:
        return {life.begun_by}
    ended = [life for life in lives if life.end <= as_of]
    return {each for life in ended[-1:] for each in (life.ended_by,) if each}


def adding_up(
    entries: Sequence[Entry],
    thing: str,
    measure: str,
    *,
    as_of: Instant,
    as_known: Instant,
) -> set[int]:
    """Return the positions whose quantities make the total at (V, K)."""
    return {
        position
        for each in live_facts(entries, as_known)
        if each.thing == thing
        and each.fact.effective <= as_of
        and any(name == measure for name, _ in each.fact.quantities())
        for position in (each.position, *each.corrections)
    }
