"""Versions of one attribute as arrays, in the order of their things and ranks."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, select

from domain.kernel.instants import Instant
from projections.tables.codes import code_of
from projections.tables.columns import table_of
from projections.tables.conditions import known
from projections.tables.snapshot import Snapshot

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
ABSENT = -1
"""In place of a code: the thing is not there."""
NONE = 0
"""In place of a code: the thing has no value."""
FIRST = NONE + 1
"""The code of the first value.

These are said here and nowhere else. Only codes have them: where a whole number is
itself the value, as in sums, days and positions, 0 is a value like any other. Stages
are codes too, their places in the order of all stages.
"""
ROWS_A_TIME = 400
"""Fewer than make Python look for garbage: there is none, and looking takes longest."""
WIDTH = 6

Portion = tuple[list[Ints], Sequence[str | None]]
"""Thing, start, end, known from, known to of some rows, and the values as text."""


class Words:
    """Values and their codes: a place from ``FIRST`` on, that never changes.

    Safe to share between threads.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._adding = threading.Lock()
        self._codes: dict[str | None, int] = {None: NONE}
        self._words: list[str] = []
        for word in words:
            self.code(word)

    def code(self, word: str | None) -> int:
        """Return the code of a value, a new one for a new value."""
        found = self._codes.get(word)
        if found is not None:
            return found
        assert word is not None  # noqa: S101
        with self._adding:
            if word not in self._codes:
                # Whoever knows the code finds the word.
                self._words.append(word)
                self._codes[word] = FIRST + len(self._words) - 1
        return self._codes[word]

    def find(self, word: str | None) -> int | None:
        """Return the code of a value, None where nothing has it."""
        return self._codes.get(word)

    def all(self) -> tuple[str, ...]:
        """Return the values in the order of their codes, from ``FIRST`` on."""
        return tuple(self._words)

    def by_code(self) -> tuple[str | None, ...]:
        """Return what each code stands for: None first, in the place of ``NONE``."""
        return None, *self._words


@dataclass(frozen=True, slots=True)
class VersionArrays:
    """n versions of one attribute, by thing, then by rank."""

    thing: Ints
    """Shape (n,): numbers of things, growing."""
    start: Ints
    end: Ints
    known_from: Ints
    known_to: Ints
    code: Codes
    """Shape (n,): codes of values, or ``NONE``."""

    def __len__(self) -> int:
        return len(self.thing)

    @classmethod
    def empty(cls) -> VersionArrays:
        """Return no rows."""
        none = np.empty(0, np.int64)
        return cls(none, none, none, none, none, none.astype(np.int32))

    def is_same(self, other: VersionArrays) -> bool:
        """Tell whether both are the same rows in the same order."""
        return all(
            np.array_equal(getattr(self, f.name), getattr(other, f.name))
            for f in fields(self)
        )

    def known(self, as_known: Instant) -> VersionArrays:
        """Return the rows that are known at K, in their order."""
        return self.where((self.known_from <= as_known) & (self.known_to > as_known))

    def joined(self, other: VersionArrays) -> VersionArrays:
        """Return the rows of both, by thing; no thing has rows in both."""
        both = VersionArrays(
            *(
                np.concatenate([getattr(self, f.name), getattr(other, f.name)])
                for f in fields(self)
            )
        )
        return both.where(np.argsort(both.thing, kind="stable"))

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> VersionArrays:
        """Return the chosen rows, in their order."""
        return VersionArrays(*(getattr(self, f.name)[chosen] for f in fields(self)))


def read_versions(
    now: Snapshot,
    kind: str,
    attribute: str,
    words: Words,
    *,
    as_known: Instant | None = None,
) -> VersionArrays:
    """Read all versions of an attribute, or those known at K."""
    read = portions(now, kind, attribute, as_known=as_known)
    return _joined([_coded(part, words) for part in read])


def portions(
    now: Snapshot,
    kind: str,
    attribute: str,
    *,
    as_known: Instant | None = None,
    things: Iterable[int] | None = None,
) -> Iterator[Portion]:
    """Read the same as columns, some rows at a time: tuples take ten times the room."""
    table = table_of(now, f"{kind}.{attribute}")
    where: list[ColumnElement[bool]] = [table.c.attribute == code_of(kind, attribute)]
    if as_known is not None:
        where += known(table, as_known=as_known)
    if things is not None:
        where.append(table.c.thing.in_(list(things)))
    names = ("thing", "start", "end", "known_from", "known_to", "value")
    query = select(*(table.c[name] for name in names)).where(*where)
    ordered = query.order_by(table.c.thing, table.c.rank)
    for rows in now.portions(ordered, ROWS_A_TIME):
        *numbers, values = zip(*rows, strict=True)
        yield [np.array(each, dtype=np.int64) for each in numbers], values


def _coded(part: Portion, words: Words) -> list[NDArray[Any]]:
    numbers, values = part
    codes = np.fromiter(map(words.code, values), np.int32, len(values))
    return [*numbers, codes]


def _joined(parts: list[list[NDArray[Any]]]) -> VersionArrays:
    """Join parts column by column, each freed as soon as it is joined."""
    if not parts:
        return VersionArrays.empty()
    columns = [np.concatenate([each.pop() for each in parts]) for _ in range(WIDTH)]
    return VersionArrays(*reversed(columns))


def versions_of_some(
    now: Snapshot, kind: str, words: Mapping[str, Words], things: Ints
) -> Mapping[str, VersionArrays]:
    """Read all versions of several attributes of some things, once a snapshot.

    Columns and maps are brought up to a fact by the rows of the same few things.

    Args:
        now: The snapshot.
        kind: Of the things.
        words: The attributes, each with its values by their codes; no shapes.
        things: Numbers, growing.
    """
    name = "versions", kind, things.tobytes()
    return now.once(name, lambda: _of_some(now, kind, words, things))


def _of_some(
    now: Snapshot, kind: str, words: Mapping[str, Words], things: Ints
) -> Mapping[str, VersionArrays]:
    table, codes = now.tables.versions, {code_of(kind, name): name for name in words}
    names = ("attribute", "thing", "start", "end", "known_from", "known_to", "value")
    query = (
        select(*(table.c[name] for name in names))
        .where(table.c.attribute.in_(list(codes)), table.c.thing.in_(things.tolist()))
        .order_by(table.c.attribute, table.c.thing, table.c.rank)
    )
    found = dict.fromkeys(words, VersionArrays.empty())
    for code, rows in groupby(now.tuples(query), itemgetter(0)):
        _, *numbers, values = zip(*rows, strict=True)
        part = [np.array(each, dtype=np.int64) for each in numbers], values
        attribute = codes[code]
        found[attribute] = VersionArrays(*_coded(part, words[attribute]))
    return found
