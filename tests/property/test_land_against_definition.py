"""What exists, what came from what, and what is stranded, as the definition says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel.existence import existence
from domain.kernel.live_facts import Entry, live_facts
from domain.kernel.questions import states as questions
from tests.property import kernel_answers
from tests.property.journals import VALID, districts, family, knowledge
from tests.property.naive_counts import active_in
from tests.property.naive_land import forebears, stranded, world
from tests.property.random_steps import ATTRIBUTES, PLOTS


@given(journal=districts)
@settings(max_examples=50)
def test_things_live_when_defined(journal: list[Entry]) -> None:
    for k in knowledge(journal):
        found = existence(live_facts(journal, k)).lives

        lives = {
            thing: [(life.start, life.end) for life in each]
            for thing, each in found.items()
        }
        assert lives == dict(world(journal, k).lives)


@given(journal=districts)
@settings(max_examples=30)
def test_the_active_plots_are_the_ones_defined(journal: list[Entry]) -> None:
    for k in knowledge(journal):
        now = world(journal, k)
        for v in VALID:
            found = questions.active(journal, "plot", as_of=v, as_known=k)

            assert found == active_in(now, "plot", v)


@given(journal=districts)
@settings(max_examples=50)
def test_every_plot_has_the_ancestors_defined(journal: list[Entry]) -> None:
    for k in knowledge(journal):
        now = world(journal, k)
        for plot in PLOTS:
            found = questions.ancestors(journal, plot, as_known=k)

            assert found == sorted(forebears(now, plot))


@given(journal=districts)
@settings(max_examples=50)
def test_the_conflicts_are_the_ones_defined(journal: list[Entry]) -> None:
    for k in knowledge(journal):
        now = world(journal, k)
        expected = sorted(e.position for e in now.facts if stranded(now, e))

        assert questions.conflicts(journal, as_known=k) == expected


@given(journal=districts)
@settings(max_examples=40)
def test_a_family_alone_answers_as_within_the_whole_journal(
    journal: list[Entry],
) -> None:
    for plot in PLOTS:
        own = family(journal, plot)
        for k in {entry.recorded for entry in journal}:
            found = questions.histories(own, plot, as_known=k)

            assert found == questions.histories(journal, plot, as_known=k)
            asked = {"as_known": k}
            alone = questions.ancestors(own, plot, **asked)
            assert alone == questions.ancestors(journal, plot, **asked)


@given(journal=districts, plot=st.sampled_from(PLOTS))
@settings(max_examples=25)
def test_beliefs_and_rectangles_of_a_family_alone_are_those_of_the_whole_journal(
    journal: list[Entry], plot: str
) -> None:
    own = family(journal, plot)
    for attribute in ATTRIBUTES:
        rows = kernel_answers.rectangles(own, plot, attribute)
        assert rows == kernel_answers.rectangles(journal, plot, attribute)

    for v in VALID[1::3]:
        believed = kernel_answers.beliefs(own, plot, "exists", as_of=v)
        expected = kernel_answers.beliefs(journal, plot, "exists", as_of=v)
        assert believed == expected
