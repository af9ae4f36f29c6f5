"""Members of a command: what a client names, read into what a fact holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, get_type_hints

from domain.errors import InvalidMemberError
from domain.kernel.facts import Fact, PeriodFact, WorldFact
from domain.kernel.instants import ended_at, first_instant
from domain.members.readers import (
    Reader,
    or_none,
    read_object,
    reader_of,
    require_members,
    required,
    scalar,
)
from domain.members.scalars import Day, Text, Wkt, read_last_day, read_text

__all__ = [
    "NOT_MEMBERS",
    "THROUGH",
    "UNTIL",
    "Text",
    "Wkt",
    "hints_of",
    "member_types",
    "read_members",
    "read_text",
    "require_members",
    "required",
]

NOT_MEMBERS = frozenset({"source", "typed_through"})
"""What a fact holds and no client can send."""
UNTIL, THROUGH = "until", "through"


@cache
def hints_of(kind: type[Fact]) -> Mapping[str, object]:
    """Return how each member that a fact holds is annotated."""
    hints = get_type_hints(kind)
    return {name: hints[name] for name in kind.__struct_fields__}


@cache
def member_types(kind: type[WorldFact]) -> Mapping[str, object]:
    """Return the type of each member that a command may name for a fact of ``kind``.

    A period has two ways to say its end: ``until``, the first instant outside, and
    ``through``, the last day inside (R12).
    """
    types = {n: hint for n, hint in hints_of(kind).items() if n not in NOT_MEMBERS}
    return types | ({THROUGH: Day | None} if issubclass(kind, PeriodFact) else {})


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
    members = read_object(record, given, _readers(kind), "")
    return _ended(record, members) if issubclass(kind, PeriodFact) else members


@cache
def _readers(kind: type[WorldFact]) -> Mapping[str, Reader]:
    readers = {name: reader_of(hint) for name, hint in member_types(kind).items()}
    if issubclass(kind, PeriodFact):
        readers |= {UNTIL: or_none(scalar(ended_at))}
        readers |= {THROUGH: or_none(scalar(read_last_day))}
    return readers


def _ended(record: str, members: dict[str, Any]) -> dict[str, Any]:
    """Store an inclusive end as the next day, and that it was typed so."""
    if THROUGH not in members:
        return members | ({"typed_through": False} if UNTIL in members else {})
    last: date | None = members.pop(THROUGH)
    if UNTIL in members:
        why = "a period has one end, either “until” or “through”"
        raise InvalidMemberError(value=last, name=THROUGH, record=record, why=why)
    until = None if last is None else first_instant(last + timedelta(days=1))
    return {**members, UNTIL: until, "typed_through": last is not None}
