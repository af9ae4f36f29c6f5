"""The whole truth about a family of things: for every V, as known at every K."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from msgspec import structs

from domain.kernel.assertions import Assertion, asserted, existing_of, is_stranded
from domain.kernel.existence import (
    Descended,
    Existence,
    decides_existence,
    existence,
    parents,
)
from domain.kernel.fast_path import has_steady_life, is_unrevised, revised, unrevised
from domain.kernel.instants import ALWAYS, FOREVER, Instant
from domain.kernel.live_facts import Entry, FactVersion, fact_versions
from domain.kernel.resolved import (
    Conflict,
    Contribution,
    Descent,
    Relation,
    Version,
)


class Era(NamedTuple):
    """What exists when, from one knowledge date until another."""

    existing: Existence
    descended: Sequence[Descended]
    known_from: Instant
    known_to: Instant


def relation(entries: Sequence[Entry]) -> Relation:
    """Resolve everything at once, the short way where a thing has had one calm life.

    Args:
        entries: All entries of one family, by position.
    """
    if is_unrevised(entries):
        return unrevised(entries)
    facts = fact_versions(entries)
    if not has_steady_life(facts):
        return _general(facts)
    found = revised(facts)
    return _lasting(found) if _was_revised(facts) else found


def general(entries: Sequence[Entry]) -> Relation:
    """Resolve everything in one pass over facts instead of one over dates.

    Facts change with their own revisions only; existence changes with the few facts
    that begin and end things. So each fact meets each era of existence once.

    Args:
        entries: All entries of one family, by position.
    """
    return _general(fact_versions(entries))


def _general(facts: Sequence[FactVersion]) -> Relation:
    eras = _eras(facts)
    versions, conflicts = _met(facts, eras)
    found = Relation(versions, _contributions(facts), _descents(eras), conflicts)
    is_lasting = not _was_revised(facts) and len(eras) == 1 and not conflicts
    return found if is_lasting else _lasting(found)


def _was_revised(facts: Sequence[FactVersion]) -> bool:
    return len(facts) > len({stand.live.position for stand in facts})


def _eras(facts: Sequence[FactVersion]) -> list[Era]:
    deciding = [stand for stand in facts if decides_existence(stand.live)]
    dates = {s.known_from for s in deciding} | {s.known_to for s in deciding}
    eras = []
    for known, until in pairwise(sorted({*dates, FOREVER})):
        live = [s.live for s in deciding if s.known_from <= known < s.known_to]
        existing = existence(live)
        eras.append(Era(existing, list(parents(live, existing)), known, until))
    return eras


def _met(
    facts: Iterable[FactVersion], eras: Sequence[Era]
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
    for live, stands_from, stands_to in facts:
        for existing, _, known_from, known_to in (before, *eras):
            since, until = max(stands_from, known_from), min(stands_to, known_to)
            if since >= until:
                continue
            if rows := asserted(live, existing):
                versions += [_version(row, since, until) for row in rows]
            elif is_stranded(live, existing):
                conflicts.append(Conflict(live.position, live.thing, since, until))
    return versions, conflicts


def _version(row: Assertion, since: Instant, until: Instant) -> Version:
    thing, attribute, start, end, value, position, is_period = row
    return Version(
        thing, attribute, start, end, since, until, value, position, is_period
    )


def _contributions(facts: Iterable[FactVersion]) -> list[Contribution]:
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
        versions=_joined(found.versions),
        contributions=_joined(found.contributions),
        descents=_joined(found.descents),
        conflicts=_joined(found.conflicts),
    )


Row = TypeVar("Row", Version, Contribution, Descent, Conflict)


def _joined(rows: Iterable[Row]) -> list[Row]:
    """Join rows that differ in their knowledge dates only, where those meet.

    Rows of one fact or one life come in the order of their dates.
    """
    lasting: list[Row] = []
    places: dict[Row, int] = {}
    for row in rows:
        timeless = structs.replace(row, known_from=0, known_to=0)
        place = places.get(timeless)
        if place is not None and lasting[place].known_to == row.known_from:
            lasting[place] = structs.replace(lasting[place], known_to=row.known_to)
            continue
        places[timeless] = len(lasting)
        lasting.append(row)
    return lasting
