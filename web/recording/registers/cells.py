"""Cells: what people write in dates and numbers, brought into Guatu's own form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, lru_cache

from domain.errors import InvalidInstantError, Refusal
from domain.kernel.facts import WorldFact
from domain.kernel.instants import moment_of, parse_instant, parse_local
from domain.members.members import member_types, required
from domain.members.types import DAY, INSTANT, Column, MemberType, type_of
from web.recording.registers.mapping import (
    FactRule,
    Formats,
    Member,
    has_time,
)

DAYS_REMEMBERED = 20_000
DIGITS_ARE_PLAIN = re.compile(r"(?:[0-9]|\D)*")
"""``strptime`` would read digits of any script."""


class UnreadableCellError(ValueError):
    """A cell is not what its member needs; becomes a refusal with line and column."""

    def __init__(self, column: str, why: str | Refusal) -> None:
        super().__init__(why)
        self.column = column
        self.why = why


Cells = Mapping[str, str]
ReadCell = Callable[[Cells], str | None]
ReadMembers = Callable[[Cells], dict[str, str | None] | None]


def reader_of(rule: FactRule, formats: Formats) -> ReadMembers:
    """Return what reads the members of one fact from the cells of a row.

    It returns None where the row does not state the fact, and raises
    ``UnreadableCellError`` where a cell cannot be read as its member.
    """
    dated_by = rule.members["effective"].column
    readers = [
        (name, _cell_reader(rule.kind, name, member, formats))
        for name, member in rule.members.items()
    ]

    def read(cells: Cells) -> dict[str, str | None] | None:
        if dated_by is not None and not cells[dated_by]:
            return None
        return {name: cell(cells) for name, cell in readers}

    return read


def _cell_reader(
    kind: type[WorldFact], name: str, member: Member, formats: Formats
) -> ReadCell:
    """Return what reads one member: its own value, or that of a cell."""
    column, meanings = member.column, member.values
    if column is None:
        return lambda _: member.value
    if meanings is not None:
        return lambda cells: _translated(column, cells[column], meanings)
    needed = name in required(kind)
    normal = _normal(type_of(member_types(kind)[name]), column, formats)

    def read(cells: Cells) -> str | None:
        if text := cells[column]:
            return normal(text)
        if needed:
            raise UnreadableCellError(column, "The cell is blank.")
        return None

    return read


def _translated(column: str, text: str, values: Mapping[str, str]) -> str:
    if text not in values:
        known = ", ".join(values)
        raise UnreadableCellError(column, f"“{text}” is none of: {known}.")
    return values[text]


def _normal(of: MemberType, column: str, formats: Formats) -> Callable[[str], str]:
    """Return what brings the texts of a column into Guatu's own form."""
    dates = formats.dates
    if of is INSTANT:
        return lambda text: _date(column, text, dates)
    if of is DAY:
        return lambda text: _day(column, text, dates)
    if of.column is Column.NUMBERS:
        return lambda text: _number(column, text, formats)
    return str


def _day(column: str, text: str, forms: tuple[str, ...]) -> str:
    """Read a day; a form with a time of day would say more than the member holds."""
    return _date(column, text, tuple(form for form in forms if not has_time(form)))


def _date(column: str, text: str, forms: tuple[str, ...]) -> str:
    try:
        if (found := _read_date(text, forms)) is not None:
            return found
    except InvalidInstantError as refusal:
        raise UnreadableCellError(column, refusal) from refusal
    written = " or ".join(forms) or "without a time of day"
    why = f"“{text}” is not a date that exists, written {written}."
    raise UnreadableCellError(column, why)


@lru_cache(maxsize=DAYS_REMEMBERED)
def _read_date(text: str, forms: tuple[str, ...]) -> str | None:
    """Read a civil day or time; a register repeats them, and ``strptime`` is slow.

    Raises:
        InvalidInstantError: Clocks in Shanghai never showed the time, or twice.
    """
    if not DIGITS_ARE_PLAIN.fullmatch(text):
        return None
    for form in forms:
        try:
            # A civil day has no zone: it is read as Shanghai's by the kernel.
            moment = datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
        return _instant(moment) if has_time(form) else moment.date().isoformat()
    return None


def _instant(moment: datetime) -> str:
    """Write a time as one in UTC; without an offset it is Shanghai's."""
    read = parse_local if moment.tzinfo is None else parse_instant
    return moment_of(read(moment.isoformat())).isoformat()


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
