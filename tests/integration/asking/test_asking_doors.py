"""Every question has one answer: by the command line, the API and the kernel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from domain.facts import THINGS
from domain.journal.lines import LAST_POSITION
from tests.integration import kernel_door, long_story
from tests.integration.asking.test_asking import csv_cell
from tests.integration.building import guatu
from tests.integration.drawn_questions import VALUES, Drawing, typed
from tests.integration.kernel_door import Kernel
from web.app import create_app
from web.asking.questions.questions import QUESTIONS
from web.frame.asked import EXTENSION

EACH = pytest.mark.parametrize("question", QUESTIONS)
ASKED_AT = "2025-12-01T00:00:00Z"
HEADING = ("as_of", "as_known", "position", "provisional")


@dataclass(frozen=True)
class Story:
    """The story's district, served, with the kernel beside it."""

    home: Path
    client: FlaskClient
    kernel: Kernel
    drawing: Drawing

    def api(self, question: str, given: dict[str, Any], form: str = "json") -> bytes:
        """Ask the API."""
        address = f"/api/v1/ask/{question}"
        answer = self.client.get(address, query_string={**given, "format": form})
        assert answer.status_code == 200, (given, answer.text)
        body: bytes = answer.data
        return body

    def told(self, question: str, given: dict[str, Any]) -> list[dict[str, Any]]:
        """Ask the API, and return the rows of its answer."""
        body = msgspec.json.decode(self.api(question, given))
        if QUESTIONS[question].alone:
            return [{name: body[name] for name in QUESTIONS[question].columns}]
        rows: list[dict[str, Any]] = body["answer"]
        return rows


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    home = tmp_path_factory.mktemp("story") / "district"
    district, clock = long_story.found(home)
    positions = long_story.tell(district.app, clock)
    long_story.go_on(district.app, clock, "2025-11", long_story.LATER, positions)
    district.close()
    clock.set(ASKED_AT)
    app = create_app(home, clock)
    served = app.extensions[EXTENSION].district
    lines = served.app.journal.lines_after(0, limit=LAST_POSITION)
    entries = [line.entry() for line in lines]
    drawing = Drawing(entries, seed=7)
    yield Story(home, app.test_client(), Kernel(entries), drawing)
    served.close()


def test_the_table_of_questions_is_that_of_the_definition() -> None:
    assert sorted(QUESTIONS) == sorted(kernel_door.QUESTIONS)


@pytest.mark.parametrize("kind", THINGS.kinds)
def test_every_attribute_of_every_kind_is_asked_about(kind: str) -> None:
    drawn = {each.partition(":")[0] for each in VALUES[kind]}

    assert drawn == {name.removesuffix(":") for name in THINGS.attributes(kind)}


@EACH
def test_the_read_model_answers_what_the_kernel_answers(
    story: Story, question: str
) -> None:
    drawn = list(story.drawing.questions(question, 100))

    for given in drawn:
        assert story.told(question, given) == story.kernel.rows(question, given), given


@EACH
@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_command_line_answers_byte_for_byte_like_the_api(
    story: Story, question: str, form: str
) -> None:
    for given in story.drawing.questions(question, 2):
        result = guatu(story.home, *typed(question, given), "--format", form)

        assert result.exit_code == 0, result.output
        assert result.stdout_bytes == story.api(question, given, form)


@EACH
def test_csv_and_the_table_say_what_json_says(story: Story, question: str) -> None:
    for given in story.drawing.questions(question, 3):
        cells = story.api(question, given, "csv").decode()
        table = guatu(story.home, *typed(question, given)).stdout
        rows = story.told(question, given)

        assert list(csv.DictReader(io.StringIO(cells, newline=""))) == [
            {name: csv_cell(value) for name, value in row.items()} for row in rows
        ]
        short = [v for row in rows for v in row.values() if isinstance(v, str)]
        assert [v for v in short if len(v) < 40 and v not in table] == []


@EACH
def test_every_answer_is_headed_by_its_dates_and_its_position(
    story: Story, question: str
) -> None:
    [given] = story.drawing.questions(question, 1)

    told = msgspec.json.decode(story.api(question, given))

    assert [name for name in HEADING if name not in told] == []
    assert told["question"] == question
    assert told["as_of"] == given.get("as_of")
    assert told["as_known"] == given.get("as_known", given.get("known", [""])[-1])
    assert told["position"] <= story.kernel.entries[-1].position
    assert told["provisional"] is False
