"""A member that nobody knows, however deep, makes a fact one of a newer release."""

from __future__ import annotations

import pytest

from domain.journal.mapper import meant
from domain.kernel.facts import Redrawing, UnreadableFact, WorldFact
from domain.things.land.plots import PlotFrozen

SOURCE = b'{"register":"r","file":"f","line":2,"slot":"s"%s}'
CHILDREN = b'{"effective":5,"children":[{"plot":"C","stage":null%s}]}'
NEIGHBOURS = (
    b'{"effective":5,"boundary":"POLYGON ((0 0, 1 0, 1 1, 0 0))","neighbours":'
    b'[{"plot":"C","boundary":"POLYGON ((0 0, 1 0, 1 1, 0 0))"%s}]}'
)
FACTS = [
    ("PlotSplit", CHILDREN, {"plot:A", "plot:C"}),
    ("BoundariesAdjusted", NEIGHBOURS, {"plot:A", "plot:C"}),
    ("PlotAssigned", b'{"effective":5,"project":"P"%s}', set()),
    ("PlotAssigned", b'{"effective":5,"project":"P","source":' + SOURCE + b"}", set()),
]


@pytest.mark.parametrize(("name", "state", "things"), FACTS)
def test_what_says_more_than_this_release_knows_is_not_half_read(
    name: str, state: bytes, things: set[str]
) -> None:
    known, newer = meant(name, state % b""), meant(name, state % b',"colour":"red"')

    assert isinstance(known, WorldFact)
    drawn = known.redrawn("plot:A").things if isinstance(known, Redrawing) else ()
    assert set(drawn) == things
    assert bool(known.assertions()) == (not drawn)
    assert isinstance(newer, UnreadableFact)
    assert newer.is_newer


def test_what_was_left_out_of_a_period_is_no_end_and_no_last_day() -> None:
    fact = meant("PlotFrozen", b'{"effective":5,"freeze":"x"}')

    assert isinstance(fact, PlotFrozen)
    assert (fact.until, fact.typed_through, fact.source) == (None, False, None)
    assert list(fact.assertions()) == [("freeze", "x")]
    assert list(fact.quantities()) == []
