"""Values of a command: text as people send it, read into what facts hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from domain.kernel.instants import DATE, parse_date
from domain.members.characters import IN_TEXT

Text = NewType("Text", str)
"""A line of text, as a person wrote it."""
Passage = NewType("Passage", str)
"""Text of many lines."""
Wkt = NewType("Wkt", str)
"""A geometry of record: text in the district's CRS, metres, checked at the edge."""
Day = NewType("Day", str)
"""A day in Shanghai, as ``2026-03-31``: texts of days are in the order of the days."""
Month = NewType("Month", str)
"""A month in Shanghai, as ``2026-03``."""
Count = NewType("Count", int)
"""How many there are of something."""
Number = NewType("Number", Decimal)
"""An exact number without a unit."""
Percent = NewType("Percent", Decimal)
"""Hundredths: 12.5 is an eighth."""
Points = NewType("Points", Decimal)
"""Of a score."""
Area = NewType("Area", Decimal)
"""Square metres."""
Length = NewType("Length", Decimal)
"""Metres."""

MAX_TEXT_LENGTH, MAX_PASSAGE_LENGTH = 200, 20_000
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
HIDDEN = (
    "it holds a character that cannot be seen, or that turns the order of others; type "
    "it anew"
)
BLANK = "it is blank, or begins or ends with a space"
DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,4})?", re.ASCII)
COUNT = re.compile(r"\d{1,15}", re.ASCII)
MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
TRUE, FALSE = "true", "false"


def read_text(text: str) -> str:
    """Read a line of 1 to 200 characters.

    Raises:
        ValueError: It is blank, too long, or has characters that control how others
            are shown.
    """
    if not text.strip() or text != text.strip():
        raise ValueError(BLANK)
    if len(text) > MAX_TEXT_LENGTH or UNPRINTABLE.search(text):
        msg = f"it has at most {MAX_TEXT_LENGTH} characters, on one line"
        raise ValueError(msg)
    if IN_TEXT.search(text):
        raise ValueError(HIDDEN)
    return text


def read_passage(text: str) -> str:
    """Read lines of together 1 to 20,000 characters; lines part by line feeds.

    Raises:
        ValueError: See ``read_text``.
    """
    passage = text.replace("\r\n", "\n").replace("\r", "\n")
    if not passage.strip() or passage != passage.strip():
        raise ValueError(BLANK)
    shown = passage.replace("\n", "").replace("\t", "")
    if len(passage) > MAX_PASSAGE_LENGTH or UNPRINTABLE.search(shown):
        msg = f"it has at most {MAX_PASSAGE_LENGTH} characters, all of them printable"
        raise ValueError(msg)
    if IN_TEXT.search(shown):
        raise ValueError(HIDDEN)
    return passage


def read_wkt(text: str) -> str:
    """Take a geometry of record as it is; the edge has checked it.

    Raises:
        ValueError: It is blank.
    """
    if not text.strip():
        msg = "it is blank; leave it out instead"
        raise ValueError(msg)
    return text


def decimal_of(why: str) -> Callable[[str], Decimal]:
    """Return what reads a number with at most four decimals, exactly.

    Args:
        why: What the reader says of anything else, with a ``ValueError``.
    """

    def read(text: str) -> Decimal:
        if not DECIMAL.fullmatch(text):
            raise ValueError(why)
        return Decimal(text)

    return read


def print_decimal(value: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros, exactly."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def read_count(text: str) -> int:
    """Read a whole number that is not negative.

    Raises:
        ValueError: Not such a number.
    """
    if not COUNT.fullmatch(text):
        msg = "a count is a whole number, like 12"
        raise ValueError(msg)
    return int(text)


def read_flag(text: str) -> bool:
    """Read ``true`` or ``false``.

    Raises:
        ValueError: It is neither.
    """
    if text not in {TRUE, FALSE}:
        msg = "it is true or false"
        raise ValueError(msg)
    return text == TRUE


def print_flag(value: bool) -> str:  # noqa: FBT001  (it is the value itself)
    """Write a flag as programs do."""
    return TRUE if value else FALSE


def read_day(text: str) -> str:
    """Read a day of the years 1900 to 2199.

    Raises:
        InvalidInstantError: There is no such day.
    """
    return parse_date(text).isoformat()


def read_month(text: str) -> str:
    """Read a month of the years 1900 to 2199.

    Raises:
        ValueError: It is written otherwise.
        InvalidInstantError: There is no such month.
    """
    if not MONTH.fullmatch(text):
        msg = "a month is written 2026-03"
        raise ValueError(msg)
    parse_date(f"{text}-01")
    return text


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


def choice_of(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    """Return what reads one of the values of an enumeration."""
    values = {member.value: member for member in kind}

    def read(text: str) -> StrEnum:
        if text not in values:
            msg = f"it is one of {', '.join(values)}"
            raise ValueError(msg)
        return values[text]

    return read
