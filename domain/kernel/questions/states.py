"""The questions at one K of ``docs/rules.md``: state, history, sum, counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.kernel.assertions import (
    Assertion,
    Timeline,
    existing_of,
    is_stranded,
    on_top,
    timeline,
)
from domain.kernel.existence import parents as descended
from domain.kernel.facts import ABSENT, EXISTS, Answer, Quantity, Value
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry, live_facts
from domain.kernel.periods import Answered, Period, answers, coalesced, overlaid, same


def state(
    entries: Sequence[Entry],
    thing: str,
    attribute: str,
    *,
    as_of: Instant,
    as_known: Instant,
) -> Answer:
    """Answer one attribute of one thing at (V, K).

    Args:
        entries: All entries of the thing's family, or more, by position.
        thing: The thing's stream, like ``plot:A-17``.
        attribute: Its name; ``exists`` is true of everything that exists.
        as_of: V.
        as_known: K.
    """
    values = folded(entries, thing, as_of=as_of, as_known=as_known)
    return ABSENT if values is None else values.get(attribute)


def folded(
    entries: Sequence[Entry], thing: str, *, as_of: Instant, as_known: Instant
) -> dict[str, Value] | None:
    """Return every attribute of the thing at (V, K), or None where it is absent."""
    now = timeline(entries, as_known)
    if now.existing.life_at(thing, as_of) is None:
        return None
    asserted = now.assertions(thing)
    tops = (
        on_top(
            (assertion for assertion in asserted if assertion.attribute == name), as_of
        )
        for name in dict.fromkeys(assertion.attribute for assertion in asserted)
    )
    return {EXISTS: True} | {top.attribute: top.value for top in tops if top}


def histories(
    entries: Sequence[Entry], thing: str, *, as_known: Instant
) -> dict[str, list[Period]]:
    """Return the coalesced history of each attribute of the thing (R11)."""
    return histories_in(timeline(entries, as_known), thing)


def histories_in(now: Timeline, thing: str) -> dict[str, list[Period]]:
    """Return the same of what is resolved already."""
    return {name: coalesced(piece) for name, piece in _pieces(now, thing).items()}


def _pieces(now: Timeline, thing: str) -> dict[str, list[Period]]:
    lives = [
        assertion for assertion in existing_of(now.existing) if assertion.thing == thing
    ]
    pieces = {EXISTS: overlaid(lives)} if lives else {}
    found: dict[str, list[Assertion]] = {}
    for assertion in now.assertions(thing):
        found.setdefault(assertion.attribute, []).append(assertion)
    return pieces | {name: overlaid(some) for name, some in found.items()}


def history(
    entries: Sequence[Entry], thing: str, attribute: str, *, as_known: Instant
) -> list[Period]:
    """List the periods of one attribute as known at K, in order, coalesced."""
    return histories(entries, thing, as_known=as_known).get(attribute, [])


def all_answers(
    entries: Sequence[Entry], thing: str, attribute: str, *, as_known: Instant
) -> list[Answered]:
    """Answer one attribute for all V as known at K, blanks included."""
    pieces = _pieces(timeline(entries, as_known), thing)
    return answers(pieces.get(attribute, []), pieces.get(EXISTS, []))


def total(
    entries: Sequence[Entry],
    thing: str,
    measure: str,
    *,
    as_of: Instant,
    as_known: Instant,
) -> Quantity:
    """Sum a measure over the facts effective up to V, exactly; 0 when empty (R16)."""
    return sum(
        quantity
        for live in live_facts(entries, as_known)
        if live.thing == thing and live.fact.effective <= as_of
        for name, quantity in live.fact.quantities()
        if name == measure
    )


def conflicts(entries: Sequence[Entry], *, as_known: Instant) -> list[int]:
    """List the positions of the facts that take effect nowhere (R15)."""
    return conflicts_in(timeline(entries, as_known))


def conflicts_in(now: Timeline) -> list[int]:
    """List the same of what is resolved already."""
    stranded = (live for live in now.facts if is_stranded(live, now.existing))
    return sorted(live.position for live in stranded)


def active(
    entries: Sequence[Entry], kind: str, *, as_of: Instant, as_known: Instant
) -> list[str]:
    """List the things of a kind that exist at (V, K), by stream."""
    existing = timeline(entries, as_known).existing
    return sorted(
        thing
        for thing in existing.lives
        if _is_of(thing, kind) and existing.life_at(thing, as_of) is not None
    )


def _is_of(thing: str, kind: str) -> bool:
    return thing.startswith(f"{kind}:")


def count(  # noqa: PLR0913  (the question of docs/rules.md, word by word)
    entries: Sequence[Entry],
    kind: str,
    attribute: str,
    value: Value,
    *,
    as_of: Instant,
    as_known: Instant,
) -> int:
    """Count the existing things whose attribute has the value, or none, at (V, K)."""
    return sum(
        same(_answer_at(pieces, as_of), value)
        for pieces in _all_of(entries, kind, attribute, as_known)
    )


def _answer_at(pieces: Sequence[Answered], as_of: Instant) -> Answer:
    return next(
        answered.answer for answered in pieces if answered.start <= as_of < answered.end
    )


def _all_of(
    entries: Sequence[Entry], kind: str, attribute: str, as_known: Instant
) -> Iterator[list[Answered]]:
    """Yield, for each thing of a kind, its answers for all V."""
    now = timeline(entries, as_known)
    for thing in now.existing.lives:
        if _is_of(thing, kind):
            pieces = _pieces(now, thing)
            yield answers(pieces.get(attribute, []), pieces.get(EXISTS, []))


def answers_by_thing(
    entries: Sequence[Entry], kind: str, attribute: str, *, as_known: Instant
) -> list[list[Answered]]:
    """Return, for each thing of a kind that ever exists, its answers for all V."""
    return list(_all_of(entries, kind, attribute, as_known))


def ancestors(entries: Sequence[Entry], thing: str, *, as_known: Instant) -> list[str]:
    """List all former things that a thing came from, near and far, by stream (R14)."""
    now = timeline(entries, as_known)
    parents: dict[str, set[str]] = {}
    for link in descended(now.facts, now.existing):
        parents.setdefault(link.thing, set()).add(link.parent)
    found: set[str] = set()
    ahead = {thing}
    while ahead := {p for child in ahead for p in parents.get(child, ())} - found:
        found |= ahead
    return sorted(found)
