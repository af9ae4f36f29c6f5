"""Laws of periods, pieces, counts and steps that hold for every journal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel.facts import EXISTS
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions import states as questions
from domain.kernel.relation import relation
from domain.members.members import Text
from domain.things.land.plots import PlotFrozen
from tests.property import kernel_answers
from tests.property.journals import VALID, districts
from tests.property.naive_counts import active_in
from tests.property.naive_land import world
from tests.property.random_steps import ATTRIBUTES, EFFECTIVES, PLOTS
from tests.property.whole_answers import NOW, histories

points = st.lists(
    st.sampled_from([*EFFECTIVES, FOREVER]), min_size=4, max_size=4, unique=True
).map(sorted)
notices = st.sampled_from(["公告甲", None])


def frozen(start: int, end: int, freeze: str | None) -> PlotFrozen:
    until = None if end == FOREVER else Instant(end)
    notice = None if freeze is None else Text(freeze)
    return PlotFrozen(effective=Instant(start), until=until, freeze=notice)


def later(journal: Sequence[Entry], *facts: PlotFrozen) -> list[Entry]:
    """Record facts of the first plot, one command each."""
    last = journal[-1].position
    return [
        *journal,
        *(
            Entry(last + n, Instant(100_000 + n), PLOTS[0], fact)
            for n, fact in enumerate(facts, 1)
        ),
    ]


@given(journal=districts, cuts=points, below=notices, above=notices)
@settings(max_examples=65)
def test_a_period_covered_by_a_later_one_might_as_well_not_be_there(
    journal: list[Entry], cuts: list[int], below: str | None, above: str | None
) -> None:
    inner, outer = frozen(cuts[1], cuts[2], below), frozen(cuts[0], cuts[3], above)

    covered = histories(later(journal, inner, outer))

    assert covered == histories(later(journal, outer))


@given(journal=districts, cuts=points, freeze=notices)
@settings(max_examples=65)
def test_two_periods_that_meet_are_one(
    journal: list[Entry], cuts: list[int], freeze: str | None
) -> None:
    start, middle, end, _ = cuts

    halves = [frozen(middle, end, freeze), frozen(start, middle, freeze)]

    whole = later(journal, frozen(start, end, freeze))
    assert histories(later(journal, *halves)) == histories(whole)


@given(journal=districts, cuts=points, freeze=notices)
@settings(max_examples=65)
def test_a_later_period_leaves_what_lies_outside_it(
    journal: list[Entry], cuts: list[int], freeze: str | None
) -> None:
    start, end = cuts[1], cuts[2]

    overlaid = later(journal, frozen(start, end, freeze))

    for v in VALID:
        asked = (PLOTS[0], "freeze")
        found = questions.state(overlaid, *asked, as_of=v, as_known=NOW)
        before = questions.state(journal, *asked, as_of=v, as_known=NOW)
        exists = questions.state(journal, PLOTS[0], EXISTS, as_of=v, as_known=NOW)
        inside = start <= v < end and exists is True
        assert found == (freeze if inside else before), v


@given(journal=districts)
@settings(max_examples=40)
def test_pieces_of_a_history_are_disjoint_and_as_long_as_they_can_be(
    journal: list[Entry],
) -> None:
    for plot in PLOTS:
        pieces = questions.histories(journal, plot, as_known=NOW)
        for each in pieces.values():
            assert all(piece.start < piece.end for piece in each)
            assert all(piece.value is not None for piece in each)
            for one, following in pairwise(each):
                assert one.end <= following.start
                assert one.end < following.start or one.value != following.value


@given(journal=districts, attribute=st.sampled_from(ATTRIBUTES))
@settings(max_examples=40)
def test_rectangles_never_overlap(journal: list[Entry], attribute: str) -> None:
    rows = kernel_answers.rectangles(journal, PLOTS[0], attribute)

    for index, (k_from, k_to, v_from, v_to, _) in enumerate(rows):
        for other in rows[:index]:
            together = max(k_from, other[0]) < min(k_to, other[1])
            assert not (together and max(v_from, other[2]) < min(v_to, other[3]))


@given(journal=districts, attribute=st.sampled_from(ATTRIBUTES[1:]))
@settings(max_examples=40)
def test_steps_are_the_counts_at_every_boundary(
    journal: list[Entry], attribute: str
) -> None:
    start, end = VALID[1], VALID[-2]
    counted = (journal, "plot", attribute, None)

    found = kernel_answers.steps(*counted, start=start, end=end, as_known=NOW)

    assert (found[0][0], found[-1][1]) == (start, end)
    for one, following in pairwise(found):
        assert one[1] == following[0]
        assert one[2] != following[2]
    for v in (v for v in VALID if start <= v < end):
        [step] = [count for since, until, count in found if since <= v < until]
        assert step == kernel_answers.count(*counted, as_of=v, as_known=NOW)


@pytest.mark.parametrize("attribute", ["stage", "zone", "freeze", "project"])
@given(journal=districts)
@settings(max_examples=15)
def test_counts_of_all_values_and_of_none_are_all_that_exists(
    attribute: str, journal: list[Entry]
) -> None:
    now = world(journal, NOW)
    rows = relation(journal).versions
    values = {None, *(row.value for row in rows if row.attribute == attribute)}
    for v in VALID:
        asked = (journal, "plot", attribute)
        counts = [
            kernel_answers.count(*asked, value, as_of=v, as_known=NOW)
            for value in values
        ]

        assert sum(counts) == len(active_in(now, "plot", v))


@given(journal=districts)
@settings(max_examples=25)
def test_the_sums_of_all_plots_are_the_sum_of_the_whole(journal: list[Entry]) -> None:
    everything = relation(journal).contributions
    for v in VALID:
        parts = [
            kernel_answers.total(journal, plot, "amount", as_of=v, as_known=NOW)
            for plot in PLOTS
        ]

        assert sum(parts) == sum(
            each.quantity
            for each in everything
            if each.effective <= v and each.known_to == FOREVER
        )
