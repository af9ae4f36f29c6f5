"""The commands in the documentation are commands: they are read as a client's are."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from domain.commands import Correct, Record, envelope_of, read_command
from domain.deciding.groups import COMMANDS, commands_in
from domain.deciding.rules import check
from web.district.commands import with_geometry_of_record

DOCS = Path(__file__).parents[3] / "docs"
EXAMPLES = [
    line
    for page in ("commands.md", "events.md")
    for line in (DOCS / page).read_text(encoding="utf-8").splitlines()
    if line.startswith('{"command_id"')
]


def test_there_are_examples_of_every_verb_and_redrawing() -> None:
    words = ("record", "correct", "withdraw", "PlotSplit", "PlotsMerged", "PlotFrozen")

    assert all(any(f'"{word}"' in line for line in EXAMPLES) for word in words)


@pytest.mark.parametrize("line", EXAMPLES, ids=lambda line: line[:40])
def test_an_example_can_be_sent_as_it_stands(line: str) -> None:
    body = msgspec.json.decode(line, type=dict[str, object])

    verbs = [
        read_command(with_geometry_of_record(each, "EPSG:4547"))
        for each in (commands_in(body) if COMMANDS in body else [body])
    ]

    assert envelope_of(body, actor="li").command_id == body["command_id"]
    for verb in verbs:
        if isinstance(verb, Record):
            check(verb.thing, verb.fact)
        elif isinstance(verb, Correct):
            assert verb.members
