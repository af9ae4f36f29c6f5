"""Readers of single texts: kinds, numbers, days."""

from __future__ import annotations

import re

from domain.facts import THINGS
from domain.kernel.instants import DATE, Instant, print_instant
from web.asking.questions.attributes import PLOT, is_asked_of
from web.asking.questions.refusals import (
    NotADayError,
    NotANumberError,
    UnknownKindError,
)

NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{1,12})?", re.ASCII)


def kind_of(text: str, attribute: str = "") -> str:
    """Read a kind of things.

    Where none is named it is plots, or the only kind that has the attribute.

    Raises:
        UnknownKindError: There are no such things.
    """
    if text and text not in THINGS.kinds:
        raise UnknownKindError(text=text, known=", ".join(THINGS.kinds))
    having = (
        each for each in THINGS.kinds if not attribute or is_asked_of(each, attribute)
    )
    return text or next(having, PLOT)


def coordinate(name: str, text: str) -> float:
    """Read a coordinate.

    Raises:
        NotANumberError: It is not written with digits.
    """
    if not NUMBER.fullmatch(text):
        raise NotANumberError(name=name, text=text)
    return float(text)


def day_of(instant: Instant) -> str:
    """Return the date of a day by its first instant.

    Raises:
        NotADayError: It is not the first instant of a day.
    """
    text = print_instant(instant)
    if not DATE.fullmatch(text):
        raise NotADayError(text=text)
    return text
