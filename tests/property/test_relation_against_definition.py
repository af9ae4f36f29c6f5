"""The rows that the read model stores answer every (V, K) as the definition does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from msgspec import structs

from domain.kernel.facts import ABSENT, EXISTS, Answer
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.live_facts import Entry, live_facts
from domain.kernel.relation import general, relation
from domain.kernel.resolved import Conflict, Contribution, Descent, Relation, Version
from domain.things.land.plots import PlotRegistered, PlotStage, PlotStageRecorded
from domain.things.registration import begun_by, registration
from tests.property.journals import VALID, districts, family, knowledge
from tests.property.naive_land import answer, parents, stranded, world
from tests.property.naive_questions import total_in
from tests.property.random_steps import ATTRIBUTES, PLOTS

Row = Version | Contribution | Descent | Conflict


def known(row: Row, k: Instant) -> bool:
    return row.known_from <= k < row.known_to


def top(rows: Sequence[Version], v: Instant) -> Version | None:
    """Pick the last of the rows that cover V: periods by position, others by start."""
    return max(
        (row for row in rows if row.start <= v < row.end),
        key=lambda row: (0 if row.is_period else row.start, row.position),
        default=None,
    )


def resolved(rows: Sequence[Version], lives: Sequence[Version], v: Instant) -> Answer:
    """Answer from rows that are known at some K."""
    found = top(rows, v)
    if found is not None:
        return found.value
    return None if top(lives, v) else ABSENT


@given(journal=districts)
@settings(max_examples=30)
def test_the_versions_answer_every_date_as_defined(journal: list[Entry]) -> None:
    stored = relation(journal).versions
    for k in knowledge(journal):
        now = world(journal, k)
        rows = defaultdict(list)
        for row in stored:
            if known(row, k):
                rows[row.thing, row.attribute].append(row)
        for thing in PLOTS:
            for name in ATTRIBUTES:
                for v in VALID:
                    found = resolved(rows[thing, name], rows[thing, EXISTS], v)
                    assert found == answer(now, thing, name, v), (thing, name, v, k)


@given(journal=districts)
@settings(max_examples=50)
def test_the_contributions_sum_as_defined(journal: list[Entry]) -> None:
    stored = relation(journal).contributions
    for k in knowledge(journal):
        now = world(journal, k)
        rows = [row for row in stored if known(row, k)]
        for thing in PLOTS:
            for v in VALID:
                found = [
                    row.quantity
                    for row in rows
                    if row.thing == thing and row.effective <= v
                ]
                assert sum(found) == total_in(now, thing, "amount", v)


@given(journal=districts)
@settings(max_examples=50)
def test_descents_and_conflicts_are_the_ones_defined_at_every_date(
    journal: list[Entry],
) -> None:
    stored = relation(journal)
    for k in knowledge(journal):
        now = world(journal, k)

        descents = [(r.thing, r.parent) for r in stored.descents if known(r, k)]
        assert len(descents) == len({r for r in stored.descents if known(r, k)})
        assert set(descents) == {(c, p) for c in PLOTS for p in parents(now, c)}
        conflicts = [(r.position, r.thing) for r in stored.conflicts if known(r, k)]
        assert sorted(conflicts) == sorted(
            (each.position, each.thing) for each in now.facts if stranded(now, each)
        )


def rows_of(stored: Relation) -> list[Row]:
    return [
        *stored.versions,
        *stored.contributions,
        *stored.descents,
        *stored.conflicts,
    ]


@given(journal=districts)
@settings(max_examples=65)
def test_rows_last_as_long_as_they_can(journal: list[Entry]) -> None:
    lasting = defaultdict(list)
    for row in rows_of(relation(journal)):
        assert row.known_from < row.known_to <= FOREVER
        timeless = structs.replace(row, known_from=0, known_to=0)
        lasting[timeless].append((row.known_from, row.known_to))

    for spans in lasting.values():
        spans.sort()
        for (_, end), (start, _) in pairwise(spans):
            assert end < start


def test_a_conflict_older_than_any_registration_is_one_row() -> None:
    early = PlotStageRecorded(effective=Instant(0), stage=PlotStage.SURVEYED)
    registered = PlotRegistered(effective=Instant(1))
    journal = [
        Entry(1, Instant(100), PLOTS[0], early),
        Entry(2, Instant(200), PLOTS[0], registered),
    ]

    assert relation(journal).conflicts == [Conflict(1, PLOTS[0], Instant(100), FOREVER)]


@given(journal=districts)
@settings(max_examples=65)
def test_versions_of_one_fact_never_overlap(journal: list[Entry]) -> None:
    versions = relation(journal).versions

    for index, one in enumerate(versions):
        assert one.start < one.end
        for other in versions[:index]:
            if (one.thing, one.attribute, one.position) == (
                other.thing,
                other.attribute,
                other.position,
            ):
                valid = max(one.start, other.start) < min(one.end, other.end)
                at_once = max(one.known_from, other.known_from) < min(
                    one.known_to, other.known_to
                )
                assert not (valid and at_once), (one, other)


@given(journal=districts)
@settings(max_examples=65)
def test_the_families_together_are_the_whole_journal(journal: list[Entry]) -> None:
    whole = relation(journal)

    for plot in PLOTS:
        own = rows_of(relation(family(journal, plot)))

        mine = {row for row in own if row.thing == plot}
        assert mine == {row for row in rows_of(whole) if row.thing == plot}


@given(journal=districts)
@settings(max_examples=65)
def test_the_short_way_of_one_thing_leads_where_the_long_way_does(
    journal: list[Entry],
) -> None:
    for thing in PLOTS:
        own = [entry for entry in journal if entry.thing == thing]

        assert set(rows_of(relation(own))) == set(rows_of(general(own)))


@given(journal=districts)
@settings(max_examples=65)
def test_what_began_a_thing_is_among_all_that_stands_of_it(
    journal: list[Entry],
) -> None:
    for thing in PLOTS:
        own = [entry for entry in journal if entry.thing == thing]
        begun = [each for each in live_facts(own, FOREVER) if thing in begun_by(each)]

        assert registration(own, thing) == next(iter(begun), None)
