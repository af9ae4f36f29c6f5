"""Many periods of one plot, laid over one another, end up as the definition says."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions.over_time import Holding
from domain.kernel.relation import relation
from tests.property import kernel_answers, naive_questions
from tests.property.telling import corrected, frozen, journal, registered, withdrawn

THING = "plot:A"
POINTS = range(0, 90, 10)

edges = st.lists(st.sampled_from(POINTS), min_size=2, max_size=2, unique=True)
notices = st.sampled_from(["一号", "一号", "二号", None])
periods = st.tuples(edges.map(sorted), st.booleans(), notices)
revisions = st.tuples(st.integers(2, 9), st.none() | st.sampled_from(POINTS))

Period = tuple[list[int], bool, str | None]


def layered(
    drawn: Sequence[Period], revised: Sequence[tuple[int, int | None]]
) -> list[Entry]:
    """Lay periods over one another, then move the ends of some, or withdraw them."""
    facts = [
        frozen(start, None if is_open else end, notice)
        for (start, end), is_open, notice in drawn
    ]
    acts = [
        withdrawn(target) if until is None else corrected(target, until=until)
        for target, until in revised
        if target <= len(facts) + 1
    ]
    told = [registered(20), *facts, *acts]
    return journal(*((100 * n, "A", fact) for n, fact in enumerate(told, 1)))


layers = st.builds(
    layered,
    st.lists(periods, min_size=2, max_size=6),
    st.lists(revisions, max_size=2),
)


@given(told=layers)
@settings(max_examples=100)
def test_layers_make_the_history_defined(told: list[Entry]) -> None:
    for k in {entry.recorded for entry in told}:
        found = kernel_answers.history(told, THING, "freeze", as_known=k)

        assert found == naive_questions.history(told, THING, "freeze", as_known=k)


@given(told=layers, notice=notices)
@settings(max_examples=50)
def test_layers_hold_together_with_existence_as_defined(
    told: list[Entry], notice: str | None
) -> None:
    exists, holding = Holding(THING, "exists", True), Holding(THING, "freeze", notice)  # noqa: FBT003
    k = told[-1].recorded

    found = kernel_answers.both(told, exists, holding, as_known=k)

    assert found == naive_questions.both(told, exists, holding, as_known=k)


@given(told=layers)
@settings(max_examples=50)
def test_layers_make_the_rectangles_and_conflicts_defined(told: list[Entry]) -> None:
    rows = kernel_answers.rectangles(told, THING, "freeze")
    assert rows == naive_questions.rectangles(told, THING, "freeze")

    stored = relation(told).conflicts
    for k in {Instant(entry.recorded) for entry in told}:
        stranded = [e.position for e in stored if e.known_from <= k < e.known_to]
        assert sorted(stranded) == naive_questions.conflicts(told, as_known=k)
