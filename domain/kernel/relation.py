"""The whole truth about a family of things: for every V, as known at every K."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from domain.kernel.assertions import Assertion, asserted, existing_of, is_stranded
from domain.kernel.existence import (
    Descended,
    Existence,
    decides_existence,
    existence,
    parents,
)
from domain.kernel.facts import (
    EXISTS,
    PeriodFact,
    Quantity,
    Redrawing,
    Value,
    WorldFact,
)
from domain.kernel.instants import ALWAYS, FOREVER, Instant
from domain.kernel.standing import Entry, Stand, stands


class Version(NamedTuple):
    """A fact's part in an attribute, from one knowledge date until another.

    At (V, K) the attribute has the value of the topmost version that covers both; no
    version is none where an ``exists`` version covers them, else absent.
    """

    thing: str
    attribute: str
    start: Instant
    end: Instant
    known_from: Instant
    known_to: Instant
    value: Value
    position: int
    is_period: bool


class Contribution(NamedTuple):
    """From one knowledge date until another, a fact added to a measure."""

    thing: str
    measure: str
    effective: Instant
    known_from: Instant
    known_to: Instant
    quantity: Quantity
    position: int


class Descent(NamedTuple):
    """From one knowledge date until another, a thing came from a former one."""

    thing: str
    parent: str
    effective: Instant
    known_from: Instant
    known_to: Instant
    position: int


class Conflict(NamedTuple):
    """From one knowledge date until another, a fact was stranded (R15)."""

    position: int
    thing: str
    known_from: Instant
    known_to: Instant


class Relation(NamedTuple):
    """Everything that is ever answered about the things of one family."""

    versions: Sequence[Version]
    contributions: Sequence[Contribution]
    descents: Sequence[Descent]
    conflicts: Sequence[Conflict]


class Era(NamedTuple):
    """What exists when, from one knowledge date until another."""

    existing: Existence
    descended: Sequence[Descended]
    known_from: Instant
    known_to: Instant


def relation(entries: Sequence[Entry]) -> Relation:
    """Resolve everything at once, in one pass over facts instead of one over dates.

    Facts change with their own revisions only; existence changes with the few facts
    that begin and end things. So each fact meets each era of existence once.

    Args:
        entries: All entries of one family, by position.
    """
    if is_plain(entries):
        return _plain(entries)
    facts = stands(entries)
    eras = _eras(facts)
    versions, conflicts = _met(facts, eras)
    found = Relation(versions, _contributions(facts), _descents(eras), conflicts)
    was_unrevised = len(facts) == len({stand.each.position for stand in facts})
    is_lasting = was_unrevised and len(eras) == 1 and not conflicts
    return found if is_lasting else _lasting(found)


def is_plain(entries: Sequence[Entry]) -> bool:
    """Tell whether a thing was registered first, and nothing of it ever revised.

    Then it has one life, in which every change point takes effect: nine things of
    ten, for which the way of all others would take three times as long.
    """
    if not entries or not isinstance(first := entries[0].fact, WorldFact):
        return False
    thing, begun = entries[0].thing, first.effective
    return first.begins and all(
        isinstance(entry.fact, WorldFact)
        and not isinstance(entry.fact, SPECIAL)
        and begun <= entry.fact.effective
        and entry.thing == thing
        and (entry is entries[0] or not entry.fact.begins)
        for entry in entries
    )


def _plain(entries: Sequence[Entry]) -> Relation:
    """Resolve a thing whose facts all stand as they were recorded."""
    stood = [
        (e.fact, e.fact.effective, e.position, e.recorded)
        for e in entries
        if isinstance(e.fact, WorldFact)
    ]
    thing, (_, begun, first, since) = entries[0].thing, stood[0]
    life = Version(thing, EXISTS, begun, FOREVER, since, FOREVER, True, first, False)  # noqa: FBT003
    versions = [
        Version(thing, name, start, FOREVER, known, FOREVER, value, position, False)  # noqa: FBT003
        for fact, start, position, known in stood
        for name, value in fact.assertions()
    ]
    contributions = [
        Contribution(thing, measure, start, known, FOREVER, quantity, position)
        for fact, start, position, known in stood
        for measure, quantity in fact.quantities()
    ]
    return Relation([life, *versions], contributions, (), ())


def _eras(facts: Sequence[Stand]) -> list[Era]:
    deciding = [stand for stand in facts if decides_existence(stand.each)]
    dates = {s.known_from for s in deciding} | {s.known_to for s in deciding}
    eras = []
    for known, until in pairwise(sorted({*dates, FOREVER})):
        live = [s.each for s in deciding if s.known_from <= known < s.known_to]
        existing = existence(live)
        eras.append(Era(existing, list(parents(live, existing)), known, until))
    return eras


def _met(
    facts: Iterable[Stand], eras: Sequence[Era]
) -> tuple[list[Version], list[Conflict]]:
    """Let each fact meet each era in which it stands: it takes effect, or nowhere.

    Before anything exists at all, whatever asserts is stranded.
    """
    first = eras[0].known_from if eras else FOREVER
    before = Era(Existence({}, frozenset()), (), ALWAYS, first)
    versions = [
        _version(row, since, until)
        for existing, _, since, until in eras
        for row in existing_of(existing)
    ]
    conflicts = []
    for each, stands_from, stands_to in facts:
        for existing, _, known_from, known_to in (before, *eras):
            since, until = max(stands_from, known_from), min(stands_to, known_to)
            if since >= until:
                continue
            if rows := asserted(each, existing):
                versions += [_version(row, since, until) for row in rows]
            elif is_stranded(each, existing):
                conflicts.append(Conflict(each.position, each.thing, since, until))
    return versions, conflicts


def _version(row: Assertion, since: Instant, until: Instant) -> Version:
    thing, attribute, start, end, value, position, is_period = row
    return Version(
        thing, attribute, start, end, since, until, value, position, is_period
    )


def _contributions(facts: Iterable[Stand]) -> list[Contribution]:
    return [
        Contribution(thing, measure, fact.effective, since, until, quantity, position)
        for (fact, position, _, thing), since, until in facts
        for measure, quantity in fact.quantities()
    ]


def _descents(eras: Sequence[Era]) -> list[Descent]:
    return [
        Descent(thing, parent, effective, since, until, position)
        for _, descended, since, until in eras
        for thing, parent, effective, position in descended
    ]


def _lasting(found: Relation) -> Relation:
    """Join what stays the same at successive knowledge dates."""
    return Relation(
        versions=_joined(found.versions, Version._replace),
        contributions=_joined(found.contributions, Contribution._replace),
        descents=_joined(found.descents, Descent._replace),
        conflicts=_joined(found.conflicts, Conflict._replace),
    )


SPECIAL = (PeriodFact, Redrawing)
Row = TypeVar("Row", Version, Contribution, Descent, Conflict)


def _joined(rows: Iterable[Row], replace: Callable[..., Row]) -> list[Row]:
    """Join rows that differ in their knowledge dates only, where those meet.

    Rows of one fact or one life come in the order of their dates.
    """
    lasting: list[Row] = []
    places: dict[Row, int] = {}
    for row in rows:
        timeless = replace(row, known_from=0, known_to=0)
        place = places.get(timeless)
        if place is not None and lasting[place].known_to == row.known_from:
            lasting[place] = replace(lasting[place], known_to=row.known_to)
            continue
        places[timeless] = len(lasting)
        lasting.append(row)
    return lasting
