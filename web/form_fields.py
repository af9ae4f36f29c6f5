"""The fields of a form for a fact, from the fact's own type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import get_args, get_type_hints

from msgspec import structs

from domain.facts import FACTS
from domain.kernel.facts import WorldFact
from domain.kernel.instants import Instant, print_instant
from domain.kernel.money import Money, print_money
from domain.members import NOT_MEMBERS, Text, Wkt

EFFECTIVE = "effective"


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


@cache
def fields_of(record: str) -> tuple[Field, ...]:
    """List the fields of a fact: what happened first, when it happened last."""
    kind = FACTS[record]
    hints = get_type_hints(kind)
    fields = [
        _field(each.name, hints[each.name], required=each.required)
        for each in structs.fields(kind)
        if each.name not in NOT_MEMBERS
    ]
    return tuple(sorted(fields, key=lambda field: field.name == EFFECTIVE))


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
    value = getattr(fact, field.name)
    if value is None:
        return ""
    if field.kind is FieldKind.MONEY:
        return print_money(value)
    if field.kind is FieldKind.DATE:
        return print_instant(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
