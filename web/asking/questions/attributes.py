"""What can be asked of each kind of thing: its attributes and its sums, with types."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import get_args, get_type_hints

from domain.commands import RECORDABLE
from domain.deciding.rules import DECIDE
from domain.kernel.facts import EXISTS, Quantity
from domain.kernel.money import Money, print_money
from domain.members.scalars import Text
from domain.things.land import plots
from web.asking.questions.refusals import UnknownAttributeError
from web.words.values import printed_decimal

PLOT = plots.KIND
KINDS = tuple(DECIDE)
NAMED = {"project": ("permit:", "validity:")}
"""Attributes that come in any number, by the beginning of their names."""


@cache
def attributes_of(kind: str) -> Mapping[str, object]:
    """Return attribute → the type of its value, by what the facts declare."""
    found: dict[str, object] = {EXISTS: bool}
    for fact in RECORDABLE.values():
        if fact.kind == kind:
            hints = get_type_hints(fact)
            found |= {name: hints[name] for name in fact.attributes}
    return found


@cache
def measures_of(kind: str) -> Mapping[str, object]:
    """Return measure → the type of what is summed, money before areas."""
    found = {
        measure: get_type_hints(fact)[member]
        for fact in RECORDABLE.values()
        if fact.kind == kind
        for measure, member in fact.measures.items()
    }
    return dict(sorted(found.items(), key=lambda each: (not _is_money(each[1]), each)))


def type_of(kind: str, attribute: str) -> object | None:
    """Return the type of an attribute of a kind; None where it has none so called."""
    if attribute in attributes_of(kind):
        return attributes_of(kind)[attribute]
    prefixes = NAMED.get(kind, ())
    is_named = any(attribute.startswith(p) and attribute != p for p in prefixes)
    return Text if is_named else None


def is_asked_of(kind: str, name: str) -> bool:
    """Tell whether things of a kind have an attribute, or a sum, of this name."""
    return name in measures_of(kind) or type_of(kind, name) is not None


def require_attribute(kind: str, attribute: str) -> object:
    """Return the type of an attribute of a kind.

    Raises:
        UnknownAttributeError: Things of the kind do not have it.
    """
    if (hint := type_of(kind, attribute)) is not None:
        return hint
    prefixes = (f"{prefix}…" for prefix in NAMED.get(kind, ()))
    known = ", ".join([*sorted(attributes_of(kind)), *prefixes])
    raise UnknownAttributeError(kind=kind, attribute=attribute, known=known)


def require_measure(kind: str, measure: str) -> str:
    """Return the measure that is meant; money where none is named.

    Raises:
        UnknownAttributeError: Nothing of that name is summed.
    """
    known = measures_of(kind)
    if not measure:
        return next(iter(known))
    if measure not in known:
        listed = ", ".join(known)
        raise UnknownAttributeError(kind=kind, attribute=measure, known=listed)
    return measure


def printed_sum(kind: str, measure: str, quantity: Quantity) -> str:
    """Print a sum: money with two decimals, an area without trailing zeros."""
    if _is_money(measures_of(kind)[measure]):
        return print_money(int(quantity))
    return printed_decimal(Decimal(quantity))


def _is_money(hint: object) -> bool:
    return Money in (hint, *get_args(hint))
