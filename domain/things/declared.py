"""Declarations: one attribute of a thing is a change point or a period's (R10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from domain.kernel.facts import Fact, PeriodFact, Redrawing, WorldFact


class Sort(StrEnum):
    """How long what a fact asserts holds."""

    CHANGE_POINT = "change point"
    PERIOD = "period"


class DeclarationError(TypeError):
    """A class of facts says something about attributes that cannot be kept."""


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
    for attribute in (*kind.attributes, *computed):
        yield attribute.partition(":")[0], sort


def _computes(kind: type[WorldFact]) -> bool:
    """Tell whether a class has more to say of attributes than their names."""
    own = kind.assertions is not WorldFact.assertions
    return own or issubclass(kind, Redrawing)


def _thing(kind: type[Fact]) -> str:
    return str(getattr(kind, "kind", ""))
