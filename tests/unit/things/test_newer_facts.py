"""A member that nobody knows, however deep, makes a fact one of a newer release."""

from __future__ import annotations

import pytest

from domain.journal.mapper import meant
from domain.kernel.facts import UnreadableFact

SOURCE = b'{"register":"r","file":"f","line":2,"slot":"s"%s}'
CHILDREN = b'{"effective":5,"children":[{"plot":"C","stage":null%s}]}'
NEIGHBOURS = (
    b'{"effective":5,"boundary":"POLYGON ((0 0, 1 0, 1 1, 0 0))","neighbours":'
    b'[{"plot":"C","boundary":"POLYGON ((0 0, 1 0, 1 1, 0 0))"%s}]}'
)
FACTS = [
    ("PlotSplit", CHILDREN),
    ("BoundariesAdjusted", NEIGHBOURS),
    ("PlotAssigned", b'{"effective":5,"project":"P"%s}'),
    ("PlotAssigned", b'{"effective":5,"project":"P","source":' + SOURCE + b"}"),
]


@pytest.mark.parametrize(("name", "state"), FACTS)
def test_what_says_more_than_this_release_knows_is_not_half_read(
    name: str, state: bytes
) -> None:
    known, newer = meant(name, state % b""), meant(name, state % b',"colour":"red"')

    assert not isinstance(known, UnreadableFact)
    assert isinstance(newer, UnreadableFact)
    assert newer.is_newer
