"""What things answer at (V, K), and at which positions stand the facts behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from sqlalchemy import func, select

from domain.kernel.facts import ABSENT as NOT_THERE
from domain.kernel.facts import EXISTS, Answer
from domain.kernel.instants import At
from projections.memory.arrays import ABSENT, NONE, Codes, Ints, Words
from projections.tables.codes import code_of
from projections.tables.columns import table_of
from projections.tables.conditions import effective_by, valid_at
from projections.tables.snapshot import Snapshot

ROWS_A_TIME = 20_000
NOWHERE = 0
"""In place of a position: no fact says so."""


@dataclass(frozen=True, slots=True)
class DecidingFacts:
    """The n things of a kind that exist at (V, K)."""

    number: Ints
    """Shape (n,), growing."""
    code: Codes
    """Shape (n,), codes of their values, or ``NONE``."""
    position: Ints
    """Shape (n,), the fact that decides the attribute, or ``NOWHERE``."""
    since: Ints
    """Shape (n,), from when on that fact holds."""
    begun_by: Ints
    """Shape (n,), the fact that each exists by: a registration, or a redrawing."""
    begun: Ints
    """Shape (n,), from when on each exists."""

    def codes(self, numbers: Ints) -> Codes:
        """Return the codes of some things, ``ABSENT`` where they do not exist."""
        found = np.full(len(numbers), ABSENT, np.int32)
        there, place = _shared(numbers, self.number)
        found[there] = self.code[place]
        return found

    def deciding(self, numbers: Ints) -> list[set[int]]:
        """Return the positions that make the answer about each of some things."""
        found = np.full((len(numbers), 2), NOWHERE, np.int64)
        there, place = _shared(numbers, self.number)
        found[there, 0], found[there, 1] = self.position[place], self.begun_by[place]
        return [set(each) - {NOWHERE} for each in found.tolist()]


def answers_of(words: Words, attribute: str) -> tuple[Answer, ...]:
    """Return what codes stand for, in their order: first ``ABSENT``, then ``NONE``."""
    values: tuple[Answer, ...] = words.by_code()
    if attribute == EXISTS:
        values = (None, *(True for _ in words.all()))
    return NOT_THERE, *values


def _shared(numbers: Ints, others: Ints) -> tuple[Ints, Ints]:
    """Return the places in both of what is in both; both are growing."""
    _, there, place = np.intersect1d(
        numbers, others, assume_unique=True, return_indices=True
    )
    return there, place


def decided_at(  # noqa: PLR0913  (an attribute at two dates)
    now: Snapshot,
    kind: str,
    attribute: str,
    words: Words,
    *,
    at: At,
    things: Sequence[int] | None = None,
) -> DecidingFacts:
    """Answer an attribute of the things of a kind that exist at (V, K).

    A fact that says that there is no value decides too.

    Args:
        now: An open snapshot that has read the journal up to K.
        kind: The kind of thing.
        attribute: Its name.
        words: The codes of its values; new ones are added.
        at: V and K.
        things: Numbers of a few things; None for all.
    """
    some = _ValidVersions(now, kind, at, things)
    number, _, begun_by, begun = some.tops(EXISTS, Words())
    position, since = np.full((2, len(number)), NOWHERE, np.int64)
    code = np.full(len(number), NONE, np.int32)
    found, values, positions, starts = some.tops(attribute, words)
    place = np.searchsorted(number, found)
    code[place], position[place], since[place] = values, positions, starts
    return DecidingFacts(number, code, position, since, begun_by, begun)


@dataclass(frozen=True, slots=True)
class _ValidVersions:
    """The versions of things that cover (V, K)."""

    now: Snapshot
    kind: str
    at: At
    things: Sequence[int] | None

    def tops(self, attribute: str, words: Words) -> tuple[Ints, Ints, Ints, Ints]:
        """Read what is on top: thing, code of the value, position and start.

        SQLite takes bare columns from the row of the maximum.
        """
        table = table_of(self.now, f"{self.kind}.{attribute}")
        of = table.c.attribute == code_of(self.kind, attribute)
        query = (
            select(table.c.thing, table.c.value, table.c.position, table.c.start)
            .where(of, *valid_at(table, at=self.at))
            .group_by(table.c.thing)
            .having(func.max(table.c.rank) >= 0)
        )
        if self.things is not None:
            query = query.where(table.c.thing.in_(self.things))
        rows = chain.from_iterable(self.now.portions(query, ROWS_A_TIME))
        coded = ((thing, words.code(value), *rest) for thing, value, *rest in rows)
        flat = np.fromiter(chain.from_iterable(coded), np.int64).reshape(-1, 4)
        ordered = flat[np.argsort(flat[:, 0], kind="stable")]
        thing, code, position, start = ordered.T
        return thing, code, position, start


def adding_up(
    now: Snapshot,
    kind: str,
    measure: str,
    *,
    at: At,
    things: Sequence[int] | None = None,
) -> tuple[Ints, Ints]:
    """Read what adds to a measure up to V: things and positions, by thing."""
    table = now.tables.contributions
    query = select(table.c.thing, table.c.position).where(
        table.c.measure == code_of(kind, measure),
        *effective_by(table, at=at),
    )
    if things is not None:
        query = query.where(table.c.thing.in_(things))
    rows = chain.from_iterable(now.portions(query, ROWS_A_TIME))
    flat = np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, 2)
    flat = flat[np.lexsort((flat[:, 1], flat[:, 0]))]
    return flat[:, 0], flat[:, 1]
