"""Values of a command: text as people send it, read into what facts hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from domain.kernel.instants import DATE, Instant, effective_from, parse_date
from domain.kernel.money import Money, parse_money
from domain.members.characters import IN_TEXT

Text = NewType("Text", str)
"""A line of text, as a person wrote it."""
Wkt = NewType("Wkt", str)
"""A geometry of record: text in the district's CRS, metres, checked at the edge."""

MAX_TEXT_LENGTH = 200
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
HIDDEN = (
    "it holds a character that cannot be seen, or that turns the order of others; type "
    "it anew"
)
AREA = re.compile(r"-?\d{1,12}(\.\d{1,4})?", re.ASCII)


def read_text(text: str) -> str:
    """Read a line of 1 to 200 characters.

    Raises:
        ValueError: It is blank, too long, or has characters that control how others
            are shown.
    """
    if not text.strip() or text != text.strip():
        msg = "it is blank, or begins or ends with a space"
        raise ValueError(msg)
    if len(text) > MAX_TEXT_LENGTH or UNPRINTABLE.search(text):
        msg = f"it has at most {MAX_TEXT_LENGTH} characters, on one line"
        raise ValueError(msg)
    if IN_TEXT.search(text):
        raise ValueError(HIDDEN)
    return text


def read_wkt(text: str) -> str:
    """Take a geometry of record as it is; the edge has checked it.

    Raises:
        ValueError: It is blank.
    """
    if not text.strip():
        msg = "it is blank; leave it out instead"
        raise ValueError(msg)
    return text


def read_area(text: str) -> Decimal:
    """Read square metres with at most four decimals, exactly.

    Raises:
        ValueError: Not such a number.
    """
    if not AREA.fullmatch(text):
        msg = "an area is square metres with at most four decimals"
        raise ValueError(msg)
    return Decimal(text)


def read_last_day(text: str) -> date:
    """Read the last day inside a period.

    Raises:
        ValueError: It is no date, but an instant perhaps.
        InvalidInstantError: There is no such day.
    """
    if not DATE.fullmatch(text):
        msg = "it is the last day inside, like 2026-03-31; an instant goes in “until”"
        raise ValueError(msg)
    return parse_date(text)


SCALARS: Mapping[object, Callable[[str], object]] = {
    Instant: effective_from,
    date: read_last_day,
    Money: parse_money,
    Decimal: read_area,
    Text: read_text,
    Wkt: read_wkt,
}
"""How a value of each type is read from its text."""


def choice_of(kind: type[StrEnum]) -> Callable[[str], object]:
    """Return what reads one of the values of an enumeration."""
    values = {each.value: each for each in kind}

    def read(text: str) -> StrEnum:
        if text not in values:
            msg = f"it is one of {', '.join(values)}"
            raise ValueError(msg)
        return values[text]

    return read
