"""Facts that cannot be meant where they stand: among the entries of their family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec

from domain.facts import NAMES
from domain.kernel.facts import (
    NAMELESS,
    Concerned,
    Fact,
    FactCorrected,
    FactWithdrawn,
    Redrawing,
    UnreadableFact,
    WorldFact,
    corrected,
)
from domain.kernel.live_facts import Entry
from domain.things.families import Known, entries_of, streams_of
from domain.things.land import layers
from domain.things.land.layers import LayerImported
from domain.things.record import registers
from domain.things.record.district import (
    STREAM,
    ClockConfirmed,
    DistrictEstablished,
    JournalResumed,
)
from domain.things.record.registers import RegisterImported
from domain.things.registration import thing_of
from domain.unmeant import unmeant

Placed = dict[int, Entry]
"""Entries by their positions, in order."""
REVISED = (WorldFact, FactCorrected, UnreadableFact)
"""What may be corrected; what may be withdrawn besides is a withdrawal."""
NO_TARGET = "it revises nothing that can be revised"
NO_MEMBERS = "its target cannot hold what it says"
OTHER_SOURCE = "its source has not stated its target"
OTHER_THINGS = "it names things that it does not concern"
OTHER_KIND = "it stands among facts of another kind of thing"
NO_NAME = "the name of its thing cannot be read"
KEPT_IN: Mapping[type[Fact], str] = {
    ClockConfirmed: STREAM,
    DistrictEstablished: STREAM,
    JournalResumed: STREAM,
    LayerImported: layers.KIND,
    RegisterImported: registers.KIND,
}
"""The kinds of streams that facts of the record are kept in, which are no things."""


def placed(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Put an ``UnreadableFact`` in place of what cannot be meant where it stands.

    A revision of nothing, or into what its target cannot hold; a redrawing of things
    that know nothing of it; a fact among those of another kind of thing.

    Args:
        entries: Those of whole families, by position.
    """
    if _stand_alone(entries):
        return entries
    found = {one_entry.position: one_entry for one_entry in entries}
    _set_aside(found, dict(_of_another_kind(entries)))
    _set_aside(found, dict(_drawing_others(found)))
    _set_aside(found, dict(_concerned_by_nobody(found)))
    for entry in entries:
        if why := _revises_wrongly(found, entry):
            _set_aside(found, {entry.position: why})
    return list(found.values())


def all_placed(known: Known) -> dict[str, Sequence[Entry]]:
    """Do the same for all families that were read, stream by stream."""
    found: dict[str, Sequence[Entry]] = {}
    for stream, own in known.items():
        if stream not in found:
            family = streams_of(known, stream)
            if len(family) == 1:
                found[stream] = placed(own)
                continue
            found.update((member, []) for member in family)
            for entry in placed(entries_of(known, stream)):
                found[entry.thing] = [*found[entry.thing], entry]
    return found


def _stand_alone(entries: Sequence[Entry]) -> bool:
    """Tell quickly whether no entry says anything of another, as most do not."""
    if not entries:
        return True
    things = {(entry.thing, type(entry.fact)) for entry in entries}
    first = entries[0].thing
    own, _ = thing_of(first)
    return all(thing == first and _is_own(kind, own) for thing, kind in things)


@cache
def _is_own(kind: type[Fact], of: str) -> bool:
    """Tell whether facts of a class are about things of a kind, by themselves."""
    if issubclass(kind, FactCorrected | FactWithdrawn | Concerned | Redrawing):
        return False
    return _kept_in(kind) in {None, of}


def _kept_in(kind: type[Fact]) -> str | None:
    """Return the kind of stream that a fact belongs in; None where it may be any."""
    return kind.kind if issubclass(kind, WorldFact) else KEPT_IN.get(kind)


def _set_aside(found: Placed, lost: Mapping[int, str]) -> None:
    for position, why in lost.items():
        entry = found[position]
        name = NAMES[type(entry.fact)]
        fact = UnreadableFact(name=name, is_newer=False, why=why)
        found[position] = Entry(position, entry.recorded, entry.thing, fact)


def _of_another_kind(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    for entry in entries:
        kind, _ = thing_of(entry.thing)
        if isinstance(entry.fact, UnreadableFact):
            continue
        if kind == NAMELESS:
            yield entry.position, NO_NAME
        elif _kept_in(type(entry.fact)) not in {None, kind}:
            yield entry.position, OTHER_KIND


def _drawing_others(found: Placed) -> Iterator[tuple[int, str]]:
    """Find redrawings that name things whose streams do not lead back to them."""
    back = {
        (one_entry.thing, _by(found, one_entry))
        for one_entry in found.values()
        if isinstance(one_entry.fact, Concerned | UnreadableFact)
    }
    for entry in found.values():
        if isinstance(entry.fact, Redrawing):
            own, drawn = entry.thing, entry.fact.redrawn(entry.thing)
            others = [thing for thing in drawn.things if thing != own]
            known = all((o, own) in back or (o, "") in back for o in others)
            if not known or set(drawn.ended) & {*drawn.begun, *drawn.reshaped}:
                yield entry.position, OTHER_THINGS


def _by(found: Placed, entry: Entry) -> str:
    """Return the stream that a thing is led to; blank where that cannot be told."""
    fact = entry.fact
    return fact.by if isinstance(fact, Concerned) and _is_named(found, entry) else ""


def _is_named(found: Placed, entry: Entry) -> bool:
    """Tell whether the stream that a ``Concerned`` leads to may hold its redrawing."""
    return any(
        isinstance(one_entry.fact, UnreadableFact)
        or (
            isinstance(one_entry.fact, Redrawing)
            and entry.thing in one_entry.fact.redrawn(one_entry.thing).things
        )
        for one_entry in found.values()
        if isinstance(entry.fact, Concerned) and one_entry.thing == entry.fact.by
    )


def _concerned_by_nobody(found: Placed) -> Iterator[tuple[int, str]]:
    for entry in found.values():
        if isinstance(entry.fact, Concerned) and not _is_named(found, entry):
            yield entry.position, OTHER_THINGS


def _revises_wrongly(found: Placed, entry: Entry) -> str:
    """Say why a revision cannot be meant; blank where it can, or is none."""
    fact = found[entry.position].fact
    if not isinstance(fact, FactCorrected | FactWithdrawn):
        return ""
    target = found.get(fact.target)
    if target is None or not _comes_before(target, entry):
        return NO_TARGET
    if isinstance(target.fact, UnreadableFact):
        return ""
    can = REVISED if isinstance(fact, FactCorrected) else (*REVISED, FactWithdrawn)
    if not isinstance(target.fact, can):
        return NO_TARGET
    if _is_of_another_source(fact, target.fact):
        return OTHER_SOURCE
    return _corrects_wrongly(found, entry)


def _comes_before(target: Entry, revision: Entry) -> bool:
    return target.thing == revision.thing and target.position < revision.position


def _is_of_another_source(fact: Fact, target: Fact) -> bool:
    """Tell whether a register revises what it has not stated; people may."""
    said, own = fact.source, target.source
    if said is None:
        return False
    return own is None or (said.register, said.slot) != (own.register, own.slot)


def _corrects_wrongly(found: Placed, entry: Entry) -> str:
    """Say why a fact cannot be corrected so; blank where it can, or is withdrawn."""
    root = entry
    while isinstance(root.fact, FactCorrected):
        root = found[root.fact.target]
    before, correction = root.fact, entry.fact
    if not isinstance(before, WorldFact) or not isinstance(correction, FactCorrected):
        return ""
    try:
        after = corrected(before, correction.changes)
    except (msgspec.MsgspecError, ValueError, TypeError):
        return NO_MEMBERS
    if unmeant(after):
        return NO_MEMBERS
    return "" if _same_things(before, after, root.thing) else OTHER_THINGS


def _same_things(before: WorldFact, after: WorldFact, own: str) -> bool:
    """Tell whether a redrawing names the same things once it is corrected."""
    if not isinstance(before, Redrawing) or not isinstance(after, Redrawing):
        return True
    named = (redrawing.redrawn(own) for redrawing in (before, after))
    was, now = ((set(e.ended), set(e.begun), set(e.reshaped)) for e in named)
    return was == now
