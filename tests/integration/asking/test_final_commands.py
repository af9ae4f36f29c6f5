"""Every command that takes K says the same bytes on another day (R2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
import pytest

from domain.journal.lines import LAST_POSITION
from tests.integration import long_story
from tests.integration.building import guatu
from tests.integration.drawn_questions import Drawing, typed
from tests.integration.layers.test_towns import draw_towns, outline
from tests.integration.registers.freezing_register import freezes
from web.asking.questions.questions import QUESTIONS
from web.cli import context
from web.cli.main import COMMANDS, main
from web.district.opening import READ_MODEL, open_district

DATED = {"as_known", "known"}
DATES = ("--as-of", "2024-06-30", "--as-known", "2025-08-31")
BETWEEN = ("--as-of", "2024-06-30", "--known", "2025-02-28", "2025-08-31")
FILE = "FILE"
"""Stands for a file that is written and compared."""
LINES: Mapping[str, Sequence[Sequence[str]]] = {
    "state": [["plots"], ["plots", "--summary"], ["projects", "--format", "geojson"]],
    "history": [["plot", "A-1"], ["project", "P1", "--format", "json"]],
    "diff": [["plots"], ["projects", "--attribute", "investment"]],
    "map": [["-o", f"{FILE}.html"]],
    "wallmap": [["--paper", "A4", "-o", f"{FILE}.png"]],
}
"""Words of each command, without its dates."""


def dated_commands() -> Iterator[str]:
    """Yield the commands that take K, found on the command line itself."""
    nothing = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(nothing, name)
        assert command is not None
        if DATED & {each.name for each in command.params}:
            yield name


def spoken(drawing: Drawing) -> Iterator[list[str]]:
    """Yield all that is asked."""
    for name in dated_commands():
        dates = BETWEEN if name == "diff" else DATES
        yield from ([name, *words, *dates] for words in LINES[name])
    for question in QUESTIONS:
        [given] = drawing.questions(question, 1)
        yield typed(question, given)


def said(home: Path, lines: Sequence[Sequence[str]]) -> list[bytes]:
    """Return what each line prints, and the file that it writes."""
    told = []
    for number, line in enumerate(lines):
        file = home.parent / f"{number}"
        words = [word.replace(FILE, str(file)) for word in line]
        result = guatu(home, *words)
        assert result.exit_code == 0, result.output
        written = [Path(word) for word in words if word.startswith(str(file))]
        told.append(
            result.stdout_bytes + b"".join(each.read_bytes() for each in written)
        )
    return told


def test_every_command_that_takes_k_is_walked() -> None:
    assert sorted(dated_commands()) == sorted(LINES)


def test_a_command_about_the_past_prints_the_same_on_another_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "district"
    district, clock = long_story.found(home)
    positions = long_story.tell(district.app, clock)
    clock.set("2025-08-30T01:00:00Z")
    draw_towns(district, tmp_path, 东镇=outline(10, 500), 西镇=outline(-50, 10))
    lines = district.app.journal.lines_after(0, limit=LAST_POSITION)
    drawing = Drawing([line.entry() for line in lines], seed=5)
    monkeypatch.setattr(context, "open_district", lambda at: open_district(at, clock))
    asked = list(spoken(drawing))

    clock.set("2025-10-01T00:00:00Z")
    first = said(home, asked)
    long_story.go_on(district.app, clock, "2025-11", long_story.LATER, positions)
    frozen = "A-2,2023-12-01,2024-02-01,公告 8 号"
    assert freezes(tmp_path).publish(district, frozen) == {}
    draw_towns(district, tmp_path, 全镇=outline(-100, 5_000))
    district.close()
    (home / READ_MODEL).unlink()
    clock.set("2026-02-28T18:00:00Z")
    again = said(home, asked)

    pairs = zip(asked, first, again, strict=True)
    assert [line for line, before, after in pairs if before != after] == []
