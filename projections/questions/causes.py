"""Who caused a difference, for many things at once: revisions, families, names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import func, select

from domain.facts import FACTS, NAMES
from domain.journal.interface import JournalReader
from domain.kernel.facts import FactCorrected, FactWithdrawn, WorldFact
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry, withdrawn_by
from domain.kernel.questions.differences import Cause, Role, acts, causes
from domain.things.registration import stream_of
from projections.tables.codes import code_of
from projections.tables.columns import table_of
from projections.tables.snapshot import Snapshot

AT_A_TIME = 10_000
"""SQLite takes about three times as many parameters."""
FEW = 1_000
"""So many things are asked for by number, rather than taken from all."""
REVISIONS = [NAMES[each] for each in (FactCorrected, FactWithdrawn)]
BEGINNINGS = [
    name for name, each in FACTS.items() if issubclass(each, WorldFact) and each.begins
]

Revisions = Mapping[int, Sequence[Entry]]
"""Thing → its corrections and withdrawals, by position."""


def revisions_of(
    now: Snapshot, journal: JournalReader, things: Sequence[int], *, up_to: int
) -> Revisions:
    """Read the revisions of some things up to a position."""
    facts = now.tables.facts
    query = select(facts.c.thing, facts.c.position).where(
        facts.c["class"].in_(_classes(now, REVISIONS)), facts.c.position <= up_to
    )
    if len(things) <= FEW:
        query = query.where(facts.c.thing.in_(things))
    rows = np.array(now.tuples(query), dtype=np.int64).reshape(-1, 2)
    mine = rows[np.isin(rows[:, 0], things)]
    thing = dict(mine[:, ::-1].tolist())
    found: dict[int, list[Entry]] = {}
    for entry in journal.entries_at(thing):
        found.setdefault(thing[entry.position], []).append(entry)
    return found


@dataclass(frozen=True, slots=True)
class Between:
    """Two knowledge dates, and the positions that were recorded between them."""

    known: tuple[Instant, Instant]
    new: range


def causes_between(
    revisions: Sequence[Entry],
    behind: tuple[set[int], set[int]],
    between: Between,
) -> list[Cause]:
    """Name what caused the difference between two answers about one thing.

    Args:
        revisions: All of the thing, by position.
        behind: Positions that take part in either answer, without revisions of them.
        between: When both answers were given.
    """
    if not revisions:
        return causes((), *behind, between.new)
    before, after = (
        parts | live_revisions(revisions, parts, known)
        for parts, known in zip(behind, between.known, strict=True)
    )
    return causes(revisions, before, after, between.new)


def live_revisions(
    revisions: Sequence[Entry], facts: Collection[int], as_known: Instant
) -> set[int]:
    """Return the corrections of some standing facts that are live at K (R7)."""
    known = [each for each in revisions if each.recorded <= as_known]
    withdrawn = withdrawn_by(known)
    roots: dict[int, int] = {}
    live = set()
    for each in known:
        if isinstance(each.fact, FactCorrected):
            root = roots[each.position] = roots.get(each.fact.target, each.fact.target)
            if root in facts and each.position not in withdrawn:
                live.add(each.position)
    return live


def causes_of_change(
    entries: Sequence[Entry], before: set[int], after: set[int], between: range
) -> list[Cause]:
    """Name what decides at one point of both axes and not at another, by position.

    Args:
        entries: Of the thing or its family, its revisions at least.
        before: Positions that take part in the answer at the one.
        after: Positions that take part in the answer at the other.
        between: Positions that are known at one of both only.
    """
    roles = dict.fromkeys(before - after, Role.DECIDED)
    roles |= dict.fromkeys(after - before, Role.DECIDES)
    roles |= dict(acts(entries, within=between, on=before | after))
    return [Cause(position, role) for position, role in sorted(roles.items())]


def members_of_families(
    now: Snapshot, kind: str, things: Sequence[int] | None = None
) -> set[str]:
    """Return the streams of the things whose answers hang on more than their own.

    These are the members of families, and what was registered more than once.

    Args:
        now: An open snapshot.
        kind: The kind of thing.
        things: Numbers of a few things; None for all.
    """
    kin, facts, named = now.tables.kin, now.tables.facts, now.tables.things
    again = (
        select(facts.c.thing)
        .where(facts.c["class"].in_(_classes(now, BEGINNINGS)))
        .group_by(facts.c.thing)
        .having(func.count() > 1)
    )
    family = select(kin.c.stream).distinct()
    if things is not None:
        again = again.where(facts.c.thing.in_(things))
        mine = streams_of(now, things).values()
        family = family.where(kin.c.stream.in_(mine))
    query = select(named.c.kind, named.c.id).where(named.c.number.in_(again))
    found = {row[0] for row in now.tuples(family)}
    return found | {stream_of(*row) for row in now.tuples(query) if row[0] == kind}


def streams_of(now: Snapshot, things: Sequence[int]) -> dict[int, str]:
    """Return the streams of some things by their numbers."""
    named = now.tables.things
    query = select(named.c.number, named.c.kind, named.c.id)
    return {
        number: stream_of(kind, thing)
        for some in _portions(things)
        for number, kind, thing in now.tuples(query.where(named.c.number.in_(some)))
    }


def without_rows(
    now: Snapshot, kind: str, attribute: str, things: Sequence[int]
) -> set[int]:
    """Return those of some things that have facts, but no version of an attribute.

    Facts may have said that there is no value: where none ever was, no row is kept.
    """
    facts, versions = now.tables.facts, table_of(now, f"{kind}.{attribute}")
    found = set()
    for some in _portions(things):
        have = select(versions.c.thing).where(
            versions.c.attribute == code_of(kind, attribute), versions.c.thing.in_(some)
        )
        many = (
            select(facts.c.thing)
            .where(facts.c.thing.in_(some))
            .group_by(facts.c.thing)
            .having(func.count() > 1)
        )
        mute = set(some) - {row[0] for row in now.tuples(have.distinct())}
        found |= mute & {row[0] for row in now.tuples(many)}
    return found


def facts_at(now: Snapshot, positions: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return the names of the facts at some positions, and their streams."""
    facts, classes, things = now.tables.facts, now.tables.classes, now.tables.things
    names = now.mapping(select(classes.c.code, classes.c.name))
    query = select(facts.c.position, facts.c["class"], things.c.kind, things.c.id).join(
        things, things.c.number == facts.c.thing
    )
    return {
        position: (names[code], stream_of(kind, thing))
        for some in _portions(sorted(positions))
        for position, code, kind, thing in now.tuples(
            query.where(facts.c.position.in_(some))
        )
    }


def _classes(now: Snapshot, names: Collection[str]) -> list[int]:
    classes = now.tables.classes
    query = select(classes.c.code).where(classes.c.name.in_(list(names)))
    return [row[0] for row in now.tuples(query)]


def _portions(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), AT_A_TIME):
        yield values[start : start + AT_A_TIME]
