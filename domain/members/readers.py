"""Readers: for the type of a member, what reads it from a command's JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import structs

from domain.errors import InvalidMemberError, MissingMemberError, UnknownMemberError
from domain.members.characters import made_visible
from domain.members.types import FLAG, MemberType, type_of, without_none

MAX_QUOTED = 60
MAX_ITEMS = 1000
SCALAR = (str, int)

Reader = Callable[[str, str, object], object]
"""Reads a value; the record and the member's path are for the refusal."""


def reader_of(hint: object) -> Reader:
    """Return what reads members that are annotated so."""
    kind = without_none(hint)
    if kind != hint:
        return or_none(reader_of(kind))
    if get_origin(hint) is tuple:
        return _list_of(get_args(hint)[0])
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _object_of(hint)
    return reader_for(type_of(hint))


def reader_for(kind: MemberType) -> Reader:
    """Return what reads members of a type from one text; a flag is JSON's own, too."""
    read = scalar(kind.read)
    if kind is not FLAG:
        return read

    def reader(record: str, name: str, value: object) -> object:
        return value if isinstance(value, bool) else read(record, name, value)

    return reader


def read_object(
    record: str, given: Mapping[str, object], readers: Mapping[str, Reader], path: str
) -> dict[str, Any]:
    """Read the members that are given; absent ones are left out.

    Raises:
        UnknownMemberError: There is no reader for one of them.
    """
    if not given.keys() <= readers.keys():
        name = next(member for member in given if member not in readers)
        known = ", ".join(sorted(readers))
        raise UnknownMemberError(
            name=quoted(name), record=_within(record, path), known=known
        )
    prefix = f"{path}." if path else ""
    return {
        name: readers[name](record, f"{prefix}{name}", value)
        for name, value in given.items()
    }


def require_members(
    record: str, kind: type[msgspec.Struct], members: Mapping[str, Any], path: str = ""
) -> None:
    """Refuse an object that lacks a member it needs.

    Raises:
        MissingMemberError: A member without default is not there.
    """
    for name in required(kind):
        if name not in members:
            raise MissingMemberError(record=_within(record, path), name=name)


@cache
def required(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the members that an object cannot be without."""
    return tuple(field.name for field in structs.fields(kind) if field.required)


def quoted(value: object) -> object:
    """Show what a refusal quotes: shortened, and what cannot be seen by its number."""
    text = str(value)
    if len(text) > MAX_QUOTED:
        return made_visible(f"{text[:MAX_QUOTED]}…")
    return made_visible(value) if isinstance(value, str) else value


def _within(record: str, path: str) -> str:
    return f"{record} {path}" if path else record


def scalar(read: Callable[[str], object]) -> Reader:
    """Return what reads a member that is one text, or a whole number."""

    def reader(record: str, name: str, value: object) -> object:
        # A text is by far the most frequent, and the quickest to recognise.
        if type(value) is not str and (
            not isinstance(value, SCALAR) or isinstance(value, bool)
        ):
            raise _invalid(
                record, name, value, "write it as text, so that it stays exact"
            )
        try:
            return read(str(value))
        except ValueError as error:
            raise _invalid(record, name, value, str(error)) from None

    return reader


def or_none(read: Reader) -> Reader:
    """Return what also reads null, which is no value."""

    def reader(record: str, name: str, value: object) -> object:
        return None if value is None else read(record, name, value)

    return reader


def _list_of(hint: object) -> Reader:
    read = reader_of(hint)

    def reader(record: str, name: str, value: object) -> object:
        if not isinstance(value, list | tuple) or len(value) > MAX_ITEMS:
            raise _invalid(record, name, value, "it is a list of at most 1000")
        return tuple(
            read(record, f"{name}[{_mark(hint, element, number)}]", element)
            for number, element in enumerate(value, 1)
        )

    return reader


def _object_of(kind: type[msgspec.Struct]) -> Reader:
    hints = get_type_hints(kind)
    readers = {name: reader_of(hints[name]) for name in kind.__struct_fields__}

    def reader(record: str, name: str, value: object) -> object:
        if not isinstance(value, Mapping):
            raise _invalid(record, name, value, "it is an object with members")
        members = read_object(record, value, readers, name)
        require_members(record, kind, members, name)
        return kind(**members)

    return reader


def _mark(hint: object, value: object, number: int) -> str:
    """Tell one of a list by its first member, its id, or else by its number."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        name = value.get(hint.__struct_fields__[0]) if isinstance(value, dict) else None
        if isinstance(name, str) and name:
            return str(quoted(name))
    return f"#{number}"


def _invalid(record: str, name: str, value: object, why: str) -> InvalidMemberError:
    return InvalidMemberError(value=quoted(value), name=name, record=record, why=why)
