"""Builders: commands, registers with their mappings, runs of the command line."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import msgspec
from click.testing import CliRunner, Result

from domain.application import KeyProjects
from domain.commands import Envelope
from domain.deciding.context import Decision
from domain.journal.lines import Head, Receipt
from domain.journal.sqlite_journal import SqliteJournal
from domain.kernel.instants import effective_from
from domain.members.members import Wkt
from domain.things.land.plots import PlotRegistered, PlotStage, PlotStageRecorded
from web.cli.main import main
from web.district.opening import District, open_district

EAST, NORTH = 500_000, 3_900_000
"""Metres in EPSG:4547, near 114° E, 35.2° N."""
V = "2024-06-30"
"""The date that questions are about, unless they say otherwise."""
Body = dict[str, object]
Told = dict[str, Any]
"""Decoded JSON, which a test knows the shape of."""


class Now:
    """A clock that tells what it was set to, in microseconds since 1970."""

    def __init__(self, date: str) -> None:
        self.set(date)

    def set(self, date: str) -> None:
        """Set it to a date's first instant, or to an instant with its offset."""
        self.instant = effective_from(date)

    def __call__(self) -> Any:  # noqa: ANN401  (an Instant)
        """Tell the time."""
        return self.instant


def stored(app: KeyProjects) -> SqliteJournal:
    """Return the journal of an application as what it is stored in."""
    return cast("SqliteJournal", app.recorder)


def square(east: int = 0, north: int = 0, side: int = 20) -> str:
    """Draw a square, so many metres from the origin of the tests."""
    x, y = EAST + east, NORTH + north
    corners = ((0, 0), (side, 0), (side, side), (0, side), (0, 0))
    return f"POLYGON (({', '.join(f'{x + dx} {y + dy}' for dx, dy in corners)}))"


def registered(plot: str, effective: str = "2020-01-01", **members: object) -> Body:
    body = {"record": "PlotRegistered", "plot": plot, "effective": effective}
    return {**body, "point": f"POINT ({EAST} {NORTH})", **members}


def staged(plot: str, stage: str, effective: str, **members: object) -> Body:
    body = {"record": "PlotStageRecorded", "plot": plot, "stage": stage}
    return {**body, "effective": effective, **members}


def corrected(target: int, **members: object) -> Body:
    return {"correct": target, "reason": "录错", **members}


def withdrawn(target: int) -> Body:
    return {"withdraw": target, "reason": "没有这回事"}


def record(app: KeyProjects, body: Body) -> int:
    """Carry out a command under an id of its own; return its position."""
    command_id = f"test-{app.journal.head().position}"
    return app.execute({"command_id": command_id, **body}, actor="test").last


def record_many(app: KeyProjects, first: int, count: int) -> Receipt:
    """Append so many plots, each with a stage, as one command."""
    facts = [
        (f"plot:{number:06}", fact)
        for number in range(first, first + count)
        for fact in (
            PlotRegistered(
                effective=effective_from("2020-01-01"),
                point=Wkt(f"POINT ({EAST} {NORTH})"),
            ),
            PlotStageRecorded(
                effective=effective_from("2021-01-01"), stage=PlotStage.SURVEYED
            ),
        )
    ]
    written = dict.fromkeys(dict(facts), 0)
    envelope = Envelope(command_id=f"many-{first}", actor="test", digest=b"")
    return app.append(Decision(facts, written), envelope)


def mapping(*facts: str, **top: str) -> str:
    """Write a mapping: tables of facts in TOML under keys of the top."""
    head = [f"{key} = {value}" for key, value in {"id": '"编号"', **top}.items()]
    return "\n".join([*head, *(f"[[facts]]\n{fact}" for fact in facts)])


def guatu(home: Path, *arguments: str) -> Result:
    """Run the command line; an exception that it does not handle is the test's."""
    words = ["--home", str(home), *arguments]
    return CliRunner().invoke(main, words, catch_exceptions=False)


def answered(home: Path, *arguments: str) -> Told:
    """Run a question of the command line and decode its JSON."""
    result = guatu(home, *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    told: Told = msgspec.json.decode(result.stdout)
    return told


def asked(home: Path, question: str, form: str, known: int) -> bytes:
    """Answer a question as known at a position, in the bytes of a format."""
    dates = ("--as-of", V, "--as-known", str(known))
    result = guatu(home, *question.split(), *dates, "--format", form)
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def imported(
    home: Path,
    file: Path,
    mapping_path: Path,
    *,
    register: str = "台账",
    mode: str = "--apply",
) -> Result:
    """Import an edition through the command line."""
    options = ("--register", register, "--mapping", str(mapping_path), mode)
    return guatu(home, "import", "plots", str(file), *options)


def head(home: Path) -> Head:
    """Return where the journal ends."""
    opened = open_district(home)
    try:
        return opened.app.journal.head()
    finally:
        opened.close()


def lines(district: District, stream: str) -> list[tuple[str, str, int]]:
    """Tell a stream's facts: name, source file, source line (0 when by hand)."""
    told = []
    for line in district.app.journal.lines_of([stream]):
        source = line.entry().fact.source
        told.append(
            (line.name, source.file, source.line) if source else (line.name, "", 0)
        )
    return told


def rows(*cells: Mapping[str, str]) -> str:
    """Write rows as CSV under their header."""
    header = list(cells[0])
    table = itertools.chain([header], ([row[name] for name in header] for row in cells))
    return "".join(",".join(row) + "\n" for row in table)
