"""Which things are answered otherwise at one knowledge date than at another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from domain.kernel.facts import Answer, Quantity
from domain.kernel.instants import At
from projections.memory.arrays import ABSENT, Ints, Words
from projections.questions.compared import Span
from projections.questions.deciding import (
    NOWHERE,
    DecidingFacts,
    adding_up,
    answers_of,
    decided_at,
)
from projections.tables.codes import quantity_of
from projections.tables.columns import attribute_at, ids_of, totals_at
from projections.tables.snapshot import Snapshot


def answers_at(
    now: Snapshot, kind: str, attribute: str, *, at: At
) -> Mapping[int, Answer]:
    """Return number → value or None, for every existing thing of a kind."""
    exists = attribute_at(now, f"{kind}.exists", at=at)
    values = attribute_at(now, f"{kind}.{attribute}", at=at)
    return {number: values.get(number) for number in exists}


class Differs(NamedTuple):
    """A thing that is answered otherwise, and what makes both answers."""

    number: int
    id: str
    before: Answer | Quantity
    after: Answer | Quantity
    behind_before: set[int]
    """Positions that take part in the earlier answer, without revisions of them."""
    behind_after: set[int]


class Differing(NamedTuple):
    """All things that are answered otherwise."""

    things: Sequence[Differs]
    """By id."""
    unstated: Sequence[int]
    """Numbers of those of which no fact decides the attribute, either time."""


def differing(
    now: Snapshot,
    kind: str,
    attribute: str,
    span: Span,
    things: Sequence[int] | None = None,
) -> Differing:
    """Find the things whose attribute is answered otherwise.

    Args:
        now: An open snapshot that has read the journal up to K2.
        kind: The kind of thing.
        attribute: Its name.
        span: What is compared.
        things: Numbers of a few things; None for all.
    """
    words = Words()
    sides = [
        decided_at(
            now,
            kind,
            attribute,
            words,
            at=At(span.as_of, known),
            things=things,
        )
        for known in span.known
    ]
    everything = np.union1d(sides[0].number, sides[1].number)
    before, after = (side.codes(everything) for side in sides)
    numbers = everything[before != after]
    answers = [_answers(side, numbers, words, attribute) for side in sides]
    behind = [side.deciding(numbers) for side in sides]
    found = _by_id(numbers, ids_of(now, kind, things), answers, behind)
    return Differing(found, _unstated(numbers, sides).tolist())


def _unstated(numbers: Ints, sides: Sequence[DecidingFacts]) -> Ints:
    stated = [side.number[side.position != NOWHERE] for side in sides]
    return np.setdiff1d(numbers, np.concatenate(stated))


def _answers(
    side: DecidingFacts, numbers: Ints, words: Words, attribute: str
) -> list[Answer]:
    answers = answers_of(words, attribute)
    return [answers[code - ABSENT] for code in side.codes(numbers).tolist()]


def differing_totals(
    now: Snapshot,
    kind: str,
    measure: str,
    span: Span,
    things: Sequence[int] | None = None,
) -> Differing:
    """Find the things whose sum of a measure differs; see ``differing``."""
    topic, as_of = f"{kind}.{measure}", span.as_of
    before, after = (
        totals_at(now, topic, at=At(as_of, known), things=things)
        for known in span.known
    )
    numbers = np.array(
        [n for n in sorted({*before, *after}) if before.get(n, 0) != after.get(n, 0)],
        dtype=np.int64,
    )
    added = (
        adding_up(now, kind, measure, at=At(as_of, known), things=things)
        for known in span.known
    )
    parts = [_parts(each, numbers) for each in added]
    totals = [
        [quantity_of(kind, measure, each.get(number, 0)) for number in numbers.tolist()]
        for each in (before, after)
    ]
    return Differing(_by_id(numbers, ids_of(now, kind, things), totals, parts), ())


def _parts(added: tuple[Ints, Ints], numbers: Ints) -> list[set[int]]:
    """Part positions by thing."""
    thing, position = added
    first, last = (np.searchsorted(thing, numbers, side=s) for s in ("left", "right"))
    return [
        set(position[start:end].tolist())
        for start, end in zip(first.tolist(), last.tolist(), strict=True)
    ]


def _by_id(
    numbers: Ints,
    ids: Mapping[int, str],
    answers: Sequence[Sequence[Answer | Quantity]],
    behind: Sequence[Sequence[set[int]]],
) -> list[Differs]:
    """Put what was found by number into the order of ids, as a mapping has them."""
    columns = zip(numbers.tolist(), *answers, *behind, strict=True)
    rows = {number: (number, ids[number], *rest) for number, *rest in columns}
    return [Differs(*rows[number]) for number in ids if number in rows]
