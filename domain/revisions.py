"""Correcting and withdrawing: what may be revised, and into what (R6, R7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from domain import plots, projects
from domain.errors import (
    AlreadyRegisteredError,
    AlreadyWithdrawnError,
    NotRevisableError,
    UnknownPositionError,
)
from domain.kernel.facts import (
    Fact,
    FactCorrected,
    FactWithdrawn,
    WorldFact,
)
from domain.kernel.instants import FOREVER
from domain.kernel.standing import Entry, Standing, standing, withdrawn_by
from domain.members import read_members
from domain.things import thing_of

CHECKS: Mapping[str, Callable[[str, WorldFact], None]] = {
    plots.KIND: plots.check,
    projects.KIND: projects.check,
}
"""What a fact of each kind of thing must satisfy by itself."""


def correct(
    entries: Sequence[Entry],
    *,
    thing: str,
    target: int,
    reason: str,
    given: Mapping[str, object],
) -> FactCorrected:
    """Decide a correction of the entry at ``target``.

    Raises:
        NotRevisableError: The entry is a withdrawal, or the journal's own.
        MalformedError: A member is unknown or cannot be read.
    """
    root, fact = _world_fact(entries, target)
    changes = changes_of(fact, given)
    correction = FactCorrected(target=target, reason=reason, changes=changes)
    for each in _standing_with(entries, correction):
        if each.position == root:
            CHECKS[fact.kind](thing, each.fact)
    return correction


def changes_of(fact: WorldFact, given: Mapping[str, object]) -> dict[str, Any]:
    """Read the members that replace those of ``fact``, as the journal writes them."""
    members = read_members(type(fact).__name__, type(fact), given)
    return {name: msgspec.to_builtins(value) for name, value in members.items()}


def withdraw(entries: Sequence[Entry], *, target: int, reason: str) -> FactWithdrawn:
    """Decide the withdrawal of the entry at ``target``.

    Raises:
        AlreadyWithdrawnError: It is withdrawn already.
        AlreadyRegisteredError: It would let a second registration stand.
        NotRevisableError: The entry is the journal's own.
    """
    fact = _fact(entries, target)
    if not isinstance(fact, WorldFact | FactCorrected | FactWithdrawn):
        raise NotRevisableError(target=target, name=type(fact).__name__)
    if (by := withdrawn_by(entries).get(target)) is not None:
        raise AlreadyWithdrawnError(target=target, by=by)
    withdrawal = FactWithdrawn(target=target, reason=reason)
    begun = [e for e in _standing_with(entries, withdrawal) if e.fact.begins]
    if len(begun) > 1:
        kind, thing = thing_of(entries[0].thing)
        raise AlreadyRegisteredError(
            kind=kind, thing=thing, position=begun[-1].position
        )
    return withdrawal


def _standing_with(entries: Sequence[Entry], revision: Fact) -> list[Standing]:
    """Return what would stand once ``revision`` is recorded."""
    last = entries[-1]
    return standing(
        [*entries, Entry(last.position + 1, FOREVER, last.thing, revision)], FOREVER
    )


def _world_fact(entries: Sequence[Entry], target: int) -> tuple[int, WorldFact]:
    """Follow a correction to the fact that it corrects in the end."""
    fact = _fact(entries, target)
    if isinstance(fact, FactCorrected):
        return _world_fact(entries, fact.target)
    if not isinstance(fact, WorldFact):
        raise NotRevisableError(target=target, name=type(fact).__name__)
    return target, fact


def _fact(entries: Sequence[Entry], target: int) -> Fact:
    for entry in entries:
        if entry.position == target:
            return entry.fact
    raise UnknownPositionError(position=target, last=entries[-1].position)
