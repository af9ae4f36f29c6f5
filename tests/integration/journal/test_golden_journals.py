"""What a version of Guatu has written and answered, this one reads and answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from domain.facts import FACTS
from domain.journal.lines import LAST_POSITION
from tests.integration.building import Now
from tests.integration.journal import golden
from tests.integration.journal.golden_making import BLANK, make
from web.app import create_app
from web.asking.questions.questions import QUESTIONS
from web.frame.asked import EXTENSION

JOURNALS_OWN = {
    "ClockConfirmed",
    "JournalResumed",
    "LayerImported",
    "RegisterImported",
}
"""Facts of imports, which no story of commands records."""


@pytest.fixture(params=golden.versions())
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def served(version: str, tmp_path: Path) -> Iterator[Flask]:
    """Serve a version's journal from a fresh file."""
    home = tmp_path / "golden"
    golden.write_journal(home, golden.read_lines(version))
    app = create_app(home, Now(golden.ASKED_AT))
    yield app
    app.extensions[EXTENSION].district.close()


def test_there_is_a_golden_journal() -> None:
    assert golden.versions()


def test_every_line_is_read_back_as_it_was_written(version: str, served: Flask) -> None:
    district = served.extensions[EXTENSION].district
    journal = district.app.journal

    lines = list(golden.lines_of(district.home, journal))

    assert lines == golden.read_lines(version)
    assert len(journal.lines_after(0, limit=LAST_POSITION)) == len(lines)


def test_every_leaf_can_be_computed_again(version: str) -> None:
    lines = golden.read_lines(version)
    journal_id = golden.journal_id_of(lines[0])

    computed = [golden.leaf_computed(line, journal_id) for line in lines]

    assert computed == [line.leaf for line in lines]


def test_every_answer_is_the_same_byte_for_byte(version: str, served: Flask) -> None:
    answers = golden.read_answers(version)
    district = served.extensions[EXTENSION].district
    client = served.test_client()

    caught_up = golden.answered(client, answers)
    district.read_model.rebuild(district.app.journal)
    rebuilt = golden.answered(client, answers)

    assert caught_up == answers
    assert rebuilt == answers


def test_the_newest_golden_journal_holds_every_fact_and_every_question() -> None:
    newest = golden.newest()
    named = {line.name for line in golden.read_lines(newest)}
    asked = {each.partition("?")[0] for each in golden.read_answers(newest)}

    assert set(FACTS) - named == JOURNALS_OWN
    assert asked == {f"ask/{name}" for name in QUESTIONS}


def test_every_question_has_golden_answers_that_are_not_blank() -> None:
    answers = golden.read_answers(golden.newest())

    told = {
        address.partition("?")[0]
        for address, answer in answers.items()
        if not BLANK.search(answer)
    }
    assert told == {f"ask/{name}" for name in QUESTIONS}


def test_what_a_version_has_left_is_never_overwritten() -> None:
    with pytest.raises(SystemExit, match="already"):
        make(golden.newest())
