"""The members of a fact as a command names them, in words."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from domain.kernel.facts import (
    Fact,
    FactCorrected,
    FactWithdrawn,
    PeriodFact,
    UnreadableFact,
)
from domain.kernel.instants import Instant, print_end, print_instant
from domain.kernel.money import print_money
from domain.members.readers import required
from web.words.catalogue import marked
from web.words.values import printed_decimal

HIDDEN = frozenset({"effective", "source", "until", "typed_through"})
INSTANTS = frozenset({"certain"})
"""Members that are instants, besides those which date a fact."""
AREAS = frozenset({"paper_area_m2", "area_m2"})
"""Members that are areas; a correction writes them as texts."""
UNTIL, THROUGH = "until", "through"
UNREADABLE = "unreadable"
"""In place of the members of an entry that cannot be read."""
NEWER = marked("It was written by a newer Guatu, which can read it.")
DAMAGED = marked("Its stored bytes are damaged; a backup may have them whole.")

Member = str | None | list[object]
"""A value in words; plots that a redrawing names are a list of ids or of objects."""


def members_of(fact: Fact) -> dict[str, Member]:
    """Put the members of a fact into words; of a correction, those it replaces."""
    if isinstance(fact, FactCorrected):
        return _replaced(fact)
    if isinstance(fact, UnreadableFact):
        return {UNREADABLE: NEWER if fact.is_newer else DAMAGED}
    return {} if isinstance(fact, FactWithdrawn) else _stated(fact)


def _replaced(fact: FactCorrected) -> dict[str, Member]:
    changes = fact.changes
    replaced = {n: _printed(n, v) for n, v in changes.items() if n not in HIDDEN}
    if "effective" in changes:
        replaced["effective"] = print_instant(Instant(changes["effective"]))
    if UNTIL in changes:
        through = changes.get("typed_through", False)
        replaced |= _end(changes[UNTIL], typed_through=through)
    return replaced


def _stated(fact: Fact) -> dict[str, Member]:
    """List what has a value, and what could not be left out."""
    values = {n: getattr(fact, n) for n in fact.__struct_fields__ if n not in HIDDEN}
    needed = required(type(fact))
    stated = {
        name: _printed(name, value)
        for name, value in values.items()
        if (value is not None or name in needed) and value != ()
    }
    if isinstance(fact, PeriodFact):
        stated |= _end(fact.until, typed_through=fact.typed_through)
    return stated


def _end(until: int | None, *, typed_through: bool) -> dict[str, Member]:
    """Name the end of a period as it was typed; no end is none."""
    name = THROUGH if typed_through else UNTIL
    end = None if until is None else Instant(until)
    return {name: print_end(end, typed_through=typed_through)}


def _printed(name: str, value: object) -> Member:
    if value is None:
        return None
    if name in INSTANTS and isinstance(value, int):
        return print_instant(Instant(value))
    if name == "amount" and isinstance(value, int):
        return print_money(value)
    if name in AREAS:
        return printed_decimal(Decimal(str(value)))
    if isinstance(value, list | tuple):
        return list(msgspec.to_builtins(value))
    return str(value)
