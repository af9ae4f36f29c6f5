"""The fields of a form for a fact, from the fact's own type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from domain.facts import FACTS
from domain.kernel.facts import PeriodFact, Redrawing, WorldFact
from domain.kernel.instants import print_end
from domain.members.members import THROUGH, UNTIL, member_types
from domain.members.readers import required
from domain.members.types import MemberType, type_of, without_none

EFFECTIVE = "effective"
LAST = (EFFECTIVE, THROUGH, UNTIL)
"""What a form asks for at its end, in this order: when."""
ENDS = (THROUGH, UNTIL)
"""The two ways to say when a period ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One member of a fact, as a form asks for it."""

    name: str
    type: MemberType
    required: bool
    """Whether the fact cannot do without the member."""
    nullable: bool
    """Whether the member may be *no value*."""

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
    return Field(
        name=name,
        type=type_of(hint),
        required=required,
        nullable=without_none(hint) != hint,
    )


def typed_as(field: Field, fact: WorldFact) -> str:
    """Write a member's value as a person would type it; blank where it has none."""
    if isinstance(fact, PeriodFact) and field.name in ENDS:
        was_typed_here = fact.typed_through == (field.name == THROUGH)
        end = print_end(fact.until, typed_through=fact.typed_through)
        return (end or "") if was_typed_here else ""
    value = getattr(fact, field.name)
    return "" if value is None else field.type.write(value)
