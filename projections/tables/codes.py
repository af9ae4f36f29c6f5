"""Short numbers for words that millions of rows repeat: the same in every rebuild."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from hashlib import blake2b

from domain.facts import THINGS
from domain.kernel.facts import Quantity, Value
from domain.members.scalars import print_decimal
from domain.members.types import Column

UNREADABLE = "unreadable:"
"""Before the name of a fact that could not be read, where it is searched by name."""
CODE_BYTES = 6
"""SQLite stores as many; among 10,000 words two meet once in six million cases."""
SCALE = 10_000
"""Decimals have at most four places: so scaled they are whole, and sum exactly."""


@cache
def code_of(*words: str | None) -> int:
    """Return the code of some words.

    It is drawn from the words themselves, so that processes need not agree on it.
    """
    text = "\x1f".join("\x1e" if word is None else word for word in words)
    return int.from_bytes(blake2b(text.encode(), digest_size=CODE_BYTES).digest())


def codes_of(kind: str, names: Iterable[str]) -> list[int]:
    """Return the codes of some attributes or measures of a kind."""
    return [code_of(kind, name) for name in names]


def text_of(value: Value) -> str | None:
    """Write a value as the tables hold it: equal values as equal texts."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    return print_decimal(value) if isinstance(value, Decimal) else str(value)


def whole(quantity: Quantity) -> int:
    """Scale a quantity to a whole number; money is one already."""
    if isinstance(quantity, Decimal):
        return int(quantity * SCALE)
    return quantity


def quantity_of(kind: str, measure: str, scaled: int) -> Quantity:
    """Return a sum as it is meant: money in its smallest unit, an area in m²."""
    is_exact = THINGS.measures(kind)[measure].type.is_exact
    return Decimal(scaled) / SCALE if is_exact else scaled


@cache
def is_long(kind: str, attribute: str) -> bool:
    """Tell whether an attribute's versions stand in a table of their own."""
    found = THINGS.attribute(kind, attribute)
    return found is not None and found.type.column is Column.LONG
