"""Short numbers for words that millions of rows repeat: the same in every rebuild."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from hashlib import blake2b

from domain.kernel.facts import Quantity, Value

SHAPES = frozenset({"boundary", "point"})
"""Attributes whose versions stand in a table of their own: they are long."""
UNREADABLE = "unreadable:"
"""Before the name of a fact that could not be read, where it is searched by name."""
CODE_BYTES = 6
"""SQLite stores as many; among 10,000 words two meet once in six million cases."""
AREA_SCALE = 10_000
"""Areas have at most four decimals: so scaled they are whole, and sum exactly."""
AREAS = "_m2"
"""Measures that end so are areas: exact decimals, not money."""


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
    if value is True:
        return "1"
    return _plain(value) if isinstance(value, Decimal) else str(value)


def _plain(value: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros, exactly."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def whole(quantity: Quantity) -> int:
    """Scale a quantity to a whole number; money is one already."""
    if isinstance(quantity, Decimal):
        return int(quantity * AREA_SCALE)
    return quantity


def quantity_of(measure: str, scaled: int) -> Quantity:
    """Return a sum as it is meant: money in its smallest unit, an area in m²."""
    return Decimal(scaled) / AREA_SCALE if measure.endswith(AREAS) else scaled
