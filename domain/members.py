"""Members of a command: text as people send it, read into what facts hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from msgspec import structs

from domain.errors import (
    InvalidMemberError,
    MissingMemberError,
    UnknownMemberError,
)
from domain.kernel.facts import WorldFact
from domain.kernel.instants import Instant, effective_from
from domain.kernel.money import Money, parse_money

Text = NewType("Text", str)
"""A line of text, as a person wrote it."""
Wkt = NewType("Wkt", str)
"""A geometry of record: text in the district's CRS, metres, checked at the edge."""

MAX_TEXT_LENGTH = 200
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
AREA = re.compile(r"-?\d{1,12}(\.\d{1,4})?", re.ASCII)
NOT_MEMBERS = frozenset({"source"})

Reader = Callable[[str], object]


def read_text(text: str) -> str:
    """Read a line of 1 to 200 characters.

    Raises:
        ValueError: It is blank, too long, or has control characters.
    """
    if not text.strip() or text != text.strip():
        msg = "it is blank, or begins or ends with a space"
        raise ValueError(msg)
    if len(text) > MAX_TEXT_LENGTH or UNPRINTABLE.search(text):
        msg = f"it has at most {MAX_TEXT_LENGTH} characters, on one line"
        raise ValueError(msg)
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


READERS: Mapping[object, Reader] = {
    Instant: effective_from,
    Money: parse_money,
    Decimal: read_area,
    Text: read_text,
    Wkt: read_wkt,
}


def read_members(
    record: str, kind: type[WorldFact], given: Mapping[str, object]
) -> dict[str, Any]:
    """Read the members of a command for a fact of ``kind``; absent ones are left out.

    Raises:
        UnknownMemberError: A member that the fact does not have.
        InvalidMemberError: A value that the member cannot take.
        InvalidInstantError: A date that cannot be meant.
        InvalidMoneyError: An amount that is not exact.
    """
    readers = _readers(kind)
    for name in given:
        if name not in readers:
            raise UnknownMemberError(
                name=name, record=record, known=", ".join(sorted(readers))
            )
    return {
        name: _read(record, name, value, *readers[name])
        for name, value in given.items()
    }


def require_members(
    record: str, kind: type[WorldFact], members: Mapping[str, Any]
) -> None:
    """Refuse a new fact that lacks a member it needs.

    Raises:
        MissingMemberError: A member without default is not there.
    """
    for name in required(kind):
        if name not in members:
            raise MissingMemberError(record=record, name=name)


def _read(
    record: str,
    name: str,
    value: object,
    reader: Reader,
    nullable: bool,  # noqa: FBT001
) -> object:
    if value is None and nullable:
        return None
    if not isinstance(value, str | int) or isinstance(value, bool):
        why = "write it as text, so that it stays exact"
        raise InvalidMemberError(value=value, name=name, record=record, why=why)
    try:
        return reader(str(value))
    except ValueError as error:
        raise InvalidMemberError(
            value=value, name=name, record=record, why=error
        ) from None


@cache
def _readers(kind: type[WorldFact]) -> dict[str, tuple[Reader, bool]]:
    hints = get_type_hints(kind)
    return {
        name: _reader(hints[name])
        for name in kind.__struct_fields__
        if name not in NOT_MEMBERS
    }


def _reader(hint: object) -> tuple[Reader, bool]:
    """Find the reader of a type hint, and whether it may be null."""
    if get_origin(hint) in (Union, UnionType):
        [kind] = [each for each in get_args(hint) if each is not NoneType]
        return _reader(kind)[0], True
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _choice(hint), False
    return READERS[hint], False


def _choice(kind: type[StrEnum]) -> Reader:
    """Read one of the values of an enumeration."""
    values = {each.value: each for each in kind}

    def read(text: str) -> StrEnum:
        if text not in values:
            msg = f"it is one of {', '.join(values)}"
            raise ValueError(msg)
        return values[text]

    return read


@cache
def required(kind: type[WorldFact]) -> tuple[str, ...]:
    """Return the members that a fact cannot be without."""
    return tuple(field.name for field in structs.fields(kind) if field.required)
