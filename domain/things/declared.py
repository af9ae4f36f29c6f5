"""Declarations: what a thing is, said once; what cannot be kept stops the start."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, get_type_hints

from domain.kernel.facts import EXISTS, Fact, PeriodFact, Redrawing, WorldFact
from domain.members.types import FLAG, Column, MemberType, target_of, type_of

KIND = re.compile(r"[a-z_]+", re.ASCII)


class Sort(StrEnum):
    """How long what a fact asserts holds."""

    CHANGE_POINT = "change point"
    PERIOD = "period"


class DeclarationError(TypeError):
    """A declaration says something that cannot be kept."""


class Attribute(NamedTuple):
    """What is known of an attribute, or of a measure, whatever its value."""

    type: MemberType
    refers: str | None = None
    """The kind of the things whose ids it holds."""


Attributes = Mapping[str, Attribute]
"""By name; those that come in any number by the beginning of theirs: ``permit:``."""


def _any(thing: str, fact: Any) -> None:  # noqa: ANN401  (one shape for all)
    """Refuse nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A kind of thing, as it is declared once for every door."""

    kind: str
    """What it is called in journals and addresses, for ever."""
    facts: tuple[type[WorldFact], ...]
    """In the order of a life."""
    check: Callable[[str, Any], None] = _any
    """Refuses a fact that cannot be meant, whatever is known of its thing."""


def attributes_of(thing: Thing) -> Attributes:
    """Return what the facts of a thing say of it, and how.

    Raises:
        DeclarationError: A fact names what it does not hold, or what nobody can read;
            or one attribute is of two types.
    """
    found: dict[str, Attribute] = {EXISTS: Attribute(FLAG)}
    for fact in thing.facts:
        members = _members(fact)
        named = {name: name for name in fact.attributes}
        named |= {f"{name}:": member for name, (_, member) in fact.keyed.items()}
        _require_members(fact, (key for key, _ in fact.keyed.values()))
        _require_members(fact, named.values())
        for name, member in named.items():
            _agree(found, name, members[member], fact)
    return found


def measures_of(thing: Thing) -> Attributes:
    """Return what the facts of a thing add up.

    Raises:
        DeclarationError: A fact names what it does not hold, or what is no quantity.
    """
    found: dict[str, Attribute] = {}
    for fact in thing.facts:
        _require_members(fact, fact.measures.values())
        for measure, member in fact.measures.items():
            quantity = _members(fact)[member]
            if quantity.type.column is not Column.NUMBERS:
                msg = f"“{measure}” of {fact.__name__} is no quantity."
                raise DeclarationError(msg)
            _agree(found, measure, quantity, fact)
    return found


def _agree(
    found: dict[str, Attribute], name: str, said: Attribute, fact: type[WorldFact]
) -> None:
    if found.setdefault(name, said) != said:
        msg = f"“{name}” of a {fact.kind} is of another type in {fact.__name__}."
        raise DeclarationError(msg)


def references_of(fact: type[WorldFact]) -> list[tuple[str, str]]:
    """Return each member of a fact that refers to a thing, and the kind of that."""
    return [
        (name, member.refers)
        for name, member in _members(fact).items()
        if member.refers is not None
    ]


@cache
def _members(fact: type[WorldFact]) -> Mapping[str, Attribute]:
    """Return what each member of a fact is.

    Raises:
        DeclarationError: One is of a type that no door can read.
    """
    hints = get_type_hints(fact, include_extras=True)
    found = {}
    for name in fact.__struct_fields__:
        if name not in JOURNALS_OWN:
            try:
                found[name] = Attribute(type_of(hints[name]), target_of(hints[name]))
            except (KeyError, ValueError):
                msg = f"“{name}” of {fact.__name__} is of no type that doors can read."
                raise DeclarationError(msg) from None
    return found


JOURNALS_OWN = frozenset({"source"})
"""Members that no door asks for."""


def _require_members(fact: type[WorldFact], names: Iterable[str]) -> None:
    for name in names:
        if name not in fact.__struct_fields__:
            msg = f"{fact.__name__} names “{name}”, which it does not hold."
            raise DeclarationError(msg)


def require_kind(thing: Thing) -> None:
    """Refuse a kind that cannot be kept, or whose facts are another's.

    Raises:
        DeclarationError: Which, and why.
    """
    if not KIND.fullmatch(thing.kind):
        msg = f"“{thing.kind}” is no kind: small letters and _ only."
        raise DeclarationError(msg)
    for fact in thing.facts:
        if fact.kind != thing.kind:
            msg = f"{fact.__name__} is a fact of a {fact.kind}, not of a {thing.kind}."
            raise DeclarationError(msg)
    if not any(fact.begins for fact in thing.facts):
        msg = f"No fact begins a {thing.kind}."
        raise DeclarationError(msg)


def require_one_sort(kinds: Iterable[type[Fact]]) -> None:
    """Refuse classes of facts that would treat one attribute in two ways.

    Raises:
        DeclarationError: An attribute is a change point and a period's, or a class
            sets attributes that it does not declare.
    """
    declared: dict[tuple[str, str], tuple[Sort, type[Fact]]] = {}
    for kind in kinds:
        for attribute, sort in declared_by(kind):
            found, by = declared.setdefault((_thing(kind), attribute), (sort, kind))
            if found is not sort:
                msg = (
                    f"“{attribute}” of a {_thing(kind)} is a {found} in {by.__name__} "
                    f"and a {sort} in {kind.__name__}; it can be one of them only."
                )
                raise DeclarationError(msg)


def declared_by(kind: type[Fact]) -> Iterator[tuple[str, Sort]]:
    """Yield the attributes that facts of a class may set, and of which sort they are.

    Raises:
        DeclarationError: It sets attributes of its own and does not declare them.
    """
    if not issubclass(kind, WorldFact):
        return
    computed = getattr(kind, "declares", ())
    if not computed and _computes(kind):
        msg = f"{kind.__name__} computes its attributes; “declares” must name them."
        raise DeclarationError(msg)
    sort = Sort.PERIOD if issubclass(kind, PeriodFact) else Sort.CHANGE_POINT
    for attribute in (*kind.attributes, *kind.keyed, *computed):
        yield attribute.partition(":")[0], sort


def _computes(kind: type[WorldFact]) -> bool:
    """Tell whether a class has more to say of attributes than their names."""
    own = kind.assertions is not WorldFact.assertions
    return own or issubclass(kind, Redrawing)


def _thing(kind: type[Fact]) -> str:
    return str(getattr(kind, "kind", ""))
