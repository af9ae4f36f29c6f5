"""The fields of a form for a fact, from the fact's own type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import get_args

from domain.facts import FACTS
from domain.kernel.facts import PeriodFact, Redrawing, WorldFact
from domain.kernel.instants import Instant, print_end, print_instant
from domain.kernel.money import Money, print_money
from domain.members.members import THROUGH, UNTIL, Text, Wkt, member_types
from domain.members.readers import required
from web.words.values import printed_decimal

EFFECTIVE = "effective"
LAST = (EFFECTIVE, THROUGH, UNTIL)
"""What a form asks for at its end, in this order: when."""
ENDS = (THROUGH, UNTIL)
"""The two ways to say when a period ends."""


class FieldKind(StrEnum):
    """How a member is typed in."""

    DATE = "date"
    MONEY = "money"
    AREA = "area"
    TEXT = "text"
    SHAPE = "shape"
    CHOICE = "choice"


KINDS: Mapping[object, FieldKind] = {
    Instant: FieldKind.DATE,
    date: FieldKind.DATE,
    Money: FieldKind.MONEY,
    Decimal: FieldKind.AREA,
    Text: FieldKind.TEXT,
    Wkt: FieldKind.SHAPE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One member of a fact, as a form asks for it."""

    name: str
    kind: FieldKind
    required: bool
    """Whether the fact cannot do without the member."""
    nullable: bool
    """Whether the member may be *no value*."""
    choices: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether only somebody who means an instant has a use for it."""
        return self.name == UNTIL


@cache
def fields_of(record: str) -> tuple[Field, ...]:
    """List the fields of a fact: what happened first, when it happened last.

    Of a redrawing only its date can be typed: its plots are drawn elsewhere.
    """
    kind = FACTS[record]
    if not issubclass(kind, WorldFact):
        return ()
    needed = required(kind)
    types = member_types(kind)
    if issubclass(kind, Redrawing):
        types = {EFFECTIVE: types[EFFECTIVE]}
    fields = [_field(n, hint, required=n in needed) for n, hint in types.items()]
    return tuple(sorted(fields, key=_place))


def _place(field: Field) -> int:
    return LAST.index(field.name) if field.name in LAST else -1


def _field(name: str, hint: object, *, required: bool) -> Field:
    kinds = [each for each in get_args(hint) if each is not NoneType] or [hint]
    [kind] = kinds
    choices = (
        tuple(kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else ()
    )
    return Field(
        name=name,
        kind=FieldKind.CHOICE if choices else KINDS[kind],
        required=required,
        nullable=NoneType in get_args(hint),
        choices=choices,
    )


def typed_as(field: Field, fact: WorldFact) -> str:
    """Write a member's value as a person would type it; blank where it has none."""
    if isinstance(fact, PeriodFact) and field.name in ENDS:
        was_typed_here = fact.typed_through == (field.name == THROUGH)
        end = print_end(fact.until, typed_through=fact.typed_through)
        return (end or "") if was_typed_here else ""
    value = getattr(fact, field.name)
    if value is None:
        return ""
    if field.kind is FieldKind.MONEY:
        return print_money(value)
    if field.kind is FieldKind.DATE:
        return print_instant(value)
    return printed_decimal(value) if isinstance(value, Decimal) else str(value)
