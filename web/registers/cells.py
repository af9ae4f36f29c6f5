"""Cells: what people write in dates and numbers, brought into Guatu's own form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import get_type_hints

from domain.kernel.facts import WorldFact
from domain.kernel.instants import Instant
from domain.kernel.money import Money
from domain.members import required
from web.registers.mapping import FactRule, Formats, Member, RegisterMapping

DAYS_REMEMBERED = 20_000


class UnreadableCellError(ValueError):
    """A cell is not what its member needs; becomes a refusal with line and column."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column


def members_of(
    rule: FactRule, cells: Mapping[str, str], mapping: RegisterMapping
) -> dict[str, str | None] | None:
    """Read the members of one fact from a row; None where the row does not state it.

    Raises:
        UnreadableCellError: A cell cannot be read as its member.
    """
    dated_by = rule.members["effective"].column
    if dated_by is not None and not cells[dated_by]:
        return None
    return {
        name: _member(rule.kind, name, member, cells, mapping.formats)
        for name, member in rule.members.items()
    }


def _member(
    kind: type[WorldFact],
    name: str,
    member: Member,
    cells: Mapping[str, str],
    formats: Formats,
) -> str | None:
    if member.column is None:
        return member.value
    text = cells[member.column]
    if member.values is not None:
        return _translated(member.column, text, member.values)
    if not text:
        if name in required(kind):
            raise UnreadableCellError(member.column, "The cell is blank.")
        return None
    return _normal(_hints(kind)[name], member.column, text, formats)


@cache
def _hints(kind: type[WorldFact]) -> Mapping[str, object]:
    return get_type_hints(kind)


def _translated(column: str, text: str, values: Mapping[str, str]) -> str:
    if text not in values:
        known = ", ".join(values)
        raise UnreadableCellError(column, f"“{text}” is none of: {known}.")
    return values[text]


def _normal(hint: object, column: str, text: str, formats: Formats) -> str:
    if hint is Instant:
        return _date(column, text, formats)
    if hint in (Money, Money | None, Decimal, Decimal | None):
        return _number(column, text, formats)
    return text


def _date(column: str, text: str, formats: Formats) -> str:
    if (day := _day(text, formats.dates)) is not None:
        return day
    forms = " or ".join(formats.dates)
    why = f"“{text}” is not a date that exists, written {forms}."
    raise UnreadableCellError(column, why)


@lru_cache(maxsize=DAYS_REMEMBERED)
def _day(text: str, forms: tuple[str, ...]) -> str | None:
    """Read a civil day; a register repeats its days, and ``strptime`` is slow."""
    for form in forms:
        try:
            # A civil day has no zone: it is read as Shanghai's by the kernel.
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _number(column: str, text: str, formats: Formats) -> str:
    """Read a number; a thousands mark must part thousands, or it is none."""
    for symbol in formats.symbols:
        text = text.replace(symbol, "")
    text = text.strip()
    if not _pattern(formats.thousands, formats.decimal).fullmatch(text):
        raise UnreadableCellError(column, f"“{text}” is not a number written so.")
    if formats.thousands:
        text = text.replace(formats.thousands, "")
    return text.replace(formats.decimal, ".")


@cache
def _pattern(thousands: str, decimal: str) -> re.Pattern[str]:
    mark, point = re.escape(thousands), re.escape(decimal)
    grouped = rf"\d{{1,3}}(?:{mark}\d{{3}})+|" if thousands else ""
    return re.compile(rf"-?(?:{grouped}\d+)(?:{point}\d+)?", re.ASCII)
