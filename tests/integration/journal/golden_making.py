"""Making golden journals: the story is recorded, and questions are answered."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import msgspec
from flask.testing import FlaskClient

from domain.journal.lines import LAST_POSITION
from tests.integration import long_story
from tests.integration.drawn_questions import Drawing
from tests.integration.journal import golden
from web.app import create_app
from web.asking.questions.questions import QUESTIONS

DRAWN, KEPT, BLANKS_KEPT = 80, 8, 2
SEED = 4
BLANK = re.compile(r'"(answer|area_m2)": (\[\]|"absent"|"none"|"never"|0,?$|"0.00")')


def make(version: str) -> None:
    """Leave a version's journal and answers, once.

    Raises:
        SystemExit: The version has left them already.
    """
    if golden.journal_file(version).exists() or golden.answers_file(version).exists():
        sys.exit(f"Version {version} has left its journal already; choose a new one.")
    with tempfile.TemporaryDirectory(prefix="guatu-golden-") as folder:
        _record(version, Path(folder) / "district")


def _record(version: str, home: Path) -> None:
    district, clock = long_story.found(home)
    positions = long_story.tell(district.app, clock)
    long_story.go_on(district.app, clock, "2025-11", long_story.LATER, positions)
    lines = list(golden.lines_of(home, district.app.journal))
    found = district.app.journal.lines_after(0, limit=LAST_POSITION)
    district.close()
    clock.set(golden.ASKED_AT)
    client = create_app(home, clock).test_client()
    drawing = Drawing([line.entry() for line in found], seed=SEED)
    answers = {
        address: answer
        for name in QUESTIONS
        for address, answer in _chosen(client, name, drawing)
    }
    golden.FOLDER.mkdir(exist_ok=True)
    text = b"\n".join(map(msgspec.json.encode, lines)) + b"\n"
    golden.journal_file(version).write_bytes(text)
    whole = msgspec.json.format(msgspec.json.encode(answers), indent=1)
    golden.answers_file(version).write_bytes(whole + b"\n")


def _chosen(
    client: FlaskClient, name: str, drawing: Drawing
) -> Iterator[tuple[str, str]]:
    """Draw many questions of a name; keep a few, of which most have an answer."""
    drawn = drawing.questions(name, DRAWN)
    addresses = [f"ask/{name}?{urlencode(given, doseq=True)}" for given in drawn]
    answers = golden.answered(client, addresses).items()
    blank = [each for each in answers if BLANK.search(each[1])]
    told = [each for each in answers if not BLANK.search(each[1])]
    yield from blank[:BLANKS_KEPT]
    yield from told[:KEPT]
