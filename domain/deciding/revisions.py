"""Correcting and withdrawing: what may be revised, and into what (R6, R7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from domain.deciding.rules import check
from domain.errors import (
    AlreadyRegisteredError,
    AlreadyWithdrawnError,
    NotRevisableError,
    OtherThingsError,
    UnknownPositionError,
)
from domain.kernel.facts import (
    FactCorrected,
    FactWithdrawn,
    Redrawing,
    UnreadableFact,
    WorldFact,
    corrected,
)
from domain.kernel.instants import FOREVER
from domain.kernel.live_facts import Entry, LiveFact, live_facts, withdrawn_by
from domain.members.members import read_members
from domain.things.redrawing import require_there
from domain.things.registration import begun_by, thing_of

Revision = FactCorrected | FactWithdrawn


def correct(
    entries: Sequence[Entry], *, target: int, reason: str, given: Mapping[str, object]
) -> FactCorrected:
    """Decide a correction of the entry at ``target``.

    Args:
        entries: Those of the family, by position.
        target: The position of a fact, or of a correction of it.
        reason: Why.
        given: The members that it replaces, as a client sends them.

    Raises:
        NotRevisableError: The entry is a withdrawal, or the journal's own.
        OtherThingsError: It would have a redrawing name other things.
        NotThereError: It would redraw things at a time at which they do not exist.
        MalformedError: A member is unknown or cannot be read.
    """
    root = behind(entries, target, FactCorrected)
    fact = root.fact
    if not isinstance(fact, WorldFact):
        raise NotRevisableError(target=target, name=type(fact).__name__)
    changes = changes_of(fact, given)
    correction = FactCorrected(target=target, reason=reason, changes=changes)
    if isinstance(fact, Redrawing):
        _require_same_things(root, fact, correction)
    require_sound(entries, [correction])
    return correction


def changes_of(fact: WorldFact, given: Mapping[str, object]) -> dict[str, Any]:
    """Read the members that replace those of ``fact``, as the journal writes them."""
    members = read_members(type(fact).__name__, type(fact), given)
    written: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(members))
    return written


def withdraw(entries: Sequence[Entry], *, target: int, reason: str) -> FactWithdrawn:
    """Decide the withdrawal of the entry at ``target``.

    Args:
        entries: Those of the family, by position.
        target: The position of a fact, a correction or a withdrawal.
        reason: Why.

    Raises:
        AlreadyWithdrawnError: It is withdrawn already.
        AlreadyRegisteredError: It would let a thing begin twice.
        NotRevisableError: The entry is the journal's own.
        MalformedError: What would stand again cannot be meant, as an empty period.
    """
    fact = _entry(entries, target).fact
    if not isinstance(fact, WorldFact | FactCorrected | FactWithdrawn | UnreadableFact):
        raise NotRevisableError(target=target, name=type(fact).__name__)
    if (by := withdrawn_by(entries).get(target)) is not None:
        raise AlreadyWithdrawnError(target=target, by=by)
    withdrawal = FactWithdrawn(target=target, reason=reason)
    require_sound(entries, [withdrawal])
    return withdrawal


def require_sound(entries: Sequence[Entry], revisions: Sequence[Revision]) -> None:
    """Refuse revisions after which a fact would stand that could not be recorded.

    Raises:
        MalformedError: Merged with its other corrections, a fact cannot be meant.
        NotThereError: Things would be redrawn at a time at which they do not exist.
        AlreadyRegisteredError: A thing would begin twice.
    """
    after = _standing_with(entries, revisions)
    by_position = {live.position: live for live in after}
    for revision in revisions:
        root = behind(entries, revision.target, FactCorrected | FactWithdrawn)
        if (each := by_position.get(root.position)) is not None:
            check(thing_of(each.thing)[1], each.fact)
            _require_there(each, revision, after)
    _require_begun_once(live_facts(entries, FOREVER), after)


def _standing_with(
    entries: Sequence[Entry], revisions: Sequence[Revision]
) -> list[LiveFact]:
    """Return what would stand once the revisions are recorded."""
    last = entries[-1]
    more = [
        Entry(position, FOREVER, last.thing, revision)
        for position, revision in enumerate(revisions, last.position + 1)
    ]
    return live_facts([*entries, *more], FOREVER)


def _require_there(
    live: LiveFact, revision: Revision, after: Sequence[LiveFact]
) -> None:
    """Refuse to move a redrawing to a time at which its things do not exist."""
    moves = isinstance(revision, FactCorrected) and "effective" in revision.changes
    if moves and isinstance(live.fact, Redrawing):
        others = [other for other in after if other.position != live.position]
        require_there(others, live.thing, live.fact)


def _require_begun_once(before: Sequence[LiveFact], after: Sequence[LiveFact]) -> None:
    """Refuse what lets one more fact begin a thing that another begins."""
    then, now = (
        Counter(stream for live in timeline for stream in begun_by(live))
        for timeline in (before, after)
    )
    unrevised = {live.position for live in before}
    for stream, times in now.items():
        if times > max(1, then[stream]):
            kind, thing = thing_of(stream)
            position = next(
                live.position
                for live in after
                if stream in begun_by(live) and live.position in unrevised
            )
            raise AlreadyRegisteredError(kind=kind, thing=thing, position=position)


def _require_same_things(
    root: Entry, fact: Redrawing, correction: FactCorrected
) -> None:
    """Refuse a correction after which other streams would have to be concerned."""
    revised = corrected(fact, correction.changes)
    named = fact.redrawn(root.thing), revised.redrawn(root.thing)  # type: ignore[attr-defined]
    was, now = ((set(e.ended), set(e.begun), set(e.reshaped)) for e in named)
    if was != now:
        names = correction.changes.keys() & {"children", "parents", "neighbours"}
        raise OtherThingsError(target=correction.target, name=", ".join(names))


def behind(entries: Sequence[Entry], target: int, kinds: Any) -> Entry:  # noqa: ANN401
    """Follow revisions of these kinds to what they revise in the end."""
    entry = _entry(entries, target)
    while isinstance(entry.fact, kinds):
        entry = _entry(entries, entry.fact.target)
    return entry


def _entry(entries: Sequence[Entry], target: int) -> Entry:
    for entry in entries:
        if entry.position == target:
            return entry
    raise UnknownPositionError(position=target, last=entries[-1].position)
