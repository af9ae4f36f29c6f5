"""The members of a fact as a command names them, in words."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from domain.kernel.facts import (
    Fact,
    FactCorrected,
    FactWithdrawn,
    PeriodFact,
    UnreadableFact,
)
from domain.kernel.instants import Instant, print_end, print_instant
from domain.members.members import hints_of
from domain.members.readers import required
from domain.members.types import known_type
from web.words.catalogue import marked

HIDDEN = frozenset({"effective", "source", "until", "typed_through"})
UNTIL, THROUGH = "until", "through"
UNREADABLE = "unreadable"
"""In place of the members of an entry that cannot be read."""
NEWER = marked("It was written by a newer Guatu, which can read it.")
DAMAGED = marked("Its stored bytes are damaged; a backup may have them whole.")

Member = str | None | list[object]
"""A value in words; plots that a redrawing names are a list of ids or of objects."""


def members_of(fact: Fact, of: type[Fact]) -> dict[str, Member]:
    """Put the members of a fact into words; of a correction, those it replaces.

    Args:
        fact: The fact.
        of: Its class, or that of the fact which it corrects.
    """
    if isinstance(fact, FactCorrected):
        return _replaced(fact, hints_of(of))
    if isinstance(fact, UnreadableFact):
        return {UNREADABLE: NEWER if fact.is_newer else DAMAGED}
    return {} if isinstance(fact, FactWithdrawn) else _stated(fact)


def _replaced(fact: FactCorrected, hints: Mapping[str, object]) -> dict[str, Member]:
    changes = fact.changes
    replaced = {
        name: _printed(hints.get(name), _meant(hints.get(name), value))
        for name, value in changes.items()
        if name not in HIDDEN
    }
    if "effective" in changes:
        replaced["effective"] = print_instant(Instant(changes["effective"]))
    if UNTIL in changes:
        through = changes.get("typed_through", False)
        replaced |= _end(changes[UNTIL], typed_through=through)
    return replaced


def _stated(fact: Fact) -> dict[str, Member]:
    """List what has a value, and what could not be left out."""
    values = {n: getattr(fact, n) for n in fact.__struct_fields__ if n not in HIDDEN}
    needed, hints = required(type(fact)), hints_of(type(fact))
    stated = {
        name: _printed(hints[name], value)
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


def _meant(hint: object, written: object) -> object:
    """Read what a correction replaces a member with, as the journal writes it."""
    try:
        return msgspec.convert(written, hint)
    except msgspec.ValidationError:
        return written


def _printed(hint: object, value: object) -> Member:
    """Print a member by its type; one of the journal's own may be of any."""
    if value is None:
        return None
    if isinstance(value, list | tuple):
        return list(msgspec.to_builtins(value))
    found = known_type(hint)
    return str(value) if found is None else found.write(value)
